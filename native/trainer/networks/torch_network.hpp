#pragma once

#include <torch/torch.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "latentwalk/spec.hpp"
#include "trainer/config/training_config.hpp"
#include "trainer/libtorch/conv_transpose.hpp"

namespace latentwalk {

/// Tensors under the names of network_parameters, in its order.
using NamedTensors = std::vector<std::pair<std::string, torch::Tensor>>;

/// A network to train: the layers of a spec with their weights as LibTorch tensors.
class TorchNetwork {
 public:
  /// Draws the weights from LibTorch's default generator.
  TorchNetwork(const NetworkSpec& spec, std::string prefix, const WeightInit& init = {});

  /// x (N, …spec.input) -> (N, …). With `training`, batch norm uses and tracks the batch's statistics.
  torch::Tensor forward(const torch::Tensor& x, bool training) const {
    return forward_layers(x, layer_count(), training);
  }
  /// The same up to and without layer `end`: the logits before a closing sigmoid, the features before a head.
  torch::Tensor forward_layers(torch::Tensor x, std::size_t end, bool training) const;

  const NetworkSpec& spec() const { return spec_; }
  const std::string& prefix() const { return prefix_; }
  std::size_t layer_count() const { return spec_.layers.size(); }

  /// Weights and biases.
  const NamedTensors& parameters() const { return parameters_; }
  /// Batch norm's running means and variances.
  const NamedTensors& buffers() const { return buffers_; }
  /// Both: all that a file holds of the network.
  NamedTensors tensors() const;

  void set_requires_grad(bool wanted);
  /// Moves to a device, a number type, or both; parameters stay leaves.
  void to(torch::Device device, torch::ScalarType type);
  /// Convolutions' weights, and with them what they compute, as (out, kernel, kernel, in) in memory.
  void use_channels_last();
  /// A copy that shares nothing and needs no gradient.
  TorchNetwork clone() const;
  /// Copies values from tensors of the same names; throws Error where one is missing or of another shape.
  void load(const std::map<std::string, torch::Tensor>& tensors, const std::string& where);

  void use_conv_transpose(ConvTransposePath path) { conv_transpose_path_ = path; }

 private:
  torch::Tensor tensor(std::size_t layer, const char* what) const;

  NetworkSpec spec_;
  std::string prefix_;
  std::vector<Shape> shapes_;  // of one sample, before the first layer and after each
  NamedTensors parameters_, buffers_;
  std::map<std::string, torch::Tensor> by_name_;
  ConvTransposePath conv_transpose_path_ = ConvTransposePath::gradient;
};

/// The networks of a model by name: "generator", "discriminator" | "encoder", "decoder".
using TorchNetworks = std::map<std::string, TorchNetwork>;

std::vector<std::int64_t> torch_shape(const Shape& shape);
/// The shape with a batch axis before it.
std::vector<std::int64_t> batch_shape(std::int64_t count, const Shape& shape);

}  // namespace latentwalk
