#pragma once

#include <torch/torch.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "latentwalk/spec.hpp"
#include "latentwalk/training_config.hpp"
#include "trainer/libtorch/conv_transpose.hpp"

namespace latentwalk {

/// Tensors with the names and in the order of network_parameters.
using NamedTensors = std::vector<std::pair<std::string, torch::Tensor>>;

/// A network that LibTorch trains: the layers of a spec, with weights as LibTorch tensors.
class TorchNetwork {
 public:
  /// Draws the weights with LibTorch's default generator. `prefix` starts the names of the tensors.
  TorchNetwork(const NetworkSpec& spec, std::string prefix, const WeightInit& init = {});

  /// x (N, …spec.input) -> (N, …). If `training`, batch norm uses the statistics of the batch and updates its own.
  torch::Tensor forward(const torch::Tensor& x, bool training) const {
    return forward_layers(x, layer_count(), training);
  }
  /// The output of the first `end` layers, such as the logits before the last sigmoid. bfloat16 becomes float32.
  torch::Tensor forward_layers(torch::Tensor x, std::size_t end, bool training) const;

  const NetworkSpec& spec() const { return spec_; }
  const std::string& prefix() const { return prefix_; }
  std::size_t layer_count() const { return spec_.layers.size(); }

  /// Weights and biases.
  const NamedTensors& parameters() const { return parameters_; }
  /// Batch norm's running means and variances.
  const NamedTensors& buffers() const { return buffers_; }
  /// Parameters and buffers: everything that a file holds of the network.
  NamedTensors tensors() const;

  void set_requires_grad(bool wanted);
  /// Moves all tensors to a device and a number type. Parameters stay leaves of the autograd graph.
  void to(torch::Device device, torch::ScalarType type);
  /// Stores the weights of convolutions in the memory order (out, kernel, kernel, in). Their outputs follow.
  void use_channels_last();
  /// A copy with tensors of its own, which need no gradients.
  TorchNetwork clone() const;
  /// Copies the values of the tensors with the same names. Throws Error where one is missing or has another shape.
  /// `where` starts the message.
  void load(const std::map<std::string, torch::Tensor>& tensors, const std::string& where);

  void use_conv_transpose(ConvTransposePath path) { conv_transpose_path_ = path; }

 private:
  torch::Tensor tensor(std::size_t layer, const char* what) const;

  NetworkSpec spec_;
  std::string prefix_;
  std::vector<Shape> shapes_;  // of one sample: the input, then the output of each layer
  NamedTensors parameters_, buffers_;
  std::map<std::string, torch::Tensor> by_name_;
  ConvTransposePath conv_transpose_path_ = ConvTransposePath::gradient;
};

/// The networks of a model by name: "generator" and "discriminator", or "encoder" and "decoder".
using TorchNetworks = std::map<std::string, TorchNetwork>;

/// The shape as LibTorch takes it.
std::vector<std::int64_t> torch_shape(const Shape& shape);
/// The same with a batch axis of `count` in front.
std::vector<std::int64_t> batch_shape(std::int64_t count, const Shape& shape);

}  // namespace latentwalk
