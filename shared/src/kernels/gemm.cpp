// The core's hot loop, written with Google Highway. It is compiled for each instruction set and chosen at run time; in
// wasm it is 128-bit SIMD. A tile of C, kTileRows rows by kTilePanels panels, stays in registers while k runs.
#include "kernels/gemm.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "latentwalk/float16.hpp"

// Excludes targets whose vector size is unknown at compile time: their vectors cannot be kept in arrays.
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
constexpr std::size_t kVectors = kPanel / kLanes;  // in one row of a panel
constexpr std::size_t kRegisters = kLanes >= 16 ? 32 : 16;
// As many accumulators as fit the registers. With 128 bits, V8 spills beyond 2 rows of 4 vectors
// (docs/notes/performance.md).
constexpr std::size_t kTilePanels = kLanes >= 16 ? 2 : 1;
constexpr std::size_t kTileRows = kLanes >= 16 ? 12 : kLanes == 8 ? 6 : 2;
// Panels that a single row computes at once. With fewer sums, each addition would wait for the previous one.
constexpr std::size_t kSinglePanels = 4;
// Rows that pass over all panels before the next rows do, so that their part of A stays in the cache.
constexpr std::size_t kRowBlock = 48;

// Whether weights may be stored as binary16: F16C widens a vector in one instruction.
constexpr bool kHalves = HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX2;
using Half = hwy::float16_t;

HWY_ATTR HWY_INLINE hn::Vec<Floats> Weights(const float* from) { return hn::LoadU(Floats(), from); }
HWY_ATTR HWY_INLINE hn::Vec<Floats> Weights(const Half* from) {
  return hn::PromoteTo(Floats(), hn::LoadU(hn::Rebind<Half, Floats>(), from));
}

bool ReadsHalves() { return kHalves; }

// The rows of a panel that one call covers.
struct Depth {
  std::size_t begin, end, all;
};

template <std::size_t Rows, std::size_t Panels, class Weight>
HWY_ATTR HWY_INLINE void Tile(const RowPair* HWY_RESTRICT rows, const float* HWY_RESTRICT a,
                              const Weight* HWY_RESTRICT panel, Depth depth, float* HWY_RESTRICT c, std::size_t columns,
                              Write write) {
  const Floats d;
  constexpr std::size_t kAll = Panels * kVectors;
  hn::Vec<Floats> sum[Rows][kAll];
  for (std::size_t r = 0; r < Rows; ++r)
    for (std::size_t v = 0; v < kAll; ++v) sum[r][v] = hn::Zero(d);
  const float* row[Rows];
  for (std::size_t r = 0; r < Rows; ++r) row[r] = a + rows[r].a;
  // Moving pointers instead of an index lets V8 keep everything in registers.
  const Weight* HWY_RESTRICT next = panel + depth.begin * kPanel;
  const Weight* const end = panel + depth.end * kPanel;
  for (std::size_t r = 0; r < Rows; ++r) row[r] += depth.begin;
  for (; next != end; next += kPanel) {
    const auto load = [&](std::size_t v) HWY_ATTR {
      return Weights(next + v / kVectors * depth.all * kPanel + v % kVectors * kLanes);
    };
    // Registers also hold the values of A, or the vectors of B if there are too few registers for the values of A.
    if constexpr (Rows * kAll + Rows + 1 > kRegisters) {
      hn::Vec<Floats> b[kAll];
      for (std::size_t v = 0; v < kAll; ++v) b[v] = load(v);
      for (std::size_t r = 0; r < Rows; ++r) {
        const auto value = hn::Set(d, *row[r]++);
        for (std::size_t v = 0; v < kAll; ++v) sum[r][v] = hn::MulAdd(value, b[v], sum[r][v]);
      }
    } else {
      hn::Vec<Floats> value[Rows];
      for (std::size_t r = 0; r < Rows; ++r) value[r] = hn::Set(d, *row[r]++);
      for (std::size_t v = 0; v < kAll; ++v) {
        const auto b = load(v);
        for (std::size_t r = 0; r < Rows; ++r) sum[r][v] = hn::MulAdd(value[r], b, sum[r][v]);
      }
    }
  }
  if (columns == Panels * kPanel) {
    for (std::size_t r = 0; r < Rows; ++r)
      for (std::size_t v = 0; v < kAll; ++v) {
        float* out = c + rows[r].c + v * kLanes;
        hn::StoreU(write == Write::add ? hn::Add(hn::LoadU(d, out), sum[r][v]) : sum[r][v], d, out);
      }
    return;
  }
  for (std::size_t r = 0; r < Rows; ++r) {
    float whole[Panels * kPanel];
    for (std::size_t v = 0; v < kAll; ++v) hn::StoreU(sum[r][v], d, whole + v * kLanes);
    float* out = c + rows[r].c;
    for (std::size_t j = 0; j < columns; ++j) out[j] = write == Write::add ? out[j] + whole[j] : whole[j];
  }
}

// The rows after the last full tile, in tiles of half the size each time.
template <std::size_t Rows, std::size_t Panels, class Weight>
HWY_ATTR void Rest(const RowPair* rows, std::size_t count, const float* a, const Weight* panel, Depth depth, float* c,
                   std::size_t columns, Write write) {
  if constexpr (Rows >= 1) {
    if (count >= Rows) {
      Tile<Rows, Panels>(rows, a, panel, depth, c, columns, write);
      rows += Rows;
      count -= Rows;
    }
    Rest<Rows / 2, Panels>(rows, count, a, panel, depth, c, columns, write);
  }
}

template <std::size_t Panels, class Weight>
HWY_ATTR void Column(const RowPair* all_rows, std::size_t all_count, const float* a, const Weight* panel, std::size_t k,
                     std::size_t depth_block, float* c, std::size_t columns, Write write) {
  for (std::size_t begin = 0; begin < k; begin += depth_block, write = Write::add) {
    const Depth depth{begin, std::min(k, begin + depth_block), k};
    const RowPair* rows = all_rows;
    std::size_t count = all_count;
    for (; count >= kTileRows; rows += kTileRows, count -= kTileRows)
      Tile<kTileRows, Panels>(rows, a, panel, depth, c, columns, write);
    constexpr std::size_t kHalf = kTileRows > 8 ? 8 : kTileRows > 4 ? 4 : kTileRows / 2;
    Rest<kHalf, Panels>(rows, count, a, panel, depth, c, columns, write);
  }
}

template <class Weight>
HWY_ATTR void SingleRow(const RowPair* row, const float* a, const Weight* panel, std::size_t k, std::size_t depth_block,
                        float* c, Write write) {
  for (std::size_t begin = 0; begin < k; begin += depth_block, write = Write::add)
    Tile<1, kSinglePanels>(row, a, panel, {begin, std::min(k, begin + depth_block), k}, c, kSinglePanels * kPanel,
                           write);
}

// Separate from Tile to leave it all registers. What it reads is still in the first-level cache.
HWY_ATTR void FinishRows(const RowPair* rows, std::size_t count, float* HWY_RESTRICT c, std::size_t columns,
                         Finish finish) {
  const Floats d;
  const auto slope = hn::Set(d, finish.slope), zero = hn::Zero(d);
  for (std::size_t r = 0; r < count; ++r) {
    float* out = c + rows[r].c;
    std::size_t j = 0;
    for (; j + kLanes <= columns; j += kLanes) {
      const auto value = hn::Add(hn::LoadU(d, out + j), hn::LoadU(d, finish.bias + j));
      hn::StoreU(finish.slope == 1.0F ? value : hn::MulAdd(slope, hn::Min(zero, value), hn::Max(zero, value)), d,
                 out + j);
    }
    for (; j < columns; ++j) {
      const float value = out[j] + finish.bias[j];
      out[j] = value < 0 ? finish.slope * value : value;
    }
  }
}

template <class Weight>
HWY_ATTR void MultiplyPanels(const RowPair* rows, std::size_t row_count, const float* HWY_RESTRICT a, std::size_t k,
                             std::size_t n, const Weight* HWY_RESTRICT panels, float* HWY_RESTRICT c, Write write,
                             Finish finish, std::size_t depth_block) {
  for (std::size_t block = 0; block < row_count; block += kRowBlock) {
    const std::size_t count = std::min(kRowBlock, row_count - block);
    std::size_t column = 0;
    if constexpr (kLanes >= 8)
      for (; count == 1 && column + kSinglePanels * kPanel <= n; column += kSinglePanels * kPanel)
        SingleRow(rows + block, a, panels + column * k, k, depth_block, c + column, write);
    if constexpr (kTilePanels > 1)
      for (; column + kTilePanels * kPanel <= n; column += kTilePanels * kPanel)
        Column<kTilePanels>(rows + block, count, a, panels + column * k, k, depth_block, c + column,
                            kTilePanels * kPanel, write);
    for (; column < n; column += kPanel)
      Column<1>(rows + block, count, a, panels + column * k, k, depth_block, c + column, std::min(kPanel, n - column),
                write);
    if (finish.bias) FinishRows(rows + block, count, c, n, finish);
  }
}

HWY_ATTR void Multiply(const RowPair* rows, std::size_t row_count, const float* a, Panels b, float* c, Write write,
                       Finish finish, std::size_t depth_block) {
  MultiplyPanels(rows, row_count, a, b.k, b.n, b.data, c, write, finish, depth_block);
}

HWY_ATTR void MultiplyHalves(const RowPair* rows, std::size_t row_count, const float* a, const PackedMatrix& b,
                             float* c, Write write, Finish finish, std::size_t depth_block) {
  if constexpr (kHalves)
    MultiplyPanels(rows, row_count, a, b.k, b.n, reinterpret_cast<const Half*>(b.halves.data()), c, write, finish,
                   depth_block);
}

}  // namespace HWY_NAMESPACE
}  // namespace latentwalk::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace latentwalk::kernels {

HWY_EXPORT(Multiply);
HWY_EXPORT(MultiplyHalves);
HWY_EXPORT(ReadsHalves);

// Stores the panels as binary16 if that is exact.
static void narrow(PackedMatrix& b) {
  Buffer<std::uint16_t> halves(b.panels.size());
  for (std::size_t i = 0; i < halves.size(); ++i) {
    halves.data()[i] = float16_from_float(b.panels.data()[i]);
    if (float_from_float16(halves.data()[i]) != b.panels.data()[i]) return;
  }
  b.halves = std::move(halves);
  b.panels = {};
}

PackedMatrix pack(const float* b, std::size_t k, std::size_t n) {
  const std::size_t panel_count = (n + kPanel - 1) / kPanel;
  PackedMatrix packed{k, n, FloatBuffer(panel_count * kPanel * k)};
  float* to = packed.panels.data();
  for (std::size_t first = 0; first < n; first += kPanel) {
    const std::size_t columns = std::min(kPanel, n - first);
    for (std::size_t i = 0; i < k; ++i, to += kPanel)
      std::fill_n(std::copy_n(b + i * n + first, columns, to), kPanel - columns, 0.0F);
  }
  if (HWY_ARCH_X86 && HWY_DYNAMIC_DISPATCH(ReadsHalves)()) narrow(packed);
  return packed;
}

static void multiply_packed(std::span<const RowPair> rows, const float* a, const PackedMatrix& b, float* c, Write write,
                            Finish finish, std::size_t depth_block) {
  if (HWY_ARCH_X86 && b.halves.size() > 0)
    HWY_DYNAMIC_DISPATCH(MultiplyHalves)(rows.data(), rows.size(), a, b, c, write, finish, depth_block);
  else
    HWY_DYNAMIC_DISPATCH(Multiply)
  (rows.data(), rows.size(), a, {b.k, b.n, b.panels.data()}, c, write, finish, depth_block);
}

void multiply(std::span<const RowPair> rows, const float* a, const PackedMatrix& b, float* c, Write write,
              std::size_t depth_block) {
  multiply_packed(rows, a, b, c, write, {nullptr, 1.0F}, depth_block);
}

void multiply(std::span<const RowPair> rows, const float* a, const PackedMatrix& b, float* c, Finish finish) {
  multiply_packed(rows, a, b, c, Write::store, finish, b.k);
}

void multiply(std::span<const RowPair> rows, const float* a, Panels b, float* c, Finish finish) {
  HWY_DYNAMIC_DISPATCH(Multiply)(rows.data(), rows.size(), a, b, c, Write::store, finish, b.k);
}

}  // namespace latentwalk::kernels
#endif  // HWY_ONCE
