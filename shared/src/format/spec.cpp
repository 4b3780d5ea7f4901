#include "latentwalk/spec.hpp"

#include <charconv>

#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

// Far above any network of this project. They keep a hostile file from allocating more memory than it contains.
constexpr std::size_t kMaxElements = 1U << 20U;

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

Shape expect_image(const Shape& in, const std::string& where) {
  if (in.size() != 3)
    fail(where, " takes an image (channels, height, width), found ", shape_text(in), "; reshape first");
  return in;
}

// The output size of a convolution or pooling along one axis.
std::size_t shrunk(std::size_t in, std::size_t kernel, std::size_t stride, std::size_t padding,
                   const std::string& where) {
  if (in + 2 * padding < kernel)
    fail(where, ": the kernel of ", kernel, " is larger than the padded input of ", in + 2 * padding);
  return (in + 2 * padding - kernel) / stride + 1;
}

std::size_t grown(std::size_t in, const ConvTranspose2d& layer, const std::string& where) {
  const std::size_t full = (in - 1) * layer.stride + layer.kernel;
  if (full <= 2 * layer.padding) fail(where, ": a padding of ", layer.padding, " leaves nothing of ", full, " pixels");
  return full - 2 * layer.padding;
}

Shape output_shape(const Layer& layer, const Shape& in, const std::string& where) {
  return std::visit(Overloaded{
                        [&](const Linear& l) {
                          if (in.size() != 1) fail(where, " takes a vector, found ", shape_text(in), "; flatten first");
                          return Shape{l.out};
                        },
                        [&](const Conv2d& l) {
                          expect_image(in, where);
                          return Shape{l.out, shrunk(in[1], l.kernel, l.stride, l.padding, where),
                                       shrunk(in[2], l.kernel, l.stride, l.padding, where)};
                        },
                        [&](const ConvTranspose2d& l) {
                          expect_image(in, where);
                          return Shape{l.out, grown(in[1], l, where), grown(in[2], l, where)};
                        },
                        [&](const MaxPool2d& l) {
                          expect_image(in, where);
                          return Shape{in[0], shrunk(in[1], l.kernel, l.stride, 0, where),
                                       shrunk(in[2], l.kernel, l.stride, 0, where)};
                        },
                        [&](const Reshape& l) {
                          if (element_count(l.shape) != element_count(in))
                            fail(where, ": ", shape_text(in), " has ", element_count(in), " elements, ",
                                 shape_text(l.shape), " has ", element_count(l.shape));
                          return l.shape;
                        },
                        [&](const Flatten&) { return Shape{element_count(in)}; },
                        [&](const auto&) { return in; },  // batch norm and activations keep the shape
                    },
                    layer);
}

}  // namespace

const char* layer_type(const Layer& layer) {
  return std::visit(
      Overloaded{[](const Linear&) { return "linear"; }, [](const Conv2d&) { return "conv2d"; },
                 [](const ConvTranspose2d&) { return "conv_transpose2d"; },
                 [](const BatchNorm&) { return "batch_norm"; }, [](const MaxPool2d&) { return "max_pool2d"; },
                 [](const Relu&) { return "relu"; }, [](const LeakyRelu&) { return "leaky_relu"; },
                 [](const Tanh&) { return "tanh"; }, [](const Sigmoid&) { return "sigmoid"; },
                 [](const Reshape&) { return "reshape"; }, [](const Flatten&) { return "flatten"; }},
      layer);
}

std::vector<Shape> layer_shapes(const NetworkSpec& network, std::string_view where) {
  std::vector<Shape> shapes{network.input};
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    const Layer& layer = network.layers[i];
    const std::string place = std::string(where) + ": layer " + std::to_string(i) + " (" + layer_type(layer) + ")";
    shapes.push_back(output_shape(layer, shapes.back(), place));
    std::uint64_t elements = 1;  // size_t could overflow in wasm
    for (const std::size_t axis : shapes.back()) {
      if (axis == 0 || axis > kMaxElements || (elements *= axis) > kMaxElements)
        fail(place, ": an output of ", shape_text(shapes.back()), " has no element or more than ", kMaxElements);
    }
  }
  return shapes;
}

NetworkCost network_cost(const NetworkSpec& network, std::string_view where) {
  const std::vector<Shape> shapes = layer_shapes(network, where);
  NetworkCost cost;
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    // 64 bits, because size_t could overflow in wasm. An output has at most 2^20 elements, so the sums do not overflow.
    const std::uint64_t elements = element_count(shapes[i + 1]), channels = shapes[i][0];
    const auto panels = [](std::uint64_t outs) { return (outs + 15) / 16 * 16; };
    const auto convolve = [&](const auto& layer, const Shape& narrow) {
      const std::uint64_t links = std::uint64_t{layer.kernel} * layer.kernel * narrow[1] * narrow[2];
      cost.links += links;
      cost.work += links * channels * panels(layer.out);
    };
    cost.work += 16 * elements;
    std::visit(Overloaded{[&](const Linear& l) { cost.work += channels * panels(l.out); },
                          [&](const Conv2d& l) { convolve(l, shapes[i + 1]); },
                          [&](const ConvTranspose2d& l) { convolve(l, shapes[i]); },
                          [&](const MaxPool2d& l) { cost.work += elements * l.kernel * l.kernel; }, [](const auto&) {}},
               network.layers[i]);
  }
  return cost;
}

std::vector<Parameter> network_parameters(const NetworkSpec& network, const std::string& prefix) {
  const std::vector<Shape> shapes = layer_shapes(network, prefix);
  std::vector<Parameter> parameters;
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    const std::size_t in = shapes[i][0];
    const auto add = [&](const char* what, Shape shape) {
      const bool transposed = shape.size() > 1 && std::holds_alternative<ConvTranspose2d>(network.layers[i]);
      parameters.push_back({prefix + "." + std::to_string(i) + "." + what, std::move(shape), transposed ? 1U : 0U});
    };
    std::visit(Overloaded{[&](const Linear& l) {
                            add("weight", {l.out, in});
                            if (l.bias) add("bias", {l.out});
                          },
                          [&](const Conv2d& l) {
                            add("weight", {l.out, in, l.kernel, l.kernel});
                            if (l.bias) add("bias", {l.out});
                          },
                          [&](const ConvTranspose2d& l) {
                            add("weight", {in, l.out, l.kernel, l.kernel});
                            if (l.bias) add("bias", {l.out});
                          },
                          [&](const BatchNorm&) {
                            for (const char* what : {"weight", "bias", "running_mean", "running_var"}) add(what, {in});
                          },
                          [](const auto&) {}},
               network.layers[i]);
  }
  return parameters;
}

std::vector<std::size_t> parameter_counts(const NetworkSpec& network) {
  std::vector<std::size_t> counts(network.layers.size(), 0);
  for (const Parameter& parameter : network_parameters(network, "n")) {  // "n.LAYER.WHAT"
    if (parameter.name.find(".running_") != std::string::npos) continue;
    counts[std::stoul(parameter.name.substr(2))] += element_count(parameter.shape);
  }
  return counts;
}

std::size_t parameter_count(const NetworkSpec& network) {
  std::size_t sum = 0;
  for (const std::size_t count : parameter_counts(network)) sum += count;
  return sum;
}

std::size_t latent_dim(const ModelSpec& model) {
  std::size_t dim = 0;
  for (const LatentBlock& block : model.latent) dim += block.dim;
  return dim;
}

std::string class_name(const ModelSpec& model, std::size_t label) {
  return label < model.classes.size() ? model.classes[label] : std::to_string(label);
}

std::size_t class_label(const ModelSpec& model, std::string_view text, std::string_view where) {
  if (model.class_count == 0)
    fail(where, " ", text, ": the model ", model.name, " is unconditional and takes no label");
  std::size_t label = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, label);
  if (error == std::errc() && rest == end && label < model.class_count) return label;
  for (std::size_t i = 0; i < model.classes.size(); ++i)
    if (model.classes[i] == text) return i;
  std::string names;
  for (const std::string& name : model.classes) names += (names.empty() ? ", or a name: " : ", ") + name;
  fail(where, " ", text, ": expected 0 to ", model.class_count - 1, names, " for the model ", model.name);
}

const char* image_network_name(Family family) { return family == Family::gan ? "generator" : "decoder"; }

}  // namespace latentwalk
