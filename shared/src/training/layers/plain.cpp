// The layers without a matrix product.
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "kernels/activations.hpp"
#include "kernels/float_buffer.hpp"
#include "latentwalk/error.hpp"
#include "training/backward/elementwise.hpp"
#include "training/backward/normalise.hpp"
#include "training/backward/outer.hpp"
#include "training/layers/layer.hpp"

namespace latentwalk {
namespace {

class TrainableNorm final : public TrainableLayer {
 public:
  TrainableNorm(const BatchNorm& layer, const Shape& shape, FeatureOrder order, GroupSizes sizes)
      : eps_(layer.eps),
        order_(shape.size() == 1 && order ? *order : Shape{}),
        channels_(shape[0]),
        rows_(sizes.samples * element_count(shape) / channels_),
        inverse_(sizes.groups * channels_),
        statistics_(sizes.groups * 2 * channels_),
        partial_(sizes.groups * 2 * channels_) {
    if (rows_ < 2)
      fail("batch_norm: expected at least two values of each channel in a shard, found one: use fewer shards");
  }

  std::size_t parameter_size() const override { return 2 * channels_; }
  std::size_t statistics_size() const override { return 2 * channels_; }

  std::size_t place(const std::string& what, std::size_t element) const override {
    const std::size_t channel = feature_place(element, order_.empty() ? nullptr : &order_);
    return channel + (what == "bias" || what == "running_var" ? channels_ : 0);
  }

  void forward(const float* parameters, const LayerRun& run) override {
    const std::size_t size = rows_ * channels_;
    for (std::size_t g = run.first; g < run.last; ++g)
      kernels::normalise(run.x + g * size, rows_, channels_, eps_, parameters, parameters + channels_, statistics(g),
                         run.y + g * size);
  }

  void backward(const float* parameters, const LayerRun& run) override {
    const std::size_t size = rows_ * channels_;
    for (std::size_t g = run.first; g < run.last; ++g) {
      float* const sums = partial_.data() + g * 2 * channels_;
      kernels::normalise_gradient(run.x + g * size, run.y_gradient + g * size, rows_, channels_, parameters,
                                  statistics(g), sums, sums + channels_,
                                  (run.x_gradient ? run.x_gradient : run.y_gradient) + g * size);
    }
  }

  void finish(const LayerRun& run, float* gradient, std::size_t task, std::size_t) override {
    if (task != 0) return;
    kernels::add_groups(partial_.data() + run.first * 2 * channels_, run.last - run.first, 2 * channels_, gradient);
  }

  const float* batch_statistics(std::size_t group) const override { return statistics_.data() + group * 2 * channels_; }

 private:
  kernels::BatchStatistics statistics(std::size_t group) {
    float* const mean = statistics_.data() + group * 2 * channels_;
    return {mean, inverse_.data() + group * channels_, mean + channels_};
  }

  double eps_;
  Shape order_;
  std::size_t channels_, rows_;  // rows in a group
  kernels::FloatBuffer inverse_, statistics_, partial_;
};

class TrainablePool final : public TrainableLayer {
 public:
  TrainablePool(const MaxPool2d& layer, const Shape& in, const Shape& out, GroupSizes sizes)
      : layer_(layer), in_(in), out_(out), samples_(sizes.samples) {
    chosen_.resize(sizes.groups * sizes.samples * element_count(out));
  }

  void forward(const float*, const LayerRun& run) override {
    const std::size_t channels = in_[0], out_size = element_count(out_);
    for (std::size_t n = run.first * samples_; n < run.last * samples_; ++n) {
      const float* x = run.x + n * element_count(in_);
      for (std::size_t o = 0; o < out_size; ++o) {
        const std::size_t pixel = o / channels;
        std::size_t best = 0;
        for (std::size_t i = 0; i < layer_.kernel * layer_.kernel; ++i) {
          const std::size_t row = pixel / out_[2] * layer_.stride + i / layer_.kernel;
          const std::size_t column = pixel % out_[2] * layer_.stride + i % layer_.kernel;
          const std::size_t at = (row * in_[2] + column) * channels + o % channels;
          if (i == 0 || x[at] > x[best] || std::isnan(x[at])) best = at;
        }
        chosen_[n * out_size + o] = static_cast<std::uint32_t>(best);
        run.y[n * out_size + o] = x[best];
      }
    }
  }

  void backward(const float*, const LayerRun& run) override {
    if (!run.x_gradient) return;
    const std::size_t in_size = element_count(in_), out_size = element_count(out_);
    for (std::size_t n = run.first * samples_; n < run.last * samples_; ++n) {
      float* const to = run.x_gradient + n * in_size;
      std::fill_n(to, in_size, 0.0F);
      for (std::size_t o = n * out_size; o < (n + 1) * out_size; ++o) to[chosen_[o]] += run.y_gradient[o];
    }
  }

 private:
  MaxPool2d layer_;
  Shape in_, out_;
  std::size_t samples_;
  std::vector<std::uint32_t> chosen_;  // for each output: the place of the largest input in the sample
};

class TrainableActivation final : public TrainableLayer {
 public:
  TrainableActivation(const Layer& layer, std::size_t size, bool ran, std::size_t samples)
      : layer_(layer), group_(size * samples), ran_(ran) {}

  bool in_place() const override { return true; }

  void forward(const float*, const LayerRun& run) override {
    if (ran_) return;
    float* const y = run.y + run.first * group_;
    const std::size_t size = (run.last - run.first) * group_;
    if (std::holds_alternative<Tanh>(layer_))
      kernels::tanh_in_place(y, size);
    else if (std::holds_alternative<Sigmoid>(layer_))
      kernels::sigmoid_in_place(y, size);
    else
      kernels::leaky_relu_in_place(y, size, slope());
  }

  void backward(const float*, const LayerRun& run) override {
    const float* const y = run.y + run.first * group_;
    float* const gradient = run.y_gradient + run.first * group_;
    const std::size_t size = (run.last - run.first) * group_;
    if (std::holds_alternative<Tanh>(layer_))
      kernels::tanh_gradient(y, gradient, size);
    else if (std::holds_alternative<Sigmoid>(layer_))
      kernels::sigmoid_gradient(y, gradient, size);
    else
      kernels::leaky_relu_gradient(y, gradient, size, slope());
  }

 private:
  float slope() const {
    const auto* leaky = std::get_if<LeakyRelu>(&layer_);
    return leaky ? static_cast<float>(leaky->slope) : 0.0F;
  }

  Layer layer_;
  std::size_t group_;  // floats
  bool ran_;
};

class TrainableReorder final : public TrainableLayer {
 public:
  TrainableReorder(std::size_t size, FeatureOrder from, FeatureOrder to, std::size_t samples)
      : samples_(samples), source_(size) {
    for (std::size_t i = 0; i < size; ++i)
      source_[feature_place(i, to)] = static_cast<std::uint32_t>(feature_place(i, from));
  }

  void forward(const float*, const LayerRun& run) override {
    for (std::size_t n = run.first * samples_; n < run.last * samples_; ++n) {
      const float* const from = run.x + n * source_.size();
      float* const to = run.y + n * source_.size();
      for (std::size_t i = 0; i < source_.size(); ++i) to[i] = from[source_[i]];
    }
  }

  void backward(const float*, const LayerRun& run) override {
    if (!run.x_gradient) return;
    for (std::size_t n = run.first * samples_; n < run.last * samples_; ++n) {
      const float* const from = run.y_gradient + n * source_.size();
      float* const to = run.x_gradient + n * source_.size();
      for (std::size_t i = 0; i < source_.size(); ++i) to[source_[i]] = from[i];
    }
  }

 private:
  std::size_t samples_;
  std::vector<std::uint32_t> source_;  // for each output: the input that it copies
};

}  // namespace

std::unique_ptr<TrainableLayer> make_batch_norm(const BatchNorm& layer, const Shape& shape, FeatureOrder order,
                                                GroupSizes sizes) {
  return std::make_unique<TrainableNorm>(layer, shape, order, sizes);
}
std::unique_ptr<TrainableLayer> make_pool(const MaxPool2d& layer, const Shape& in, const Shape& out, GroupSizes sizes) {
  return std::make_unique<TrainablePool>(layer, in, out, sizes);
}
std::unique_ptr<TrainableLayer> make_activation(const Layer& layer, const Shape& shape, bool ran, GroupSizes sizes) {
  return std::make_unique<TrainableActivation>(layer, element_count(shape), ran, sizes.samples);
}
std::unique_ptr<TrainableLayer> make_reorder(std::size_t size, FeatureOrder from, FeatureOrder to, GroupSizes sizes) {
  return std::make_unique<TrainableReorder>(size, from, to, sizes.samples);
}

}  // namespace latentwalk
