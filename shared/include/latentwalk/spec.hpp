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

/// What a model is, as plain data: the single source of truth for every network's shape. Written once in
/// configs/*.json, carried inside every model file, and read from there by trainer, CLI, viewer and browser.
namespace latentwalk {

// ---- Layers. Input sizes are never written: they follow from the layer before. Images are (channels, height, width).

/// y = W x + b, weight (out, in).
struct Linear {
  std::size_t out = 0;  ///< Features.
  bool bias = true;     ///< Whether b is there.
};
/// Square kernel, weight (out, in, kernel, kernel); out = floor((in + 2 padding - kernel) / stride) + 1.
struct Conv2d {
  std::size_t out = 0, kernel = 1, stride = 1, padding = 0;  ///< Channels; pixels, both axes alike.
  bool bias = true;                                          ///< One number for each channel out.
};
/// Square kernel, weight (in, out, kernel, kernel); out = (in - 1) stride - 2 padding + kernel.
struct ConvTranspose2d {
  std::size_t out = 0, kernel = 1, stride = 1, padding = 0;  ///< Channels; pixels, both axes alike.
  bool bias = true;                                          ///< One number for each channel out.
};
/// Over the channels of an image or the features of a vector.
struct BatchNorm {
  double eps = 1e-5;  ///< Added to the variance.
};
struct MaxPool2d {
  std::size_t kernel = 2, stride = 2;  ///< Pixels: the largest of a square window.
};
struct Relu {};  ///< max(x, 0)
struct LeakyRelu {
  double slope = 0.2;  ///< From 0 to 1; what is below 0 is multiplied by it.
};
struct Tanh {};     ///< To (-1, 1).
struct Sigmoid {};  ///< 1 / (1 + exp(-x)), to (0, 1).
/// To (channels, height, width), row-major.
struct Reshape {
  Shape shape;  ///< Of one sample; as many elements as before.
};
/// To one axis, row-major.
struct Flatten {};
/// Any of the layers.
using Layer = std::variant<Linear, Conv2d, ConvTranspose2d, BatchNorm, MaxPool2d, Relu, LeakyRelu, Tanh, Sigmoid,
                           Reshape, Flatten>;

/// The layer's name in JSON: "linear", "conv2d", "conv_transpose2d", "batch_norm", "max_pool2d", "relu", …
const char* layer_type(const Layer& layer);
/// A network as a list of layers.
struct NetworkSpec {
  Shape input;                ///< Of one sample: (features) or (channels, height, width).
  std::vector<Layer> layers;  ///< From the input to the output; at least one.
};

/// The shape of one sample before the first layer and after each: layers.size() + 1 entries.
/// Throws Error, naming the layer, where a layer cannot take what the one before gives.
std::vector<Shape> layer_shapes(const NetworkSpec& network, std::string_view where);

/// A parameter or batch-norm statistic and its shape in storage.
struct Parameter {
  std::string name;              ///< "generator.0.weight"
  Shape shape;                   ///< As stored, row-major; torch.nn's.
  std::size_t channel_axis = 0;  ///< The axis that counts output channels.
};

/// Every tensor that a network owns, in order of layers: PREFIX.LAYER.WHAT, where LAYER counts from 0 and WHAT is
/// weight, bias, running_mean or running_var. Writer and loader both use this list.
std::vector<Parameter> network_parameters(const NetworkSpec& network, const std::string& prefix);

/// The number of parameters that training adjusts, for each layer: weights and biases, not the running statistics of
/// batch norms.
std::vector<std::size_t> parameter_counts(const NetworkSpec& network);
/// Their sum over all layers.
std::size_t parameter_count(const NetworkSpec& network);

// ---- The model around the networks.
/// gan: generator and discriminator; vae: encoder and decoder.
enum class Family { gan, vae };

/// One block of the latent vector and the prior it is drawn from.
struct LatentBlock {
  enum class Prior { normal, uniform, categorical };  ///< Standard normal; uniform on [low, high]; a one-hot vector.
  std::string name;                                   ///< "z", "digit code", …
  Prior prior = Prior::normal;                        ///< What it is drawn from.
  std::size_t dim = 0;                                ///< Coordinates, for categorical the number of values.
  double low = -1.0, high = 1.0;                      ///< The ends of a uniform prior.
};
/// A model without its weights.
struct ModelSpec {
  std::string name;                                 ///< 1 to 64 of a-z, 0-9 and -.
  std::string description;                          ///< One line for people.
  Family family = Family::gan;                      ///< Which networks there are.
  std::size_t image_width = 28, image_height = 28;  ///< Pixels.
  double value_low = 0.0, value_high = 1.0;         ///< What the image network gives for paper and for ink.
  std::vector<LatentBlock> latent;                  ///< The latent vector's blocks, in its order.
  std::size_t class_count = 0;                  ///< 0: unconditional; else a one-hot label follows the latent vector.
  std::map<std::string, NetworkSpec> networks;  ///< "generator", "discriminator" | "encoder", "decoder".
};

/// The sum of the blocks' dims.
std::size_t latent_dim(const ModelSpec& model);

/// The name of the network that turns latents into images: "generator" for a GAN, "decoder" for a VAE.
const char* image_network_name(Family family);

/// Reads and checks a model: known keys, sizes in range, shapes that fit each other (image network: latent_dim +
/// class_count in, one grey image out; encoder: an image in, 2 latent_dim out, the means and then the log-variances;
/// discriminator: an image in). Keys that belong to the training configuration are the caller's to remove.
ModelSpec parse_model_spec(const Json& json, std::string_view where);
Json model_spec_json(const ModelSpec& model);  ///< What parse_model_spec reads as the same model.

}  // namespace latentwalk
