// transpose(A) * B with A and B as they lie in memory: each row of A and B adds one outer product, so the values of A
// and the vectors of B are contiguous. A tile of C stays in registers while the rows of a group run.
#include "training/backward/outer.hpp"

#include <algorithm>

#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "training/backward/outer.cpp"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace latentwalk::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using OuterFloats = hn::CappedTag<float, kPanel>;
constexpr std::size_t kOuterLanes = hn::MaxLanes(OuterFloats());
constexpr std::size_t kOuterVectors = kPanel / kOuterLanes;
// The tiles of gemm.cpp.
constexpr std::size_t kOuterPanels = kOuterLanes >= 16 ? 2 : 1;
constexpr std::size_t kOuterRows = kOuterLanes >= 16 ? 12 : kOuterLanes == 8 ? 6 : 2;

// Sums one group into `sum` (Rows, Panels * kPanel).
template <std::size_t Rows, std::size_t Panels>
HWY_ATTR HWY_INLINE void OuterTile(const float* HWY_RESTRICT a, std::size_t a_step, const float* HWY_RESTRICT b,
                                   std::size_t depth, float* HWY_RESTRICT out) {
  const OuterFloats d;
  constexpr std::size_t kAll = Panels * kOuterVectors;
  hn::Vec<OuterFloats> sum[Rows][kAll];
  for (std::size_t r = 0; r < Rows; ++r)
    for (std::size_t v = 0; v < kAll; ++v) sum[r][v] = hn::Zero(d);
  const float* const end = b + depth * Panels * kPanel;
  for (; b != end; b += Panels * kPanel, a += a_step) {
    hn::Vec<OuterFloats> vectors[kAll];
    for (std::size_t v = 0; v < kAll; ++v) vectors[v] = hn::LoadU(d, b + v * kOuterLanes);
    for (std::size_t r = 0; r < Rows; ++r) {
      const auto value = hn::Set(d, a[r]);
      for (std::size_t v = 0; v < kAll; ++v) sum[r][v] = hn::MulAdd(value, vectors[v], sum[r][v]);
    }
  }
  for (std::size_t r = 0; r < Rows; ++r)
    for (std::size_t v = 0; v < kAll; ++v) hn::StoreU(sum[r][v], d, out + (r * kAll + v) * kOuterLanes);
}

// Adds the upper tile of a tree to the lower one.
template <std::size_t Size>
HWY_ATTR HWY_INLINE void AddTile(float* HWY_RESTRICT lower, const float* HWY_RESTRICT upper) {
  const OuterFloats d;
  for (std::size_t i = 0; i < Size; i += kOuterLanes)
    hn::StoreU(hn::Add(hn::LoadU(d, lower + i), hn::LoadU(d, upper + i)), d, lower + i);
}

// The levels of a tree of kMaxGroups leaves.
constexpr std::size_t kLevels = 7;

template <std::size_t Rows, std::size_t Panels>
HWY_ATTR void OuterTree(const Outer& p, const float* a, const float* packed, float* c, Write write) {
  constexpr std::size_t kSize = Rows * Panels * kPanel;
  HWY_ALIGN float stack[kLevels * kSize];
  float* top = stack;
  for (std::size_t group = 0; group < p.groups; ++group, top += kSize) {
    OuterTile<Rows, Panels>(a + group * p.depth * p.a_stride, p.a_stride, packed + group * p.depth * Panels * kPanel,
                            p.depth, top);
    // A full pair of subtrees is added at once, as a binary counter carries.
    for (std::size_t count = group + 1; count % 2 == 0; count /= 2) {
      top -= kSize;
      AddTile<kSize>(top, top + kSize);
    }
  }
  for (top -= kSize; top != stack; top -= kSize) AddTile<kSize>(top - kSize, top);
  const OuterFloats d;
  for (std::size_t panel = 0; panel < Panels; ++panel)
    for (std::size_t r = 0; r < Rows; ++r)
      for (std::size_t v = 0; v < kPanel; v += kOuterLanes) {
        float* out = c + panel * p.k * kPanel + r * kPanel + v;
        auto sum = hn::LoadU(d, stack + (r * Panels + panel) * kPanel + v);
        if (write == Write::add) sum = hn::Add(hn::LoadU(d, out), sum);
        hn::StoreU(sum, d, out);
      }
}

template <std::size_t Rows, std::size_t Panels>
HWY_ATTR void OuterRest(const Outer& p, std::size_t row, const float* packed, float* c, Write write) {
  if constexpr (Rows >= 1) {
    if (p.k - row >= Rows) {
      OuterTree<Rows, Panels>(p, p.a + row, packed, c + row * kPanel, write);
      row += Rows;
    }
    OuterRest<Rows / 2, Panels>(p, row, packed, c, write);
  }
}

// The columns of `Panels` panels of B, packed; columns beyond n are zero.
template <std::size_t Panels>
HWY_ATTR void OuterColumn(const Outer& p, std::size_t column, float* c, Write write, float* HWY_RESTRICT packed) {
  const std::size_t width = std::min(Panels * kPanel, p.n - column);
  for (std::size_t row = 0; row < p.depth * p.groups; ++row) {
    const float* from = p.b + row * p.b_stride + column;
    float* to = packed + row * Panels * kPanel;
    if (width == Panels * kPanel) {
      const OuterFloats d;
      for (std::size_t i = 0; i < Panels * kPanel; i += kOuterLanes) hn::StoreU(hn::LoadU(d, from + i), d, to + i);
    } else {
      std::fill_n(std::copy_n(from, width, to), Panels * kPanel - width, 0.0F);
    }
  }
  c += column * p.k;
  std::size_t row = 0;
  for (; row + kOuterRows <= p.k; row += kOuterRows)
    OuterTree<kOuterRows, Panels>(p, p.a + row, packed, c + row * kPanel, write);
  constexpr std::size_t kHalf = kOuterRows > 8 ? 8 : kOuterRows > 4 ? 4 : kOuterRows / 2;
  OuterRest<kHalf, Panels>(p, row, packed, c, write);
}

HWY_ATTR void AddOuter(const Outer& p, std::size_t first, std::size_t last, float* c, Write write, float* scratch) {
  if constexpr (kOuterPanels > 1)
    for (; first + kOuterPanels <= last && (first + kOuterPanels) * kPanel <= p.n; first += kOuterPanels)
      OuterColumn<kOuterPanels>(p, first * kPanel, c, write, scratch);
  for (; first < last; ++first) OuterColumn<1>(p, first * kPanel, c, write, scratch);
}

HWY_ATTR void AddGroups(float* HWY_RESTRICT groups, std::size_t count, std::size_t size, float* HWY_RESTRICT sum) {
  for (std::size_t step = 1; step < count; step *= 2)
    for (std::size_t g = 0; g + step < count; g += 2 * step) {
      float* HWY_RESTRICT lower = groups + g * size;
      const float* HWY_RESTRICT upper = groups + (g + step) * size;
      for (std::size_t i = 0; i < size; ++i) lower[i] += upper[i];
    }
  std::copy_n(groups, size, sum);
}

// Whole blocks in squares of four by four; at the edges element by element.
HWY_ATTR void TransposeBlock(const float* HWY_RESTRICT from, std::size_t height, std::size_t width,
                             float* HWY_RESTRICT to) {
  if (HWY_TARGET == HWY_SCALAR || height < kPanel || width < kPanel) {
    for (std::size_t j = 0; j < height; ++j) {
      for (std::size_t i = 0; i < width; ++i) to[j * kPanel + i] = from[i * kPanel + j];
      for (std::size_t i = width; i < kPanel; ++i) to[j * kPanel + i] = 0.0F;
    }
    return;
  }
#if HWY_TARGET != HWY_SCALAR  // which has no vectors of four
  const hn::FixedTag<float, 4> d;
  const hn::FixedTag<double, 2> pairs;
  const auto as_pairs = [&](auto v) HWY_ATTR { return hn::BitCast(pairs, v); };
  for (std::size_t i = 0; i < kPanel; i += 4)
    for (std::size_t j = 0; j < kPanel; j += 4) {
      const float* square = from + i * kPanel + j;
      const auto row0 = hn::LoadU(d, square), row1 = hn::LoadU(d, square + kPanel),
                 row2 = hn::LoadU(d, square + 2 * kPanel), row3 = hn::LoadU(d, square + 3 * kPanel);
      const auto low01 = as_pairs(hn::InterleaveLower(d, row0, row1)),
                 high01 = as_pairs(hn::InterleaveUpper(d, row0, row1)),
                 low23 = as_pairs(hn::InterleaveLower(d, row2, row3)),
                 high23 = as_pairs(hn::InterleaveUpper(d, row2, row3));
      float* out = to + j * kPanel + i;
      hn::StoreU(hn::BitCast(d, hn::InterleaveLower(pairs, low01, low23)), d, out);
      hn::StoreU(hn::BitCast(d, hn::InterleaveUpper(pairs, low01, low23)), d, out + kPanel);
      hn::StoreU(hn::BitCast(d, hn::InterleaveLower(pairs, high01, high23)), d, out + 2 * kPanel);
      hn::StoreU(hn::BitCast(d, hn::InterleaveUpper(pairs, high01, high23)), d, out + 3 * kPanel);
    }
#endif
}

HWY_ATTR void Transpose(Panels from, std::size_t first, std::size_t last, float* HWY_RESTRICT to) {
  const std::size_t n = from.n, k = from.k;
  for (std::size_t q = first; q < last; ++q)
    for (std::size_t p = 0; p * kPanel < n; ++p)
      TransposeBlock(from.data + p * kPanel * k + q * kPanel * kPanel, std::min(kPanel, n - p * kPanel),
                     std::min(kPanel, k - q * kPanel), to + q * kPanel * n + p * kPanel * kPanel);
}

}  // namespace HWY_NAMESPACE
}  // namespace latentwalk::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace latentwalk::kernels {

HWY_EXPORT(AddOuter);
HWY_EXPORT(AddGroups);
HWY_EXPORT(Transpose);

std::size_t outer_scratch(std::size_t rows) { return rows * 2 * kPanel; }

void add_outer(const Outer& product, std::size_t first, std::size_t last, float* c, Write write, float* scratch) {
  HWY_DYNAMIC_DISPATCH(AddOuter)(product, first, last, c, write, scratch);
}

void add_groups(float* groups, std::size_t count, std::size_t size, float* sum) {
  HWY_DYNAMIC_DISPATCH(AddGroups)(groups, count, size, sum);
}

void transpose_panels(Panels from, std::size_t first, std::size_t last, float* to) {
  HWY_DYNAMIC_DISPATCH(Transpose)(from, first, last, to);
}

}  // namespace latentwalk::kernels
#endif  // HWY_ONCE
