#include "latentwalk/network.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <mutex>
#include <optional>
#include <utility>

#include "kernels/convolution.hpp"
#include "kernels/float_buffer.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/fold.hpp"
#include "network/steps.hpp"

namespace latentwalk {
namespace {

// The largest activation of a batch, in floats: input and output of a layer together fill a second-level cache.
constexpr std::size_t kActivationFloats = 128 * 1024;
constexpr std::size_t kMaxBatch = 64;

template <class Layer2d>
kernels::ConvolutionShape convolution_shape(const Layer2d& layer, const Shape& in, const Shape& out) {
  kernels::ConvolutionShape c;
  c.in_channels = in[0];
  c.out_channels = out[0];
  if constexpr (!std::is_same_v<Layer2d, Linear>) {
    c.transposed = std::is_same_v<Layer2d, ConvTranspose2d>;
    c.in_height = in[1], c.in_width = in[2], c.out_height = out[1], c.out_width = out[2];
    c.kernel = layer.kernel, c.stride = layer.stride, c.padding = layer.padding;
  }
  return c;
}

// (out, in, taps), or (in, out, taps) if transposed, to (taps, in, out).
kernels::FloatBuffer weight_taps(const kernels::ConvolutionShape& c, const Tensor& weight) {
  kernels::FloatBuffer taps(weight.size());
  const std::size_t count = c.taps(), ins = c.in_channels, outs = c.out_channels;
  const std::size_t in_step = count * (c.transposed ? outs : 1), out_step = count * (c.transposed ? 1 : ins);
  float* to = taps.data();
  for (std::size_t tap = 0; tap < count; ++tap)
    for (std::size_t in = 0; in < ins; ++in) {
      const float* from = weight.data() + in * in_step + tap;
      for (std::size_t out = 0; out < outs; ++out, from += out_step) *to++ = *from;
    }
  return taps;
}

// Whether a layer works element by element, and therefore in any memory order.
bool is_activation(const Layer& layer) {
  return std::holds_alternative<Relu>(layer) || std::holds_alternative<LeakyRelu>(layer) ||
         std::holds_alternative<Tanh>(layer) || std::holds_alternative<Sigmoid>(layer);
}
bool is_view(const Layer& layer) {
  return std::holds_alternative<Reshape>(layer) || std::holds_alternative<Flatten>(layer);
}

// The factor for negative values of a rectifier.
std::optional<float> rectifier_slope(const Layer& layer) {
  if (std::holds_alternative<Relu>(layer)) return 0.0F;
  if (const auto* leaky = std::get_if<LeakyRelu>(&layer)) return static_cast<float>(leaky->slope);
  return std::nullopt;
}

// Whether (channels, pixels) and (pixels, channels) are different orders in memory.
bool has_order(const Shape& s) { return s.size() == 3 && s[0] > 1 && s[1] * s[2] > 1; }

std::size_t pixels_of(const Shape& s) { return has_order(s) ? s[1] * s[2] : 1; }

// A linear layer after a flatten or before a reshape has the elements of an image as features. Reordering its weights
// once lets it work in (pixels, channels) order, so that nothing is reordered at run time.
struct LinearOrder {
  const Shape* in = nullptr;   // the image before the flatten, if any
  const Shape* out = nullptr;  // the image after the reshape, if any
};
LinearOrder linear_order(const NetworkSpec& spec, const std::vector<Shape>& shapes, std::size_t i) {
  LinearOrder order;
  if (i > 0 && is_view(spec.layers[i - 1]) && has_order(shapes[i - 1])) order.in = &shapes[i - 1];
  std::size_t next = i + 1;
  while (next < spec.layers.size() && is_activation(spec.layers[next])) ++next;
  if (next < spec.layers.size() && is_view(spec.layers[next]) && has_order(shapes[next + 1]))
    order.out = &shapes[next + 1];
  return order;
}

// The index in the spec's order of the feature at `place` in (pixels, channels) order.
std::size_t feature_at(std::size_t place, const Shape* image) {
  if (!image) return place;
  const std::size_t channels = (*image)[0], pixels = (*image)[1] * (*image)[2];
  return place % channels * pixels + place / channels;
}

// Reorders the weight (1, in, out) and the bias of a linear layer.
void reorder_linear(kernels::FloatBuffer& taps, std::vector<float>& bias, std::size_t ins, const LinearOrder& order) {
  if (!order.in && !order.out) return;
  const kernels::FloatBuffer old_taps = std::exchange(taps, kernels::FloatBuffer(taps.size()));
  const std::vector<float> old_bias = bias;
  const std::size_t outs = bias.size();
  std::vector<std::size_t> features(outs);
  for (std::size_t out = 0; out < outs; ++out) {
    features[out] = feature_at(out, order.out);
    bias[out] = old_bias[features[out]];
  }
  const std::size_t* const from = features.data();
  float* to = taps.data();
  for (std::size_t in = 0; in < ins; ++in) {
    const float* row = old_taps.data() + feature_at(in, order.in) * outs;
    for (std::size_t out = 0; out < outs; ++out) *to++ = row[from[out]];
  }
}

}  // namespace

struct Network::Plan {
  Shape input, output;
  std::vector<Step> steps;
  std::size_t batch = 1, largest = 0, scratch = 0;
  std::mutex mutex;
  std::vector<std::unique_ptr<Workspace>> idle;

  std::unique_ptr<Workspace> take_workspace() {
    {
      const std::lock_guard lock(mutex);
      if (!idle.empty()) {
        auto workspace = std::move(idle.back());
        idle.pop_back();
        return workspace;
      }
    }
    return std::make_unique<Workspace>(Workspace{kernels::FloatBuffer(largest * batch),
                                                 kernels::FloatBuffer(largest * batch), kernels::FloatBuffer(scratch)});
  }

  void give_back(std::unique_ptr<Workspace> workspace) {
    const std::lock_guard lock(mutex);
    idle.push_back(std::move(workspace));
  }

  // Copies the samples from `begin` on, each with its one-hot label.
  void take_in(const NetworkInput& in, std::size_t begin, std::size_t count, float* to) const {
    const std::size_t dim = element_count(input) - in.class_count;
    for (std::size_t n = begin; n < begin + count; ++n) {
      to = std::copy_n(in.values + n * dim, dim, to);
      if (in.class_count == 0) continue;
      std::fill_n(to, in.class_count, 0.0F);
      to[in.labels[n]] = 1.0F;
      to += in.class_count;
    }
  }

  // Runs one batch, whose input is in memory.now. Calls observe(step, memory) after each step.
  template <class Observe>
  void run_batch(Workspace& memory, std::size_t count, float* out, Observe observe) const {
    for (const Step& step : steps) {
      run_step(step, memory, count);
      observe(step, memory);
    }
    std::copy_n(memory.now.data(), count * element_count(output), out);
  }

  template <class Observe>
  void run_all(const NetworkInput& in, std::size_t count, float* out, Observe observe) {
    std::unique_ptr<Workspace> memory = take_workspace();
    for (std::size_t begin = 0; begin < count; begin += batch) {
      const std::size_t size = std::min(batch, count - begin);
      take_in(in, begin, size, memory->now.data());
      run_batch(*memory, size, out + begin * element_count(output), observe);
    }
    give_back(std::move(memory));
  }
};

Network::Network(const NetworkSpec& original, const std::string& prefix,
                 const std::function<Tensor(const std::string&)>& parameter)
    : plan_(std::make_unique<Plan>()) {
  const WeightedNetwork network = fold_batch_norm(original, prefix, parameter);
  const NetworkSpec& spec = network.spec;
  const std::vector<Shape> shapes = layer_shapes(spec, prefix);
  plan_->input = spec.input;
  plan_->output = shapes.back();
  for (const Shape& shape : shapes) plan_->largest = std::max(plan_->largest, element_count(shape));
  plan_->batch = std::clamp<std::size_t>(kActivationFloats / plan_->largest, 1, kMaxBatch);

  std::size_t i = 0;       // the layer
  std::size_t pixels = 1;  // memory holds (pixels, channels)
  const auto add = [&](auto what, std::string name, const Shape& shape, double weight_bytes = 0) {
    plan_->steps.push_back(
        {std::move(what), std::move(name), element_count(shape), weight_bytes, network.last_layer[i], shape, pixels});
  };
  // Converts between (channels, pixels) and (pixels, channels). Does nothing if either count is 1.
  const auto reorder = [&](const Shape& s, bool to_pixels) {
    if (!has_order(s)) return;
    const Transpose transpose = to_pixels ? Transpose{s[0], s[1] * s[2]} : Transpose{s[1] * s[2], s[0]};
    plan_->steps.push_back({transpose, "reorder", element_count(s)});
    pixels = to_pixels ? pixels_of(s) : 1;
  };

  reorder(spec.input, true);
  for (; i < spec.layers.size(); ++i) {
    const Layer& layer = spec.layers[i];
    const Shape &in = shapes[i], &out = shapes[i + 1];
    const std::string name = prefix + "." + std::to_string(i);
    const auto add_convolution = [&](const auto& typed, const LinearOrder& order = {}) {
      const kernels::ConvolutionShape shape = convolution_shape(typed, in, out);
      std::vector<float> bias(shape.out_channels, 0.0F);
      if (typed.bias) std::copy_n(network.weights.at(name + ".bias").data(), bias.size(), bias.data());
      const Tensor& weight = network.weights.at(name + ".weight");
      kernels::FloatBuffer taps = weight_taps(shape, weight);
      reorder_linear(taps, bias, shape.in_channels, order);
      std::optional<float> slope;
      if (i + 1 < spec.layers.size()) slope = rectifier_slope(spec.layers[i + 1]);
      auto convolution = kernels::plan_convolution(shape, taps.data(), bias, slope.value_or(1.0F), plan_->batch);
      plan_->scratch = std::max(plan_->scratch, convolution->scratch_size());
      std::string text = std::string(layer_type(layer)) + ", " + convolution->method();
      if (slope) text += std::string(", ") + layer_type(spec.layers[++i]);
      pixels = pixels_of(order.out ? *order.out : out);
      add(Convolve{std::move(convolution)}, text, out, 4.0 * static_cast<double>(weight.size()));
    };
    if (const auto* linear = std::get_if<Linear>(&layer)) {
      add_convolution(*linear, linear_order(spec, shapes, i));
    } else if (const auto* conv = std::get_if<Conv2d>(&layer)) {
      add_convolution(*conv);
    } else if (const auto* transposed = std::get_if<ConvTranspose2d>(&layer)) {
      add_convolution(*transposed);
    } else if (const auto* norm = std::get_if<BatchNorm>(&layer)) {
      add(batch_norm_scale(*norm, name, [&](const std::string& n) { return network.weights.at(n); }), "batch_norm",
          out);
    } else if (const auto* pool = std::get_if<MaxPool2d>(&layer)) {
      pixels = pixels_of(out);
      add(Pool{in[1], in[2], in[0], pool->kernel, pool->stride, out[1], out[2]}, "max_pool2d", out);
    } else if (is_view(layer)) {
      std::size_t before = i;  // the index after the layer that produced the input
      while (before > 0 && is_activation(spec.layers[before - 1])) --before;
      const bool to_linear = i + 1 < spec.layers.size() && std::holds_alternative<Linear>(spec.layers[i + 1]);
      const bool from_linear = before > 0 && std::holds_alternative<Linear>(spec.layers[before - 1]);
      if (!to_linear) reorder(in, false);
      if (!from_linear) reorder(out, true);
    } else {
      add(Activate{layer}, layer_type(layer), out);
    }
  }
  reorder(plan_->output, false);
}

Network::~Network() = default;
Network::Network(Network&&) noexcept = default;
Network& Network::operator=(Network&&) noexcept = default;

std::vector<Network::LayerOutput> Network::layer_outputs() const {
  std::vector<LayerOutput> outputs;
  for (const Step& step : plan_->steps)
    if (step.layer) outputs.push_back({*step.layer, step.shape});
  return outputs;
}

std::vector<float> Network::activations(const NetworkInput& sample, std::span<const std::size_t> layers) const {
  auto next = layers.begin();
  for (const Step& step : plan_->steps)
    if (next != layers.end() && step.layer == *next) ++next;
  if (next != layers.end()) {
    std::string known;
    for (const LayerOutput& output : layer_outputs()) known += " " + std::to_string(output.layer);
    fail("activations: expected layers in rising order out of", known, ", found ", *next);
  }
  next = layers.begin();
  std::vector<float> outputs, last(output_size());
  plan_->run_all(sample, 1, last.data(), [&](const Step& step, const Workspace& memory) {
    if (next == layers.end() || step.layer != *next) return;
    ++next;
    const float* values = memory.now.data();
    const std::size_t channels = step.output_size / step.pixels;
    for (std::size_t channel = 0; channel < channels; ++channel)
      for (std::size_t pixel = 0; pixel < step.pixels; ++pixel) outputs.push_back(values[pixel * channels + channel]);
  });
  return outputs;
}

std::size_t Network::input_size() const { return element_count(plan_->input); }
std::size_t Network::output_size() const { return element_count(plan_->output); }
std::size_t Network::batch() const { return plan_->batch; }

Tensor Network::forward(const Tensor& input) const {
  Shape expected{input.dimension() > 0 ? input.shape(0) : 0};
  expected.insert(expected.end(), plan_->input.begin(), plan_->input.end());
  if (shape_of(input) != expected || expected[0] == 0)
    fail("network: expected an input of N x ", shape_text(plan_->input), ", found ", shape_text(shape_of(input)));
  Shape shape{expected[0]};
  shape.insert(shape.end(), plan_->output.begin(), plan_->output.end());
  Tensor output = zeros(shape);
  forward({input.data()}, expected[0], output.data());
  return output;
}

void Network::forward(const NetworkInput& input, std::size_t count, float* output) const {
  plan_->run_all(input, count, output, [](const Step&, const Workspace&) {});
}

std::vector<Network::StepCost> Network::profile(const NetworkInput& input, std::size_t count, float* output) const {
  using Clock = std::chrono::steady_clock;
  std::vector<StepCost> costs;
  for (const Step& step : plan_->steps) {
    const auto* convolve = std::get_if<Convolve>(&step.what);
    costs.push_back({step.name, convolve ? convolve->convolution->flops() : 0.0, step.weight_bytes, 0.0});
  }
  auto last = Clock::now();
  std::size_t index = 0;
  plan_->run_all(input, count, output, [&](const Step&, const Workspace&) {
    const auto now = Clock::now();
    costs[index++ % costs.size()].seconds += std::chrono::duration<double>(now - last).count();
    last = now;
  });
  return costs;
}

}  // namespace latentwalk
