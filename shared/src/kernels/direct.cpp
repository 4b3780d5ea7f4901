// One matrix product for each tap. Its rows are the pairs of pixels that the tap connects.
#include <algorithm>

#include "kernels/activations.hpp"
#include "kernels/convolution.hpp"
#include "kernels/gemm.hpp"

namespace latentwalk::kernels {
namespace {

class Direct final : public Convolution {
 public:
  Direct(const ConvolutionShape& shape, const float* taps, std::vector<float> bias, float slope, std::size_t batch)
      : shape_(shape), bias_(std::move(bias)), slope_(slope), taps_(shape.taps()) {
    const std::size_t matrix = shape.in_channels * shape.out_channels;
    for (std::size_t tap = 0; tap < shape.taps(); ++tap)
      taps_[tap].weights = pack(taps + tap * matrix, shape.in_channels, shape.out_channels);
    // All rows of one sample come before those of the next, so a smaller batch uses the first rows.
    for (std::size_t n = 0; n < batch; ++n)
      for_each_link(shape, [&](std::size_t tap, std::size_t in, std::size_t out) {
        taps_[tap].rows.push_back({static_cast<std::uint32_t>((n * shape.in_pixels() + in) * shape.in_channels),
                                   static_cast<std::uint32_t>((n * shape.out_pixels() + out) * shape.out_channels)});
        if (n == 0) ++taps_[tap].rows_each;
      });
  }

  void run(const float* x, std::size_t count, float* y, float*) const override {
    if (taps_.size() == 1 && taps_[0].rows_each == shape_.out_pixels()) {  // each row of the product is a pixel of y
      multiply(std::span(taps_[0].rows).first(count * taps_[0].rows_each), x, taps_[0].weights, y,
               {bias_.data(), slope_});
      return;
    }
    const std::size_t pixels = count * shape_.out_pixels();
    for (std::size_t i = 0; i < pixels; ++i) std::copy(bias_.begin(), bias_.end(), y + i * bias_.size());
    for (const Tap& tap : taps_)
      multiply(std::span(tap.rows).first(count * tap.rows_each), x, tap.weights, y, Write::add);
    if (slope_ != 1.0F) leaky_relu_in_place(y, pixels * bias_.size(), slope_);
  }

  double flops() const override {
    double rows = 0;
    for (const Tap& tap : taps_) rows += static_cast<double>(tap.rows_each);
    return 2.0 * rows * static_cast<double>(shape_.in_channels * shape_.out_channels);
  }
  const char* method() const override { return "direct"; }

 private:
  struct Tap {
    PackedMatrix weights;
    std::vector<RowPair> rows;
    std::size_t rows_each = 0;  // per sample
  };
  ConvolutionShape shape_;
  std::vector<float> bias_;
  float slope_;
  std::vector<Tap> taps_;
};

}  // namespace

std::unique_ptr<Convolution> plan_direct(const ConvolutionShape& shape, const float* taps,
                                         const std::vector<float>& bias, float slope, std::size_t batch) {
  return std::make_unique<Direct>(shape, taps, bias, slope, batch);
}

}  // namespace latentwalk::kernels
