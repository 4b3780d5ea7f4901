#include "kernels/convolution.hpp"

namespace latentwalk::kernels {
namespace {

// Along one axis, the wide position that tap k links with narrow position p: stride * p + k - padding. For a
// convolution the input is the wide side, for a transposed one the output: it scatters where the other gathers.
// False where it falls outside, on a zero of the padding.
bool wide_position(const Convolution& c, std::size_t p, std::size_t k, std::size_t wide_size, std::size_t& wide) {
  const std::size_t shifted = c.stride * p + k;
  wide = shifted - c.padding;
  return shifted >= c.padding && wide < wide_size;
}

}  // namespace

void convolve(const Convolution& c, const float* x, std::size_t count, float* y) {
  const std::size_t narrow_height = c.transposed ? c.in_height : c.out_height;
  const std::size_t narrow_width = c.transposed ? c.in_width : c.out_width;
  const std::size_t wide_height = c.transposed ? c.out_height : c.in_height;
  const std::size_t wide_width = c.transposed ? c.out_width : c.in_width;
  std::vector<RowPair> rows;
  rows.reserve(count * narrow_height * narrow_width);
  for (std::size_t ky = 0; ky < c.kernel; ++ky)
    for (std::size_t kx = 0; kx < c.kernel; ++kx) {
      rows.clear();
      for (std::size_t n = 0; n < count; ++n)
        for (std::size_t i = 0; i < narrow_height; ++i) {
          std::size_t row = 0, column = 0;
          if (!wide_position(c, i, ky, wide_height, row)) continue;
          for (std::size_t j = 0; j < narrow_width; ++j) {
            if (!wide_position(c, j, kx, wide_width, column)) continue;
            const std::size_t narrow = (n * narrow_height + i) * narrow_width + j;
            const std::size_t wide = (n * wide_height + row) * wide_width + column;
            rows.push_back(c.transposed ? RowPair{narrow * c.in_channels, wide * c.out_channels}
                                        : RowPair{wide * c.in_channels, narrow * c.out_channels});
          }
        }
      multiply_add(rows, x, c.taps[ky * c.kernel + kx], y);
    }
}

}  // namespace latentwalk::kernels
