#include "import/window_search.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace latentwalk {
namespace {

constexpr std::size_t kMaxVisits = 200000, kMaxPlans = 4096, kMaxSide = 256;
constexpr int kMaxCost = 12;

/// What a convolution can mean, the usual first.
std::vector<Window> windows(const FoundLayer& layer, bool is_image_network, std::size_t channels, std::size_t side,
                            const FoundLayer* before) {
  const Shape shape = shape_of(layer.weights.weight);
  const std::size_t kernel = shape[2];
  const bool can_grow = is_image_network && shape[0] == channels, can_shrink = shape[1] == channels;
  const bool biased = layer.weights.bias.has_value();
  std::vector<Window> list;
  const auto add = [&](Window window) { list.push_back(window); };
  const std::size_t middle = kernel / 2;
  const bool odd = kernel % 2 == 1;
  if (can_grow && (!biased || layer.weights.bias->size() == shape[1])) {
    const int cost = can_shrink && odd ? 1 : 0;  // as many channels in as out: an odd kernel is a plain convolution's
    if (side == 1) {
      add({true, 1, 0, 0, 1, true, cost});
    } else {
      if (kernel > 1) add({true, 2, (kernel - 1) / 2, 0, 1, true, cost});
      if (odd && kernel > 1) add({true, 2, middle, 1, 1, true, cost + 1});
      if (odd) add({true, 1, middle, 0, 1, true, cost + 2});
      if (kernel > 1) add({true, 2, 0, 0, 1, true, cost + 2});
      add({true, 1, 0, 0, 1, true, cost + 3});
    }
  }
  if (can_shrink && (!biased || layer.weights.bias->size() == shape[0])) {
    if (!is_image_network) {
      add({false, 2, (kernel - 1) / 2, 0, 1, true, 0});
      add({false, 1, middle, 0, 1, true, 1});
      add({false, 1, 0, 0, 1, true, 1});
      add({false, 2, 0, 0, 1, true, 2});
    } else if (odd) {
      const auto between = before == nullptr ? std::nullopt : gap(*before, layer);
      const bool first =
          before != nullptr && before->kind == FoundLayer::Kind::batch_norm && before->place() == std::size_t{0};
      const bool grows = between && (*between > 1 || (*between == 1 && first));
      add({false, 1, middle, 0, grows ? 2U : 1U, !(first && between == std::size_t{1}), 0});
      add({false, 1, middle, 0, grows ? 1U : 2U, true, 1});
      add({false, 1, 0, 0, 1, true, 3});
    }
  }
  return list;
}

std::size_t side_after(const Window& window, std::size_t side, std::size_t kernel) {
  if (window.transposed) {
    const std::size_t full = (side - 1) * window.stride + kernel + window.output_padding;
    return full > 2 * window.padding ? full - 2 * window.padding : 0;
  }
  const std::size_t padded = side * window.enlarge + 2 * window.padding;
  return padded >= kernel ? (padded - kernel) / window.stride + 1 : 0;
}

}  // namespace

std::size_t square_root(std::size_t value) {
  const auto root = static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(value))));
  return root * root == value ? root : 0;
}

std::optional<std::size_t> gap(const FoundLayer& before, const FoundLayer& layer) {
  const auto a = before.place(), b = layer.place();
  if (!a || !b || *b <= *a || before.parent() != layer.parent()) return std::nullopt;
  return *b - *a - 1;
}

WindowSearch::WindowSearch(const std::vector<FoundLayer>& layers, bool is_image_network)
    : layers_(layers), is_image_network_(is_image_network) {
  plan_.windows.resize(layers.size());
}

std::vector<WindowPlan> WindowSearch::run(std::size_t channels, std::size_t side) {
  visit(0, channels, side);
  return std::move(plans_);
}

void WindowSearch::visit(std::size_t i, std::size_t channels, std::size_t side) {
  if (++visits_ > kMaxVisits || plans_.size() > kMaxPlans || plan_.cost > kMaxCost || side > kMaxSide) return;
  furthest_ = std::max(furthest_, i);
  if (i == layers_.size()) {
    WindowPlan plan = plan_;
    plan.side = side == kNoSide ? 0 : (channels == 1 ? side : 0);
    plan.features = side == kNoSide ? channels : channels * side * side;
    if (side != kNoSide && channels == 3) saw_colour_ = true;
    plans_.push_back(std::move(plan));
    return;
  }
  const FoundLayer& layer = layers_[i];
  const Shape shape = shape_of(layer.weights.weight);
  if (layer.kind == FoundLayer::Kind::batch_norm) {
    // The first after a vector can belong to the image that it becomes.
    if (shape[0] == channels)
      visit(i + 1, channels, side);
    else if (const std::size_t inner =
                 side == kNoSide && channels % shape[0] == 0 ? square_root(channels / shape[0]) : 0)
      visit(i + 1, shape[0], inner);
  } else if (layer.kind == FoundLayer::Kind::linear) {
    const std::size_t features = side == kNoSide ? channels : channels * side * side;
    if (shape[1] == features) visit(i + 1, shape[0], kNoSide);
  } else if (side == kNoSide) {
    // A vector becomes an image with as many channels as the convolution takes.
    std::set<std::size_t> ins{shape[1]};
    if (is_image_network_) ins.insert(shape[0]);
    for (const std::size_t in : ins)
      if (const std::size_t inner = channels % in == 0 ? square_root(channels / in) : 0) convolve(i, in, inner);
  } else {
    convolve(i, channels, side);
  }
}

void WindowSearch::convolve(std::size_t i, std::size_t channels, std::size_t side) {
  const FoundLayer& layer = layers_[i];
  const Shape shape = shape_of(layer.weights.weight);
  for (const Window& window : windows(layer, is_image_network_, channels, side, i == 0 ? nullptr : &layers_[i - 1])) {
    const std::size_t after = side_after(window, side, shape[2]);
    if (after == 0) continue;
    plan_.windows[i] = window;
    plan_.cost += window.cost;
    visit(i + 1, shape[window.transposed ? 1 : 0], after);
    plan_.cost -= window.cost;
  }
}

}  // namespace latentwalk
