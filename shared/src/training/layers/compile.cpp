// Chooses the memory order between the layers: images are (height, width, channels), and so are the features of a
// vector between a linear layer and an image. The weights of the linear layer are reordered instead of the vector.
#include <optional>
#include <utility>

#include "training/layers/layer.hpp"

namespace latentwalk {
namespace {

bool is_activation(const Layer& layer) {
  return std::holds_alternative<Relu>(layer) || std::holds_alternative<LeakyRelu>(layer) ||
         std::holds_alternative<Tanh>(layer) || std::holds_alternative<Sigmoid>(layer);
}
bool is_view(const Layer& layer) {
  return std::holds_alternative<Reshape>(layer) || std::holds_alternative<Flatten>(layer);
}
bool keeps_order(const Layer& layer) { return is_activation(layer) || std::holds_alternative<BatchNorm>(layer); }

std::optional<float> rectifier_slope(const Layer& layer) {
  if (std::holds_alternative<Relu>(layer)) return 0.0F;
  if (const auto* leaky = std::get_if<LeakyRelu>(&layer)) return static_cast<float>(leaky->slope);
  return std::nullopt;
}

// An image whose two orders differ, otherwise nullptr.
FeatureOrder image_order(const Shape& s) { return s.size() == 3 && s[0] > 1 && s[1] * s[2] > 1 ? &s : nullptr; }

// The memory order before each layer and after the last one.
std::vector<FeatureOrder> feature_orders(const NetworkSpec& spec, const std::vector<Shape>& shapes) {
  std::vector<FeatureOrder> orders(shapes.size(), nullptr);
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    orders[i] = image_order(shapes[i]);
    if (i == 0 || shapes[i].size() == 3) continue;
    if (keeps_order(spec.layers[i - 1]) || is_view(spec.layers[i - 1])) orders[i] = orders[i - 1];
  }
  for (std::size_t i = 0; i < spec.layers.size(); ++i) {
    if (!is_view(spec.layers[i]) || shapes[i].size() == 3) continue;
    std::size_t begin = i;  // the first vector that can take the image's order
    while (begin > 0 && keeps_order(spec.layers[begin - 1])) --begin;
    if (begin == 0 || !std::holds_alternative<Linear>(spec.layers[begin - 1])) continue;
    for (std::size_t k = begin; k <= i; ++k) orders[k] = orders[i + 1];
  }
  return orders;
}

bool same_order(FeatureOrder a, FeatureOrder b) {
  return a == b || (a && b && (*a)[0] == (*b)[0] && (*a)[1] * (*a)[2] == (*b)[1] * (*b)[2]);
}

}  // namespace

std::size_t feature_place(std::size_t feature, FeatureOrder order) {
  if (!order) return feature;
  const std::size_t pixels = (*order)[1] * (*order)[2];
  return feature % pixels * (*order)[0] + feature / pixels;
}

std::vector<PlacedLayer> compile_layers(const NetworkSpec& spec, const std::string& prefix, GroupSizes sizes) {
  const std::vector<Shape> shapes = layer_shapes(spec, prefix);
  const std::vector<FeatureOrder> orders = feature_orders(spec, shapes);  // they point into shapes
  std::vector<PlacedLayer> layers;
  const auto reorder = [&](std::size_t i, FeatureOrder from, FeatureOrder to) {
    const std::size_t size = element_count(shapes[i]);
    if (!same_order(from, to)) layers.push_back({make_reorder(size, from, to, sizes), spec.layers.size(), size});
  };
  reorder(0, nullptr, orders[0]);
  bool ran = false;  // whether the layer before has applied this activation
  for (std::size_t i = 0; i < spec.layers.size(); ++i) {
    const Layer& layer = spec.layers[i];
    const Shape &in = shapes[i], &out = shapes[i + 1];
    if (is_view(layer)) {
      reorder(i, orders[i], orders[i + 1]);
      continue;
    }
    std::unique_ptr<TrainableLayer> made;
    if (const auto* norm = std::get_if<BatchNorm>(&layer)) {
      made = make_batch_norm(*norm, in, orders[i], sizes);
    } else if (const auto* pool = std::get_if<MaxPool2d>(&layer)) {
      made = make_pool(*pool, in, out, sizes);
    } else if (is_activation(layer)) {
      // The gradient needs the output, so an activation in place must not follow another: a copy lies between them.
      if (i > 0 && is_activation(spec.layers[i - 1]))
        layers.push_back(
            {make_reorder(element_count(in), nullptr, nullptr, sizes), spec.layers.size(), element_count(in)});
      made = make_activation(layer, in, std::exchange(ran, false), sizes);
    } else {
      std::optional<float> slope;
      if (i + 1 < spec.layers.size()) slope = rectifier_slope(spec.layers[i + 1]);
      ran = slope.has_value();
      made = make_window(layer, in, out, orders[i], orders[i + 1], slope.value_or(1.0F), sizes);
    }
    layers.push_back({std::move(made), i, element_count(out)});
  }
  reorder(shapes.size() - 1, orders.back(), nullptr);
  return layers;
}

}  // namespace latentwalk
