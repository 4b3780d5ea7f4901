// The one hot loop of the core, on Google Highway: compiled for every instruction set the machine may have and chosen
// at run time natively, 128-bit SIMD in wasm.
#include "kernels/gemm.hpp"

#include <algorithm>

// Targets whose vectors have no size known to the compiler cannot be kept in arrays, as below.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/gemm.cpp"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace latentwalk::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::CappedTag<float, kPanel>;
constexpr std::size_t kLanes = hn::MaxLanes(Floats());
constexpr std::size_t kVectors = kPanel / kLanes;
// Rows of a tile: as many accumulators as the registers hold. With 128-bit vectors V8 spills beyond 2
// (docs/performance.md).
constexpr std::size_t kTileRows = kLanes >= 16 ? 8 : kLanes == 8 ? 6 : 2;
// Rows that pass over all panels before the next ones: their part of A stays in the first cache levels.
constexpr std::size_t kRowBlock = 48;

// `Rows` rows of A times one panel, added to C; `columns` <= kPanel of the panel are real.
template <std::size_t Rows>
HWY_ATTR void Tile(const RowPair* rows, const float* HWY_RESTRICT a, const float* HWY_RESTRICT panel, std::size_t k,
                   float* HWY_RESTRICT c, std::size_t columns) {
  const Floats d;
  hn::Vec<Floats> sum[Rows][kVectors];
  for (std::size_t r = 0; r < Rows; ++r)
    for (std::size_t v = 0; v < kVectors; ++v) sum[r][v] = hn::Zero(d);
  for (std::size_t i = 0; i < k; ++i) {
    hn::Vec<Floats> b[kVectors];
    for (std::size_t v = 0; v < kVectors; ++v) b[v] = hn::LoadU(d, panel + i * kPanel + v * kLanes);
    for (std::size_t r = 0; r < Rows; ++r) {
      const auto value = hn::Set(d, a[rows[r].a + i]);
      for (std::size_t v = 0; v < kVectors; ++v) sum[r][v] = hn::MulAdd(value, b[v], sum[r][v]);
    }
  }
  if (columns == kPanel) {
    for (std::size_t r = 0; r < Rows; ++r)
      for (std::size_t v = 0; v < kVectors; ++v) {
        float* out = c + rows[r].c + v * kLanes;
        hn::StoreU(hn::Add(hn::LoadU(d, out), sum[r][v]), d, out);
      }
    return;
  }
  for (std::size_t r = 0; r < Rows; ++r) {
    float whole[kPanel];
    for (std::size_t v = 0; v < kVectors; ++v) hn::StoreU(sum[r][v], d, whole + v * kLanes);
    for (std::size_t j = 0; j < columns; ++j) c[rows[r].c + j] += whole[j];
  }
}

HWY_ATTR void MultiplyAdd(const RowPair* rows, std::size_t row_count, const float* HWY_RESTRICT a,
                          const PackedMatrix& b, float* HWY_RESTRICT c) {
  for (std::size_t block = 0; block < row_count; block += kRowBlock) {
    const std::size_t end = std::min(block + kRowBlock, row_count);
    for (std::size_t column = 0; column < b.n; column += kPanel) {
      const float* panel = b.panels.data() + column * b.k;
      const std::size_t columns = std::min(kPanel, b.n - column);
      std::size_t r = block;
      for (; r + kTileRows <= end; r += kTileRows) Tile<kTileRows>(rows + r, a, panel, b.k, c + column, columns);
      for (; r < end; ++r) Tile<1>(rows + r, a, panel, b.k, c + column, columns);
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace latentwalk::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace latentwalk::kernels {

HWY_EXPORT(MultiplyAdd);

PackedMatrix pack(const float* b, std::size_t k, std::size_t n) {
  const std::size_t panel_count = (n + kPanel - 1) / kPanel;
  PackedMatrix packed{k, n, std::vector<float>(panel_count * kPanel * k, 0.0F)};
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t j = 0; j < n; ++j) packed.panels[(j / kPanel * k + i) * kPanel + j % kPanel] = b[i * n + j];
  return packed;
}

void multiply_add(std::span<const RowPair> rows, const float* a, const PackedMatrix& b, float* c) {
  HWY_DYNAMIC_DISPATCH(MultiplyAdd)(rows.data(), rows.size(), a, b, c);
}

}  // namespace latentwalk::kernels
#endif  // HWY_ONCE
