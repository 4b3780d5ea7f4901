#include "adam_state.hpp"

#include <memory>
#include <sstream>
#include <type_traits>

#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

using torch::optim::AdamParamState;

/// The key of a parameter in an optimiser's state: its address, as text up to LibTorch 2.0, later as it is.
template <class Key>
Key state_key(const torch::Tensor& parameter) {
  if constexpr (std::is_same_v<Key, std::string>) {
    std::ostringstream text;
    text << parameter.unsafeGetTensorImpl();
    return text.str();
  } else {
    return static_cast<void*>(parameter.unsafeGetTensorImpl());
  }
}
using Key = std::decay_t<decltype(std::declval<torch::optim::Adam&>().state())>::key_type;

std::string state_name(const std::string& parameter, const char* what) { return "adam." + parameter + "." + what; }

}  // namespace

std::map<std::string, torch::Tensor> adam_state(const torch::optim::Adam& adam, const NamedTensors& parameters) {
  std::map<std::string, torch::Tensor> state;
  for (const auto& [name, value] : parameters) {
    const auto found = adam.state().find(state_key<Key>(value));
    if (found == adam.state().end()) continue;
    const auto& part = static_cast<const AdamParamState&>(*found->second);
    state[state_name(name, "step")] = torch::tensor({part.step()}, torch::kInt64);
    state[state_name(name, "exp_avg")] = part.exp_avg();
    state[state_name(name, "exp_avg_sq")] = part.exp_avg_sq();
  }
  return state;
}

void set_adam_state(torch::optim::Adam& adam, const NamedTensors& parameters,
                    const std::map<std::string, torch::Tensor>& state, const std::string& where) {
  adam.state().clear();
  for (const auto& [name, value] : parameters) {
    if (!state.contains(state_name(name, "step"))) continue;
    const auto take = [&](const char* what, at::IntArrayRef shape) {
      const auto found = state.find(state_name(name, what));
      if (found == state.end()) fail(where, ": the tensor \"", state_name(name, what), "\" is missing");
      if (found->second.sizes() != shape) {
        fail(where, ": the tensor \"", found->first, "\" has shape ", found->second.sizes(), ", expected ", shape);
      }
      return found->second;
    };
    auto part = std::make_unique<AdamParamState>();
    part->step(take("step", {1}).item<std::int64_t>());
    part->exp_avg(take("exp_avg", value.sizes()).to(value.device()).clone());
    part->exp_avg_sq(take("exp_avg_sq", value.sizes()).to(value.device()).clone());
    adam.state()[state_key<Key>(value)] = std::move(part);
  }
}

void set_learning_rate(torch::optim::Adam& adam, double lr) {
  for (auto& group : adam.param_groups()) static_cast<torch::optim::AdamOptions&>(group.options()).lr(lr);
}

}  // namespace latentwalk
