// Winograd's minimal filtering (Lavin & Gray, 2016) in tiles of 4 x 4 outputs: F(4 x 4, 5 x 5) takes 64 products where 400
// are direct, F(4 x 4, 2 x 2) 25 for 64. The latter serves kernels of 4 with stride 2: pixels of even and of odd rows and
// columns are four images, each convolved with every second tap, 2 x 2 of them; they stand side by side as channels, on
// the input's side of a convolution and on the output's side of a transposed one. Each product is a matrix product over
// the channels, with the tiles as rows. Exact in real arithmetic; in floats the transforms enlarge what the products
// lose, so these are summed in short blocks, which halves the error (docs/performance.md).
#include <algorithm>
#include <array>

#include "kernels/convolution.hpp"
#include "kernels/gemm.hpp"
#include "kernels/winograd_points.hpp"

#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/winograd.cpp"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace latentwalk::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::CappedTag<float, 16>;
using Vector = hn::Vec<Floats>;
constexpr std::size_t kLanes = hn::MaxLanes(Floats());

HWY_ATTR HWY_INLINE Vector Times(double factor, Vector v) { return hn::Mul(hn::Set(Floats(), static_cast<float>(factor)), v); }
HWY_ATTR HWY_INLINE Vector Plus(Vector sum, double factor, Vector v) {
  return hn::MulAdd(hn::Set(Floats(), static_cast<float>(factor)), v, sum);
}

// What the polynomials of B^T are made of: for the pair p, (x^2 - q^2)(x^2 - r^2) over the two others.
constexpr double Square(int pair) { return kPoints8[pair % 3] * kPoints8[pair % 3]; }
constexpr double OthersSum(int pair) { return Square(pair + 1) + Square(pair + 2); }
constexpr double OthersProduct(int pair) { return Square(pair + 1) * Square(pair + 2); }
template <int Pair, int Exponent>
constexpr double kPower = kPoints8[Pair] * kPower<Pair, Exponent - 1>;
template <int Pair>
constexpr double kPower<Pair, 0> = 1.0;

// B^T d along one axis; d and t are 8 vectors, `step` and `t_step` apart.
HWY_ATTR HWY_NOINLINE void InputAxis8(const Vector* d, std::size_t step, Vector* t, std::size_t t_step) {
  const Vector d0 = d[0], d1 = d[step], d2 = d[2 * step], d3 = d[3 * step];
  const Vector d4 = d[4 * step], d5 = d[5 * step], d6 = d[6 * step], d7 = d[7 * step];
  constexpr double kSum = Square(0) + Square(1) + Square(2), kProduct = Square(0) * Square(1) * Square(2);
  constexpr double kPairs = Square(0) * Square(1) + Square(1) * Square(2) + Square(2) * Square(0);
  t[0] = Plus(Plus(Plus(d6, -kSum, d4), kPairs, d2), -kProduct, d0);
  t[7 * t_step] = Plus(Plus(Plus(d7, -kSum, d5), kPairs, d3), -kProduct, d1);
  const auto pair = [&](int p, double sum, double product) HWY_ATTR {
    const Vector even = Plus(Plus(d6, -sum, d4), product, d2);
    const Vector odd = Times(kPoints8[p], Plus(Plus(d5, -sum, d3), product, d1));
    t[static_cast<std::size_t>(2 * p + 1) * t_step] = hn::Add(even, odd);
    t[static_cast<std::size_t>(2 * p + 2) * t_step] = hn::Sub(even, odd);
  };
  pair(0, OthersSum(0), OthersProduct(0));
  pair(1, OthersSum(1), OthersProduct(1));
  pair(2, OthersSum(2), OthersProduct(2));
}

// The same for 5 points.
HWY_ATTR HWY_NOINLINE void InputAxis5(const Vector* d, std::size_t step, Vector* t, std::size_t t_step) {
  constexpr double kA = kPoint5;
  const Vector d0 = d[0], d1 = d[step], d2 = d[2 * step], d3 = d[3 * step], d4 = d[4 * step];
  t[0] = Plus(Plus(hn::Sub(d3, d1), -kA, d2), kA, d0);
  t[t_step] = Plus(Plus(d3, 1 - kA, d2), -kA, d1);
  t[2 * t_step] = Plus(Plus(d3, -1 - kA, d2), kA, d1);
  t[3 * t_step] = hn::Sub(d3, d1);
  t[4 * t_step] = Plus(Plus(hn::Sub(d4, d2), -kA, d3), kA, d1);
}

// A^T m along one axis: 8 to 4.
HWY_ATTR HWY_NOINLINE void OutputAxis8(const Vector* m, std::size_t step, Vector* y, std::size_t y_step) {
  const Vector sum1 = hn::Add(m[step], m[2 * step]), difference1 = hn::Sub(m[step], m[2 * step]);
  const Vector sum2 = hn::Add(m[3 * step], m[4 * step]), difference2 = hn::Sub(m[3 * step], m[4 * step]);
  const Vector sum3 = hn::Add(m[5 * step], m[6 * step]), difference3 = hn::Sub(m[5 * step], m[6 * step]);
  y[0] = hn::Add(hn::Add(m[0], sum1), hn::Add(sum2, sum3));
  y[y_step] = Plus(Plus(Times(kPower<0, 1>, difference1), kPower<1, 1>, difference2), kPower<2, 1>, difference3);
  y[2 * y_step] = Plus(Plus(Times(kPower<0, 2>, sum1), kPower<1, 2>, sum2), kPower<2, 2>, sum3);
  y[3 * y_step] = Plus(Plus(Plus(m[7 * step], kPower<0, 3>, difference1), kPower<1, 3>, difference2), kPower<2, 3>, difference3);
}

// 5 to 4.
HWY_ATTR HWY_NOINLINE void OutputAxis5(const Vector* m, std::size_t step, Vector* y, std::size_t y_step) {
  constexpr double kA = kPoint5;
  const Vector sum = hn::Add(m[step], m[2 * step]), difference = hn::Sub(m[step], m[2 * step]);
  y[0] = hn::Add(hn::Add(m[0], m[3 * step]), sum);
  y[y_step] = Plus(difference, kA, m[3 * step]);
  y[2 * y_step] = Plus(sum, kA * kA, m[3 * step]);
  y[3 * y_step] = hn::Add(Plus(difference, kA * kA * kA, m[3 * step]), m[4 * step]);
}

// One tile's pixels to its products' rows, `plane` apart.
template <std::size_t Points>
HWY_ATTR void InputTileOf(const float* HWY_RESTRICT image, const TilePlace& place, float* HWY_RESTRICT out, std::size_t plane) {
  const Floats d;
  std::ptrdiff_t from[Points * Points];
  for (std::size_t i = 0; i < Points; ++i)
    for (std::size_t j = 0; j < Points; ++j) from[i * Points + j] = place.pixel(i, j);
  for (std::size_t c = 0; c < place.channels; c += kLanes) {
    Vector pixel[Points * Points], half[Points * Points];
    for (std::size_t p = 0; p < Points * Points; ++p)
      pixel[p] = from[p] < 0 ? hn::Zero(d) : hn::LoadU(d, image + from[p] + c);
    for (std::size_t j = 0; j < Points; ++j) {
      if constexpr (Points == 8) InputAxis8(pixel + j, Points, half + j, Points);
      if constexpr (Points == 5) InputAxis5(pixel + j, Points, half + j, Points);
    }
    for (std::size_t i = 0; i < Points; ++i) {
      if constexpr (Points == 8) InputAxis8(half + i * Points, 1, pixel + i * Points, 1);
      if constexpr (Points == 5) InputAxis5(half + i * Points, 1, pixel + i * Points, 1);
    }
    for (std::size_t p = 0; p < Points * Points; ++p) hn::StoreU(pixel[p], d, out + p * plane + c);
  }
}

// One tile's products to its 4 x 4 outputs, those that lie inside the image.
template <std::size_t Points>
HWY_ATTR void OutputTileOf(const float* HWY_RESTRICT products, std::size_t plane, const float* HWY_RESTRICT bias,
                           const TilePlace& place, float* HWY_RESTRICT image) {
  const Floats d;
  std::ptrdiff_t to[16];
  for (std::size_t i = 0; i < 4; ++i)
    for (std::size_t j = 0; j < 4; ++j) to[i * 4 + j] = place.pixel(i, j);
  for (std::size_t c = 0; c < place.channels; c += kLanes) {
    Vector product[Points * Points], half[4 * Points], y[16];
    for (std::size_t p = 0; p < Points * Points; ++p) product[p] = hn::LoadU(d, products + p * plane + c);
    for (std::size_t j = 0; j < Points; ++j) {
      if constexpr (Points == 8) OutputAxis8(product + j, Points, half + j, Points);
      if constexpr (Points == 5) OutputAxis5(product + j, Points, half + j, Points);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      if constexpr (Points == 8) OutputAxis8(half + i * Points, 1, y + i * 4, 1);
      if constexpr (Points == 5) OutputAxis5(half + i * Points, 1, y + i * 4, 1);
    }
    const Vector shift = hn::LoadU(d, bias + c);
    for (std::size_t i = 0; i < 16; ++i)
      if (to[i] >= 0) hn::StoreU(hn::Add(y[i], shift), d, image + to[i] + c);
  }
}

HWY_ATTR void InputTile(std::size_t points, const float* image, const TilePlace& place, float* out, std::size_t plane) {
  points == 8 ? InputTileOf<8>(image, place, out, plane) : InputTileOf<5>(image, place, out, plane);
}
HWY_ATTR void OutputTile(std::size_t points, const float* products, std::size_t plane, const float* bias,
                         const TilePlace& place, float* image) {
  points == 8 ? OutputTileOf<8>(products, plane, bias, place, image) : OutputTileOf<5>(products, plane, bias, place, image);
}

}  // namespace HWY_NAMESPACE
}  // namespace latentwalk::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace latentwalk::kernels {
namespace {

HWY_EXPORT(InputTile);
HWY_EXPORT(OutputTile);

constexpr std::size_t kTile = 4;
// Channels that are summed before they join the sum of the others.
constexpr std::size_t kDepthBlock = 64;

// The rows of G, one for each point: a kernel's value at the point, over the product of its distances to the others.
std::vector<std::vector<double>> point_rows(std::size_t kernel) {
  std::vector<double> points{0};
  if (kernel == 5)
    for (const double point : kPoints8) points.push_back(point), points.push_back(-point);
  else
    points.insert(points.end(), {1.0, -1.0, kPoint5});
  std::vector<std::vector<double>> rows;
  for (const double point : points) {
    double power = 1.0;
    for (const double other : points)
      if (other != point) power /= point - other;
    rows.emplace_back();
    for (std::size_t i = 0; i < kernel; ++i, power *= point) rows.back().push_back(power);
  }
  rows.emplace_back(kernel, 0.0);  // infinity
  rows.back().back() = 1.0;
  return rows;
}

class Winograd final : public Convolution {
 public:
  Winograd(const ConvolutionShape& shape, const std::vector<float>& taps, const std::vector<float>& bias, std::size_t batch)
      : shape_(shape), bias_(bias), phased_(shape.stride == 2), kernel_(phased_ ? 2 : 5), points_(kernel_ + kTile - 1),
        in_phases_(phased_ && !shape.transposed ? 4 : 1), out_phases_(phased_ && shape.transposed ? 4 : 1),
        lead_(static_cast<std::ptrdiff_t>(phased_ ? (shape.transposed ? 1 : 0)
                                                  : (shape.transposed ? kernel_ - 1 - shape.padding : shape.padding))) {
    // A transposed convolution's four images of outputs begin half a step before the image and end half a step after it.
    const std::size_t height = out_phases_ == 4 ? shape.in_height + 1 : shape.out_height;
    const std::size_t width = out_phases_ == 4 ? shape.in_width + 1 : shape.out_width;
    rows_tall_ = (height + kTile - 1) / kTile;
    columns_wide_ = (width + kTile - 1) / kTile;
    tile_count_ = batch * rows_tall_ * columns_wide_;
    pack_weights(taps);
    for (std::size_t t = 0; t < tile_count_; ++t)
      rows_.push_back({static_cast<std::uint32_t>(t * in_depth()), static_cast<std::uint32_t>(t * out_depth())});
  }

  std::size_t scratch_size() const override {
    return points_ * points_ * (plane(tile_count_, in_depth()) + plane(tile_count_, out_depth()));
  }

  void run(const float* x, std::size_t count, float* y, float* scratch) const override {
    const std::size_t each = rows_tall_ * columns_wide_, tiles = count * each, products_each = points_ * points_;
    const std::size_t in_plane = plane(tiles, in_depth()), out_plane = plane(tiles, out_depth());
    float* products = scratch + products_each * in_plane;
    const auto for_each_place = [&](std::size_t phases, TilePlace place, std::ptrdiff_t lead, auto each_place) {
      for (std::size_t t = 0; t < tiles; ++t)
        for (std::size_t phase = 0; phase < phases; ++phase) {
          place.top = static_cast<std::ptrdiff_t>(t % each / columns_wide_ * kTile) - lead;
          place.left = static_cast<std::ptrdiff_t>(t % columns_wide_ * kTile) - lead;
          place.phase_row = static_cast<std::ptrdiff_t>(phase / 2);
          place.phase_column = static_cast<std::ptrdiff_t>(phase % 2);
          each_place(t, phase, place);
        }
    };
    const auto place_in = [](std::size_t height, std::size_t width, std::size_t channels, std::size_t phases) {
      return TilePlace{static_cast<std::ptrdiff_t>(height), static_cast<std::ptrdiff_t>(width), channels, phases == 4 ? 2 : 1, 0, 0, 0, 0};
    };
    const std::size_t in_size = shape_.in_pixels() * shape_.in_channels, out_size = shape_.out_pixels() * shape_.out_channels;
    for_each_place(in_phases_, place_in(shape_.in_height, shape_.in_width, shape_.in_channels, in_phases_), lead_,
                   [&](std::size_t t, std::size_t phase, const TilePlace& place) {
                     HWY_DYNAMIC_DISPATCH(InputTile)
                     (points_, x + t / each * in_size, place, scratch + t * in_depth() + phase * shape_.in_channels, in_plane);
                   });
    for (std::size_t p = 0; p < products_each; ++p)
      multiply(std::span(rows_).first(tiles), scratch + p * in_plane, weights_[p], products + p * out_plane, Write::store,
               kDepthBlock);
    for_each_place(out_phases_, place_in(shape_.out_height, shape_.out_width, shape_.out_channels, out_phases_), 0,
                   [&](std::size_t t, std::size_t phase, const TilePlace& place) {
                     HWY_DYNAMIC_DISPATCH(OutputTile)
                     (points_, products + t * out_depth() + phase * shape_.out_channels, out_plane, bias_.data(), place,
                      y + t / each * out_size);
                   });
  }

  double flops() const override {
    return 2.0 * static_cast<double>(points_ * points_ * rows_tall_ * columns_wide_ * in_depth() * out_depth());
  }
  const char* method() const override { return "winograd"; }

 private:
  std::size_t in_depth() const { return in_phases_ * shape_.in_channels; }
  std::size_t out_depth() const { return out_phases_ * shape_.out_channels; }

  // A cache line more than the tiles need: planes a power of two apart would share the same few cache sets.
  static std::size_t plane(std::size_t tiles, std::size_t channels) { return tiles * channels + 16; }

  // The tap of the layer that tap t of an axis is, in the image of the given phase.
  std::size_t tap_of(std::size_t t, std::size_t phase) const {
    if (!phased_) return shape_.transposed ? kernel_ - 1 - t : t;  // transposed with stride 1: the kernel turned round
    return shape_.transposed ? 3 - phase - 2 * t : 2 * t + 1 - phase;
  }

  void pack_weights(const std::vector<float>& taps) {
    const auto g = point_rows(kernel_);
    const std::size_t ins = shape_.in_channels, outs = shape_.out_channels;
    std::vector<double> sums(outs);
    std::vector<float> matrix(in_depth() * out_depth());
    for (std::size_t py = 0; py < points_; ++py)
      for (std::size_t px = 0; px < points_; ++px) {
        for (std::size_t phase = 0; phase < in_phases_ * out_phases_; ++phase)
          for (std::size_t in = 0; in < ins; ++in) {
            std::fill(sums.begin(), sums.end(), 0.0);
            for (std::size_t ty = 0; ty < kernel_; ++ty)
              for (std::size_t tx = 0; tx < kernel_; ++tx) {
                const double factor = g[py][ty] * g[px][tx];
                if (factor == 0) continue;
                const std::size_t tap = tap_of(ty, phase / 2) * shape_.kernel + tap_of(tx, phase % 2);
                const float* row = taps.data() + (tap * ins + in) * outs;
                for (std::size_t out = 0; out < outs; ++out) sums[out] += factor * static_cast<double>(row[out]);
              }
            const std::size_t line = in_phases_ == 4 ? phase * ins + in : in, column = out_phases_ == 4 ? phase * outs : 0;
            for (std::size_t out = 0; out < outs; ++out)
              matrix[line * out_depth() + column + out] = static_cast<float>(sums[out]);
          }
        weights_.push_back(pack(matrix.data(), in_depth(), out_depth()));
      }
  }

  ConvolutionShape shape_;
  std::vector<float> bias_;
  bool phased_;                       // kernel 4 with stride 2, as 2 x 2 taps on four images
  std::size_t kernel_, points_;       // along one axis
  std::size_t in_phases_, out_phases_;
  std::ptrdiff_t lead_;               // pixels of padding before the first tile
  std::size_t rows_tall_ = 0, columns_wide_ = 0, tile_count_ = 0;
  std::vector<PackedMatrix> weights_;  // one for each product
  std::vector<RowPair> rows_;
};

}  // namespace

std::unique_ptr<Convolution> plan_winograd(const ConvolutionShape& shape, const std::vector<float>& taps,
                                           const std::vector<float>& bias, std::size_t batch) {
  return std::make_unique<Winograd>(shape, taps, bias, batch);
}

}  // namespace latentwalk::kernels
#endif  // HWY_ONCE
