#include "training/backward/elementwise.hpp"

#include <algorithm>
#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "training/backward/elementwise.cpp"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

// Must follow highway.h.
#include <hwy/contrib/math/math-inl.h>

HWY_BEFORE_NAMESPACE();
namespace latentwalk::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;
using D = hn::CappedTag<float, 16>;

HWY_ATTR void LeakyReluGradient(const float* HWY_RESTRICT y, float* HWY_RESTRICT g, std::size_t size, float slope) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  const auto factor = hn::Set(d, slope), zero = hn::Zero(d);
  std::size_t i = 0;
  for (; i + lanes <= size; i += lanes) {
    const auto value = hn::LoadU(d, g + i);
    hn::StoreU(hn::IfThenElse(hn::Gt(hn::LoadU(d, y + i), zero), value, hn::Mul(factor, value)), d, g + i);
  }
  for (; i < size; ++i) g[i] *= y[i] > 0 ? 1.0F : slope;
}

HWY_ATTR void TanhGradient(const float* HWY_RESTRICT y, float* HWY_RESTRICT g, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) g[i] *= 1.0F - y[i] * y[i];
}
HWY_ATTR void SigmoidGradient(const float* HWY_RESTRICT y, float* HWY_RESTRICT g, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) g[i] *= y[i] * (1.0F - y[i]);
}

HWY_ATTR double SumAll(const float* values, std::size_t size) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  double total = 0;
  while (size > 0) {  // blocks, so that few floats meet in one sum
    const std::size_t block = std::min<std::size_t>(size, 64 * lanes);
    auto sum = hn::Zero(d);
    std::size_t i = 0;
    for (; i + lanes <= block; i += lanes) sum = hn::Add(sum, hn::LoadU(d, values + i));
    HWY_ALIGN float parts[16];
    hn::StoreU(sum, d, parts);
    for (std::size_t l = 0; l < lanes; ++l) total += static_cast<double>(parts[l]);
    for (; i < block; ++i) total += static_cast<double>(values[i]);
    values += block;
    size -= block;
  }
  return total;
}

HWY_ATTR void SumRows(const float* HWY_RESTRICT x, std::size_t rows, std::size_t channels, float* HWY_RESTRICT sums) {
  if (channels == 1) {
    *sums = static_cast<float>(SumAll(x, rows));
    return;
  }
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  constexpr std::size_t kBlock = 64;
  std::size_t c = 0;
  for (; c + lanes <= channels; c += lanes) {
    auto total = hn::Zero(d);
    for (std::size_t begin = 0; begin < rows; begin += kBlock) {
      auto sum = hn::Zero(d);
      const std::size_t end = std::min(rows, begin + kBlock);
      for (std::size_t r = begin; r < end; ++r) sum = hn::Add(sum, hn::LoadU(d, x + r * channels + c));
      total = hn::Add(total, sum);
    }
    hn::StoreU(total, d, sums + c);
  }
  for (; c < channels; ++c) {
    double total = 0;
    for (std::size_t r = 0; r < rows; ++r) total += static_cast<double>(x[r * channels + c]);
    sums[c] = static_cast<float>(total);
  }
}

// max(l, 0) - l t + log(1 + exp(-|l|)), and sigmoid(l) - t: neither overflows.
HWY_ATTR double CrossEntropy(const float* HWY_RESTRICT logits, const float* HWY_RESTRICT targets, std::size_t size,
                             float factor, float* HWY_RESTRICT gradient) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  const auto one = hn::Set(d, 1.0F), zero = hn::Zero(d), scale = hn::Set(d, factor), bound = hn::Set(d, -80.0F);
  double total = 0;
  float l[16] = {}, t[16] = {}, g[16];
  auto sum = zero;
  std::size_t summed = 0;
  const auto flush = [&]() HWY_ATTR {
    HWY_ALIGN float parts[16];
    hn::StoreU(sum, d, parts);
    for (std::size_t k = 0; k < lanes; ++k) total += static_cast<double>(parts[k]);
    sum = zero;
    summed = 0;
  };
  for (std::size_t i = 0; i < size; i += lanes) {
    const bool whole = i + lanes <= size;
    const std::size_t rest = std::min(lanes, size - i);
    if (!whole) {
      std::copy_n(logits + i, rest, l);
      std::copy_n(targets + i, rest, t);
    }
    const auto logit = hn::LoadU(d, whole ? logits + i : l), target = hn::LoadU(d, whole ? targets + i : t);
    const auto power = hn::Exp(d, hn::Max(hn::Neg(hn::Abs(logit)), bound));
    const auto below = hn::Div(one, hn::Add(one, power));  // sigmoid(|l|)
    const auto sigmoid = hn::IfThenElse(hn::Lt(logit, zero), hn::Sub(one, below), below);
    auto loss = hn::Add(hn::Sub(hn::Max(logit, zero), hn::Mul(logit, target)), hn::Log1p(d, power));
    loss = hn::IfThenElse(hn::Eq(logit, logit), loss, logit);  // Max and Exp turn NaN into a number
    const auto slope = hn::Mul(scale, hn::Sub(hn::IfThenElse(hn::Eq(logit, logit), sigmoid, logit), target));
    if (whole) {
      hn::StoreU(slope, d, gradient + i);
      sum = hn::Add(sum, loss);
    } else {
      hn::StoreU(slope, d, g);
      std::copy_n(g, rest, gradient + i);
      hn::StoreU(loss, d, g);
      for (std::size_t k = 0; k < rest; ++k) total += static_cast<double>(g[k]);
    }
    if (++summed == 64) flush();
  }
  flush();
  return total;
}

HWY_ATTR void Adam(const AdamStep& step, const float* HWY_RESTRICT gradient, float* HWY_RESTRICT weights,
                   float* HWY_RESTRICT mean, float* HWY_RESTRICT square, std::size_t size) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  const auto beta1 = hn::Set(d, step.beta1), beta2 = hn::Set(d, step.beta2), rest1 = hn::Set(d, 1.0F - step.beta1),
             rest2 = hn::Set(d, 1.0F - step.beta2), scale = hn::Set(d, step.root_scale), eps = hn::Set(d, step.eps),
             rate = hn::Set(d, step.rate);
  std::size_t i = 0;
  for (; i + lanes <= size; i += lanes) {
    const auto g = hn::LoadU(d, gradient + i);
    const auto m = hn::MulAdd(rest1, g, hn::Mul(beta1, hn::LoadU(d, mean + i)));
    const auto s = hn::MulAdd(hn::Mul(rest2, g), g, hn::Mul(beta2, hn::LoadU(d, square + i)));
    hn::StoreU(m, d, mean + i);
    hn::StoreU(s, d, square + i);
    const auto change = hn::Div(hn::Mul(rate, m), hn::MulAdd(hn::Sqrt(s), scale, eps));
    hn::StoreU(hn::Sub(hn::LoadU(d, weights + i), change), d, weights + i);
  }
  for (; i < size; ++i) {
    mean[i] = step.beta1 * mean[i] + (1.0F - step.beta1) * gradient[i];
    square[i] = step.beta2 * square[i] + (1.0F - step.beta2) * gradient[i] * gradient[i];
    weights[i] -= step.rate * mean[i] / (std::sqrt(square[i]) * step.root_scale + step.eps);
  }
}

HWY_ATTR void MoveAverage(float* HWY_RESTRICT average, const float* HWY_RESTRICT values, std::size_t size,
                          float share) {
  for (std::size_t i = 0; i < size; ++i) average[i] += share * (values[i] - average[i]);
}

HWY_ATTR void Add(float* HWY_RESTRICT target, const float* HWY_RESTRICT values, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) target[i] += values[i];
}

HWY_ATTR bool AllFinite(const float* values, std::size_t size) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  auto sum = hn::Zero(d);
  std::size_t i = 0;
  const auto zero = hn::Zero(d);
  for (; i + lanes <= size; i += lanes) sum = hn::MulAdd(zero, hn::LoadU(d, values + i), sum);  // 0 * inf is NaN
  HWY_ALIGN float parts[16];
  hn::StoreU(sum, d, parts);
  bool finite = true;
  for (std::size_t l = 0; l < lanes; ++l) finite = finite && parts[l] == 0.0F;
  for (; i < size; ++i) finite = finite && std::isfinite(values[i]);
  return finite;
}

}  // namespace HWY_NAMESPACE
}  // namespace latentwalk::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace latentwalk::kernels {

HWY_EXPORT(LeakyReluGradient);
HWY_EXPORT(TanhGradient);
HWY_EXPORT(SigmoidGradient);
HWY_EXPORT(SumRows);
HWY_EXPORT(CrossEntropy);
HWY_EXPORT(Adam);
HWY_EXPORT(MoveAverage);
HWY_EXPORT(Add);
HWY_EXPORT(AllFinite);

void leaky_relu_gradient(const float* y, float* gradient, std::size_t size, float slope) {
  HWY_DYNAMIC_DISPATCH(LeakyReluGradient)(y, gradient, size, slope);
}
void tanh_gradient(const float* y, float* gradient, std::size_t size) {
  HWY_DYNAMIC_DISPATCH(TanhGradient)(y, gradient, size);
}
void sigmoid_gradient(const float* y, float* gradient, std::size_t size) {
  HWY_DYNAMIC_DISPATCH(SigmoidGradient)(y, gradient, size);
}
void sum_rows(const float* x, std::size_t rows, std::size_t channels, float* sums) {
  HWY_DYNAMIC_DISPATCH(SumRows)(x, rows, channels, sums);
}
double cross_entropy(const float* logits, const float* targets, std::size_t size, float factor, float* gradient) {
  return HWY_DYNAMIC_DISPATCH(CrossEntropy)(logits, targets, size, factor, gradient);
}
void adam(const AdamStep& step, const float* gradient, float* weights, float* mean, float* square, std::size_t size) {
  HWY_DYNAMIC_DISPATCH(Adam)(step, gradient, weights, mean, square, size);
}
void move_average(float* average, const float* values, std::size_t size, float share) {
  HWY_DYNAMIC_DISPATCH(MoveAverage)(average, values, size, share);
}
void add(float* target, const float* values, std::size_t size) { HWY_DYNAMIC_DISPATCH(Add)(target, values, size); }
bool all_finite(const float* values, std::size_t size) { return HWY_DYNAMIC_DISPATCH(AllFinite)(values, size); }

}  // namespace latentwalk::kernels
#endif  // HWY_ONCE
