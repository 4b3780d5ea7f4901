#include "import/onnx_network.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>

#include "import/onnx_values.hpp"
#include "import/window_search.hpp"
#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

using Sizes = std::vector<std::int64_t>;

/// An input of the network, or a part of it: latent numbers, a one-hot label, or the embedding of a label.
struct InputPart {
  std::size_t size = 0;
  bool is_label = false;
  std::optional<Tensor> embedding;
};
/// Inputs side by side, before the first layer.
struct Inputs {
  std::vector<InputPart> parts;
  Shape shape;
};

bool is_label_name(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return name.find("label") != std::string::npos || name.find("class") != std::string::npos || name == "y" ||
         name == "c";
}

class Walk {
 public:
  Walk(OnnxGraph graph, const GuessOptions& options, const std::string& where)
      : nodes_(std::move(graph.nodes)),
        inputs_(std::move(graph.inputs)),
        outputs_(std::move(graph.outputs)),
        constants_(std::move(graph.constants), where),
        options_(options),
        where_(where) {}

  Guess run() {
    for (const OnnxValue& input : inputs_) add_input(input);
    for (const OnnxNode& node : nodes_) visit(node);
    return finish();
  }

 private:
  // ---- Inputs
  void add_input(const OnnxValue& input) {
    const std::string place = where_ + ": input " + in_quotes(input.name);
    if (input.is_whole) {
      labels_.insert(input.name);
      return;
    }
    if (input.sizes.size() < 2 || input.sizes.size() > 4)
      fail(place, ": has ", input.sizes.size(), " axes, expected the batch and the latent vector");
    std::size_t size = 1;
    Shape shape;
    for (std::size_t axis = 1; axis < input.sizes.size(); ++axis) {
      if (input.sizes[axis] <= 0)
        fail(place, ": the size of axis ", axis, " is open; only the batch's may be: export it with fixed sizes");
      if (input.sizes[axis] > 1 << 16) fail(place, ": axis ", axis, " has ", input.sizes[axis], " elements");
      shape.push_back(static_cast<std::size_t>(input.sizes[axis]));
      size *= shape.back();
    }
    if (size != shape[0])
      fail(place, ": takes ", shape_text(shape),
           ", which is an image: give the generator or decoder, which takes latent "
           "numbers and draws");
    batch_ = input.sizes[0];
    sources_[input.name] = {{{size, is_label_name(input.name), {}}}, shape};
  }

  /// Starts the network at these inputs, whose values go into its first layer.
  void begin(const Inputs& inputs) {
    std::size_t size = 0;
    for (const InputPart& part : inputs.parts) size += part.size;
    builder_.emplace("generator", Shape{size}, where_);
    builder_->reshape(inputs.shape);
    parts_ = inputs.parts;
  }

  /// The label's weights go behind those of the latent vector.
  void place_label(Tensor& weight, std::size_t axis) {
    if (is_label_placed_) return;
    is_label_placed_ = true;
    const auto is_label = [](const InputPart& part) { return part.is_label; };
    const auto found = std::find_if(parts_.begin(), parts_.end(), is_label);
    std::size_t classes = options_.classes;
    bool first = options_.classes_first;
    const Tensor* embedding = nullptr;
    if (found != parts_.end()) {
      const bool is_last = found + 1 == parts_.end();
      first = found == parts_.begin();
      if (std::count_if(parts_.begin(), parts_.end(), is_label) > 1 || (!first && !is_last) || parts_.size() == 1)
        fail(where_, ": the class label must stand before or behind the latent vector");
      embedding = found->embedding ? &*found->embedding : nullptr;
      classes = embedding != nullptr ? embedding->shape(0) : found->size;
    }
    if (classes == 0) return;
    const std::size_t before = weight.shape(axis);
    move_label(weight, axis, classes, first, embedding, where_);
    classes_ = classes;
    if (weight.shape(axis) == before) return;
    // An embedding: the network takes the labels themselves.
    const Shape shape = builder_->shape();
    builder_.emplace("generator", Shape{weight.shape(axis)}, where_);
    if (shape.size() == 3) builder_->reshape({weight.shape(axis), 1, 1});
  }

  // ---- Nodes
  void visit(const OnnxNode& node) {
    if (!node.domain.empty() && node.domain != "ai.onnx") refuse(node);
    if (node.outputs.empty()) return;
    std::vector<std::string> data;
    for (const std::string& input : node.inputs) {
      if (input.empty() || constants_.contains(input)) continue;
      if (!sources_.contains(input) && !labels_.contains(input) && !shapes_.contains(input))
        fail(where_, ": ", node_text(node), " takes ", in_quotes(input), ", which no node before it gives");
      data.push_back(input);
    }
    const std::string& out = node.outputs.front();
    if (data.empty()) {
      if (!constants_.fold(node)) refuse(node);
    } else if (node.type == "Shape") {
      constants_.set_numbers(out, sizes_of(data[0]));
    } else if (std::all_of(data.begin(), data.end(), [&](const std::string& name) { return is_input(name); })) {
      if (!visit_inputs(node, data, out)) {
        if (labels_.contains(data[0])) refuse(node);
        begin(sources_.at(data[0]));
        layer(node, out);
      }
    } else {
      if (data.size() > 1 || data[0] != current_)
        fail(where_, ": ", node_text(node),
             " joins values or goes back to an earlier one; latentwalk's networks do not branch");
      layer(node, out);
    }
  }

  bool is_input(const std::string& name) const { return sources_.contains(name) || labels_.contains(name); }

  /// A node before the first layer. Returns false if it is that layer.
  bool visit_inputs(const OnnxNode& node, const std::vector<std::string>& data, const std::string& out) {
    if (builder_)
      fail(where_, ": ", node_text(node),
           " takes an input behind the first layer; latentwalk's networks do not branch");
    if (node.type == "Identity" || node.type == "Cast" || node.type == "Dropout") {
      if (labels_.contains(data[0]))
        labels_.insert(out);
      else
        sources_[out] = Inputs(sources_.at(data[0]));
      return true;
    }
    if (node.type == "Gather" && labels_.contains(data[0]) && node.inputs.size() == 2 && node.inputs[1] == data[0]) {
      Tensor embedding = constants_.tensor(node.inputs[0]);
      if (embedding.dimension() != 2) refuse(node);
      const std::size_t size = embedding.shape(1);
      sources_[out] = {{{size, true, std::move(embedding)}}, {size}};
      return true;
    }
    if (node.type == "Concat") {
      const OnnxAttribute* axis = find_attribute(node, "axis");
      Inputs all;
      std::size_t size = 0;
      for (const std::string& input : data) {
        if (!sources_.contains(input)) refuse(node);
        for (const InputPart& part : sources_.at(input).parts) all.parts.push_back(part), size += part.size;
        all.shape = sources_.at(input).shape;
      }
      const bool is_last = axis != nullptr && axis->whole == -1 && all.shape.size() == 1;
      if (data.size() != node.inputs.size() || axis == nullptr || !(axis->whole == 1 || is_last)) refuse(node);
      all.shape[0] = size;
      sources_[out] = std::move(all);
      return true;
    }
    if (labels_.contains(data[0]) || data.size() > 1) refuse(node);
    Shape shape = sources_.at(data[0]).shape;
    if (!reshaped(node, shape)) return false;
    sources_[out] = {sources_.at(data[0]).parts, shape};
    return true;
  }

  [[noreturn]] void refuse(const OnnxNode& node) const {
    fail(where_, ": ", node_text(node),
         " is no layer of latentwalk's networks at this place; they have Gemm, MatMul, Conv, "
         "ConvTranspose, BatchNormalization, MaxPool, Relu, LeakyRelu, Tanh, Sigmoid, Clip, Resize by whole factors, "
         "and shapes");
  }

  Sizes sizes_of(const std::string& name) const {
    Sizes sizes{batch_ > 0 ? batch_ : kBatchSize};
    for (const std::size_t size : sources_.contains(name) ? sources_.at(name).shape : shapes_.at(name))
      sizes.push_back(static_cast<std::int64_t>(size));
    return sizes;
  }

  // ---- Shapes
  /// Whether the node only gives its input another shape, which is set then.
  bool reshaped(const OnnxNode& node, Shape& shape) const {
    const std::size_t count = element_count(shape);
    const auto axes = [&]() -> Sizes {
      if (const OnnxAttribute* given = find_attribute(node, "axes")) return given->wholes;
      return node.inputs.size() > 1 ? constants_.numbers(node.inputs[1]) : Sizes{};
    };
    if (node.type == "Flatten") {
      const OnnxAttribute* axis = find_attribute(node, "axis");
      if (axis != nullptr && axis->whole != 1) refuse(node);
      shape = {count};
    } else if (node.type == "Unsqueeze") {
      Sizes list = axes();
      std::sort(list.begin(), list.end());
      for (std::int64_t axis : list) {
        if (axis < 0) axis += static_cast<std::int64_t>(shape.size() + 1 + list.size());
        if (axis < 1 || axis > static_cast<std::int64_t>(shape.size()) + 1) refuse(node);
        shape.insert(shape.begin() + axis - 1, 1);
      }
    } else if (node.type == "Squeeze") {
      Shape kept;
      const Sizes list = axes();
      for (std::size_t i = 0; i < shape.size(); ++i) {
        const auto axis = static_cast<std::int64_t>(i) + 1;
        const bool named = std::any_of(list.begin(), list.end(), [&](std::int64_t one) {
          return one == axis || one + static_cast<std::int64_t>(shape.size()) + 1 == axis;
        });
        if (shape[i] != 1 || !(named || list.empty())) kept.push_back(shape[i]);
      }
      shape = kept;
    } else if (node.type == "Transpose") {
      // Only where no value moves: axes of one element change places.
      const OnnxAttribute* order = find_attribute(node, "perm");
      if (order == nullptr || order->wholes.size() != shape.size() + 1 || order->wholes[0] != 0) refuse(node);
      Shape turned;
      std::int64_t last = 0;
      for (const std::int64_t axis : order->wholes) {
        if (axis < 0 || axis > static_cast<std::int64_t>(shape.size())) refuse(node);
        if (axis == 0) continue;
        turned.push_back(shape[static_cast<std::size_t>(axis) - 1]);
        if (turned.back() != 1 && std::exchange(last, axis) > axis) refuse(node);
      }
      shape = turned;
    } else if (node.type == "Reshape" && node.inputs.size() == 2) {
      shape = reshape_target(node, shape);
    } else {
      return false;
    }
    if (shape.empty()) shape = {1};
    if (element_count(shape) != count) refuse(node);
    return true;
  }

  Shape reshape_target(const OnnxNode& node, const Shape& shape) const {
    Sizes target = constants_.numbers(node.inputs[1]);
    const std::size_t count = element_count(shape);
    if (target.empty() || target.size() > 6) refuse(node);
    for (std::size_t i = 1; i < target.size(); ++i)
      if (target[i] == 0 && i <= shape.size()) target[i] = static_cast<std::int64_t>(shape[i - 1]);
    const bool keeps_batch = target[0] <= 0 || target[0] == batch_ || (batch_ <= 0 && target[0] == 1);
    std::size_t known = 1;
    for (std::size_t i = 1; i < target.size(); ++i) {
      if (target[i] == -1) continue;
      if (target[i] < 1 || target[i] > 1 << 20) refuse(node);
      known *= static_cast<std::size_t>(target[i]);
      if (known > count) refuse(node);
    }
    Shape result;
    for (std::size_t i = 1; i < target.size(); ++i)
      result.push_back(target[i] == -1 ? count / known : static_cast<std::size_t>(target[i]));
    if (!keeps_batch)
      fail(where_, ": ", node_text(node), " makes a batch of ", target[0], "; the batch has to stay as it is");
    return result;
  }

  // ---- Layers
  void layer(const OnnxNode& node, const std::string& out) {
    NetworkBuilder& builder = *builder_;
    current_ = out;
    Shape shape = builder.shape();
    if (builder.is_enlarging() && node.type != "Conv") refuse(node);
    if (reshaped(node, shape)) {
      builder.reshape(shape);
    } else if (!weighted(node) && !elementwise(node)) {
      refuse(node);
    }
    shapes_[out] = builder_->shape();
  }

  std::int64_t whole(const OnnxNode& node, const char* name, std::int64_t fallback) const {
    const OnnxAttribute* found = find_attribute(node, name);
    return found == nullptr ? fallback : found->whole;
  }
  float real(const OnnxNode& node, const char* name, float fallback) const {
    const OnnxAttribute* found = find_attribute(node, name);
    return found == nullptr ? fallback : found->real;
  }
  Sizes wholes(const OnnxNode& node, const char* name, const Sizes& fallback) const {
    const OnnxAttribute* found = find_attribute(node, name);
    return found == nullptr || found->wholes.empty() ? fallback : found->wholes;
  }

  /// What comes behind a scaling that no layer could take up must be nothing but another one.
  void no_scaling_before(const OnnxNode& node) const {
    if (factor_ != 1.0 || offset_ != 0.0 || is_clipped_)
      fail(where_, ": ", node_text(node), " follows a scaling or clipping, which can only end a network");
  }

  bool weighted(const OnnxNode& node) {
    const std::string& type = node.type;
    if (type != "Gemm" && type != "MatMul" && type != "Conv" && type != "ConvTranspose" && type != "BatchNormalization")
      return false;
    no_scaling_before(node);
    if (node.inputs.size() < 2) refuse(node);
    Weights weights{constants_.tensor(node.inputs[1]), {}};
    if (node.inputs.size() > 2 && !node.inputs[2].empty()) weights.bias = constants_.tensor(node.inputs[2]);
    if (type == "Gemm" || type == "MatMul") {
      matrix(node, std::move(weights));
    } else if (type == "BatchNormalization") {
      if (node.inputs.size() != 5 || whole(node, "training_mode", 0) != 0) refuse(node);
      begin_with_layer(node);
      builder_->batch_norm(std::move(weights.weight), std::move(*weights.bias), constants_.tensor(node.inputs[3]),
                           constants_.tensor(node.inputs[4]), std::clamp(real(node, "epsilon", 1e-5F), 1e-12F, 1.0F));
    } else {
      convolution(node, std::move(weights), type == "ConvTranspose");
    }
    return true;
  }
  void begin_with_layer(const OnnxNode& node) {
    if (!is_label_placed_ && parts_.size() > 1) refuse(node);
    is_label_placed_ = true;
  }

  void matrix(const OnnxNode& node, Weights weights) {
    if (weights.weight.dimension() != 2 || whole(node, "transA", 0) != 0) refuse(node);
    const float alpha = real(node, "alpha", 1), beta = real(node, "beta", 1);
    if (node.type == "MatMul" || whole(node, "transB", 0) == 0) {
      Tensor turned = zeros({weights.weight.shape(1), weights.weight.shape(0)});
      for (std::size_t i = 0; i < turned.shape(0); ++i)
        for (std::size_t j = 0; j < turned.shape(1); ++j) turned(i, j) = weights.weight(j, i);
      weights.weight = std::move(turned);
    }
    for (float& value : weights.weight) value *= alpha;
    const std::size_t outs = weights.weight.shape(0);
    if (weights.bias) {
      if (weights.bias->size() != outs && weights.bias->size() != 1) refuse(node);
      Tensor bias = zeros({outs});
      for (std::size_t i = 0; i < outs; ++i) bias(i) = beta * weights.bias->data()[weights.bias->size() == 1 ? 0 : i];
      weights.bias = std::move(bias);
    }
    place_label(weights.weight, 1);
    builder_->linear(std::move(weights));
  }

  void convolution(const OnnxNode& node, Weights weights, bool transposed) {
    const auto squares = [&](const Sizes& sizes) {
      return sizes.size() == 2 && sizes[0] == sizes[1] && sizes[0] >= 0 && sizes[0] <= 64;
    };
    const Shape shape = shape_of(weights.weight);
    const Sizes strides = wholes(node, "strides", {1, 1}), pads = wholes(node, "pads", {0, 0, 0, 0}),
                dilations = wholes(node, "dilations", {1, 1}), more = wholes(node, "output_padding", {0, 0});
    const OnnxAttribute* automatic = find_attribute(node, "auto_pad");
    const bool plain = shape.size() == 4 && shape[2] == shape[3] && shape[2] > 0 && shape[2] <= 64 &&
                       squares(strides) && strides[0] > 0 && pads.size() == 4 && squares({pads[0], pads[1]}) &&
                       squares({pads[2], pads[3]}) && squares(more) && dilations == Sizes{1, 1} &&
                       whole(node, "group", 1) == 1 && find_attribute(node, "output_shape") == nullptr &&
                       (automatic == nullptr || automatic->text == "NOTSET" || automatic->text == "VALID");
    if (!plain)
      fail(where_, ": ", node_text(node),
           " must have square kernels, strides and paddings, one group, no dilation and its paddings "
           "written out");
    const auto stride = static_cast<std::size_t>(strides[0]), padding = static_cast<std::size_t>(pads[0]);
    place_label(weights.weight, transposed ? 0 : 1);
    if (transposed) {
      builder_->transposed_convolution(std::move(weights), stride, padding,
                                       static_cast<std::ptrdiff_t>(pads[2] - more[0]));
    } else {
      if (pads[0] != pads[2]) fail(where_, ": ", node_text(node), " must have the same padding on all sides");
      builder_->convolution(std::move(weights), stride, padding);
    }
  }

  bool elementwise(const OnnxNode& node) {
    const std::string& type = node.type;
    if (type == "Identity" || type == "Cast") return true;
    if (type == "Dropout") {
      if (node.inputs.size() > 2 && !node.inputs[2].empty() && constants_.tensor(node.inputs[2]).data()[0] != 0)
        refuse(node);
      return true;
    }
    if (type == "Add" || type == "Sub" || type == "Mul" || type == "Div") return scale(node);
    if (type == "Clip") return clip(node);
    if (type == "Resize" || type == "Upsample") return enlarge(node);
    no_scaling_before(node);
    if (type == "Relu")
      builder_->add(Relu{});
    else if (type == "LeakyRelu")
      builder_->add(LeakyRelu{std::clamp(real(node, "alpha", 0.01F), 0.0F, 1.0F)});
    else if (type == "Tanh")
      builder_->add(Tanh{});
    else if (type == "Sigmoid")
      builder_->add(Sigmoid{});
    else if (type == "MaxPool") {
      const Sizes kernel = wholes(node, "kernel_shape", {}), strides = wholes(node, "strides", {1, 1}),
                  pads = wholes(node, "pads", {0, 0, 0, 0});
      if (kernel.size() != 2 || kernel[0] != kernel[1] || kernel[0] < 1 || kernel[0] > 64 || strides.size() != 2 ||
          strides[0] != strides[1] || strides[0] < 1 || strides[0] > 64 || pads != Sizes{0, 0, 0, 0} ||
          whole(node, "ceil_mode", 0) != 0)
        refuse(node);
      builder_->add(MaxPool2d{static_cast<std::size_t>(kernel[0]), static_cast<std::size_t>(strides[0])});
    } else {
      return false;
    }
    return true;
  }

  /// x + c, x - c, x * c or x / c, for each channel or for all.
  bool scale(const OnnxNode& node) {
    if (node.inputs.size() != 2) refuse(node);
    const bool data_first = !constants_.contains(node.inputs[0]);
    Tensor values = constants_.tensor(node.inputs[data_first ? 1 : 0]);
    const bool adds = node.type == "Add" || node.type == "Sub";
    if (!data_first && !(node.type == "Add" || node.type == "Mul")) refuse(node);
    for (float& value : values) {
      if (node.type == "Sub") value = -value;
      if (node.type == "Div") value = 1.0F / value;
    }
    Tensor one = zeros({1}), zero = zeros({1});
    one(0) = 1.0F;
    // One value for each channel has to lie along the channels.
    const Shape given = shape_of(values);
    const std::size_t axes = builder_->shape().size(), behind = axes - 1;
    bool along = values.size() == 1 || (given.size() > behind && given[given.size() - 1 - behind] == values.size());
    values.reshape({values.size()});
    const Tensor &factor = adds ? one : values, &offset = adds ? values : zero;
    const bool is_end = factor_ != 1.0 || offset_ != 0.0 || is_clipped_;
    if (along && !is_end && builder_->scale(factor, offset)) return true;
    if (values.size() != 1) refuse(node);
    factor_ *= factor(0);
    offset_ = offset_ * factor(0) + offset(0);
    return true;
  }

  bool clip(const OnnxNode& node) {
    const auto bound = [&](std::size_t input, const char* name) -> std::optional<double> {
      if (const OnnxAttribute* given = find_attribute(node, name)) return given->real;
      if (node.inputs.size() <= input || node.inputs[input].empty()) return std::nullopt;
      const Tensor values = constants_.tensor(node.inputs[input]);
      if (values.size() != 1) refuse(node);
      return values.data()[0];
    };
    const std::optional<double> low = bound(1, "min"), high = bound(2, "max");
    if (low == 0.0 && !high) {
      no_scaling_before(node);
      builder_->add(Relu{});
      return true;
    }
    if (!low || !high || !(*low < *high)) refuse(node);
    is_clipped_ = true;
    clip_low_ = *low;
    clip_high_ = *high;
    return true;
  }

  bool enlarge(const OnnxNode& node) {
    const OnnxAttribute* mode = find_attribute(node, "mode");
    if (mode != nullptr && !mode->text.empty() && mode->text != "nearest")
      fail(where_, ": ", node_text(node), " enlarges in mode ", in_quotes(mode->text), "; only \"nearest\" is known");
    no_scaling_before(node);
    const Shape shape = builder_->shape();
    if (shape.size() != 3) refuse(node);
    double factor = 0;
    const std::size_t scales = node.type == "Upsample" ? 1 : 2;
    if (node.inputs.size() > 3 && !node.inputs[3].empty()) {
      const Sizes sizes = constants_.numbers(node.inputs[3]);
      if (sizes.size() != 4 ||
          sizes[2] * static_cast<std::int64_t>(shape[2]) != sizes[3] * static_cast<std::int64_t>(shape[1]))
        refuse(node);
      factor = static_cast<double>(sizes[2]) / static_cast<double>(shape[1]);
    } else if (node.inputs.size() > scales && !node.inputs[scales].empty()) {
      const Tensor values = constants_.tensor(node.inputs[scales]);
      if (values.size() != 4 || values.data()[0] != 1 || values.data()[1] != 1 || values.data()[2] != values.data()[3])
        refuse(node);
      factor = values.data()[2];
    } else if (const OnnxAttribute* given = find_attribute(node, "scales");
               given != nullptr && given->reals.size() == 4) {
      factor = given->reals[2] == given->reals[3] ? given->reals[2] : 0;
    }
    if (!(factor >= 1 && factor <= 8) || factor != std::floor(factor))
      fail(where_, ": ", node_text(node), " enlarges ", factor, " times; a whole number from 1 to 8 is expected");
    builder_->enlarge(static_cast<std::size_t>(factor));
    return true;
  }

  // ---- The end
  Guess finish() {
    if (!builder_ || current_.empty()) fail(where_, ": has no layers");
    if (builder_->is_enlarging()) fail(where_, ": ends in an enlargement; a convolution has to follow");
    if (outputs_.size() != 1 || outputs_[0].name != current_)
      fail(where_, ": has ", outputs_.size(), " outputs; the network's last value has to be the only one");
    const Shape shape = builder_->shape();
    GuessOptions options = options_;
    Guess guess;
    Shape image = shape;
    if (image.size() == 3 && (image[0] == 3 || image[2] == 3) && image[0] * image[2] != 3)
      fail(where_, ": draws images of three channels (colour), ", shape_text(shape), "; latentwalk draws grey images");
    if (image.size() == 3 && image[0] == 1)
      image.erase(image.begin());
    else
      std::erase(image, std::size_t{1});
    if (image.size() == 1) {
      const std::size_t side = options.width != 0 ? 0 : square_root(image[0]);
      if (options.width == 0 && side == 0)
        fail(where_, ": draws ", image[0], " pixels, which is no square: say --image-size WIDTHxHEIGHT");
      if (side != 0) options.width = options.height = side;
    } else if (image.size() == 2) {
      options.height = image[0];
      options.width = image[1];
    }
    if (image.size() > 2 || image.empty() || options.width * options.height != element_count(shape))
      fail(where_, ": draws ", shape_text(shape), ", which is no grey image");
    builder_->reshape({element_count(shape)});
    const bool signed_pixels = pixel_range(guess.reasons);
    guess.reasons.insert(guess.reasons.begin(),
                         "images of " + std::to_string(options.width) + " x " + std::to_string(options.height));
    guess.spec = model_around(settled(), nullptr, signed_pixels, classes_, options, where_);
    guess.weights = builder_->weights();
    return guess;
  }

  /// The network without a reshape at its end.
  const NetworkSpec& settled() const { return builder_->spec(); }

  /// Whether paper is -1 and not 0, by the last layer and what follows it.
  bool pixel_range(std::vector<std::string>& reasons) {
    const std::vector<Layer>& layers = builder_->spec().layers;
    const bool is_tanh = std::holds_alternative<Tanh>(layers.back()),
               is_sigmoid = std::holds_alternative<Sigmoid>(layers.back());
    if (!(factor_ > 0)) fail(where_, ": turns its values round at the end: ink has to be more than paper");
    bool is_signed = is_tanh;
    if (options_.signed_pixels) {
      is_signed = *options_.signed_pixels;
    } else if (!is_tanh && !is_sigmoid) {
      const double low = (clip_low_ - offset_) / factor_, high = (clip_high_ - offset_) / factor_;
      const bool to_one = is_clipped_ && std::abs(high - 1) < 0.01;
      if (!to_one || (std::abs(low) > 0.01 && std::abs(low + 1) > 0.01))
        fail(where_,
             ": the values for paper and ink cannot be seen from its last layer: say --range 0,1 or --range -1,1");
      is_signed = low < -0.5;
    }
    reasons.push_back(is_signed ? "pixels from -1 to 1" : "pixels from 0 to 1");
    if (factor_ != 1.0 || offset_ != 0.0)
      reasons.push_back("what follows the last layer only maps this range to another one");
    return is_signed;
  }

  std::vector<OnnxNode> nodes_;
  std::vector<OnnxValue> inputs_, outputs_;
  OnnxConstants constants_;
  const GuessOptions& options_;
  const std::string& where_;
  std::map<std::string, Inputs> sources_;  // values before the first layer
  std::set<std::string> labels_;           // inputs of whole numbers
  std::map<std::string, Shape> shapes_;    // of values behind it
  std::optional<NetworkBuilder> builder_;
  std::vector<InputPart> parts_;  // of the first layer's input
  std::string current_;           // the last value
  std::int64_t batch_ = 0;        // 0: open
  std::size_t classes_ = 0;
  bool is_label_placed_ = false, is_clipped_ = false;
  double factor_ = 1, offset_ = 0, clip_low_ = 0, clip_high_ = 0;  // what follows the last layer
};

}  // namespace

Guess model_of_onnx(OnnxGraph graph, const GuessOptions& options, const std::string& where) {
  return Walk(std::move(graph), options, where).run();
}

}  // namespace latentwalk
