// The state of a Trainer, to and from a checkpoint.
#include "latentwalk/error.hpp"
#include "trainer/loop/adam_state.hpp"
#include "trainer/loop/checkpoint_networks.hpp"
#include "trainer/loop/trainer.hpp"
#include "trainer/networks/tensor_bridge.hpp"

namespace latentwalk {
namespace {

at::Generator default_generator(torch::Device device) { return at::globalContext().defaultGenerator(device); }

}  // namespace

Safetensors Trainer::capture() const {
  Safetensors file;
  const auto add = [&](const std::string& name, const torch::Tensor& value) {
    file.tensors[name] = store_torch(value);
  };
  for (const auto& [name, network] : networks_) {
    for (const auto& [tensor_name, value] : network.tensors()) add(tensor_name, value);
    for (const auto& [state_name, value] : adam_state(*optimisers_.at(name), network.parameters()))
      add(state_name, value);
  }
  if (average_) {
    for (const auto& [name, value] : average_->tensors()) add(average_name(name), value);
  }
  add("generator_state.cpu", default_generator(torch::kCPU).get_state());
  if (!device_.is_cpu()) add("generator_state.device", default_generator(device_).get_state());
  if (sums_.defined()) {
    add("terms.sums", sums_);
    add("terms.last", last_);
  }
  file.metadata["step"] = std::to_string(step_);
  file.metadata["terms"] = Json(term_names_).dump();
  file.metadata["config"] = config_.json.dump();
  return file;
}

void Trainer::restore(const Safetensors& checkpoint, const std::string& where) {
  std::map<std::string, torch::Tensor> tensors;
  for (const auto& [name, stored] : checkpoint.tensors) tensors[name] = load_torch(stored);
  const auto take = [&](const std::string& name) {
    const auto found = tensors.find(name);
    if (found == tensors.end()) fail(where, ": the tensor \"", name, "\" is missing");
    return found->second;
  };
  for (auto& [name, network] : networks_) {
    network.load(tensors, where);
    set_adam_state(*optimisers_.at(name), network.parameters(), tensors, where);
  }
  if (average_) {
    std::map<std::string, torch::Tensor> averages;
    for (const auto& [name, value] : average_->tensors()) averages[name] = take(average_name(name));
    average_->load(averages, where);
  }
  auto cpu_generator = default_generator(torch::kCPU);
  cpu_generator.set_state(take("generator_state.cpu"));
  if (!device_.is_cpu() && tensors.contains("generator_state.device")) {
    auto generator = default_generator(device_);
    generator.set_state(take("generator_state.device"));
  }
  const auto text = [&](const char* key) {
    const auto found = checkpoint.metadata.find(key);
    if (found == checkpoint.metadata.end()) fail(where, ": the entry \"", key, "\" is missing");
    return found->second;
  };
  const Json terms = parse_json(text("terms"), where + ": terms");
  term_names_.clear();
  for (const Json& name : terms) {
    if (!terms.is_array() || !name.is_string())
      fail(where, ": \"terms\" must be a list of names, found ", excerpt(terms));
    term_names_.push_back(name.get<std::string>());
  }
  if (!term_names_.empty()) {
    sums_ = take("terms.sums").to(device_);
    last_ = take("terms.last").to(device_);
  }
  step_ = read_integer({{"step", parse_json(text("step"), where + ": step")}}, "step", 0, INT64_MAX, where);
  order_ = torch::Tensor();
  if (!finished()) shuffle();
}

}  // namespace latentwalk
