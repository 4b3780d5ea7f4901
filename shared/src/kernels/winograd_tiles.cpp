// Winograd's transforms of one tile, for one vector of channels at a time.
#include "kernels/winograd_tiles.hpp"

#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/winograd_tiles.cpp"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace latentwalk::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::CappedTag<float, 16>;
using Vector = hn::Vec<Floats>;
constexpr std::size_t kLanes = hn::MaxLanes(Floats());

HWY_ATTR HWY_INLINE Vector Times(double factor, Vector v) {
  return hn::Mul(hn::Set(Floats(), static_cast<float>(factor)), v);
}
HWY_ATTR HWY_INLINE Vector Plus(Vector sum, double factor, Vector v) {
  return hn::MulAdd(hn::Set(Floats(), static_cast<float>(factor)), v, sum);
}

// Factors of the polynomials in B^T: for the pair +-p, (x^2 - q^2)(x^2 - r^2) of the two other pairs.
constexpr double Square(int pair) { return kPoints8[pair % 3] * kPoints8[pair % 3]; }
constexpr double OthersSum(int pair) { return Square(pair + 1) + Square(pair + 2); }
constexpr double OthersProduct(int pair) { return Square(pair + 1) * Square(pair + 2); }
template <int Pair, int Exponent>
constexpr double kPower = kPoints8[Pair] * kPower<Pair, Exponent - 1>;
template <int Pair>
constexpr double kPower<Pair, 0> = 1.0;

// B^T d along one axis. d and t each are 8 vectors at distances of `step` and `t_step`.
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

// A^T m along one axis: 8 values to 4.
HWY_ATTR HWY_NOINLINE void OutputAxis8(const Vector* m, std::size_t step, Vector* y, std::size_t y_step) {
  const Vector sum1 = hn::Add(m[step], m[2 * step]), difference1 = hn::Sub(m[step], m[2 * step]);
  const Vector sum2 = hn::Add(m[3 * step], m[4 * step]), difference2 = hn::Sub(m[3 * step], m[4 * step]);
  const Vector sum3 = hn::Add(m[5 * step], m[6 * step]), difference3 = hn::Sub(m[5 * step], m[6 * step]);
  y[0] = hn::Add(hn::Add(m[0], sum1), hn::Add(sum2, sum3));
  y[y_step] = Plus(Plus(Times(kPower<0, 1>, difference1), kPower<1, 1>, difference2), kPower<2, 1>, difference3);
  y[2 * y_step] = Plus(Plus(Times(kPower<0, 2>, sum1), kPower<1, 2>, sum2), kPower<2, 2>, sum3);
  y[3 * y_step] =
      Plus(Plus(Plus(m[7 * step], kPower<0, 3>, difference1), kPower<1, 3>, difference2), kPower<2, 3>, difference3);
}

// The same for 5 points: 5 values to 4.
HWY_ATTR HWY_NOINLINE void OutputAxis5(const Vector* m, std::size_t step, Vector* y, std::size_t y_step) {
  constexpr double kA = kPoint5;
  const Vector sum = hn::Add(m[step], m[2 * step]), difference = hn::Sub(m[step], m[2 * step]);
  y[0] = hn::Add(hn::Add(m[0], m[3 * step]), sum);
  y[y_step] = Plus(difference, kA, m[3 * step]);
  y[2 * y_step] = Plus(sum, kA * kA, m[3 * step]);
  y[3 * y_step] = hn::Add(Plus(difference, kA * kA * kA, m[3 * step]), m[4 * step]);
}

// Transforms the pixels of one tile. The results lie `plane` apart.
template <std::size_t Points>
HWY_ATTR void InputTileOf(const float* HWY_RESTRICT image, const TilePlace& place, float* HWY_RESTRICT out,
                          std::size_t plane) {
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

// Transforms the products of one tile to its 4 x 4 outputs, and stores those inside the image.
template <std::size_t Points>
HWY_ATTR void OutputTileOf(const float* HWY_RESTRICT products, std::size_t plane, Finish finish, const TilePlace& place,
                           float* HWY_RESTRICT image) {
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
    const Vector shift = hn::LoadU(d, finish.bias + c), slope = hn::Set(d, finish.slope), zero = hn::Zero(d);
    for (std::size_t i = 0; i < 16; ++i) {
      if (to[i] < 0) continue;
      const Vector value = hn::Add(y[i], shift);
      hn::StoreU(finish.slope == 1.0F ? value : hn::MulAdd(slope, hn::Min(value, zero), hn::Max(value, zero)), d,
                 image + to[i] + c);
    }
  }
}

HWY_ATTR void InputTile(std::size_t points, const float* image, const TilePlace& place, float* out, std::size_t plane) {
  points == 8 ? InputTileOf<8>(image, place, out, plane) : InputTileOf<5>(image, place, out, plane);
}
HWY_ATTR void OutputTile(std::size_t points, const float* products, std::size_t plane, Finish finish,
                         const TilePlace& place, float* image) {
  points == 8 ? OutputTileOf<8>(products, plane, finish, place, image)
              : OutputTileOf<5>(products, plane, finish, place, image);
}

}  // namespace HWY_NAMESPACE
}  // namespace latentwalk::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace latentwalk::kernels {

HWY_EXPORT(InputTile);
HWY_EXPORT(OutputTile);

void winograd_input_tile(std::size_t points, const float* image, const TilePlace& place, float* out,
                         std::size_t plane) {
  HWY_DYNAMIC_DISPATCH(InputTile)(points, image, place, out, plane);
}
void winograd_output_tile(std::size_t points, const float* products, std::size_t plane, Finish finish,
                          const TilePlace& place, float* image) {
  HWY_DYNAMIC_DISPATCH(OutputTile)(points, products, plane, finish, place, image);
}

}  // namespace latentwalk::kernels
#endif  // HWY_ONCE
