#pragma once

#include <cstddef>

/// Loops over plain arrays of floats.
namespace latentwalk::kernels {

/// gradient *= the derivative of the activation, given the activation's output y.
void leaky_relu_gradient(const float* y, float* gradient, std::size_t size, float slope);
void tanh_gradient(const float* y, float* gradient, std::size_t size);
void sigmoid_gradient(const float* y, float* gradient, std::size_t size);

/// sums (channels) = the sums over the rows of x (rows, channels).
void sum_rows(const float* x, std::size_t rows, std::size_t channels, float* sums);

/// The binary cross-entropy of logits against targets in [0, 1], summed; gradient = factor * its derivative.
double cross_entropy(const float* logits, const float* targets, std::size_t size, float factor, float* gradient);

/// One step of Adam (Kingma & Ba) in the form of torch.optim.Adam.
struct AdamStep {
  float rate;  ///< lr / (1 - beta1^step)
  float beta1, beta2;
  float root_scale;  ///< 1 / sqrt(1 - beta2^step)
  float eps;
};
void adam(const AdamStep& step, const float* gradient, float* weights, float* mean, float* square, std::size_t size);

/// average += share * (values - average).
void move_average(float* average, const float* values, std::size_t size, float share);

/// target += values.
void add(float* target, const float* values, std::size_t size);

/// Whether all values are finite.
bool all_finite(const float* values, std::size_t size);

}  // namespace latentwalk::kernels
