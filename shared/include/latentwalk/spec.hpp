#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "latentwalk/json.hpp"
#include "latentwalk/tensor.hpp"

/// What a model is, as plain data: the single source of truth for the shape of every network. It is written once in
/// configs/*.json and copied into every model file, where the trainer, command line, viewer and browser read it.
namespace latentwalk {

// ---- Layers. Their input sizes follow from the previous layer. Images are (channels, height, width).

/// y = W x + b, weight (out, in).
struct Linear {
  std::size_t out = 0;  ///< Number of output features.
  bool bias = true;     ///< Whether there is a bias b.
};
/// Square kernel, weight (out, in, kernel, kernel); out = floor((in + 2 padding - kernel) / stride) + 1.
struct Conv2d {
  std::size_t out = 0, kernel = 1, stride = 1,
              padding = 0;  ///< Output channels; sizes in pixels, the same on both axes.
  bool bias = true;         ///< Whether there is a bias, one value per output channel.
};
/// Square kernel, weight (in, out, kernel, kernel); out = (in - 1) stride - 2 padding + kernel.
struct ConvTranspose2d {
  std::size_t out = 0, kernel = 1, stride = 1,
              padding = 0;  ///< Output channels; sizes in pixels, the same on both axes.
  bool bias = true;         ///< Whether there is a bias, one value per output channel.
};
/// Batch normalisation of the channels of an image or the features of a vector.
struct BatchNorm {
  double eps = 1e-5;  ///< Added to the variance.
};
/// The maximum of each square window.
struct MaxPool2d {
  std::size_t kernel = 2, stride = 2;  ///< In pixels.
};
struct Relu {};  ///< max(x, 0)
/// x where x > 0, otherwise slope * x.
struct LeakyRelu {
  double slope = 0.2;  ///< In [0, 1].
};
struct Tanh {};     ///< tanh(x), in (-1, 1)
struct Sigmoid {};  ///< 1 / (1 + exp(-x)), in (0, 1)
/// Turns a vector into (channels, height, width), row-major.
struct Reshape {
  Shape shape;  ///< Shape of one sample, with the same number of elements as the input.
};
/// Turns an image into a vector, row-major.
struct Flatten {};
/// Any layer.
using Layer = std::variant<Linear, Conv2d, ConvTranspose2d, BatchNorm, MaxPool2d, Relu, LeakyRelu, Tanh, Sigmoid,
                           Reshape, Flatten>;

/// The layer's name in JSON: "linear", "conv2d", "conv_transpose2d", "batch_norm", "max_pool2d", "relu", …
const char* layer_type(const Layer& layer);
/// A network as a list of layers.
struct NetworkSpec {
  Shape input;                ///< Shape of one sample: (features) or (channels, height, width).
  std::vector<Layer> layers;  ///< From input to output; at least one.
};

/// The shape of one sample before the first layer and after each layer: layers.size() + 1 shapes. Throws Error, naming
/// the layer, if a layer does not accept the output of the previous one.
std::vector<Shape> layer_shapes(const NetworkSpec& network, std::string_view where);

/// What running a network takes, from its spec alone.
struct NetworkCost {
  /// Multiply-adds per sample as the kernels compute them: output channels count in full panels of 16, and each layer
  /// adds 16 for each element that it writes.
  std::uint64_t work = 0;
  /// Pairs of a tap and a pixel in all convolutions: the kernels keep a list of them.
  std::uint64_t links = 0;
};
/// The cost of a network whose layers fit each other. Throws Error as layer_shapes does.
NetworkCost network_cost(const NetworkSpec& network, std::string_view where);

/// The limit on the work of one network, 34 times that of the largest shipped model. parse_network_spec, which reads
/// the networks of models and classifiers alike, refuses what exceeds it.
inline constexpr std::uint64_t kMaxWork = std::uint64_t{1} << 31U;
/// The same for its links, 1,600 times those of the largest shipped model.
inline constexpr std::uint64_t kMaxLinks = std::uint64_t{1} << 23U;
/// The limit on the work of a self-test: all samples through all networks that run, 8 times that of the largest
/// shipped model.
inline constexpr std::uint64_t kMaxSelftestWork = std::uint64_t{1} << 32U;

/// A parameter, or a running statistic of a batch norm, as it is stored.
struct Parameter {
  std::string name;              ///< "generator.0.weight"
  Shape shape;                   ///< Row-major, the same as in torch.nn.
  std::size_t channel_axis = 0;  ///< The axis of the output channels.
};

/// All tensors of a network, layer by layer. Their names are PREFIX.LAYER.WHAT, where LAYER counts from 0 and WHAT is
/// weight, bias, running_mean or running_var. Both the writer and the reader of model files use this list.
std::vector<Parameter> network_parameters(const NetworkSpec& network, const std::string& prefix);

/// The number of parameters that training adjusts, for each layer: weights and biases, not the running statistics of
/// batch norms.
std::vector<std::size_t> parameter_counts(const NetworkSpec& network);
/// Their sum over all layers.
std::size_t parameter_count(const NetworkSpec& network);

// ---- The model around the networks.
/// gan: a generator and a discriminator. vae: an encoder and a decoder.
enum class Family { gan, vae };

/// A block of the latent vector, and the prior that it is drawn from.
struct LatentBlock {
  enum class Prior { normal, uniform, categorical };  ///< Standard normal; uniform on [low, high]; a one-hot vector.
  std::string name;                                   ///< "z", "digit code", …
  Prior prior = Prior::normal;                        ///< The distribution of the block.
  std::size_t dim = 0;                                ///< Number of coordinates; for categorical, the number of values.
  double low = -1.0, high = 1.0;                      ///< Bounds of a uniform prior.
};
/// A model without its weights.
struct ModelSpec {
  std::string name;                                 ///< 1 to 64 of a-z, 0-9 and -.
  std::string description;                          ///< One line for the reader.
  Family family = Family::gan;                      ///< Determines which networks there are.
  std::size_t image_width = 28, image_height = 28;  ///< In pixels.
  double value_low = 0.0, value_high = 1.0;         ///< The image network's output for paper and for ink.
  std::vector<LatentBlock> latent;                  ///< Blocks of the latent vector, in order.
  std::size_t class_count = 0;                  ///< 0: unconditional; otherwise a one-hot label follows the latents.
  std::vector<std::string> classes;             ///< The classes' names by label; empty: their labels are their names.
  std::map<std::string, NetworkSpec> networks;  ///< "generator", "discriminator" | "encoder", "decoder".
};

/// The length of the latent vector: the sum of its blocks' dims.
std::size_t latent_dim(const ModelSpec& model);

/// The name of the network that turns latents into images: "generator" (GAN) or "decoder" (VAE).
const char* image_network_name(Family family);

/// What a class is called: its name, or its label where the classes have no names.
std::string class_name(const ModelSpec& model, std::size_t label);

/// The label that a text means: a number below class_count, or the name of a class. Throws Error, beginning with
/// `where`, on another text, and where the model has no classes.
std::size_t class_label(const ModelSpec& model, std::string_view text, std::string_view where);

/// Reads names of classes: distinct texts of 1 to 64 bytes without control characters. Throws Error on another value.
std::vector<std::string> parse_class_names(const Json& json, std::string_view where);

/// Reads and checks a model. Throws Error on an unknown key, a size out of range, or networks that do not fit the
/// model: the image network takes latent_dim + class_count values and gives a grey image; the encoder takes an image
/// and gives 2 latent_dim values, means before log-variances; the discriminator takes an image. The caller removes keys
/// that belong to the training configuration.
ModelSpec parse_model_spec(const Json& json, std::string_view where);
/// The JSON that parse_model_spec reads as this model.
Json model_spec_json(const ModelSpec& model);

}  // namespace latentwalk
