// Winograd's minimal filtering (Lavin & Gray, 2016), F(4 x 4, 5 x 5): from 8 x 8 inputs, 64 products give 4 x 4 outputs
// that take 400 directly. Exact in real arithmetic; in floats the transforms enlarge what the products lose, so the
// products over the channels are summed in short blocks, which halves the error (docs/performance.md). Each of the 64 is
// a matrix product over the channels, with the tiles as rows.
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
constexpr double Square(int pair) { return kWinogradPoints[pair % 3] * kWinogradPoints[pair % 3]; }
constexpr double OthersSum(int pair) { return Square(pair + 1) + Square(pair + 2); }
constexpr double OthersProduct(int pair) { return Square(pair + 1) * Square(pair + 2); }
template <int Pair, int Exponent>
constexpr double kPower = kWinogradPoints[Pair] * kPower<Pair, Exponent - 1>;
template <int Pair>
constexpr double kPower<Pair, 0> = 1.0;

// B^T d along one axis; d and t are 8 vectors, `step` apart.
HWY_ATTR HWY_INLINE void InputAxis(const Vector* d, std::size_t step, Vector* t, std::size_t t_step) {
  const Vector d0 = d[0], d1 = d[step], d2 = d[2 * step], d3 = d[3 * step];
  const Vector d4 = d[4 * step], d5 = d[5 * step], d6 = d[6 * step], d7 = d[7 * step];
  constexpr double kSum = Square(0) + Square(1) + Square(2), kProduct = Square(0) * Square(1) * Square(2);
  constexpr double kPairs = Square(0) * Square(1) + Square(1) * Square(2) + Square(2) * Square(0);
  t[0] = Plus(Plus(Plus(d6, -kSum, d4), kPairs, d2), -kProduct, d0);
  t[7 * t_step] = Plus(Plus(Plus(d7, -kSum, d5), kPairs, d3), -kProduct, d1);
  const auto pair = [&](int p, double sum, double product) HWY_ATTR {
    const Vector even = Plus(Plus(d6, -sum, d4), product, d2);
    const Vector odd = Times(kWinogradPoints[p], Plus(Plus(d5, -sum, d3), product, d1));
    t[static_cast<std::size_t>(2 * p + 1) * t_step] = hn::Add(even, odd);
    t[static_cast<std::size_t>(2 * p + 2) * t_step] = hn::Sub(even, odd);
  };
  pair(0, OthersSum(0), OthersProduct(0));
  pair(1, OthersSum(1), OthersProduct(1));
  pair(2, OthersSum(2), OthersProduct(2));
}

// A^T m along one axis: 8 to 4.
HWY_ATTR HWY_INLINE void OutputAxis(const Vector* m, std::size_t step, Vector* y, std::size_t y_step) {
  const Vector sum1 = hn::Add(m[step], m[2 * step]), difference1 = hn::Sub(m[step], m[2 * step]);
  const Vector sum2 = hn::Add(m[3 * step], m[4 * step]), difference2 = hn::Sub(m[3 * step], m[4 * step]);
  const Vector sum3 = hn::Add(m[5 * step], m[6 * step]), difference3 = hn::Sub(m[5 * step], m[6 * step]);
  y[0] = hn::Add(hn::Add(m[0], sum1), hn::Add(sum2, sum3));
  y[y_step] = Plus(Plus(Times(kPower<0, 1>, difference1), kPower<1, 1>, difference2), kPower<2, 1>, difference3);
  y[2 * y_step] = Plus(Plus(Times(kPower<0, 2>, sum1), kPower<1, 2>, sum2), kPower<2, 2>, sum3);
  y[3 * y_step] = Plus(Plus(Plus(m[7 * step], kPower<0, 3>, difference1), kPower<1, 3>, difference2), kPower<2, 3>, difference3);
}

// One tile's 8 x 8 pixels, from (top, left), to its 64 products' rows, `plane` apart.
HWY_ATTR void InputTile(const float* HWY_RESTRICT image, std::ptrdiff_t height, std::ptrdiff_t width,
                        std::size_t channels, std::ptrdiff_t top, std::ptrdiff_t left, float* HWY_RESTRICT out,
                        std::size_t plane) {
  const Floats d;
  for (std::size_t c = 0; c < channels; c += kLanes) {
    Vector pixel[64], half[64];
    for (std::ptrdiff_t i = 0; i < 8; ++i)
      for (std::ptrdiff_t j = 0; j < 8; ++j) {
        const bool inside = top + i >= 0 && top + i < height && left + j >= 0 && left + j < width;
        pixel[i * 8 + j] = inside ? hn::LoadU(d, image + static_cast<std::size_t>((top + i) * width + left + j) * channels + c)
                                  : hn::Zero(d);
      }
    for (std::size_t j = 0; j < 8; ++j) InputAxis(pixel + j, 8, half + j, 8);
    for (std::size_t i = 0; i < 8; ++i) InputAxis(half + i * 8, 1, pixel + i * 8, 1);
    for (std::size_t p = 0; p < 64; ++p) hn::StoreU(pixel[p], d, out + p * plane + c);
  }
}

// One tile's 64 products to its 4 x 4 outputs, those that lie inside the image.
HWY_ATTR void OutputTile(const float* HWY_RESTRICT products, std::size_t plane, const float* HWY_RESTRICT bias,
                         std::size_t channels, float* HWY_RESTRICT image, std::size_t height, std::size_t width,
                         std::size_t top, std::size_t left) {
  const Floats d;
  for (std::size_t c = 0; c < channels; c += kLanes) {
    Vector product[64], half[32], y[16];
    for (std::size_t p = 0; p < 64; ++p) product[p] = hn::LoadU(d, products + p * plane + c);
    for (std::size_t j = 0; j < 8; ++j) OutputAxis(product + j, 8, half + j, 8);
    for (std::size_t i = 0; i < 4; ++i) OutputAxis(half + i * 8, 1, y + i * 4, 1);
    const Vector shift = hn::LoadU(d, bias + c);
    for (std::size_t i = 0; i < 4 && top + i < height; ++i)
      for (std::size_t j = 0; j < 4 && left + j < width; ++j)
        hn::StoreU(hn::Add(y[i * 4 + j], shift), d, image + ((top + i) * width + left + j) * channels + c);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace latentwalk::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace latentwalk::kernels {
namespace {

HWY_EXPORT(InputTile);
HWY_EXPORT(OutputTile);

constexpr std::size_t kTile = 4, kPoints = 8, kKernel = 5;
// Channels that are summed before they join the sum of the others.
constexpr std::size_t kDepthBlock = 64;

// A row of G: a kernel's value at a point, over the product of the point's distances to the others.
std::array<double, kKernel> point_row(std::size_t index) {
  std::array<double, kKernel> row{};
  if (index == kPoints - 1) {  // infinity
    row[kKernel - 1] = 1.0;
    return row;
  }
  std::array<double, kPoints - 1> points{};
  for (std::size_t i = 0; i < 3; ++i) points[2 * i + 1] = kWinogradPoints[i], points[2 * i + 2] = -kWinogradPoints[i];
  double power = 1.0;
  for (std::size_t i = 0; i < points.size(); ++i)
    if (i != index) power /= points[index] - points[i];
  for (double& value : row) {
    value = power;
    power *= points[index];
  }
  return row;
}

class Winograd final : public Convolution {
 public:
  Winograd(const ConvolutionShape& shape, const std::vector<float>& taps, std::vector<float> bias, std::size_t batch)
      : shape_(shape), bias_(std::move(bias)), rows_tall_((shape.out_height + kTile - 1) / kTile),
        columns_wide_((shape.out_width + kTile - 1) / kTile), tile_count_(batch * rows_tall_ * columns_wide_) {
    // A transposed convolution of stride 1 is a convolution with the kernel turned round.
    padding_ = static_cast<std::ptrdiff_t>(shape.transposed ? kKernel - 1 - shape.padding : shape.padding);
    std::array<std::array<double, kKernel>, kPoints> g{};
    for (std::size_t p = 0; p < kPoints; ++p) g[p] = point_row(p);
    std::vector<float> matrix(shape.in_channels * shape.out_channels);
    for (std::size_t py = 0; py < kPoints; ++py)
      for (std::size_t px = 0; px < kPoints; ++px) {
        for (std::size_t i = 0; i < matrix.size(); ++i) {
          double sum = 0;
          for (std::size_t tap = 0; tap < kKernel * kKernel; ++tap) {
            const std::size_t from = shape.transposed ? kKernel * kKernel - 1 - tap : tap;
            sum += g[py][tap / kKernel] * g[px][tap % kKernel] * static_cast<double>(taps[from * matrix.size() + i]);
          }
          matrix[i] = static_cast<float>(sum);
        }
        weights_[py * kPoints + px] = pack(matrix.data(), shape.in_channels, shape.out_channels);
      }
    for (std::size_t t = 0; t < tile_count_; ++t)
      rows_.push_back({static_cast<std::uint32_t>(t * shape.in_channels), static_cast<std::uint32_t>(t * shape.out_channels)});
  }

  std::size_t scratch_size() const override { return 64 * (plane(tile_count_, shape_.in_channels) + plane(tile_count_, shape_.out_channels)); }

  void run(const float* x, std::size_t count, float* y, float* scratch) const override {
    const std::size_t each = rows_tall_ * columns_wide_, tiles = count * each;
    const std::size_t in_plane = plane(tiles, shape_.in_channels), out_plane = plane(tiles, shape_.out_channels);
    float* products = scratch + 64 * in_plane;
    for (std::size_t t = 0; t < tiles; ++t) {
      const auto top = static_cast<std::ptrdiff_t>(t % each / columns_wide_ * kTile) - padding_;
      const auto left = static_cast<std::ptrdiff_t>(t % columns_wide_ * kTile) - padding_;
      HWY_DYNAMIC_DISPATCH(InputTile)
      (x + t / each * shape_.in_pixels() * shape_.in_channels, static_cast<std::ptrdiff_t>(shape_.in_height),
       static_cast<std::ptrdiff_t>(shape_.in_width), shape_.in_channels, top, left, scratch + t * shape_.in_channels, in_plane);
    }
    for (std::size_t p = 0; p < 64; ++p)
      multiply(std::span(rows_).first(tiles), scratch + p * in_plane, weights_[p], products + p * out_plane, Write::store,
               kDepthBlock);
    for (std::size_t t = 0; t < tiles; ++t)
      HWY_DYNAMIC_DISPATCH(OutputTile)
      (products + t * shape_.out_channels, out_plane, bias_.data(), shape_.out_channels,
       y + t / each * shape_.out_pixels() * shape_.out_channels, shape_.out_height, shape_.out_width,
       t % each / columns_wide_ * kTile, t % columns_wide_ * kTile);
  }

  double flops() const override {
    return 2.0 * 64 * static_cast<double>(rows_tall_ * columns_wide_ * shape_.in_channels * shape_.out_channels);
  }
  const char* method() const override { return "winograd"; }

 private:
  // A cache line more than the tiles need: planes a power of two apart would share the same few cache sets.
  static std::size_t plane(std::size_t tiles, std::size_t channels) { return tiles * channels + 16; }

  ConvolutionShape shape_;
  std::vector<float> bias_;
  std::size_t rows_tall_, columns_wide_, tile_count_;
  std::ptrdiff_t padding_ = 0;
  std::array<PackedMatrix, 64> weights_;
  std::vector<RowPair> rows_;
};

}  // namespace

std::unique_ptr<Convolution> plan_winograd(const ConvolutionShape& shape, const std::vector<float>& taps,
                                           const std::vector<float>& bias, std::size_t batch) {
  return std::make_unique<Winograd>(shape, taps, bias, batch);
}

}  // namespace latentwalk::kernels
#endif  // HWY_ONCE
