#include "import/build_network.hpp"

#include <algorithm>

#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

/// Kernels (a, b, rows, columns) with zeros before and after each of them, along both axes.
Tensor padded_kernels(const Tensor& kernels, std::size_t before, std::size_t after) {
  const std::size_t size = kernels.shape(2), larger = before + size + after,
                    count = kernels.shape(0) * kernels.shape(1);
  Tensor result = zeros({kernels.shape(0), kernels.shape(1), larger, larger});
  for (std::size_t k = 0; k < count; ++k)
    for (std::size_t y = 0; y < size; ++y)
      std::copy_n(kernels.data() + (k * size + y) * size, size,
                  result.data() + (k * larger + y + before) * larger + before);
  return result;
}

/// The kernels of a transposed convolution with stride `factor` that does what enlarging by `factor` and then a
/// convolution does: each pixel reaches, turned round, every place that one of its copies reaches.
Tensor enlarging_kernels(const Tensor& kernels, std::size_t factor) {
  const std::size_t outs = kernels.shape(0), ins = kernels.shape(1), size = kernels.shape(2),
                    larger = size + factor - 1;
  Tensor result = zeros({ins, outs, larger, larger});
  for (std::size_t out = 0; out < outs; ++out)
    for (std::size_t in = 0; in < ins; ++in)
      for (std::size_t y = 0; y < size; ++y)
        for (std::size_t x = 0; x < size; ++x)
          for (std::size_t dy = 0; dy < factor; ++dy)
            for (std::size_t dx = 0; dx < factor; ++dx)
              result(in, out, size - 1 - y + dy, size - 1 - x + dx) += kernels(out, in, y, x);
  return result;
}

bool has_weights(const Layer& layer) {
  return std::holds_alternative<Linear>(layer) || std::holds_alternative<Conv2d>(layer) ||
         std::holds_alternative<ConvTranspose2d>(layer) || std::holds_alternative<BatchNorm>(layer);
}

}  // namespace

NetworkBuilder::NetworkBuilder(std::string role, Shape input, const std::string& where)
    : role_(std::move(role)), where_(where + ": " + role_), spec_{input, {}}, ours_(input), shape_(std::move(input)) {}

void NetworkBuilder::reshape(Shape shape) {
  if (element_count(shape) != element_count(ours_))
    fail(where_, ": ", shape_text(ours_), " does not fit ", shape_text(shape));
  shape_ = std::move(shape);
}

void NetworkBuilder::settle() {
  if (ours_ == shape_) return;
  const Shape target = shape_;
  if (target.size() == 1)
    emit(Flatten{});
  else if (target.size() == 3)
    emit(Reshape{target});
  else
    fail(where_, ": a layer cannot follow the shape ", shape_text(target));
}

void NetworkBuilder::emit(const Layer& layer) {
  spec_.layers.push_back(layer);
  NetworkSpec last{ours_, {layer}};
  ours_ = shape_ = layer_shapes(last, where_).back();
}

std::string NetworkBuilder::next_name(const char* what) const {
  return role_ + "." + std::to_string(spec_.layers.size()) + "." + what;
}

void NetworkBuilder::keep(Weights weights) {
  weights_[next_name("weight")] = std::move(weights.weight);
  if (weights.bias) weights_[next_name("bias")] = std::move(*weights.bias);
}

void NetworkBuilder::linear(Weights weights) {
  if (shape_.size() != 1) shape_ = {element_count(shape_)};
  settle();
  const std::size_t outs = weights.weight.shape(0);
  if (weights.weight.shape(1) != ours_[0])
    fail(where_, ": a linear layer of ", weights.weight.shape(1), " inputs cannot follow ", shape_text(ours_));
  const bool bias = weights.bias.has_value();
  keep(std::move(weights));
  emit(Linear{outs, bias});
}

void NetworkBuilder::convolution(Weights weights, std::size_t stride, std::size_t padding) {
  const std::size_t outs = weights.weight.shape(0), ins = weights.weight.shape(1), kernel = weights.weight.shape(2);
  if (enlarge_ != 1) {
    if (stride != 1 || padding >= kernel)
      fail(where_, ": an enlargement can only come before a convolution of stride 1");
    const std::size_t factor = std::exchange(enlarge_, 1);
    shape_ = ours_;  // as before the enlargement
    weights.weight = enlarging_kernels(weights.weight, factor);
    const std::size_t end = kernel - 1 - padding;
    transposed_convolution(std::move(weights), factor, end, static_cast<std::ptrdiff_t>(end));
    return;
  }
  settle();
  if (ours_.size() != 3 || ours_[0] != ins)
    fail(where_, ": a convolution of ", ins, " channels cannot follow ", shape_text(ours_));
  const bool bias = weights.bias.has_value();
  keep(std::move(weights));
  emit(Conv2d{outs, kernel, stride, padding, bias});
}

void NetworkBuilder::transposed_convolution(Weights weights, std::size_t stride, std::size_t padding,
                                            std::ptrdiff_t end) {
  settle();
  const auto begin = static_cast<std::ptrdiff_t>(padding);
  if (end < begin) {  // less is cut off at the end: as if the kernel went on with zeros
    weights.weight = padded_kernels(weights.weight, 0, static_cast<std::size_t>(begin - end));
  } else if (end > begin) {
    weights.weight = padded_kernels(weights.weight, static_cast<std::size_t>(end - begin), 0);
    padding = static_cast<std::size_t>(end);
  }
  const std::size_t ins = weights.weight.shape(0), outs = weights.weight.shape(1), kernel = weights.weight.shape(2);
  if (ours_.size() != 3 || ours_[0] != ins)
    fail(where_, ": a transposed convolution of ", ins, " channels cannot follow ", shape_text(ours_));
  const bool bias = weights.bias.has_value();
  keep(std::move(weights));
  emit(ConvTranspose2d{outs, kernel, stride, padding, bias});
}

void NetworkBuilder::enlarge(std::size_t factor) {
  settle();
  if (ours_.size() != 3) fail(where_, ": only an image can be enlarged, found ", shape_text(ours_));
  enlarge_ *= factor;
  shape_ = {ours_[0], ours_[1] * enlarge_, ours_[2] * enlarge_};
}

void NetworkBuilder::batch_norm(Tensor weight, Tensor bias, Tensor mean, Tensor variance, double eps) {
  settle();
  if (ours_[0] != weight.size())
    fail(where_, ": a batch norm of ", weight.size(), " channels cannot follow ", shape_text(ours_));
  weights_[next_name("weight")] = std::move(weight);
  weights_[next_name("bias")] = std::move(bias);
  weights_[next_name("running_mean")] = std::move(mean);
  weights_[next_name("running_var")] = std::move(variance);
  emit(BatchNorm{eps});
}

void NetworkBuilder::add(const Layer& layer) {
  const bool windows = std::holds_alternative<MaxPool2d>(layer);
  if (windows) settle();
  // An activation does not mind the shape, which stays as the other program has it.
  const Shape shape = shape_;
  emit(layer);
  if (!windows) shape_ = shape;
}

bool NetworkBuilder::scale(const Tensor& factor, const Tensor& offset) {
  if (spec_.layers.empty() || !has_weights(spec_.layers.back())) return false;
  const std::string name = role_ + "." + std::to_string(spec_.layers.size() - 1);
  Tensor& weight = weights_.at(name + ".weight");
  const bool transposed = std::holds_alternative<ConvTranspose2d>(spec_.layers.back());
  const std::size_t outs = weight.shape(transposed ? 1 : 0);
  const auto at = [&](const Tensor& values, std::size_t channel) {
    return values.data()[values.size() == 1 ? 0 : channel];
  };
  if ((factor.size() != 1 && factor.size() != outs) || (offset.size() != 1 && offset.size() != outs)) return false;
  const std::size_t before = transposed ? weight.shape(0) : 1, inner = weight.size() / before / outs;
  for (std::size_t i = 0; i < before; ++i)
    for (std::size_t c = 0; c < outs; ++c)
      for (std::size_t k = 0; k < inner; ++k) weight.data()[(i * outs + c) * inner + k] *= at(factor, c);
  auto [bias, is_new] = weights_.try_emplace(name + ".bias", zeros({outs}));
  for (std::size_t c = 0; c < outs; ++c) bias->second(c) = bias->second(c) * at(factor, c) + at(offset, c);
  if (!is_new) return true;
  std::visit(
      [](auto& layer) {
        if constexpr (requires { layer.bias; }) layer.bias = true;
      },
      spec_.layers.back());
  return true;
}

}  // namespace latentwalk
