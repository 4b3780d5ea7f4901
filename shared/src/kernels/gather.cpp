// A convolution of few input channels: the values under the kernel, all taps of one output pixel, are gathered into a
// row, a block of rows at a time, and multiplied by one matrix (taps * in_channels, out_channels).
#include <algorithm>

#include "kernels/convolution.hpp"
#include "kernels/gemm.hpp"

namespace latentwalk::kernels {
namespace {

constexpr std::size_t kBlock = 64;  // rows; with 16 values each they stay in the first cache

class Gather final : public Convolution {
 public:
  Gather(const ConvolutionShape& shape, const std::vector<float>& taps, std::vector<float> bias)
      : shape_(shape), bias_(std::move(bias)), depth_(shape.taps() * shape.in_channels),
        weights_(pack(taps.data(), depth_, shape.out_channels)), links_(shape.out_pixels()) {
    for_each_link(shape, [&](std::size_t tap, std::size_t in, std::size_t out) {
      links_[out].push_back({static_cast<std::uint32_t>(in * shape.in_channels),
                             static_cast<std::uint32_t>(tap * shape.in_channels)});
    });
    for (std::size_t i = 0; i < kBlock; ++i)
      rows_.push_back({static_cast<std::uint32_t>(i * depth_), static_cast<std::uint32_t>(i * shape.out_channels)});
  }

  std::size_t scratch_size() const override { return kBlock * depth_; }

  void run(const float* x, std::size_t count, float* y, float* scratch) const override {
    const std::size_t pixels = shape_.out_pixels(), all = count * pixels;
    for (std::size_t begin = 0; begin < all; begin += kBlock) {
      const std::size_t size = std::min(kBlock, all - begin);
      std::fill_n(scratch, size * depth_, 0.0F);
      for (std::size_t i = 0; i < size; ++i) {
        const float* sample = x + (begin + i) / pixels * shape_.in_pixels() * shape_.in_channels;
        for (const Link& link : links_[(begin + i) % pixels])
          std::copy_n(sample + link.from, shape_.in_channels, scratch + i * depth_ + link.to);
        std::copy(bias_.begin(), bias_.end(), y + (begin + i) * bias_.size());
      }
      multiply(std::span(rows_).first(size), scratch, weights_, y + begin * shape_.out_channels, Write::add);
    }
  }

  double flops() const override { return 2.0 * static_cast<double>(shape_.out_pixels() * depth_ * shape_.out_channels); }
  const char* method() const override { return "gather"; }

 private:
  struct Link {
    std::uint32_t from, to;
  };
  ConvolutionShape shape_;
  std::vector<float> bias_;
  std::size_t depth_;
  PackedMatrix weights_;
  std::vector<std::vector<Link>> links_;  // of each output pixel
  std::vector<RowPair> rows_;
};

}  // namespace

std::unique_ptr<Convolution> plan_gather(const ConvolutionShape& shape, const std::vector<float>& taps,
                                         const std::vector<float>& bias, std::size_t) {
  return std::make_unique<Gather>(shape, taps, bias);
}

}  // namespace latentwalk::kernels
