#include "kernels/convolution.hpp"

#include <algorithm>

namespace latentwalk::kernels {

bool suits_winograd(const ConvolutionShape& shape) {
  // Winograd transforms whole vectors of channels. It pays off if most of a 4 x 4 tile is inside the image.
  const bool whole = shape.in_channels % 16 == 0 && shape.out_channels % 16 == 0;
  const bool five = shape.kernel == 5 && shape.stride == 1 && std::min(shape.out_height, shape.out_width) >= 6;
  const bool halves = shape.kernel == 4 && shape.stride == 2 && shape.padding == 1 &&
                      std::min({shape.in_height, shape.in_width, shape.out_height, shape.out_width}) >= 6;
  return whole && (five || halves);
}

std::unique_ptr<Convolution> plan_convolution(const ConvolutionShape& shape, const float* taps,
                                              const std::vector<float>& bias, float slope, std::size_t batch) {
  // With fewer channels than a panel has columns, a matrix for each tap wastes the kernel: put all taps in one matrix.
  if (shape.transposed && shape.taps() > 1 && shape.out_channels < 8)
    return plan_scatter(shape, taps, bias, slope, batch);
  if (!shape.transposed && shape.taps() > 1 && shape.in_channels < 8)
    return plan_gather(shape, taps, bias, slope, batch);
  if (suits_winograd(shape)) return plan_winograd(shape, taps, bias, slope, batch);
  return plan_direct(shape, taps, bias, slope, batch);
}

}  // namespace latentwalk::kernels
