#include "import/guess.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "format/decimal.hpp"
#include "import/layer_list.hpp"
#include "import/window_search.hpp"
#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

using LayerKind = FoundLayer::Kind;

/// Whether an activation stands between two layers, as far as their names tell.
bool has_activation_between(const FoundLayer& before, const FoundLayer& layer) {
  if (const auto between = gap(before, layer)) return *between > 0;
  if (layer.kind == LayerKind::batch_norm) return false;
  // "layers.0" before "layers.1.0": where the others are Sequentials with their activations in them, this one has none.
  const auto a = before.place();
  if (a && layer.name.starts_with(before.parent() + "." + std::to_string(*a + 1) + ".")) return false;
  return true;
}

using Plan = WindowPlan;

Layer parse_activation(const std::string& text, const std::string& where) {
  if (text == "relu") return Relu{};
  if (text == "tanh") return Tanh{};
  if (text == "sigmoid") return Sigmoid{};
  if (text == "leaky_relu") return LeakyRelu{0.01};  // as in torch.nn
  constexpr std::string_view kLeaky = "leaky_relu:";
  if (text.starts_with(kLeaky)) {
    const char* end = nullptr;
    const double slope = read_number_text(text.c_str() + kLeaky.size(), &end);
    if (end != text.c_str() + kLeaky.size() && *end == '\0' && slope >= 0 && slope <= 1) return LeakyRelu{slope};
  }
  fail(where, ": --activation must be relu, leaky_relu, leaky_relu:SLOPE, tanh or sigmoid, found ", in_quotes(text));
}

std::string activation_text(const Layer& layer) {
  if (const auto* leaky = std::get_if<LeakyRelu>(&layer)) {
    std::string text = "leaky_relu:";
    MessagePart(leaky->slope).append_to(text);
    return text;
  }
  return layer_type(layer);
}

std::string shapes_text(const std::vector<FoundLayer>& layers) {
  std::string text;
  for (const FoundLayer& layer : layers)
    text += (text.empty() ? "" : ", ") + layer.name + " " + shape_text(shape_of(layer.weights.weight));
  return text;
}

/// Plans the image network for the wanted size, or else the likeliest of the usual sizes.
Plan plan_image(const std::vector<FoundLayer>& layers, std::size_t inputs, const GuessOptions& options,
                std::vector<std::string>& reasons, const std::string& where) {
  const bool is_flat = layers.front().kind == LayerKind::linear;
  WindowSearch search(layers, true);
  const std::vector<Plan> plans = search.run(inputs, is_flat ? kNoSide : 1);
  if (plans.empty())
    fail(where, ": the layers do not follow each other: ", in_quotes(layers[search.furthest()].name),
         " does not take what comes before it (", shapes_text(layers), "); --config describes the network");
  const bool is_vector = layers.back().kind != LayerKind::convolution && plans.front().side == 0;
  if (is_vector) {
    const std::size_t pixels = plans.front().features, side = square_root(pixels);
    if (options.width != 0 ? options.width * options.height != pixels : side == 0) {
      if (pixels % 3 == 0 && square_root(pixels / 3) != 0)
        fail(where, ": draws images of three channels, ", square_root(pixels / 3), " x ", square_root(pixels / 3),
             "; latentwalk draws grey images");
      fail(where, ": draws ", pixels, " pixels, ",
           options.width != 0 ? "not those of --image-size" : "which is no square", ": say --image-size WIDTHxHEIGHT");
    }
    Plan plan = plans.front();
    plan.side = side;
    return plan;
  }
  std::vector<std::size_t> sides{28, 32, 64, 16, 48, 56, 24, 20, 12, 8, 40, 96, 128};
  if (options.width != 0) {
    if (options.width != options.height) fail(where, ": images that are no squares need --config");
    sides = {options.width};
  }
  std::vector<const Plan*> fitting;
  for (const std::size_t side : sides)
    for (const Plan& plan : plans)
      if (plan.side == side) fitting.push_back(&plan);
  std::stable_sort(fitting.begin(), fitting.end(), [](const Plan* a, const Plan* b) { return a->cost < b->cost; });
  const Plan* best = fitting.empty() ? nullptr : fitting[std::min(options.plan, fitting.size() - 1)];
  if (best == nullptr) {
    if (search.saw_colour()) fail(where, ": draws images of three channels (colour); latentwalk draws grey images");
    if (options.width != 0)
      fail(where, ": the convolutions do not give ", options.width, " x ", options.height,
           " pixels with any usual stride and padding; "
           "--config describes the network");
    fail(where,
         ": the size of the images cannot be guessed: say --image-size 28x28, or describe the network with --config");
  }
  std::set<std::size_t> others;
  for (const Plan& plan : plans)
    if (plan.side != best->side && plan.side >= 8 && plan.cost <= best->cost + 1 &&
        std::find(sides.begin(), sides.end(), plan.side) != sides.end())
      others.insert(plan.side);
  std::string size = "images of " + std::to_string(best->side) + " x " + std::to_string(best->side);
  if (options.width == 0) {
    size += ", the usual strides and paddings";
    for (const std::size_t other : others)
      size += " (or " + std::to_string(other) + ": --image-size " + std::to_string(other) + ")";
  }
  reasons.push_back(size);
  return *best;
}

/// The batch norms of eriklindernoren/PyTorch-GAN have eps = 0.8, where its author meant the momentum. Its generators
/// are a Sequential "model" of four widths, each twice the last, the first without a norm; or a linear layer, a norm
/// and two enlargements.
bool is_pytorch_gan(const std::vector<FoundLayer>& layers) {
  std::vector<std::size_t> outs;
  for (const FoundLayer& layer : layers)
    if (layer.kind != LayerKind::batch_norm) outs.push_back(layer.weights.weight.shape(0));
  const auto is_norm = [&](std::size_t i) { return layers[i].kind == LayerKind::batch_norm; };
  if (layers.size() < 6 || is_norm(0)) return false;
  if (layers[1].place() == std::size_t{0} && is_norm(1)) return layers.size() == 7 && is_norm(3) && is_norm(5);
  bool is_mlp = layers.size() == 8 && !is_norm(1) && is_norm(2) && outs.size() == 5;
  for (std::size_t i = 0; is_mlp && i < layers.size(); ++i) {
    const std::string parent = layers[i].parent();
    is_mlp = parent == "model" || parent.ends_with(".model");
  }
  for (std::size_t i = 0; is_mlp && i < 3; ++i) is_mlp = outs[i + 1] == 2 * outs[i];
  return is_mlp;
}

struct Style {
  Layer hidden, last;
  double eps = BatchNorm{}.eps;
  bool first_norm_plain = false;  // the first batch norm has PyTorch's eps
  std::optional<bool> seam;       // whether an activation stands before an image that was a vector
};

void build(NetworkBuilder& builder, std::vector<FoundLayer>& layers, const Plan& plan, const Style& style) {
  bool first_norm = true;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    FoundLayer& layer = layers[i];
    const Window& window = plan.windows[i];
    const bool is_convolution = layer.kind == LayerKind::convolution;
    const bool is_seam = i > 0 && is_convolution && layers[i - 1].kind == LayerKind::linear;
    const bool activated =
        i > 0 && (is_seam && style.seam ? *style.seam : has_activation_between(layers[i - 1], layer));
    if (activated && (!is_convolution || window.activation_before)) builder.add(style.hidden);
    const Shape shape = shape_of(layer.weights.weight);
    const std::size_t channels = layer.kind == LayerKind::batch_norm ? shape[0]
                                 : is_convolution                    ? shape[window.transposed ? 0 : 1]
                                                                     : 0;
    if (channels != 0 && builder.shape().size() == 1 && builder.shape()[0] != channels) {
      const std::size_t side = square_root(builder.shape()[0] / channels);
      builder.reshape({channels, side, side});
    } else if (is_convolution && builder.shape().size() == 1) {
      builder.reshape({channels, 1, 1});
    }
    if (layer.kind == LayerKind::batch_norm) {
      const double eps = first_norm && style.first_norm_plain ? BatchNorm{}.eps : style.eps;
      builder.batch_norm(std::move(layer.weights.weight), std::move(*layer.weights.bias), std::move(layer.mean),
                         std::move(layer.variance), eps);
      first_norm = false;
    } else if (layer.kind == LayerKind::linear) {
      builder.linear(std::move(layer.weights));
    } else if (window.transposed) {
      builder.transposed_convolution(
          std::move(layer.weights), window.stride, window.padding,
          static_cast<std::ptrdiff_t>(window.padding) - static_cast<std::ptrdiff_t>(window.output_padding));
    } else {
      if (window.enlarge != 1) builder.enlarge(window.enlarge);
      builder.convolution(std::move(layer.weights), window.stride, window.padding);
    }
  }
}

/// The inputs of the first layer.
std::size_t inputs_of(const FoundLayer& layer) {
  const Shape shape = shape_of(layer.weights.weight);
  if (layer.kind == LayerKind::batch_norm) return shape[0];
  return layer.kind == LayerKind::convolution ? shape[0] : shape[1];
}

/// Folds the label of a conditional network into its first layer. Returns the number of classes.
std::size_t fold_label(FoundNetworks& found, const GuessOptions& options, const std::string& where) {
  FoundLayer& first = found.image.front();
  std::size_t classes = options.classes;
  bool classes_first = options.classes_first;
  const Tensor* embedding = nullptr;
  if (found.embedding) {
    embedding = &found.embedding->weights.weight;
    classes = embedding->shape(0);
    if (embedding->shape(1) >= inputs_of(first))
      fail(where, ": the embedding ", in_quotes(found.embedding->name), " has as many numbers as the network takes, ",
           embedding->shape(1), ": it is multiplied with the latent vector, which no layer of latentwalk does");
    // PyTorch-GAN puts the label first, and calls it so.
    classes_first = classes_first || found.embedding->name.ends_with("label_emb");
    found.reasons.push_back("\"" + found.embedding->name + "\" embeds " + std::to_string(classes) + " classes, " +
                            (classes_first ? "before" : "behind") + " the latent vector" +
                            (classes_first ? "" : " (--classes-first if not)"));
  }
  if (classes == 0) return 0;
  if (first.kind == LayerKind::batch_norm) fail(where, ": a class label cannot enter a batch norm");
  move_label(first.weights.weight, first.kind == LayerKind::convolution ? 0 : 1, classes, classes_first, embedding,
             where);
  return classes;
}

Guess guess_in_order(const StateDict& dict, const std::vector<std::string>& order, const GuessOptions& options,
                     const std::string& where) {
  FoundNetworks found = split_networks(list_layers(dict.file, order, where), where);
  const bool is_vae = !found.encoder.empty();
  if (found.image.empty()) fail(where, ": holds no network that draws images");
  std::size_t classes = fold_label(found, options, where);
  const std::size_t inputs = inputs_of(found.image.front());
  Guess guess;
  if (is_vae) {
    const FoundLayer& codes = found.encoder.back();
    const std::size_t outs = codes.weights.weight.shape(0);
    if (codes.kind != LayerKind::linear || outs < 2)
      fail(where, ": the encoder ends in ", in_quotes(codes.name),
           " and not in a linear layer; --config describes the network");
    if (outs == inputs)
      fail(where, ": an autoencoder without log-variances, ", inputs, " codes: skip its encoder with --ignore");
    if (outs / 2 < inputs && classes == 0) classes = inputs - outs / 2;
    if (outs / 2 + classes != inputs || outs % 2 != 0)
      fail(where, ": the encoder gives ", outs / 2, " means, and the decoder takes ", inputs, " numbers");
  }
  const Plan plan = plan_image(found.image, inputs, options, found.reasons, where);
  const bool has_convolution =
      std::any_of(plan.windows.begin(), plan.windows.end(), [](const Window& w) { return w.transposed; });
  const bool enlarges =
      std::any_of(plan.windows.begin(), plan.windows.end(), [](const Window& w) { return w.enlarge != 1; });
  const bool signed_pixels = options.signed_pixels.value_or(!is_vae);
  const bool is_erik = is_pytorch_gan(found.image);
  Style style{is_vae || (has_convolution && !enlarges) ? Layer(Relu{}) : Layer(LeakyRelu{0.2}),
              signed_pixels ? Layer(Tanh{}) : Layer(Sigmoid{}), options.eps.value_or(is_erik ? 0.8 : BatchNorm{}.eps),
              is_erik && !options.eps && enlarges, options.seam};
  if (!options.activation.empty()) style.hidden = parse_activation(options.activation, where);
  const bool has_norm = std::any_of(found.image.begin(), found.image.end(),
                                    [](const FoundLayer& layer) { return layer.kind == LayerKind::batch_norm; });
  const std::string style_name = is_erik           ? "the generators of PyTorch-GAN"
                                 : is_vae          ? "most variational autoencoders"
                                 : has_convolution ? "PyTorch's DCGAN example"
                                 : enlarges        ? "generators that enlarge"
                                                   : "most generators of linear layers";
  if (options.activation.empty())
    found.reasons.push_back("between layers " + activation_text(style.hidden) + ", as in " + style_name +
                            " (--activation if not)");
  if (!options.signed_pixels)
    found.reasons.push_back(std::string("at the end ") +
                            (signed_pixels ? "tanh, pixels from -1 to 1" : "sigmoid, pixels from 0 to 1") +
                            (signed_pixels ? " (--range 0,1 if not)" : " (--range -1,1 if not)"));
  if (has_norm && !options.eps)
    found.reasons.push_back(is_erik ? "batch norms with eps 0.8, as in PyTorch-GAN (--eps 1e-5 if not)"
                                    : "batch norms with eps 1e-5, PyTorch's default (--eps if not)");

  NetworkBuilder image(is_vae ? "decoder" : "generator", {inputs}, where);
  build(image, found.image, plan, style);
  image.add(style.last);
  std::optional<NetworkBuilder> encoder;
  GuessOptions sized = options;
  if (sized.width == 0) sized.width = sized.height = plan.side;
  if (is_vae) {
    const std::size_t pixels = sized.width * sized.height;
    const bool is_flat = found.encoder.front().kind == LayerKind::linear;
    WindowSearch search(found.encoder, false);
    const std::vector<Plan> plans = search.run(is_flat ? pixels + classes : 1, is_flat ? kNoSide : sized.width);
    const auto best =
        std::min_element(plans.begin(), plans.end(), [](const Plan& a, const Plan& b) { return a.cost < b.cost; });
    if (best == plans.end())
      fail(where, ": the encoder's layers do not follow each other from an image of ", sized.width, " x ", sized.height,
           ": ", in_quotes(found.encoder[search.furthest()].name),
           " does not take what comes before it; --config describes the network, "
           "or --ignore skips the encoder");
    encoder.emplace("encoder", is_flat ? Shape{pixels + classes} : Shape{1, sized.height, sized.width}, where);
    build(*encoder, found.encoder, *best, style);
  }
  if (inputs == 74 && is_erik && enlarges && options.latent.empty()) {
    sized.latent = "62,categorical:10,uniform:2";
    found.reasons.push_back(
        "74 inputs are InfoGAN's: 62 of noise, 10 categories, 2 codes from -1 to 1 (--latent if not)");
  }
  guess.spec = model_around(image.spec(), encoder ? &encoder->spec() : nullptr, signed_pixels, classes, sized, where);
  guess.weights = image.weights();
  if (encoder) guess.weights.insert(encoder->weights().begin(), encoder->weights().end());
  guess.reasons = std::move(found.reasons);
  return guess;
}

/// "main.2" before "main.10".
bool natural_less(const std::string& a, const std::string& b) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  std::size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    if (digit(a[i]) && digit(b[j])) {
      std::size_t p = i, q = j;
      while (p < a.size() && digit(a[p])) ++p;
      while (q < b.size() && digit(b[q])) ++q;
      if (p - i != q - j) return p - i < q - j;
      if (const int order = a.compare(i, p - i, b, j, q - j); order != 0) return order < 0;
      i = p, j = q;
    } else if (a[i] != b[j]) {
      return a[i] < b[j];
    } else {
      ++i, ++j;
    }
  }
  return a.size() - i < b.size() - j;
}

/// Tries the orders in which the layers can come; the first error is the one that counts.
template <class Result>
Result in_some_order(const StateDict& dict, const std::function<Result(const std::vector<std::string>&)>& attempt) {
  std::vector<std::vector<std::string>> orders;
  if (!dict.order.empty()) orders.push_back(dict.order);
  std::vector<std::string> names;
  for (const auto& [name, tensor] : dict.file.tensors) names.push_back(name);
  std::vector<std::string> natural = names;
  std::sort(natural.begin(), natural.end(), natural_less);
  orders.push_back(std::move(natural));
  orders.push_back(std::move(names));
  std::optional<Error> first;
  for (const std::vector<std::string>& order : orders) {
    try {
      return attempt(order);
    } catch (const Error& error) {
      if (!first) first = error;
    }
  }
  throw Error(*first);
}

}  // namespace

void move_label(Tensor& weight, std::size_t input_axis, std::size_t classes, bool classes_first,
                const Tensor* embedding, const std::string& where) {
  // As (before, inputs, inner), row by row.
  const std::size_t before = input_axis == 0 ? 1 : weight.shape(0), inputs = weight.shape(input_axis),
                    inner = weight.size() / before / inputs;
  const std::size_t label = embedding != nullptr ? embedding->shape(1) : classes;
  if (label >= inputs) fail(where, ": ", label, " inputs of a class label, but the network takes ", inputs, " in all");
  const std::size_t latent = inputs - label, first_label = classes_first ? 0 : latent,
                    first_latent = classes_first ? label : 0;
  Shape shape = shape_of(weight);
  shape[input_axis] = latent + classes;
  Tensor moved = zeros(shape);
  for (std::size_t b = 0; b < before; ++b) {
    const float* from = weight.data() + b * inputs * inner;
    float* to = moved.data() + b * (latent + classes) * inner;
    std::copy_n(from + first_latent * inner, latent * inner, to);
    for (std::size_t c = 0; c < classes; ++c) {
      for (std::size_t k = 0; k < inner; ++k) {
        double sum = embedding == nullptr ? from[(first_label + c) * inner + k] : 0.0;
        for (std::size_t e = 0; embedding != nullptr && e < label; ++e)
          sum += static_cast<double>((*embedding)(c, e)) * from[(first_label + e) * inner + k];
        to[(latent + c) * inner + k] = static_cast<float>(sum);
      }
    }
  }
  weight = std::move(moved);
}

ModelSpec model_around(const NetworkSpec& image, const NetworkSpec* encoder, bool signed_pixels, std::size_t classes,
                       const GuessOptions& options, const std::string& where) {
  ModelSpec spec;
  spec.name = options.name;
  spec.description = "Imported from another program";
  spec.family = encoder != nullptr ? Family::vae : Family::gan;
  spec.image_width = options.width;
  spec.image_height = options.height;
  spec.value_low = signed_pixels ? -1.0 : 0.0;
  spec.class_count = classes;
  const std::size_t dim = element_count(image.input) - classes;
  std::size_t sum = 0;
  std::string rest = options.latent;
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    std::string block = rest.substr(0, comma);
    rest.erase(0, comma + 1);
    LatentBlock latent;
    latent.name = spec.latent.empty() ? "z" : "code " + std::to_string(spec.latent.size());
    for (const auto& [word, prior] :
         {std::pair("normal:", LatentBlock::Prior::normal), std::pair("uniform:", LatentBlock::Prior::uniform),
          std::pair("categorical:", LatentBlock::Prior::categorical)}) {
      if (!block.starts_with(word)) continue;
      latent.prior = prior;
      block.erase(0, std::string_view(word).size());
      break;
    }
    if (block.empty() || block.size() > 5 || block.find_first_not_of("0123456789") != std::string::npos)
      fail(where, ": --latent must be numbers such as 100 or 62,categorical:10,uniform:2, found ",
           in_quotes(options.latent));
    latent.dim = std::stoul(block);
    sum += latent.dim;
    spec.latent.push_back(latent);
  }
  if (spec.latent.empty()) spec.latent.push_back({"z", LatentBlock::Prior::normal, dim});
  if (!options.latent.empty() && sum != dim)
    fail(where, ": --latent is of ", sum, " numbers in all, but the network takes ", dim,
         classes > 0 ? " beside the class label" : "",
         sum < dim && classes == 0 ? "; the rest may be a class label: --classes " + std::to_string(dim - sum) : "");
  spec.networks[image_network_name(spec.family)] = image;
  if (encoder != nullptr) spec.networks["encoder"] = *encoder;
  return parse_model_spec(model_spec_json(spec), where);
}

Guess guess_model(const StateDict& dict, const GuessOptions& options, const std::string& where) {
  return in_some_order<Guess>(
      dict, [&](const std::vector<std::string>& order) { return guess_in_order(dict, order, options, where); });
}

std::map<std::string, Tensor> weights_in_order(const StateDict& dict, const ModelSpec& spec, const std::string& where) {
  const auto attempt = [&](const std::vector<std::string>& order) {
    FoundNetworks found = split_networks(list_layers(dict.file, order, where), where);
    std::map<std::string, Tensor> weights;
    for (const auto& [role, network] : spec.networks) {
      std::vector<FoundLayer>& layers = role == "encoder" ? found.encoder : found.image;
      std::size_t next = 0;
      const std::vector<Parameter> parameters = network_parameters(network, role);
      for (const Parameter& parameter : parameters) {
        const std::string what = parameter.name.substr(parameter.name.rfind('.') + 1);
        if (what == "weight") ++next;
        if (next > layers.size())
          fail(where, ": the configuration has more layers with weights than the file, ", layers.size(), ": ",
               parameter.name, " is missing");
        FoundLayer& layer = layers[next - 1];
        const Tensor* part = what == "weight"         ? &layer.weights.weight
                             : what == "running_mean" ? &layer.mean
                             : what == "running_var"  ? &layer.variance
                             : layer.weights.bias     ? &*layer.weights.bias
                                                      : nullptr;
        if (part == nullptr || shape_of(*part) != parameter.shape)
          fail(where, ": ", parameter.name, " (", layer.name, "): expected the shape ", shape_text(parameter.shape),
               ", found ", part == nullptr ? "none" : shape_text(shape_of(*part)), "; --map names other layers");
        weights[parameter.name] = *part;
      }
      if (next < layers.size())
        fail(where, ": ", in_quotes(layers[next].name), " is of no layer of the configuration (--ignore skips it)");
    }
    return weights;
  };
  return in_some_order<std::map<std::string, Tensor>>(dict, attempt);
}

}  // namespace latentwalk
