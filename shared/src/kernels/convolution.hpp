#pragma once

#include <cstddef>
#include <memory>
#include <vector>

/// Convolutions and transposed convolutions. Activations are (N, height, width, channels), so that a pixel's channels
/// are a row; a linear layer is a convolution of one pixel. Nothing here multiplies a zero of the padding.
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
  /// y (count, out_height, out_width, out_channels) = x (count, …) * taps + bias, what is negative times slope; count
  /// <= the planned batch. `scratch` holds scratch_size() floats.
  virtual void run(const float* x, std::size_t count, float* y, float* scratch) const = 0;
  virtual std::size_t scratch_size() const { return 0; }
  /// Multiplications and additions that one sample takes, for bench.
  virtual double flops() const = 0;
  virtual const char* method() const = 0;
};

/// Chooses the method by the shape and packs the weights. `taps` (kernel * kernel, in_channels, out_channels), bias
/// (out_channels). `slope`: 1, or a rectifier of what comes out: 0 for relu. `batch`: the most samples of one run.
std::unique_ptr<Convolution> plan_convolution(const ConvolutionShape& shape, const float* taps,
                                              const std::vector<float>& bias, float slope, std::size_t batch);

/// The methods, one file each; plan_convolution knows which serves which shape.
std::unique_ptr<Convolution> plan_direct(const ConvolutionShape&, const float* taps, const std::vector<float>& bias,
                                         float slope, std::size_t batch);
std::unique_ptr<Convolution> plan_gather(const ConvolutionShape&, const float* taps, const std::vector<float>& bias,
                                         float slope, std::size_t batch);
std::unique_ptr<Convolution> plan_scatter(const ConvolutionShape&, const float* taps, const std::vector<float>& bias,
                                          float slope, std::size_t batch);
std::unique_ptr<Convolution> plan_winograd(const ConvolutionShape&, const float* taps, const std::vector<float>& bias,
                                           float slope, std::size_t batch);

/// Calls link(tap, in_pixel, out_pixel) for each tap and each pair of pixels that it links inside the image.
template <class Link>
void for_each_link(const ConvolutionShape& c, Link link) {
  // Along one axis, tap k links position p of the narrow side with stride * p + k - padding of the wide side. A
  // convolution's input is the wide side, a transposed one's output: it scatters where the other gathers.
  const std::size_t narrow_height = c.transposed ? c.in_height : c.out_height;
  const std::size_t narrow_width = c.transposed ? c.in_width : c.out_width;
  const std::size_t wide_height = c.transposed ? c.out_height : c.in_height;
  const std::size_t wide_width = c.transposed ? c.out_width : c.in_width;
  for (std::size_t ky = 0; ky < c.kernel; ++ky)
    for (std::size_t kx = 0; kx < c.kernel; ++kx)
      for (std::size_t i = 0; i < narrow_height; ++i)
        for (std::size_t j = 0; j < narrow_width; ++j) {
          const std::size_t row = c.stride * i + ky, column = c.stride * j + kx;  // still shifted by the padding
          if (row < c.padding || row - c.padding >= wide_height) continue;
          if (column < c.padding || column - c.padding >= wide_width) continue;
          const std::size_t wide = (row - c.padding) * wide_width + column - c.padding, narrow = i * narrow_width + j;
          link(ky * c.kernel + kx, c.transposed ? narrow : wide, c.transposed ? wide : narrow);
        }
}

}  // namespace latentwalk::kernels
