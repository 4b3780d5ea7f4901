// Convolution for few input channels. For each output pixel, the input values of all taps are gathered into a row; a
// block of rows is multiplied by one matrix (taps * in_channels, out_channels). The values come from a copy of the
// image with zeros as padding, in which each row of the kernel is contiguous.
#include <algorithm>
#include <cstring>

#include "kernels/convolution.hpp"
#include "kernels/gemm.hpp"

namespace latentwalk::kernels {
namespace {

constexpr std::size_t kBlockFloats = 4096;  // of gathered rows, which fit the first-level cache

class Gather final : public Convolution {
 public:
  Gather(const ConvolutionShape& shape, const float* taps, std::vector<float> bias, float slope)
      : shape_(shape),
        bias_(std::move(bias)),
        slope_(slope),
        depth_(shape.taps() * shape.in_channels),
        wide_(shape.in_width + 2 * shape.padding),
        weights_(pack(taps, depth_, shape.out_channels)) {
    const std::size_t block = std::clamp<std::size_t>(kBlockFloats / depth_, 1, shape.out_pixels());
    for (std::size_t i = 0; i < block; ++i)
      rows_.push_back({static_cast<std::uint32_t>(i * depth_), static_cast<std::uint32_t>(i * shape.out_channels)});
  }

  std::size_t scratch_size() const override { return padded_size() + rows_.size() * depth_; }

  void run(const float* x, std::size_t count, float* y, float* scratch) const override {
    const std::size_t channels = shape_.in_channels, pixels = shape_.out_pixels(), line = shape_.in_width * channels;
    float* const gathered = scratch + padded_size();
    std::fill_n(scratch, padded_size(), 0.0F);
    for (std::size_t n = 0; n < count; ++n) {
      for (std::size_t row = 0; row < shape_.in_height; ++row, x += line)
        std::copy_n(x, line, scratch + ((row + shape_.padding) * wide_ + shape_.padding) * channels);
      for (std::size_t begin = 0; begin < pixels; begin += rows_.size()) {
        const std::size_t size = std::min(rows_.size(), pixels - begin);
        gather(scratch, begin, size, gathered);
        multiply(std::span(rows_).first(size), gathered, weights_, y, {bias_.data(), slope_});
        y += size * shape_.out_channels;
      }
    }
  }

  double flops() const override {
    return 2.0 * static_cast<double>(shape_.out_pixels() * depth_ * shape_.out_channels);
  }
  const char* method() const override { return "gather"; }

 private:
  std::size_t padded_size() const { return (shape_.in_height + 2 * shape_.padding) * wide_ * shape_.in_channels; }

  void gather(const float* padded, std::size_t begin, std::size_t size, float* to) const {
    const std::size_t channels = shape_.in_channels, piece = shape_.kernel * channels;
    for (std::size_t pixel = begin; pixel < begin + size; ++pixel) {
      const std::size_t row = pixel / shape_.out_width * shape_.stride,
                        column = pixel % shape_.out_width * shape_.stride;
      const float* from = padded + (row * wide_ + column) * channels;
      for (std::size_t k = 0; k < shape_.kernel; ++k, from += wide_ * channels, to += piece) {
        if (piece == 4)
          std::memcpy(to, from, 4 * sizeof(float));  // the most common kernel: one vector
        else
          std::copy_n(from, piece, to);
      }
    }
  }

  ConvolutionShape shape_;
  std::vector<float> bias_;
  float slope_;
  std::size_t depth_, wide_;  // floats in a gathered row, pixels in a padded row
  PackedMatrix weights_;
  std::vector<RowPair> rows_;
};

}  // namespace

std::unique_ptr<Convolution> plan_gather(const ConvolutionShape& shape, const float* taps,
                                         const std::vector<float>& bias, float slope, std::size_t) {
  return std::make_unique<Gather>(shape, taps, bias, slope);
}

}  // namespace latentwalk::kernels
