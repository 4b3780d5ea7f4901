#include "latentwalk/fold.hpp"

#include <algorithm>
#include <cmath>

#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

// The layer with a bias to fold into; nothing if it is not a linear layer or convolution.
std::optional<Layer> with_bias(const Layer& layer) {
  return std::visit(
      [](auto copy) -> std::optional<Layer> {
        if constexpr (requires { copy.bias; }) {
          copy.bias = true;
          return copy;
        }
        return std::nullopt;
      },
      layer);
}

bool has_bias(const Layer& layer) {
  return std::visit(
      [](const auto& l) {
        if constexpr (requires { l.bias; }) return l.bias;
        return false;
      },
      layer);
}

// Multiplies the weights of output channel c by scale[c]. Output channels are axis 1 of a transposed convolution's
// weight, and axis 0 otherwise.
void scale_outputs(Tensor& weight, const std::vector<float>& scale, bool transposed) {
  const std::size_t rows = weight.shape(0) * weight.shape(1), columns = weight.shape(1);
  const std::size_t inner = weight.size() / rows;
  float* value = weight.data();
  for (std::size_t row = 0; row < rows; ++row) {  // over the first two axes
    const float factor = scale[transposed ? row % columns : row / columns];
    for (std::size_t i = 0; i < inner; ++i) *value++ *= factor;
  }
}

}  // namespace

ChannelScale batch_norm_scale(const BatchNorm& layer, const std::string& name,
                              const std::function<Tensor(const std::string&)>& parameter) {
  const Tensor weight = parameter(name + ".weight"), bias = parameter(name + ".bias");
  const Tensor mean = parameter(name + ".running_mean"), variance = parameter(name + ".running_var");
  ChannelScale result;
  for (std::size_t c = 0; c < weight.size(); ++c) {
    if (variance(c) < 0) fail(name, ".running_var: a variance must not be negative, found ", variance(c));
    const double factor = weight(c) / std::sqrt(static_cast<double>(variance(c)) + layer.eps);
    result.scale.push_back(static_cast<float>(factor));
    result.shift.push_back(static_cast<float>(bias(c) - mean(c) * factor));
  }
  return result;
}

WeightedNetwork fold_batch_norm(const NetworkSpec& spec, const std::string& prefix,
                                const std::function<Tensor(const std::string&)>& parameter) {
  WeightedNetwork folded{{spec.input, {}}, {}, {}};
  for (std::size_t i = 0; i < spec.layers.size(); ++i) {
    const std::string from = prefix + "." + std::to_string(i);
    const std::string to = prefix + "." + std::to_string(folded.spec.layers.size());
    const bool norm_follows = i + 1 < spec.layers.size() && std::holds_alternative<BatchNorm>(spec.layers[i + 1]);
    const std::optional<Layer> biased = with_bias(spec.layers[i]);
    if (!biased || !norm_follows) {
      folded.spec.layers.push_back(spec.layers[i]);
      folded.last_layer.push_back(i);
      if (biased) {
        folded.weights[to + ".weight"] = parameter(from + ".weight");
        if (has_bias(spec.layers[i])) folded.weights[to + ".bias"] = parameter(from + ".bias");
      } else if (std::holds_alternative<BatchNorm>(spec.layers[i])) {
        for (const char* what : {".weight", ".bias", ".running_mean", ".running_var"})
          folded.weights[to + what] = parameter(from + what);
      }
      continue;
    }
    const ChannelScale norm =
        batch_norm_scale(std::get<BatchNorm>(spec.layers[i + 1]), prefix + "." + std::to_string(i + 1), parameter);
    Tensor weight = parameter(from + ".weight");
    scale_outputs(weight, norm.scale, std::holds_alternative<ConvTranspose2d>(spec.layers[i]));
    Tensor bias = has_bias(spec.layers[i]) ? parameter(from + ".bias") : zeros({norm.scale.size()});
    for (std::size_t c = 0; c < bias.size(); ++c) bias(c) = bias(c) * norm.scale[c] + norm.shift[c];
    folded.spec.layers.push_back(*biased);
    folded.weights[to + ".weight"] = std::move(weight);
    folded.weights[to + ".bias"] = std::move(bias);
    folded.last_layer.push_back(++i);  // skips the batch norm
  }
  return folded;
}

}  // namespace latentwalk
