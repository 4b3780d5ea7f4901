#pragma once

#include <cstddef>

/// Batch norm with the statistics of the batch. x, y and their gradients are (rows, channels); all else is (channels).
namespace latentwalk::kernels {

/// The mean of each channel, 1 / sqrt(variance + eps), and the unbiased variance for the running average.
struct BatchStatistics {
  float *mean, *inverse, *unbiased;
};

/// y = (x - mean) * inverse * weight + bias, with the statistics of x, which it stores. rows >= 2.
void normalise(const float* x, std::size_t rows, std::size_t channels, double eps, const float* weight,
               const float* bias, BatchStatistics statistics, float* y);

/// The gradients of weight and bias, and that of x, from the gradient of y. `x_gradient` may be `y_gradient`.
void normalise_gradient(const float* x, const float* y_gradient, std::size_t rows, std::size_t channels,
                        const float* weight, BatchStatistics statistics, float* weight_gradient, float* bias_gradient,
                        float* x_gradient);

}  // namespace latentwalk::kernels
