#pragma once

#include <cstddef>
#include <memory>
#include <vector>

/// Convolutions and transposed convolutions. Activations are (N, height, width, channels), so that the channels of a
/// pixel are a row. A linear layer is a convolution of one pixel. `direct` and `scatter` visit only pixels inside the
/// image; `gather` and Winograd also multiply the zeros of the padding.
namespace latentwalk::kernels {

struct ConvolutionShape {
  bool transposed = false;
  std::size_t in_height = 1, in_width = 1, in_channels = 0;
  std::size_t out_height = 1, out_width = 1, out_channels = 0;
  std::size_t kernel = 1, stride = 1, padding = 0;

  std::size_t taps() const { return kernel * kernel; }
  std::size_t in_pixels() const { return in_height * in_width; }
  std::size_t out_pixels() const { return out_height * out_width; }
};

/// A convolution ready to run.
class Convolution {
 public:
  virtual ~Convolution() = default;
  /// Computes y (count, out_height, out_width, out_channels) = x (count, …) * taps + bias, and then multiplies negative
  /// values by slope. count must not exceed the planned batch; `scratch` holds scratch_size() floats.
  virtual void run(const float* x, std::size_t count, float* y, float* scratch) const = 0;
  virtual std::size_t scratch_size() const { return 0; }
  /// Replaces the weights and the bias, if the method can (Winograd can); `scratch` as for run.
  virtual void set_weights(const float* /*taps*/, const float* /*bias*/, float* /*scratch*/) {}
  /// Multiplications and additions per sample, for `latentwalk bench`.
  virtual double flops() const = 0;
  virtual const char* method() const = 0;
};

/// Chooses a method for the shape and packs the weights: taps (kernel * kernel, in_channels, out_channels), bias
/// (out_channels). `slope` is 1 for no activation, 0 for ReLU. `batch` is the largest count of samples in one run.
std::unique_ptr<Convolution> plan_convolution(const ConvolutionShape& shape, const float* taps,
                                              const std::vector<float>& bias, float slope, std::size_t batch);

/// Whether plan_convolution chooses Winograd for the shape.
bool suits_winograd(const ConvolutionShape& shape);

/// The methods, each in its own file. Winograd's weights may follow later (taps: nullptr). plan_convolution chooses
/// among them.
std::unique_ptr<Convolution> plan_direct(const ConvolutionShape&, const float* taps, const std::vector<float>& bias,
                                         float slope, std::size_t batch);
std::unique_ptr<Convolution> plan_gather(const ConvolutionShape&, const float* taps, const std::vector<float>& bias,
                                         float slope, std::size_t batch);
std::unique_ptr<Convolution> plan_scatter(const ConvolutionShape&, const float* taps, const std::vector<float>& bias,
                                          float slope, std::size_t batch);
std::unique_ptr<Convolution> plan_winograd(const ConvolutionShape&, const float* taps, const std::vector<float>& bias,
                                           float slope, std::size_t batch);

/// Calls link(tap, in_pixel, out_pixel) for each tap and each pair of pixels inside the image that it connects.
template <class Link>
void for_each_link(const ConvolutionShape& c, Link link) {
  // Along one axis, tap k connects position p of the narrow side with stride * p + k - padding of the wide side. The
  // wide side is the input of a convolution, which gathers, and the output of a transposed one, which scatters.
  const std::size_t narrow_height = c.transposed ? c.in_height : c.out_height;
  const std::size_t narrow_width = c.transposed ? c.in_width : c.out_width;
  const std::size_t wide_height = c.transposed ? c.out_height : c.in_height;
  const std::size_t wide_width = c.transposed ? c.out_width : c.in_width;
  for (std::size_t ky = 0; ky < c.kernel; ++ky)
    for (std::size_t kx = 0; kx < c.kernel; ++kx)
      for (std::size_t i = 0; i < narrow_height; ++i)
        for (std::size_t j = 0; j < narrow_width; ++j) {
          const std::size_t row = c.stride * i + ky, column = c.stride * j + kx;  // includes the padding
          if (row < c.padding || row - c.padding >= wide_height) continue;
          if (column < c.padding || column - c.padding >= wide_width) continue;
          const std::size_t wide = (row - c.padding) * wide_width + column - c.padding, narrow = i * narrow_width + j;
          link(ky * c.kernel + kx, c.transposed ? narrow : wide, c.transposed ? wide : narrow);
        }
}

}  // namespace latentwalk::kernels
