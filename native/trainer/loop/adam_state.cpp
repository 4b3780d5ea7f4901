#include "trainer/loop/adam_state.hpp"

#include <memory>
#include <sstream>
#include <type_traits>

#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

using torch::optim::AdamParamState;

/// The key of a parameter in an optimiser's state: its address, as text up to LibTorch 2.0 and as a pointer later.
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
  const torch::NoGradGuard no_grad;
  adam.state().clear();
  for (const auto& [name, value] : parameters) {
    if (!state.contains(state_name(name, "step"))) continue;
    const auto take = [&, &name = name](const char* what, at::IntArrayRef shape) {
      const auto found = state.find(state_name(name, what));
      if (found == state.end()) fail(where, ": the tensor \"", state_name(name, what), "\" is missing");
      if (found->second.sizes() != shape) {
        fail(where, ": the tensor \"", found->first, "\" has shape ", found->second.sizes(), ", expected ", shape);
      }
      return found->second;
    };
    auto part = std::make_unique<AdamParamState>();
    part->step(take("step", {1}).item<std::int64_t>());
    // empty_like keeps the memory order of the parameter, which may be channels last.
    part->exp_avg(torch::empty_like(value).copy_(take("exp_avg", value.sizes())));
    part->exp_avg_sq(torch::empty_like(value).copy_(take("exp_avg_sq", value.sizes())));
    adam.state()[state_key<Key>(value)] = std::move(part);
  }
}

void adam_step(torch::optim::Adam& adam, const NamedTensors& parameters) {
  if (parameters.front().second.is_cpu()) {
    adam.step();
    return;
  }
  const torch::NoGradGuard no_grad;
  // Grouped by the number of the step: a parameter without a gradient in some phase has taken fewer steps.
  struct Group {
    std::vector<torch::Tensor> values, gradients, averages, square_averages;
  };
  std::map<std::int64_t, Group> groups;
  for (const auto& [name, value] : parameters) {
    if (!value.grad().defined()) continue;
    auto& slot = adam.state()[state_key<Key>(value)];
    if (!slot) {
      auto fresh = std::make_unique<AdamParamState>();
      fresh->step(0);
      fresh->exp_avg(torch::zeros_like(value));
      fresh->exp_avg_sq(torch::zeros_like(value));
      slot = std::move(fresh);
    }
    auto& part = static_cast<AdamParamState&>(*slot);
    part.step(part.step() + 1);
    Group& group = groups[part.step()];
    group.values.push_back(value);
    // The kernel reads the four tensors in memory order, so their orders must agree.
    const bool same_order = value.grad().strides() == value.strides();
    group.gradients.push_back(same_order ? value.grad() : torch::empty_like(value).copy_(value.grad()));
    group.averages.push_back(part.exp_avg());
    group.square_averages.push_back(part.exp_avg_sq());
  }
  const auto& options = static_cast<const torch::optim::AdamOptions&>(adam.param_groups().front().options());
  const auto [beta1, beta2] = options.betas();
  for (auto& [step, group] : groups) {
    const torch::Tensor count =
        torch::full({}, static_cast<double>(step), group.values.front().options().dtype(torch::kFloat32));
    at::_fused_adam_(group.values, group.gradients, group.averages, group.square_averages, {},
                     std::vector<torch::Tensor>(group.values.size(), count), options.lr(), beta1, beta2,
                     options.weight_decay(), options.eps(), options.amsgrad(), /*maximize=*/false);
  }
}

void set_learning_rate(torch::optim::Adam& adam, double lr) {
  for (auto& group : adam.param_groups()) static_cast<torch::optim::AdamOptions&>(group.options()).lr(lr);
}

}  // namespace latentwalk
