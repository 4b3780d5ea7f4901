// Converts ModelSpec to and from JSON, and checks the range of every value in a file.
#include "latentwalk/spec_json.hpp"

#include <algorithm>

#include "latentwalk/error.hpp"
#include "latentwalk/spec.hpp"

namespace latentwalk {
namespace {

constexpr std::int64_t kMaxWidth = 1 << 16;  // features, channels or latent coordinates
constexpr std::int64_t kMaxKernel = 64;
constexpr std::int64_t kMaxImage = 1024;
constexpr std::size_t kMaxLayers = 256;
constexpr std::size_t kMaxText = 4096;
constexpr std::int64_t kMaxClasses = 1000;

std::size_t read_size(const Json& json, const char* key, std::int64_t low, std::int64_t high,
                      const std::string& where) {
  return static_cast<std::size_t>(read_integer(json, key, low, high, where));
}
std::size_t read_size(const Json& json, const char* key, std::int64_t low, std::int64_t high, std::int64_t fallback,
                      const std::string& where) {
  return static_cast<std::size_t>(read_integer(json, key, low, high, fallback, where));
}

std::string read_text(const Json& json, const char* key, const std::string& where) {
  std::string text = read_string(json, key, "", where);
  if (text.size() > kMaxText) fail(where, ": \"", key, "\" is longer than ", kMaxText, " bytes");
  return text;
}

Shape parse_shape(const Json& json, const std::string& where) {
  if (!json.is_array() || (json.size() != 1 && json.size() != 3))
    fail(where, ": a shape is [features] or [channels, height, width]");
  Shape shape;
  for (const Json& axis : json) {
    if (!axis.is_number_unsigned() || axis.get<std::uint64_t>() < 1 || axis.get<std::uint64_t>() > kMaxWidth)
      fail(where, ": a size must be a whole number from 1 to ", kMaxWidth, ", found ", excerpt(axis));
    shape.push_back(axis.get<std::size_t>());
  }
  return shape;
}

// Conv2d and ConvTranspose2d have the same keys.
template <class Convolution>
Convolution parse_convolution(const Json& json, const std::string& where) {
  check_keys(json, {"type", "out", "kernel", "stride", "padding", "bias"}, where);
  Convolution layer;
  layer.out = read_size(json, "out", 1, kMaxWidth, where);
  layer.kernel = read_size(json, "kernel", 1, kMaxKernel, where);
  layer.stride = read_size(json, "stride", 1, kMaxKernel, 1, where);
  layer.padding = read_size(json, "padding", 0, kMaxKernel - 1, 0, where);
  layer.bias = read_bool(json, "bias", true, where);
  return layer;
}

template <class Plain>
Plain parse_plain(const Json& json, const std::string& where) {
  check_keys(json, {"type"}, where);
  return {};
}

Layer parse_layer(const Json& json, const std::string& where) {
  const std::string type = read_string(json, "type", where);
  if (type == "linear") {
    check_keys(json, {"type", "out", "bias"}, where);
    return Linear{read_size(json, "out", 1, kMaxWidth, where), read_bool(json, "bias", true, where)};
  }
  if (type == "conv2d") return parse_convolution<Conv2d>(json, where);
  if (type == "conv_transpose2d") return parse_convolution<ConvTranspose2d>(json, where);
  if (type == "batch_norm") {
    check_keys(json, {"type", "eps"}, where);
    return BatchNorm{read_number(json, "eps", 1e-12, 1.0, BatchNorm{}.eps, where)};
  }
  if (type == "max_pool2d") {
    check_keys(json, {"type", "kernel", "stride"}, where);
    const std::size_t kernel = read_size(json, "kernel", 1, kMaxKernel, where);
    return MaxPool2d{kernel, read_size(json, "stride", 1, kMaxKernel, static_cast<std::int64_t>(kernel), where)};
  }
  if (type == "leaky_relu") {
    check_keys(json, {"type", "slope"}, where);
    return LeakyRelu{read_number(json, "slope", 0.0, 1.0, LeakyRelu{}.slope, where)};
  }
  if (type == "reshape") {
    check_keys(json, {"type", "shape"}, where);
    return Reshape{parse_shape(require(json, "shape", where), where)};
  }
  if (type == "relu") return parse_plain<Relu>(json, where);
  if (type == "tanh") return parse_plain<Tanh>(json, where);
  if (type == "sigmoid") return parse_plain<Sigmoid>(json, where);
  if (type == "flatten") return parse_plain<Flatten>(json, where);
  fail(where, ": unknown layer type ", in_quotes(type),
       "; known: linear, conv2d, conv_transpose2d, batch_norm, max_pool2d, relu, leaky_relu, tanh, sigmoid, reshape, "
       "flatten");
}

template <class Convolution>
void write_convolution(Json& json, const Convolution& layer) {
  json["out"] = layer.out;
  json["kernel"] = layer.kernel;
  json["stride"] = layer.stride;
  json["padding"] = layer.padding;
  json["bias"] = layer.bias;
}

Json layer_json(const Layer& layer) {
  Json json{{"type", layer_type(layer)}};
  if (const auto* linear = std::get_if<Linear>(&layer)) {
    json["out"] = linear->out;
    json["bias"] = linear->bias;
  } else if (const auto* conv = std::get_if<Conv2d>(&layer)) {
    write_convolution(json, *conv);
  } else if (const auto* transposed = std::get_if<ConvTranspose2d>(&layer)) {
    write_convolution(json, *transposed);
  } else if (const auto* norm = std::get_if<BatchNorm>(&layer)) {
    json["eps"] = norm->eps;
  } else if (const auto* pool = std::get_if<MaxPool2d>(&layer)) {
    json["kernel"] = pool->kernel;
    json["stride"] = pool->stride;
  } else if (const auto* leaky = std::get_if<LeakyRelu>(&layer)) {
    json["slope"] = leaky->slope;
  } else if (const auto* reshape = std::get_if<Reshape>(&layer)) {
    json["shape"] = reshape->shape;
  }
  return json;
}

LatentBlock parse_block(const Json& json, const std::string& where) {
  LatentBlock block;
  const std::string prior = read_string(json, "prior", where);
  block.name = read_text(json, "name", where);
  block.dim = read_size(json, "dim", 1, kMaxWidth, where);
  if (prior == "uniform") {
    check_keys(json, {"name", "prior", "dim", "low", "high"}, where);
    block.prior = LatentBlock::Prior::uniform;
    block.low = read_number(json, "low", -100.0, 100.0, -1.0, where);
    block.high = read_number(json, "high", -100.0, 100.0, 1.0, where);
    if (!(block.low < block.high)) fail(where, ": low must be below high");
    return block;
  }
  check_keys(json, {"name", "prior", "dim"}, where);
  if (prior == "categorical")
    block.prior = LatentBlock::Prior::categorical;
  else if (prior != "normal")
    fail(where, ": prior must be normal, uniform or categorical, found ", in_quotes(prior));
  return block;
}

Json block_json(const LatentBlock& block) {
  Json json{{"name", block.name}};
  switch (block.prior) {
    case LatentBlock::Prior::normal:
      json["prior"] = "normal";
      break;
    case LatentBlock::Prior::categorical:
      json["prior"] = "categorical";
      break;
    case LatentBlock::Prior::uniform:
      json["prior"] = "uniform";
      json["low"] = block.low;
      json["high"] = block.high;
      break;
  }
  json["dim"] = block.dim;
  return json;
}

// Whether a shape is an image: (1, height, width), or a vector of its pixels followed by `extra` features.
bool is_image(const Shape& shape, const ModelSpec& model, std::size_t extra) {
  const std::size_t pixels = model.image_width * model.image_height;
  return shape == Shape{pixels + extra} || (extra == 0 && shape == Shape{1, model.image_height, model.image_width});
}

// A convolutional discriminator cannot take classes after the pixels. It sees each class as a plane of zeros or ones.
bool has_class_planes(const Shape& shape, const ModelSpec& model) {
  return model.class_count > 0 && shape == Shape{1 + model.class_count, model.image_height, model.image_width};
}

void check_fit(const ModelSpec& model, const std::string& where) {
  const std::string image_name = image_network_name(model.family);
  for (const auto& [name, network] : model.networks) {
    const std::string place = where + ": networks." + name;
    const Shape out = layer_shapes(network, place).back();
    if (name == image_name) {
      const std::size_t in = latent_dim(model) + model.class_count;
      if (network.input != Shape{in})
        fail(place, ": input must be [", in, "] (latent ", latent_dim(model), " + classes ", model.class_count,
             "), found ", shape_text(network.input));
      if (!is_image(out, model, 0))
        fail(place, ": gives ", shape_text(out), ", not an image of ", model.image_width, " x ", model.image_height);
    } else {
      const bool planes = name == "discriminator" && has_class_planes(network.input, model);
      if (!planes && !is_image(network.input, model, model.class_count))
        fail(place, ": input must be an image of ", model.image_width, " x ", model.image_height,
             model.class_count > 0 ? " as a vector with the classes behind it" : "",
             model.class_count > 0 && name == "discriminator" ? ", or as a plane before a plane for each class" : "",
             ", found ", shape_text(network.input));
      if (name == "encoder" && out != Shape{2 * latent_dim(model)})
        fail(place, ": must give [", 2 * latent_dim(model), "] (means, then log-variances), found ", shape_text(out));
    }
  }
  if (!model.networks.contains(image_name)) fail(where, ": networks has no \"", image_name, "\"");
}

}  // namespace

NetworkSpec parse_network_spec(const Json& json, const std::string& where) {
  check_keys(json, {"input", "layers"}, where);
  NetworkSpec network{parse_shape(require(json, "input", where), where + ": input"), {}};
  const Json& layers = require(json, "layers", where);
  if (!layers.is_array() || layers.empty() || layers.size() > kMaxLayers)
    fail(where, ": layers must be a list of 1 to ", kMaxLayers, " layers");
  for (std::size_t i = 0; i < layers.size(); ++i)
    network.layers.push_back(parse_layer(layers[i], where + ": layer " + std::to_string(i)));
  const NetworkCost cost = network_cost(network, where);
  if (cost.work > kMaxWork)
    fail(where, ": one sample takes ", cost.work, " multiply-adds, at most ", kMaxWork, " allowed");
  if (cost.links > kMaxLinks)
    fail(where, ": the convolutions have ", cost.links, " pairs of a tap and a pixel, at most ", kMaxLinks, " allowed");
  return network;
}

Json network_spec_json(const NetworkSpec& network) {
  Json layers = Json::array();
  for (const Layer& layer : network.layers) layers.push_back(layer_json(layer));
  return {{"input", network.input}, {"layers", std::move(layers)}};
}

std::vector<std::string> parse_class_names(const Json& json, std::string_view where) {
  constexpr std::size_t kMaxName = 64;
  if (!json.is_array() || json.size() > static_cast<std::size_t>(kMaxClasses))
    fail(where, ": expected a list of at most ", kMaxClasses, " names, found ", excerpt(json));
  std::vector<std::string> names;
  for (const Json& name : json) {
    const auto* text = name.get_ptr<const std::string*>();
    if (text == nullptr || text->empty() || text->size() > kMaxName || printable(*text) != *text)
      fail(where, ": name ", names.size(), ": expected a text of 1 to ", kMaxName,
           " bytes without control characters, found ", excerpt(name));
    if (std::find(names.begin(), names.end(), *text) != names.end())
      fail(where, ": the name ", in_quotes(*text), " appears twice");
    names.push_back(*text);
  }
  return names;
}

ModelSpec parse_model_spec(const Json& json, std::string_view where_view) {
  const std::string where(where_view);
  check_keys(json, {"name", "description", "family", "image", "latent", "class_count", "classes", "networks"}, where);
  ModelSpec model;
  model.name = read_string(json, "name", where);
  if (model.name.empty() || model.name.size() > 64 ||
      model.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != std::string::npos)
    fail(where, ": name must be 1 to 64 of a-z, 0-9 and -, found ", in_quotes(model.name));
  model.description = read_text(json, "description", where);

  const std::string family = read_string(json, "family", where);
  if (family != "gan" && family != "vae") fail(where, ": family must be gan or vae, found ", in_quotes(family));
  model.family = family == "gan" ? Family::gan : Family::vae;

  const Json& image = require(json, "image", where);
  check_keys(image, {"width", "height", "range"}, where + ": image");
  model.image_width = read_size(image, "width", 1, kMaxImage, where + ": image");
  model.image_height = read_size(image, "height", 1, kMaxImage, where + ": image");
  const std::string range = require(image, "range", where + ": image").dump();
  if (range == "[-1,1]") {
    model.value_low = -1.0;
  } else if (range != "[0,1]") {
    fail(where, ": image: range must be [0, 1] or [-1, 1], found ", range);
  }

  const Json& latent = require(json, "latent", where);
  if (!latent.is_array() || latent.empty() || latent.size() > 16)
    fail(where, ": latent must be a list of 1 to 16 blocks");
  for (std::size_t i = 0; i < latent.size(); ++i)
    model.latent.push_back(parse_block(latent[i], where + ": latent block " + std::to_string(i)));
  model.class_count = read_size(json, "class_count", 0, kMaxClasses, 0, where);
  if (json.contains("classes")) {
    model.classes = parse_class_names(json["classes"], where + ": classes");
    if (model.classes.size() != model.class_count)
      fail(where, ": classes: expected ", model.class_count, " names, as many as class_count says, found ",
           model.classes.size());
  }

  const Json& networks = require(json, "networks", where);
  if (model.family == Family::gan)
    check_keys(networks, {"generator", "discriminator"}, where + ": networks");
  else
    check_keys(networks, {"encoder", "decoder"}, where + ": networks");
  for (const auto& [name, network] : networks.get_ref<const Json::object_t&>())
    model.networks[name] = parse_network_spec(network, where + ": networks." + name);
  check_fit(model, where);
  return model;
}

Json model_spec_json(const ModelSpec& model) {
  Json json{{"name", model.name},
            {"description", model.description},
            {"family", model.family == Family::gan ? "gan" : "vae"},
            {"image",
             {{"width", model.image_width},
              {"height", model.image_height},
              {"range", {static_cast<int>(model.value_low), static_cast<int>(model.value_high)}}}},
            {"latent", Json::array()},
            {"class_count", model.class_count},
            {"networks", Json::object()}};
  if (!model.classes.empty()) json["classes"] = model.classes;
  for (const LatentBlock& block : model.latent) json["latent"].push_back(block_json(block));
  for (const auto& [name, network] : model.networks) json["networks"][name] = network_spec_json(network);
  return json;
}

}  // namespace latentwalk
