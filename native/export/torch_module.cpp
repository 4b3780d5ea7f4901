#include "export/torch_module.hpp"

#include "latentwalk/error.hpp"
#include "latentwalk/quantise.hpp"

namespace latentwalk {
namespace {

/// "nn.Conv2d(1, 8, 4, 2, 1)"
std::string layer_text(const Layer& layer, const Shape& in) {
  std::string text;
  const auto call = [&](const char* name, std::initializer_list<MessagePart> arguments, bool bias = true) {
    text = std::string("nn.") + name + "(";
    for (const MessagePart& argument : arguments) {
      if (text.back() != '(') text += ", ";
      argument.append_to(text);
    }
    text += bias ? ")" : text.back() == '(' ? "bias=False)" : ", bias=False)";
  };
  if (const auto* linear = std::get_if<Linear>(&layer)) {
    call("Linear", {in[0], linear->out}, linear->bias);
  } else if (const auto* conv = std::get_if<Conv2d>(&layer)) {
    call("Conv2d", {in[0], conv->out, conv->kernel, conv->stride, conv->padding}, conv->bias);
  } else if (const auto* up = std::get_if<ConvTranspose2d>(&layer)) {
    call("ConvTranspose2d", {in[0], up->out, up->kernel, up->stride, up->padding, "bias=True"}, true);
    text = text.substr(0, text.rfind(", bias=True")) + (up->bias ? ")" : ", bias=False)");
  } else if (const auto* norm = std::get_if<BatchNorm>(&layer)) {
    call(in.size() == 1 ? "BatchNorm1d" : "BatchNorm2d", {in[0], norm->eps});
  } else if (const auto* pool = std::get_if<MaxPool2d>(&layer)) {
    call("MaxPool2d", {pool->kernel, pool->stride});
  } else if (const auto* leaky = std::get_if<LeakyRelu>(&layer)) {
    call("LeakyReLU", {leaky->slope});
  } else if (const auto* reshape = std::get_if<Reshape>(&layer)) {
    // Unflatten takes one axis apart, and Flatten makes that of an image.
    const std::string shape = shape_text(reshape->shape);
    text = std::string(in.size() == 1 ? "" : "nn.Flatten(), ") + "nn.Unflatten(1, (" +
           shape.substr(1, shape.size() - 2) + (reshape->shape.size() == 1 ? ",))" : "))");
  } else {
    call(std::holds_alternative<Relu>(layer)      ? "ReLU"
         : std::holds_alternative<Tanh>(layer)    ? "Tanh"
         : std::holds_alternative<Sigmoid>(layer) ? "Sigmoid"
                                                  : "Flatten",
         {});
  }
  return text;
}

}  // namespace

Safetensors torch_weights(const ModelSpec& model, const Safetensors& file) {
  Safetensors weights;
  weights.metadata["format"] = "pt";
  for (const auto& [role, network] : model.networks)
    for (const Parameter& parameter : network_parameters(network, role))
      weights.tensors[parameter.name] = store(load_parameter(file, parameter, model.name));
  return weights;
}

std::string torch_module_text(const ModelSpec& model, const std::string& file) {
  const std::string image = image_network_name(model.family);
  const std::string inputs = std::to_string(latent_dim(model) + model.class_count);
  std::string text =
      "import torch\nfrom torch import nn\nfrom safetensors.torch import load_file\n\nweights = load_file(" +
      Json(file).dump() + ")\n";
  for (const auto& [role, network] : model.networks) {
    const std::vector<Shape> shapes = layer_shapes(network, role);
    text += role + " = nn.Sequential(";
    for (std::size_t i = 0; i < network.layers.size(); ++i)
      text += (i == 0 ? "" : ", ") + layer_text(network.layers[i], shapes[i]);
    text += ").eval()\n" + role + ".load_state_dict({name[" + std::to_string(role.size() + 1) +
            ":]: weight for name, weight in weights.items() if name.startswith(\"" + role + ".\")})\n";
  }
  text += "images = " + image + "(torch.randn(8, " + inputs + "))";
  std::string note = model.value_low < 0 ? "from -1 (paper) to 1 (ink)" : "from 0 (paper) to 1 (ink)";
  if (model.class_count > 0)
    note += "; the last " + std::to_string(model.class_count) + " inputs are a one-hot class label";
  return text + "  # " + note + "\n";
}

}  // namespace latentwalk
