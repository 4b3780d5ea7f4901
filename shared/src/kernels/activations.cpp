// Vectorised activations. The 784 exponentials of a picture would take a tenth of a small decoder's time one by one.
#include "kernels/activations.hpp"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/activations.cpp"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

// Must follow highway.h.
#include <hwy/contrib/math/math-inl.h>

HWY_BEFORE_NAMESPACE();
namespace latentwalk::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// A NaN must come out as NaN, so that the caller notices it. Min and Max return their second operand where either is
// NaN.

// Applies `of` to all values, one vector at a time.
template <class Of>
HWY_ATTR HWY_INLINE void ForEach(float* HWY_RESTRICT values, std::size_t size, Of of) {
  const hn::CappedTag<float, 16> d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  for (; i + lanes <= size; i += lanes) hn::StoreU(of(hn::LoadU(d, values + i)), d, values + i);
  if (i == size) return;
  float rest[16] = {};
  std::copy(values + i, values + size, rest);
  hn::StoreU(of(hn::LoadU(d, rest)), d, rest);
  std::copy_n(rest, size - i, values + i);
}

HWY_ATTR void LeakyRelu(float* values, std::size_t size, float slope) {
  const hn::CappedTag<float, 16> d;
  const auto factor = hn::Set(d, slope), zero = hn::Zero(d);
  ForEach(values, size, [&](auto x) HWY_ATTR { return hn::MulAdd(factor, hn::Min(zero, x), hn::Max(zero, x)); });
}

// low + height / (1 + exp(-factor x)): sigmoid, and tanh(x) = 2 sigmoid(2 x) - 1.
HWY_ATTR void Logistic(float* values, std::size_t size, float factor, float height, float low) {
  const hn::CappedTag<float, 16> d;
  const auto one = hn::Set(d, 1.0F), steep = hn::Set(d, -factor), scale = hn::Set(d, height), shift = hn::Set(d, low);
  const auto bound = hn::Set(d, 80.0F);  // exp of larger values overflows
  ForEach(values, size, [&](auto x) HWY_ATTR {
    const auto power = hn::Min(hn::Max(hn::Mul(steep, x), hn::Neg(bound)), bound);
    const auto y = hn::MulAdd(scale, hn::Div(one, hn::Add(one, hn::Exp(d, power))), shift);
    return hn::IfThenElse(hn::Eq(x, x), y, x);  // hn::Exp turns NaN into 0
  });
}

}  // namespace HWY_NAMESPACE
}  // namespace latentwalk::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace latentwalk::kernels {

HWY_EXPORT(LeakyRelu);
HWY_EXPORT(Logistic);

void leaky_relu_in_place(float* values, std::size_t size, float slope) {
  HWY_DYNAMIC_DISPATCH(LeakyRelu)(values, size, slope);
}
void tanh_in_place(float* values, std::size_t size) { HWY_DYNAMIC_DISPATCH(Logistic)(values, size, 2.0F, 2.0F, -1.0F); }
void sigmoid_in_place(float* values, std::size_t size) {
  HWY_DYNAMIC_DISPATCH(Logistic)(values, size, 1.0F, 1.0F, 0.0F);
}

}  // namespace latentwalk::kernels
#endif  // HWY_ONCE
