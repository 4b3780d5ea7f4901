#include "import/layer_list.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>

#include "import/numbers.hpp"
#include "import/reparametrised.hpp"
#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

using LayerKind = FoundLayer::Kind;

std::string small_letters(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::string layer_of(const std::string& tensor) {
  const std::size_t dot = tensor.rfind('.');
  return dot == std::string::npos ? "" : tensor.substr(0, dot);
}

const StoredTensor* find(const Safetensors& file, const std::string& layer, const char* what) {
  const auto found = file.tensors.find(layer.empty() ? what : layer + "." + what);
  return found == file.tensors.end() ? nullptr : &found->second;
}

Tensor numbers(const StoredTensor& stored, const std::string& where) {
  Tensor values = load_numbers(stored, where);
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!std::isfinite(values.data()[i]))
      fail(where, ": element ", i, " is not a finite number (", values.data()[i], ")");
  return values;
}

Tensor ones(std::size_t count) {
  Tensor tensor = zeros({count});
  tensor.fill(1.0F);
  return tensor;
}

/// The layer of this name, or nothing if its tensors are of no layer of ours.
std::optional<FoundLayer> read_layer(const Safetensors& file, const std::string& name, const std::string& where) {
  const std::string place = where + ": " + in_quotes(name);
  const StoredTensor *weight = find(file, name, "weight"), *bias = find(file, name, "bias"),
                     *mean = find(file, name, "running_mean"), *variance = find(file, name, "running_var");
  FoundLayer layer;
  layer.name = name;
  if (mean != nullptr && variance != nullptr) {
    layer.kind = LayerKind::batch_norm;
    layer.mean = numbers(*mean, place);
    layer.variance = numbers(*variance, place);
    const std::size_t count = layer.mean.size();
    layer.weights.weight = weight != nullptr ? numbers(*weight, place) : ones(count);
    layer.weights.bias = bias != nullptr ? numbers(*bias, place) : zeros({count});
    const Shape shape{count};
    for (const Tensor* part : {&layer.mean, &layer.variance, &layer.weights.weight, &*layer.weights.bias})
      if (shape_of(*part) != shape) fail(place, ": the tensors of a batch norm have different shapes");
    return layer;
  }
  if (weight == nullptr || weight->shape.empty()) return std::nullopt;
  const std::size_t axes = weight->shape.size();
  if (element_count(weight->shape) == 0 || (axes != 2 && axes != 4)) return std::nullopt;
  if (axes == 4 && weight->shape[2] != weight->shape[3])
    fail(place, ": kernels must be square, found ", shape_text(weight->shape));
  layer.weights.weight = numbers(*weight, place);
  if (bias != nullptr) layer.weights.bias = numbers(*bias, place);
  layer.kind = axes == 4 ? LayerKind::convolution : LayerKind::linear;
  if (axes == 2 && bias == nullptr && small_letters(name).find("emb") != std::string::npos)
    layer.kind = LayerKind::embedding;
  if (bias != nullptr) {
    const std::size_t count = layer.weights.bias->size();
    if (count != weight->shape[0] && (axes == 2 || count != weight->shape[1]))
      fail(place, ": a bias of ", count, " does not fit the weight ", shape_text(weight->shape));
  }
  return layer;
}

// ---- Names

/// Whether a part of the name, between dots, begins with one of the signs or is one of the letters.
bool has_part(const std::string& name, std::initializer_list<const char*> signs, const char* letter) {
  const std::string text = small_letters(name) + ".";
  for (std::size_t begin = 0, end = 0; (end = text.find('.', begin)) != std::string::npos; begin = end + 1) {
    const std::string part = text.substr(begin, end - begin);
    if (part == letter) return true;
    for (const char* sign : signs)
      if (part.starts_with(sign)) return true;
  }
  return false;
}
bool is_discriminator(const std::string& name) {
  return has_part(name, {"disc", "netd", "critic", "classifier", "dis_", "d_net"}, "d");
}
bool is_encoder(const std::string& name) { return has_part(name, {"enc"}, "e"); }
bool is_image_network(const std::string& name) { return has_part(name, {"dec", "gen", "netg", "g_net"}, "g"); }
bool is_log_variance(const std::string& name) {
  const std::string text = small_letters(name);
  for (const char* sign : {"var", "std", "sigma"})
    if (text.find(sign) != std::string::npos) return true;
  return false;
}

bool same_linear(const FoundLayer& a, const FoundLayer& b) {
  return a.kind == LayerKind::linear && b.kind == LayerKind::linear &&
         shape_of(a.weights.weight) == shape_of(b.weights.weight);
}

/// One layer of two heads, the means before the log-variances.
FoundLayer joined_heads(FoundLayer mean, FoundLayer log_variance) {
  if (is_log_variance(mean.name)) std::swap(mean, log_variance);
  const auto join = [](const Tensor& first, const Tensor& second) {
    Shape shape = shape_of(first);
    shape[0] *= 2;
    Tensor both = zeros(shape);
    std::copy(second.begin(), second.end(), std::copy(first.begin(), first.end(), both.data()));
    return both;
  };
  FoundLayer both;
  both.name = mean.name;
  both.weights.weight = join(mean.weights.weight, log_variance.weights.weight);
  if (mean.weights.bias && log_variance.weights.bias)
    both.weights.bias = join(*mean.weights.bias, *log_variance.weights.bias);
  return both;
}

void join_heads(std::vector<FoundLayer>& encoder, std::size_t first, std::vector<std::string>& reasons) {
  FoundLayer both = joined_heads(encoder[first], encoder[first + 1]);
  const std::string other = both.name == encoder[first].name ? encoder[first + 1].name : encoder[first].name;
  reasons.push_back("\"" + both.name + "\" gives the means, \"" + other + "\" the log-variances");
  encoder.erase(encoder.begin() + static_cast<std::ptrdiff_t>(first),
                encoder.begin() + static_cast<std::ptrdiff_t>(first) + 2);
  encoder.push_back(std::move(both));
}

/// Splits a list without names: the heads, two linear layers of one shape side by side, end the encoder.
void split_flat(std::vector<FoundLayer>& layers, FoundNetworks& found) {
  for (std::size_t i = 0; i + 2 < layers.size(); ++i) {
    const FoundLayer& next = layers[i + 2];
    if (!same_linear(layers[i], layers[i + 1]) || next.kind != LayerKind::linear) continue;
    const std::size_t latents = layers[i].weights.weight.shape(0);
    if (next.weights.weight.shape(1) < latents || layers[i].weights.weight.shape(1) < latents) continue;
    if (layers[i + 1].weights.weight.shape(1) == latents) continue;  // three square layers in a row
    found.encoder.assign(layers.begin(), layers.begin() + static_cast<std::ptrdiff_t>(i) + 2);
    found.image.assign(layers.begin() + static_cast<std::ptrdiff_t>(i) + 2, layers.end());
    join_heads(found.encoder, i, found.reasons);
    return;
  }
  found.image = std::move(layers);
}

void split_named(std::vector<FoundLayer>& layers, FoundNetworks& found) {
  std::vector<FoundLayer> rest;
  for (FoundLayer& layer : layers) {
    auto& network = is_encoder(layer.name) ? found.encoder : is_image_network(layer.name) ? found.image : rest;
    network.push_back(std::move(layer));
  }
  // Layers between the two: heads, and what leads into the decoder.
  bool after_heads = false;
  std::vector<FoundLayer> front;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    const bool is_pair = i + 1 < rest.size() && same_linear(rest[i], rest[i + 1]);
    if (is_pair && !after_heads) {
      found.encoder.push_back(rest[i]);
      found.encoder.push_back(rest[++i]);
      after_heads = true;
    } else if (!after_heads) {
      found.encoder.push_back(rest[i]);
    } else if (rest[i].kind == LayerKind::linear && found.image.front().kind != LayerKind::linear) {
      front.push_back(rest[i]);
    } else {
      found.image.push_back(rest[i]);
    }
  }
  found.image.insert(found.image.begin(), front.begin(), front.end());
  for (std::size_t i = 0; i + 1 < found.encoder.size(); ++i) {
    const FoundLayer &one = found.encoder[i], &next = found.encoder[i + 1];
    const bool is_last = i + 2 == found.encoder.size();
    const bool is_square = one.weights.weight.shape(0) == one.weights.weight.shape(one.weights.weight.dimension() - 1);
    if (!same_linear(one, next) || (is_square && !is_last)) continue;
    join_heads(found.encoder, i, found.reasons);
    return;
  }
}

}  // namespace

std::optional<std::size_t> FoundLayer::place() const {
  const std::string last = name.substr(name.rfind('.') + 1);
  if (last.empty() || last.size() > 6 || last.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  return static_cast<std::size_t>(std::stoul(last));
}

std::string FoundLayer::parent() const { return layer_of(name); }

std::vector<FoundLayer> list_layers(const Safetensors& file, const std::vector<std::string>& order,
                                    const std::string& where) {
  std::set<std::string> wanted;
  std::vector<std::string> names;
  for (const std::string& tensor : order) {
    const std::string name = layer_of(tensor);
    if (is_discriminator(name)) continue;
    if (wanted.insert(name.empty() ? "weight" : name + ".weight").second) names.push_back(name);
  }
  constexpr std::size_t kMostLayers = 256;
  if (names.size() > kMostLayers)
    fail(where, ": has tensors of ", names.size(), " layers, at most ", kMostLayers, " expected (--ignore skips some)");
  if (const std::string fault = reparametrised_fault(file, wanted); !fault.empty()) fail(where, ": ", fault);
  std::vector<FoundLayer> layers;
  std::set<std::string> taken;
  for (const std::string& name : names) {
    std::optional<FoundLayer> layer = read_layer(file, name, where);
    if (!layer) continue;
    const char* const norm[] = {"weight", "bias", "running_mean", "running_var", "num_batches_tracked"};
    const std::size_t count = layer->kind == LayerKind::batch_norm ? 5 : 2;
    for (std::size_t i = 0; i < count; ++i) taken.insert(name.empty() ? norm[i] : name + "." + norm[i]);
    layers.push_back(std::move(*layer));
  }
  std::string strange;
  for (const std::string& tensor : order) {
    if (taken.contains(tensor) || is_discriminator(tensor)) continue;
    strange += (strange.empty() ? "" : ", ") + in_quotes(tensor) + " " + shape_text(file.tensors.at(tensor).shape);
  }
  if (!strange.empty())
    fail(where,
         ": of no layer that latentwalk has (linear, convolution, transposed convolution, batch norm with running "
         "statistics): ",
         strange, " (--ignore skips what the network does not use)");
  return layers;
}

FoundNetworks split_networks(std::vector<FoundLayer> layers, const std::string& where) {
  FoundNetworks found;
  std::erase_if(layers, [&](FoundLayer& layer) {
    if (layer.kind != LayerKind::embedding) return false;
    if (found.embedding)
      fail(where, ": two embeddings: ", in_quotes(found.embedding->name), " and ", in_quotes(layer.name));
    found.embedding = std::move(layer);
    return true;
  });
  const auto any = [&](bool (*is)(const std::string&)) {
    return std::any_of(layers.begin(), layers.end(), [&](const FoundLayer& layer) { return is(layer.name); });
  };
  const bool has_encoder = any(is_encoder), has_image = any(is_image_network);
  if (layers.empty() || (has_encoder && !has_image && layers.size() == 1))
    fail(where, ": holds no network that draws images: a generator's or a decoder's weights are needed");
  if (has_encoder && has_image)
    split_named(layers, found);
  else
    split_flat(layers, found);
  // Safetensors forgets the order of layers. What draws begins with its linear layers, if it has any.
  if (!found.image.empty() && found.image.front().kind != LayerKind::linear)
    std::stable_partition(found.image.begin(), found.image.end(),
                          [](const FoundLayer& layer) { return layer.kind == LayerKind::linear; });
  return found;
}

}  // namespace latentwalk
