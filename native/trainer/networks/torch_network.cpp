#include "trainer/networks/torch_network.hpp"

#include <cmath>
#include <type_traits>

#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

bool is_buffer(const std::string& name) { return name.ends_with(".running_mean") || name.ends_with(".running_var"); }

/// The layer index in "<prefix>.<index>.<what>".
std::size_t layer_index(const std::string& name, const std::string& prefix) {
  return std::stoul(name.substr(prefix.size() + 1));
}

/// LibTorch's rule: the size of axis 1 times the size of the kernel, for transposed convolutions too.
double fan_in(const Shape& weight) {
  double size = 1.0;
  for (std::size_t axis = 1; axis < weight.size(); ++axis) size *= static_cast<double>(weight[axis]);
  return size;
}

}  // namespace

std::vector<std::int64_t> torch_shape(const Shape& shape) { return {shape.begin(), shape.end()}; }

std::vector<std::int64_t> batch_shape(std::int64_t count, const Shape& shape) {
  std::vector<std::int64_t> sizes = torch_shape(shape);
  sizes.insert(sizes.begin(), count);
  return sizes;
}

TorchNetwork::TorchNetwork(const NetworkSpec& spec, std::string prefix, const WeightInit& init)
    : spec_(spec), prefix_(std::move(prefix)), shapes_(layer_shapes(spec, prefix_)) {
  double bound = 0.0;  // of the present layer; its weight comes before its bias
  for (const Parameter& parameter : network_parameters(spec, prefix_)) {
    const std::string& name = parameter.name;
    const Shape& shape = parameter.shape;
    const bool norm = std::holds_alternative<BatchNorm>(spec.layers[layer_index(name, prefix_)]);
    torch::Tensor value = torch::zeros(torch_shape(shape));
    if (norm) {
      if (name.ends_with(".weight") || name.ends_with(".running_var")) value.fill_(1.0);
    } else if (init.kind == WeightInit::Kind::normal) {
      if (name.ends_with(".weight")) value.normal_(0.0, init.std);
    } else {
      if (name.ends_with(".weight")) bound = 1.0 / std::sqrt(fan_in(shape));
      value.uniform_(-bound, bound);
    }
    if (!is_buffer(name)) value.requires_grad_(true);
    (is_buffer(name) ? buffers_ : parameters_).emplace_back(name, value);
    by_name_.emplace(name, value);
  }
}

torch::Tensor TorchNetwork::tensor(std::size_t layer, const char* what) const {
  const auto found = by_name_.find(prefix_ + "." + std::to_string(layer) + "." + what);
  return found == by_name_.end() ? torch::Tensor() : found->second;
}

torch::Tensor TorchNetwork::forward_layers(torch::Tensor x, std::size_t end, bool training) const {
  for (std::size_t i = 0; i < end; ++i) {
    x = std::visit(
        [&](const auto& layer) -> torch::Tensor {
          using L = std::decay_t<decltype(layer)>;
          if constexpr (std::is_same_v<L, Linear>) {
            return at::linear(x, tensor(i, "weight"), tensor(i, "bias"));
          } else if constexpr (std::is_same_v<L, Conv2d>) {
            return at::conv2d(x, tensor(i, "weight"), tensor(i, "bias"), static_cast<std::int64_t>(layer.stride),
                              static_cast<std::int64_t>(layer.padding));
          } else if constexpr (std::is_same_v<L, ConvTranspose2d>) {
            return conv_transpose2d(x, tensor(i, "weight"), tensor(i, "bias"), static_cast<std::int64_t>(layer.stride),
                                    static_cast<std::int64_t>(layer.padding), conv_transpose_path_);
          } else if constexpr (std::is_same_v<L, BatchNorm>) {
            return at::batch_norm(x, tensor(i, "weight"), tensor(i, "bias"), tensor(i, "running_mean"),
                                  tensor(i, "running_var"), training, /*momentum=*/0.1, layer.eps,
                                  /*cudnn_enabled=*/true);
          } else if constexpr (std::is_same_v<L, MaxPool2d>) {
            return at::max_pool2d(x, static_cast<std::int64_t>(layer.kernel), static_cast<std::int64_t>(layer.stride));
          } else if constexpr (std::is_same_v<L, Relu>) {
            return at::relu(x);
          } else if constexpr (std::is_same_v<L, LeakyRelu>) {
            return at::leaky_relu(x, layer.slope);
          } else if constexpr (std::is_same_v<L, Tanh>) {
            return at::tanh(x);
          } else if constexpr (std::is_same_v<L, Sigmoid>) {
            return at::sigmoid(x);
          } else {
            static_assert(std::is_same_v<L, Reshape> || std::is_same_v<L, Flatten>);
            return x.reshape(batch_shape(x.size(0), shapes_[i + 1]));
          }
        },
        spec_.layers[i]);
  }
  return x.scalar_type() == torch::kBFloat16 ? x.to(torch::kFloat32) : x;  // losses are computed in float32
}

NamedTensors TorchNetwork::tensors() const {
  NamedTensors all = parameters_;
  all.insert(all.end(), buffers_.begin(), buffers_.end());
  return all;
}

void TorchNetwork::set_requires_grad(bool wanted) {
  for (auto& [name, value] : parameters_) value.requires_grad_(wanted);
}

void TorchNetwork::to(torch::Device device, torch::ScalarType type) {
  const torch::NoGradGuard no_grad;
  for (NamedTensors* list : {&parameters_, &buffers_}) {
    for (auto& [name, value] : *list) {
      const bool gradient = value.requires_grad();
      value = value.detach().to(device, type).requires_grad_(gradient);
      by_name_[name] = value;
    }
  }
}

void TorchNetwork::use_channels_last() {
  const torch::NoGradGuard no_grad;
  for (auto& [name, value] : parameters_) {
    if (value.dim() == 4) value.set_data(value.detach().contiguous(torch::MemoryFormat::ChannelsLast));
  }
}

TorchNetwork TorchNetwork::clone() const {
  TorchNetwork copy = *this;
  for (NamedTensors* list : {&copy.parameters_, &copy.buffers_}) {
    for (auto& [name, value] : *list) {
      value = value.detach().clone();
      copy.by_name_[name] = value;
    }
  }
  return copy;
}

void TorchNetwork::load(const std::map<std::string, torch::Tensor>& source, const std::string& where) {
  const torch::NoGradGuard no_grad;
  for (auto& [name, value] : tensors()) {
    const auto found = source.find(name);
    if (found == source.end()) fail(where, ": the tensor \"", name, "\" is missing");
    if (found->second.sizes() != value.sizes()) {
      fail(where, ": the tensor \"", name, "\" has shape ", found->second.sizes(), ", expected ", value.sizes());
    }
    value.copy_(found->second);
  }
}

}  // namespace latentwalk
