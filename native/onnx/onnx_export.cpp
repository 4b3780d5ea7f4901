#include "onnx/onnx_export.hpp"

#include <onnx/checker.h>
#include <onnx/onnx_pb.h>

#include <algorithm>
#include <cstring>

#include "latentwalk/error.hpp"
#include "latentwalk/fold.hpp"
#include "latentwalk/quantise.hpp"
#include "latentwalk/version.hpp"

namespace latentwalk {
namespace {

constexpr int kIrVersion = 8;
constexpr const char* kBatchAxis = "N";

using Sizes = std::vector<std::int64_t>;

Sizes sizes_of(const Shape& shape) { return {shape.begin(), shape.end()}; }

// Builds a graph node by node. `value_` is the name of the output of the last node.
class GraphWriter {
 public:
  explicit GraphWriter(onnx::GraphProto& graph) : graph_(graph) {}

  const std::string& value() const { return value_; }
  void set_value(std::string name) { value_ = std::move(name); }

  void input(const std::string& name, const Sizes& sample) { describe(*graph_.add_input(), name, sample); }
  void output(const std::string& name, const Sizes& sample) { describe(*graph_.add_output(), name, sample); }

  std::string floats(const std::string& name, const Sizes& sizes, const float* values, std::size_t count) {
    onnx::TensorProto& tensor = *graph_.add_initializer();
    tensor.set_name(name);
    tensor.set_data_type(onnx::TensorProto::FLOAT);
    for (const std::int64_t size : sizes) tensor.add_dims(size);
    tensor.set_raw_data(values, count * sizeof(float));
    return name;
  }
  std::string floats(const std::string& name, const Tensor& values) {
    return floats(name, sizes_of(shape_of(values)), values.data(), values.size());
  }

  // Adds a node whose inputs are the last value and the given ones.
  onnx::NodeProto& node(const char* type, const std::vector<std::string>& further = {}) {
    onnx::NodeProto& node = *graph_.add_node();
    node.set_op_type(type);
    node.set_name(std::string(type) + "_" + std::to_string(graph_.node_size()));
    node.add_input(value_);
    for (const std::string& name : further) node.add_input(name);
    value_ = node.name() + "_out";
    node.add_output(value_);
    return node;
  }

  // Keeps the batch axis, which has any size.
  void reshape(const Sizes& sample) {
    Sizes target{0};
    target.insert(target.end(), sample.begin(), sample.end());
    const std::string name = "shape_" + std::to_string(graph_.node_size());
    onnx::TensorProto& tensor = *graph_.add_initializer();
    tensor.set_name(name);
    tensor.set_data_type(onnx::TensorProto::INT64);
    tensor.add_dims(static_cast<std::int64_t>(target.size()));
    tensor.set_raw_data(target.data(), target.size() * sizeof(std::int64_t));
    node("Reshape", {name});
  }

 private:
  static void describe(onnx::ValueInfoProto& info, const std::string& name, const Sizes& sample) {
    info.set_name(name);
    auto& type = *info.mutable_type()->mutable_tensor_type();
    type.set_elem_type(onnx::TensorProto::FLOAT);
    type.mutable_shape()->add_dim()->set_dim_param(kBatchAxis);
    for (const std::int64_t size : sample) type.mutable_shape()->add_dim()->set_dim_value(size);
  }

  onnx::GraphProto& graph_;
  std::string value_;
};

void attribute(onnx::NodeProto& node, const char* name, const Sizes& values) {
  onnx::AttributeProto& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(onnx::AttributeProto::INTS);
  for (const std::int64_t value : values) attribute.add_ints(value);
}
void attribute(onnx::NodeProto& node, const char* name, std::int64_t value) {
  onnx::AttributeProto& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(onnx::AttributeProto::INT);
  attribute.set_i(value);
}
void attribute(onnx::NodeProto& node, const char* name, float value) {
  onnx::AttributeProto& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(onnx::AttributeProto::FLOAT);
  attribute.set_f(value);
}

template <class Window>
void window(onnx::NodeProto& node, const Window& layer, std::size_t padding) {
  const auto twice = [](std::size_t value) { return Sizes(2, static_cast<std::int64_t>(value)); };
  attribute(node, "kernel_shape", twice(layer.kernel));
  attribute(node, "strides", twice(layer.stride));
  attribute(node, "pads", Sizes(4, static_cast<std::int64_t>(padding)));
}

void add_layer(GraphWriter& graph, const Layer& layer, const Shape& out, const WeightedNetwork& network,
               const std::string& name) {
  const auto weights = [&](std::initializer_list<const char*> parts) {
    std::vector<std::string> names;
    for (const char* part : parts) {
      const auto found = network.weights.find(name + part);
      if (found != network.weights.end()) names.push_back(graph.floats(name + part, found->second));
    }
    return names;
  };
  if (std::holds_alternative<Linear>(layer)) {
    attribute(graph.node("Gemm", weights({".weight", ".bias"})), "transB", std::int64_t{1});
  } else if (const auto* conv = std::get_if<Conv2d>(&layer)) {
    window(graph.node("Conv", weights({".weight", ".bias"})), *conv, conv->padding);
  } else if (const auto* transposed = std::get_if<ConvTranspose2d>(&layer)) {
    window(graph.node("ConvTranspose", weights({".weight", ".bias"})), *transposed, transposed->padding);
  } else if (const auto* norm = std::get_if<BatchNorm>(&layer)) {
    attribute(graph.node("BatchNormalization", weights({".weight", ".bias", ".running_mean", ".running_var"})),
              "epsilon", static_cast<float>(norm->eps));
  } else if (const auto* pool = std::get_if<MaxPool2d>(&layer)) {
    window(graph.node("MaxPool"), *pool, 0);
  } else if (const auto* leaky = std::get_if<LeakyRelu>(&layer)) {
    attribute(graph.node("LeakyRelu"), "alpha", static_cast<float>(leaky->slope));
  } else if (std::holds_alternative<Relu>(layer)) {
    graph.node("Relu");
  } else if (std::holds_alternative<Tanh>(layer)) {
    graph.node("Tanh");
  } else if (std::holds_alternative<Sigmoid>(layer)) {
    graph.node("Sigmoid");
  } else {
    graph.reshape(sizes_of(out));
  }
}

// Adds y = x * factor + offset, unless that is the identity.
void affine(GraphWriter& graph, const std::string& name, float factor, float offset) {
  if (factor == 1.0F && offset == 0.0F) return;
  graph.node("Mul", {graph.floats(name + "_factor", {}, &factor, 1)});
  graph.node("Add", {graph.floats(name + "_offset", {}, &offset, 1)});
}

// Gives the last value the public name of the output.
void finish(GraphWriter& graph, onnx::GraphProto& proto, const std::string& name, const Sizes& sample) {
  proto.mutable_node(proto.node_size() - 1)->set_output(0, name);
  graph.output(name, sample);
}

}  // namespace

std::vector<std::uint8_t> export_onnx(const ModelSpec& model, const Safetensors& file, const std::string& role,
                                      int version) {
  const auto found = model.networks.find(role);
  if (found == model.networks.end()) fail(model.name, ": this model has no network \"", role, "\"");
  std::map<std::string, Tensor> weights;
  for (const Parameter& parameter : network_parameters(found->second, role))
    weights[parameter.name] = load_parameter(file, parameter, model.name);
  const WeightedNetwork network =
      fold_batch_norm(found->second, role, [&](const std::string& tensor) { return weights.at(tensor); });
  const bool encodes = role == "encoder";
  const auto height = static_cast<std::int64_t>(model.image_height),
             width = static_cast<std::int64_t>(model.image_width);
  const auto dim = static_cast<std::int64_t>(latent_dim(model));
  const auto low = static_cast<float>(model.value_low), span = static_cast<float>(model.value_high - model.value_low);

  onnx::ModelProto proto;
  proto.set_ir_version(kIrVersion);
  proto.set_producer_name("latentwalk");
  proto.set_producer_version(kVersion);
  proto.set_doc_string(model.description);
  auto& opset = *proto.add_opset_import();
  opset.set_domain("");
  opset.set_version(version);
  onnx::GraphProto& graph_proto = *proto.mutable_graph();
  graph_proto.set_name(model.name + "_" + role);
  GraphWriter graph(graph_proto);

  const std::string input = encodes ? "images" : "latents";
  graph.input(input, encodes ? Sizes{height, width} : Sizes{dim});
  graph.set_value(input);
  if (encodes) {
    affine(graph, "to_range", span, low);
    graph.reshape(model.class_count > 0 ? Sizes{height * width} : sizes_of(network.spec.input));
  }
  if (model.class_count > 0) {
    graph.input("classes", {static_cast<std::int64_t>(model.class_count)});
    attribute(graph.node("Concat", {"classes"}), "axis", std::int64_t{1});
  }
  const std::vector<Shape> shapes = layer_shapes(network.spec, role);
  for (std::size_t i = 0; i < network.spec.layers.size(); ++i)
    add_layer(graph, network.spec.layers[i], shapes[i + 1], network, role + "." + std::to_string(i));
  if (encodes) {
    finish(graph, graph_proto, "codes", {2 * dim});
  } else {
    affine(graph, "to_ink", 1.0F / span, -low / span);
    // As Model::decode does: not every network ends in a layer that squashes.
    constexpr float kPaper = 0.0F, kInk = 1.0F;
    graph.node("Clip", {graph.floats("paper", {}, &kPaper, 1), graph.floats("ink", {}, &kInk, 1)});
    graph.reshape({height, width});
    finish(graph, graph_proto, "images", {height, width});
  }

  try {
    onnx::checker::check_model(proto);
  } catch (const std::exception& error) {
    fail(model.name, ": the ONNX checker rejects the export: ", error.what());
  }
  std::vector<std::uint8_t> bytes(proto.ByteSizeLong());
  if (!proto.SerializeToArray(bytes.data(), static_cast<int>(bytes.size())))
    fail(model.name, ": the model cannot be serialised as ONNX");
  return bytes;
}

}  // namespace latentwalk
