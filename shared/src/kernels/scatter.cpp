// Transposed convolution for few output channels. One product with the matrix of all taps, (in_channels, taps *
// out_channels), computes what each input pixel adds to the outputs that it connects to; then the parts are summed.
#include <algorithm>

#include "kernels/convolution.hpp"
#include "kernels/gemm.hpp"

namespace latentwalk::kernels {
namespace {

class Scatter final : public Convolution {
 public:
  Scatter(const ConvolutionShape& shape, const float* taps, std::vector<float> bias, float slope)
      : shape_(shape),
        bias_(std::move(bias)),
        slope_(slope),
        width_(shape.taps() * shape.out_channels),
        links_(shape.out_pixels()) {
    std::vector<float> side_by_side(shape.in_channels * width_);
    for (std::size_t tap = 0; tap < shape.taps(); ++tap)
      for (std::size_t in = 0; in < shape.in_channels; ++in)
        for (std::size_t out = 0; out < shape.out_channels; ++out)
          side_by_side[in * width_ + tap * shape.out_channels + out] =
              taps[(tap * shape.in_channels + in) * shape.out_channels + out];
    weights_ = pack(side_by_side.data(), shape.in_channels, width_);
    for_each_link(shape, [&](std::size_t tap, std::size_t in, std::size_t out) {
      links_[out].push_back(static_cast<std::uint32_t>(in * width_ + tap * shape.out_channels));
    });
    for (std::size_t i = 0; i < shape.in_pixels(); ++i)
      rows_.push_back({static_cast<std::uint32_t>(i * shape.in_channels), static_cast<std::uint32_t>(i * width_)});
  }

  std::size_t scratch_size() const override { return shape_.in_pixels() * width_; }

  void run(const float* x, std::size_t count, float* y, float* scratch) const override {
    const std::size_t channels = shape_.out_channels;
    for (std::size_t n = 0; n < count; ++n) {
      multiply(rows_, x + n * shape_.in_pixels() * shape_.in_channels, weights_, scratch, Write::store);
      for (const std::vector<std::uint32_t>& links : links_) {
        for (std::size_t c = 0; c < channels; ++c) {
          float sum = bias_[c];
          for (const std::uint32_t link : links) sum += scratch[link + c];
          *y++ = sum < 0 ? slope_ * sum : sum;
        }
      }
    }
  }

  double flops() const override { return 2.0 * static_cast<double>(shape_.in_pixels() * shape_.in_channels * width_); }
  const char* method() const override { return "scatter"; }

 private:
  ConvolutionShape shape_;
  std::vector<float> bias_;
  float slope_;
  std::size_t width_;
  PackedMatrix weights_;
  std::vector<std::vector<std::uint32_t>> links_;  // for each output pixel: offsets of the parts of its sum
  std::vector<RowPair> rows_;
};

}  // namespace

std::unique_ptr<Convolution> plan_scatter(const ConvolutionShape& shape, const float* taps,
                                          const std::vector<float>& bias, float slope, std::size_t) {
  return std::make_unique<Scatter>(shape, taps, bias, slope);
}

}  // namespace latentwalk::kernels
