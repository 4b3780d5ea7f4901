// Linear layers, convolutions and transposed convolutions as one thing: a window of taps that connects a wide image
// with a narrow one. The rows of `patches` are the windows of the wide image, one for each pixel of the narrow one.
//   to_narrow: narrow = patches(wide) * W      a convolution, or the data gradient of a transposed one
//   to_wide:   wide = fold(narrow * W^T)       a transposed convolution, or the data gradient of a convolution
//   W's gradient = patches(wide)^T * narrow
// Where the core's networks use Winograd, to_narrow and to_wide do too.
// W is (taps * wide channels, narrow channels). A linear layer is a window of one tap on images of one pixel.
#include <algorithm>
#include <cstdint>
#include <span>

#include "kernels/activations.hpp"
#include "kernels/convolution.hpp"
#include "kernels/float_buffer.hpp"
#include "kernels/gemm.hpp"
#include "training/backward/elementwise.hpp"
#include "training/backward/outer.hpp"
#include "training/backward/patches.hpp"
#include "training/layers/layer.hpp"

namespace latentwalk {
namespace {

using kernels::FloatBuffer;
using kernels::Panels;
using kernels::RowPair;

// The floats of a block of patches, which fits a second-level cache beside its products.
constexpr std::size_t kBlockFloats = std::size_t{1} << 16U;
// Up to this many rows, the gradient of dense weights is one product over all groups.
constexpr std::size_t kJoinedRows = 2048;

// The samples that one run of Winograd takes: its planes then fit a second-level cache.
constexpr std::size_t kWinogradSamples = 8;

struct Side {
  std::size_t height, width, channels;
  std::size_t pixels() const { return height * width; }
  std::size_t size() const { return pixels() * channels; }
};

struct WindowShape {
  Side wide, narrow;
  std::size_t kernel, stride, padding;
  bool transposed, bias;

  std::size_t taps() const { return kernel * kernel; }
  std::size_t depth() const { return taps() * wide.channels; }  // of a patch
  std::size_t padded_width() const { return wide.width + 2 * padding; }
  std::size_t padded_size() const { return (wide.height + 2 * padding) * padded_width() * wide.channels; }
  // Whether the patches are the wide image as it lies in memory.
  bool dense() const {
    return padding == 0 &&
           ((kernel == 1 && stride == 1) || (narrow.pixels() == 1 && wide.height == kernel && wide.width == kernel));
  }
};

WindowShape window_shape(const Layer& layer, const Shape& in, const Shape& out) {
  if (const auto* linear = std::get_if<Linear>(&layer))
    return {{1, 1, in[0]}, {1, 1, out[0]}, 1, 1, 0, false, linear->bias};
  const Side from{in[1], in[2], in[0]}, to{out[1], out[2], out[0]};
  if (const auto* conv = std::get_if<Conv2d>(&layer))
    return {from, to, conv->kernel, conv->stride, conv->padding, false, conv->bias};
  const auto& conv = std::get<ConvTranspose2d>(layer);
  return {to, from, conv.kernel, conv.stride, conv.padding, true, conv.bias};
}

std::vector<RowPair> plain_rows(std::size_t count, std::size_t a_step, std::size_t c_step) {
  std::vector<RowPair> rows(count);
  for (std::size_t i = 0; i < count; ++i)
    rows[i] = {static_cast<std::uint32_t>(i * a_step), static_cast<std::uint32_t>(i * c_step)};
  return rows;
}

class Window final : public TrainableLayer {
 public:
  Window(const WindowShape& shape, FeatureOrder in_order, FeatureOrder out_order, float slope, GroupSizes sizes)
      : s_(shape),
        in_order_(in_order ? *in_order : Shape{}),
        out_order_(out_order ? *out_order : Shape{}),
        slope_(slope),
        samples_(sizes.samples),
        plan_samples_(std::min(samples_, kWinogradSamples)),
        weight_size_(Panels::size(s_.depth(), s_.narrow.channels)),
        turned_(Panels::size(s_.narrow.channels, s_.depth())),
        no_bias_(std::max(s_.narrow.channels, s_.depth())) {
    std::fill_n(no_bias_.data(), no_bias_.size(), 0.0F);
    const std::size_t rows_each = dense_rows() * samples_;
    joined_ = s_.dense() && rows_each * sizes.groups <= kJoinedRows;
    block_ = s_.dense() ? rows_each * sizes.groups
                        : std::clamp<std::size_t>(kBlockFloats / s_.depth(), 1, s_.narrow.pixels());
    const std::size_t rows = s_.dense() ? block_ : std::max(block_, s_.narrow.pixels());
    narrow_rows_ = plain_rows(rows, s_.depth(), s_.narrow.channels);
    wide_rows_ = plain_rows(rows, s_.narrow.channels, s_.depth());
    if (!joined_) partial_ = FloatBuffer(sizes.groups * weight_size_);
    plan_winograd();
    if (s_.bias) bias_partial_ = FloatBuffer(sizes.groups * out().channels);
  }

  std::size_t parameter_size() const override { return weight_size_ + (s_.bias ? out().channels : 0); }

  std::size_t scratch_size(std::size_t groups) const override {
    if (joined_) return kernels::outer_scratch(dense_rows() * samples_ * groups);
    if (s_.dense()) return kernels::outer_scratch(dense_rows());
    std::size_t plans = 0;
    if (narrow_plan_) plans = std::max(narrow_plan_->scratch_size(), wide_plan_->scratch_size());
    return plans + s_.padded_size() + std::max(block_, s_.narrow.pixels()) * s_.depth() +
           kernels::outer_scratch(block_);
  }

  std::size_t place(const std::string& what, std::size_t element) const override {
    const std::size_t taps = s_.taps();
    if (what == "bias") return weight_size_ + feature_place(element, order(out_order_));
    const std::size_t tap = element % taps, row = element / taps;
    const std::size_t ins = in().channels;
    // The stored weight is (out, in, taps), that of a transposed convolution (in, out, taps): always (narrow, wide,
    // taps).
    std::size_t narrow = row / s_.wide.channels, wide = row % s_.wide.channels;
    if (taps == 1 && !s_.transposed) narrow = feature_place(row / ins, order(out_order_));
    if (taps == 1 && !s_.transposed) wide = feature_place(row % ins, order(in_order_));
    const std::size_t depth = tap * s_.wide.channels + wide;
    return narrow / kernels::kPanel * kernels::kPanel * s_.depth() + depth * kernels::kPanel + narrow % kernels::kPanel;
  }

  void prepare(const float* parameters, std::size_t task, std::size_t tasks) override {
    const std::size_t panels = (s_.depth() + kernels::kPanel - 1) / kernels::kPanel;
    kernels::transpose_panels(weights(parameters), panels * task / tasks, panels * (task + 1) / tasks, turned_.data());
  }

  // Winograd's own form of the weights is larger, so it is made once a step.
  void prepare_plans(const float* parameters, float* scratch, std::size_t task, std::size_t tasks) override {
    if (!narrow_plan_) return;
    const float* const bias = s_.bias ? parameters + weight_size_ : no_bias_.data();
    if (task == 0) {
      unpack(weights(parameters), taps_.data());
      narrow_plan_->set_weights(taps_.data(), s_.transposed ? no_bias_.data() : bias, scratch);
    }
    if (task + 1 == tasks) {
      // Each tap's part of the turned matrix is the matrix of one tap.
      const std::size_t panels = s_.wide.channels / kernels::kPanel, size = s_.narrow.channels * s_.wide.channels;
      for (std::size_t tap = 0; tap < s_.taps(); ++tap)
        unpack({s_.narrow.channels, s_.wide.channels,
                turned_.data() + tap * panels * kernels::kPanel * s_.narrow.channels},
               turned_taps_.data() + tap * size);
      wide_plan_->set_weights(turned_taps_.data(), s_.transposed ? bias : no_bias_.data(), scratch);
    }
  }

  void forward(const float* parameters, const LayerRun& run) override {
    const float* const bias = s_.bias ? parameters + weight_size_ : no_bias_.data();
    if (s_.transposed)
      to_wide(run.x, run.y, run, bias, slope_);
    else
      to_narrow(parameters, run.x, run.y, run, bias, slope_);
  }

  void backward(const float* parameters, const LayerRun& run) override {
    if (run.learns) {
      const std::size_t channels = out().channels, size = out().size() * samples_;
      for (std::size_t g = run.first; g < run.last; ++g) {
        if (s_.bias)
          kernels::sum_rows(run.y_gradient + g * size, out().pixels() * samples_, channels,
                            bias_partial_.data() + g * channels);
        if (!joined_) weight_gradient(run, g);
      }
    }
    if (!run.x_gradient) return;
    if (s_.transposed)
      to_narrow(parameters, run.y_gradient, run.x_gradient, run, no_bias_.data(), 1.0F);
    else
      to_wide(run.y_gradient, run.x_gradient, run, no_bias_.data(), 1.0F);
  }

  void finish(const LayerRun& run, float* gradient, std::size_t task, std::size_t tasks) override {
    const std::size_t groups = run.last - run.first;
    if (joined_) {
      const std::size_t panels = (s_.narrow.channels + kernels::kPanel - 1) / kernels::kPanel;
      const std::size_t pairs = (panels + 1) / 2;  // two panels share a tile
      kernels::add_outer(
          product(run, run.first, groups, dense_rows() * samples_), std::min(panels, 2 * (pairs * task / tasks)),
          std::min(panels, 2 * (pairs * (task + 1) / tasks)), gradient, kernels::Write::store, run.scratch);
    } else if (task == 0) {
      kernels::add_groups(partial_.data() + run.first * weight_size_, groups, weight_size_, gradient);
    }
    if (s_.bias && task + 1 == tasks)
      kernels::add_groups(bias_partial_.data() + run.first * out().channels, groups, out().channels,
                          gradient + weight_size_);
  }

 private:
  const Side& in() const { return s_.transposed ? s_.narrow : s_.wide; }
  const Side& out() const { return s_.transposed ? s_.wide : s_.narrow; }
  static FeatureOrder order(const Shape& shape) { return shape.size() == 3 ? &shape : nullptr; }
  std::size_t dense_rows() const { return s_.narrow.pixels(); }  // in a sample
  Panels weights(const float* parameters) const { return {s_.depth(), s_.narrow.channels, parameters}; }
  Panels turned() const { return {s_.narrow.channels, s_.depth(), turned_.data()}; }

  // The rows of a matrix whose columns are whole panels.
  static void unpack(Panels from, float* to) {
    for (std::size_t i = 0; i < from.k; ++i)
      for (std::size_t j = 0; j < from.n; j += kernels::kPanel)
        std::copy_n(from.data + j * from.k + i * kernels::kPanel, kernels::kPanel, to + i * from.n + j);
  }

  void plan_winograd() {
    kernels::ConvolutionShape down{
        false,           s_.wide.height,     s_.wide.width, s_.wide.channels, s_.narrow.height,
        s_.narrow.width, s_.narrow.channels, s_.kernel,     s_.stride,        s_.padding};
    kernels::ConvolutionShape up{true,          s_.narrow.height, s_.narrow.width, s_.narrow.channels, s_.wide.height,
                                 s_.wide.width, s_.wide.channels, s_.kernel,       s_.stride,          s_.padding};
    const auto covers = [&](std::size_t wide, std::size_t narrow) {
      return wide + 2 * s_.padding == (narrow - 1) * s_.stride + s_.kernel;
    };
    if (!covers(s_.wide.height, s_.narrow.height) || !covers(s_.wide.width, s_.narrow.width)) return;
    if (!kernels::suits_winograd(down) || !kernels::suits_winograd(up)) return;
    const std::vector<float> narrow_bias(s_.narrow.channels), wide_bias(s_.wide.channels);
    narrow_plan_ = kernels::plan_winograd(down, nullptr, narrow_bias, s_.transposed ? 1.0F : slope_, plan_samples_);
    wide_plan_ = kernels::plan_winograd(up, nullptr, wide_bias, s_.transposed ? slope_ : 1.0F, plan_samples_);
    taps_ = FloatBuffer(s_.depth() * s_.narrow.channels);
    turned_taps_ = FloatBuffer(s_.depth() * s_.narrow.channels);
  }

  void run_plan(const kernels::Convolution& plan, const float* from, std::size_t from_size, float* to,
                std::size_t to_size, const LayerRun& run) const {
    for (std::size_t n = run.first * samples_; n < run.last * samples_; n += plan_samples_)
      plan.run(from + n * from_size, std::min(plan_samples_, run.last * samples_ - n), to + n * to_size, run.scratch);
  }

  // The dense product for the gradient of W from `groups` groups of `depth` rows.
  kernels::Outer product(const LayerRun& run, std::size_t first, std::size_t groups, std::size_t depth) const {
    const float* const wide = s_.transposed ? run.y_gradient : run.x;
    const float* const narrow = s_.transposed ? run.x : run.y_gradient;
    const std::size_t row = first * dense_rows() * samples_;
    return {wide + row * s_.depth(),
            s_.depth(),
            narrow + row * s_.narrow.channels,
            s_.narrow.channels,
            depth,
            groups,
            s_.depth(),
            s_.narrow.channels};
  }

  void to_narrow(const float* parameters, const float* wide, float* narrow, const LayerRun& run, const float* bias,
                 float slope) const {
    if (narrow_plan_) return run_plan(*narrow_plan_, wide, s_.wide.size(), narrow, s_.narrow.size(), run);
    const std::size_t begin = run.first * samples_, end = run.last * samples_;
    if (s_.dense()) {
      kernels::multiply(std::span(narrow_rows_).first((end - begin) * dense_rows()), wide + begin * s_.wide.size(),
                        weights(parameters), narrow + begin * s_.narrow.size(), {bias, slope});
      return;
    }
    for (std::size_t n = begin; n < end; ++n) {
      const float* const padded = pad(wide + n * s_.wide.size(), run.scratch);
      float* const patches = run.scratch + s_.padded_size();
      for (std::size_t pixel = 0; pixel < s_.narrow.pixels(); pixel += block_) {
        const std::size_t size = std::min(block_, s_.narrow.pixels() - pixel);
        kernels::gather_patches(patch_shape(), padded, pixel, size, patches);
        kernels::multiply(std::span(narrow_rows_).first(size), patches, weights(parameters),
                          narrow + n * s_.narrow.size() + pixel * s_.narrow.channels, {bias, slope});
      }
    }
  }

  void to_wide(const float* narrow, float* wide, const LayerRun& run, const float* bias, float slope) const {
    if (wide_plan_) return run_plan(*wide_plan_, narrow, s_.narrow.size(), wide, s_.wide.size(), run);
    const std::size_t begin = run.first * samples_, end = run.last * samples_;
    if (s_.dense()) {
      const std::size_t rows = (end - begin) * dense_rows();
      kernels::multiply(std::span(wide_rows_).first(rows), narrow + begin * s_.narrow.size(), turned(),
                        wide + begin * s_.wide.size(), {nullptr, 1.0F});
      if (s_.transposed) add_bias(wide + begin * s_.wide.size(), (end - begin) * s_.wide.pixels(), bias, slope);
      return;
    }
    float* const padded = run.scratch;
    float* const products = run.scratch + s_.padded_size();
    for (std::size_t n = begin; n < end; ++n) {
      kernels::multiply(std::span(wide_rows_).first(s_.narrow.pixels()), narrow + n * s_.narrow.size(), turned(),
                        products, {nullptr, 1.0F});
      std::fill_n(padded, s_.padded_size(), 0.0F);
      kernels::fold_patches(patch_shape(), products, s_.narrow.pixels(), padded);
      for (std::size_t row = 0; row < s_.wide.height; ++row)
        std::copy_n(padded + ((row + s_.padding) * s_.padded_width() + s_.padding) * s_.wide.channels,
                    s_.wide.width * s_.wide.channels,
                    wide + n * s_.wide.size() + row * s_.wide.width * s_.wide.channels);
      if (s_.transposed) add_bias(wide + n * s_.wide.size(), s_.wide.pixels(), bias, slope);
    }
  }

  static void rectify(float* values, std::size_t size, float slope) {
    if (slope != 1.0F) kernels::leaky_relu_in_place(values, size, slope);
  }
  void add_bias(float* wide, std::size_t pixels, const float* bias, float slope) const {
    const std::size_t channels = s_.wide.channels;
    if (s_.bias)
      for (std::size_t i = 0; i < pixels; ++i)
        for (std::size_t c = 0; c < channels; ++c) wide[i * channels + c] += bias[c];
    rectify(wide, pixels * channels, slope);
  }

  const float* pad(const float* wide, float* padded) const {
    if (s_.padding == 0) return wide;
    std::fill_n(padded, s_.padded_size(), 0.0F);
    const std::size_t line = s_.wide.width * s_.wide.channels;
    for (std::size_t row = 0; row < s_.wide.height; ++row, wide += line)
      std::copy_n(wide, line, padded + ((row + s_.padding) * s_.padded_width() + s_.padding) * s_.wide.channels);
    return padded;
  }

  kernels::PatchShape patch_shape() const {
    return {s_.kernel, s_.stride, s_.padded_width(), s_.wide.channels, s_.narrow.width};
  }

  // The gradient of W from one group, block by block.
  void weight_gradient(const LayerRun& run, std::size_t group) {
    float* const sum = partial_.data() + group * weight_size_;
    const std::size_t panels = (s_.narrow.channels + kernels::kPanel - 1) / kernels::kPanel;
    auto write = kernels::Write::store;
    for (std::size_t n = group * samples_; n < (group + 1) * samples_; ++n) {
      kernels::Outer p = product(run, 0, 1, 0);
      const float* const wide = p.a + n * s_.wide.size();
      p.b += n * s_.narrow.size();
      if (s_.dense()) {
        p.a = wide;
        p.depth = dense_rows();
        kernels::add_outer(p, 0, panels, sum, std::exchange(write, kernels::Write::add), run.scratch);
        continue;
      }
      const float* const padded = pad(wide, run.scratch);
      float* const patches = run.scratch + s_.padded_size();
      p.a = patches;
      for (std::size_t pixel = 0; pixel < s_.narrow.pixels(); pixel += block_) {
        p.depth = std::min(block_, s_.narrow.pixels() - pixel);
        kernels::gather_patches(patch_shape(), padded, pixel, p.depth, patches);
        kernels::add_outer(p, 0, panels, sum, std::exchange(write, kernels::Write::add), patches + block_ * s_.depth());
        p.b += p.depth * s_.narrow.channels;
      }
    }
  }

  WindowShape s_;
  Shape in_order_, out_order_;
  float slope_;
  std::size_t samples_, plan_samples_, weight_size_, block_ = 0;  // block_: rows of patches in one product
  bool joined_ = false;                                           // the gradient of W is one product over all groups
  FloatBuffer turned_, no_bias_, partial_, bias_partial_, taps_, turned_taps_;
  std::unique_ptr<kernels::Convolution> narrow_plan_, wide_plan_;  // Winograd
  std::vector<RowPair> narrow_rows_, wide_rows_;
};

}  // namespace

std::unique_ptr<TrainableLayer> make_window(const Layer& layer, const Shape& in, const Shape& out,
                                            FeatureOrder in_order, FeatureOrder out_order, float slope,
                                            GroupSizes sizes) {
  const bool linear = std::holds_alternative<Linear>(layer);
  return std::make_unique<Window>(window_shape(layer, in, out), linear ? in_order : nullptr,
                                  linear ? out_order : nullptr, slope, sizes);
}

}  // namespace latentwalk
