#include "training/backward/normalise.hpp"

#include <algorithm>
#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "training/backward/normalise.cpp"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace latentwalk::kernels {
namespace HWY_NAMESPACE {

// Channels that are worked on at once, with sums on the stack.
constexpr std::size_t kChannels = 128;
// Rows whose floats meet in one sum. Longer sums would round more.
constexpr std::size_t kRows = 64;

// sums (width) = the sums over the rows of value(row, channel).
template <class Value>
HWY_ATTR HWY_INLINE void SumColumns(std::size_t rows, std::size_t width, double* HWY_RESTRICT sums, Value value) {
  std::fill_n(sums, width, 0.0);
  for (std::size_t begin = 0; begin < rows; begin += kRows) {
    float block[kChannels] = {};
    const std::size_t end = std::min(rows, begin + kRows);
    for (std::size_t r = begin; r < end; ++r)
      for (std::size_t c = 0; c < width; ++c) block[c] += value(r, c);
    for (std::size_t c = 0; c < width; ++c) sums[c] += static_cast<double>(block[c]);
  }
}

HWY_ATTR void Normalise(const float* HWY_RESTRICT x, std::size_t rows, std::size_t channels, double eps,
                        const float* HWY_RESTRICT weight, const float* HWY_RESTRICT bias, BatchStatistics to,
                        float* HWY_RESTRICT y) {
  const double count = static_cast<double>(rows);
  for (std::size_t first = 0; first < channels; first += kChannels) {
    const std::size_t width = std::min(kChannels, channels - first);
    double sums[kChannels];
    float mean[kChannels], scale[kChannels], shift[kChannels];
    const float* HWY_RESTRICT from = x + first;
    SumColumns(rows, width, sums, [&](std::size_t r, std::size_t c) HWY_ATTR { return from[r * channels + c]; });
    for (std::size_t c = 0; c < width; ++c) mean[c] = static_cast<float>(sums[c] / count);
    SumColumns(rows, width, sums, [&](std::size_t r, std::size_t c) HWY_ATTR {
      const float distance = from[r * channels + c] - mean[c];
      return distance * distance;
    });
    for (std::size_t c = 0; c < width; ++c) {
      const std::size_t channel = first + c;
      to.mean[channel] = mean[c];
      to.inverse[channel] = static_cast<float>(1.0 / std::sqrt(sums[c] / count + eps));
      to.unbiased[channel] = static_cast<float>(sums[c] / (count - 1.0));
      scale[c] = to.inverse[channel] * weight[channel];
      shift[c] = bias[channel];
    }
    float* HWY_RESTRICT out = y + first;
    for (std::size_t r = 0; r < rows; ++r)
      for (std::size_t c = 0; c < width; ++c)
        out[r * channels + c] = (from[r * channels + c] - mean[c]) * scale[c] + shift[c];
  }
}

HWY_ATTR void NormaliseGradient(const float* HWY_RESTRICT x, const float* y_gradient, std::size_t rows,
                                std::size_t channels, const float* HWY_RESTRICT weight, BatchStatistics from,
                                float* HWY_RESTRICT weight_gradient, float* HWY_RESTRICT bias_gradient,
                                float* x_gradient) {
  const double count = static_cast<double>(rows);
  for (std::size_t first = 0; first < channels; first += kChannels) {
    const std::size_t width = std::min(kChannels, channels - first);
    double sums[kChannels], products[kChannels];
    float mean[kChannels], inverse[kChannels], scale[kChannels], shift[kChannels], slope[kChannels];
    std::copy_n(from.mean + first, width, mean);
    std::copy_n(from.inverse + first, width, inverse);
    const float* HWY_RESTRICT values = x + first;
    const float* g = y_gradient + first;
    SumColumns(rows, width, sums, [&](std::size_t r, std::size_t c) HWY_ATTR { return g[r * channels + c]; });
    SumColumns(rows, width, products, [&](std::size_t r, std::size_t c) HWY_ATTR {
      return g[r * channels + c] * ((values[r * channels + c] - mean[c]) * inverse[c]);
    });
    for (std::size_t c = 0; c < width; ++c) {
      bias_gradient[first + c] = static_cast<float>(sums[c]);
      weight_gradient[first + c] = static_cast<float>(products[c]);
      scale[c] = weight[first + c] * inverse[c];
      shift[c] = static_cast<float>(sums[c] / count);
      slope[c] = static_cast<float>(products[c] / count) * inverse[c];
    }
    float* out = x_gradient + first;
    for (std::size_t r = 0; r < rows; ++r)
      for (std::size_t c = 0; c < width; ++c)
        out[r * channels + c] =
            scale[c] * (g[r * channels + c] - shift[c] - (values[r * channels + c] - mean[c]) * slope[c]);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace latentwalk::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace latentwalk::kernels {

HWY_EXPORT(Normalise);
HWY_EXPORT(NormaliseGradient);

void normalise(const float* x, std::size_t rows, std::size_t channels, double eps, const float* weight,
               const float* bias, BatchStatistics statistics, float* y) {
  HWY_DYNAMIC_DISPATCH(Normalise)(x, rows, channels, eps, weight, bias, statistics, y);
}
void normalise_gradient(const float* x, const float* y_gradient, std::size_t rows, std::size_t channels,
                        const float* weight, BatchStatistics statistics, float* weight_gradient, float* bias_gradient,
                        float* x_gradient) {
  HWY_DYNAMIC_DISPATCH(NormaliseGradient)
  (x, y_gradient, rows, channels, weight, statistics, weight_gradient, bias_gradient, x_gradient);
}

}  // namespace latentwalk::kernels
#endif  // HWY_ONCE
