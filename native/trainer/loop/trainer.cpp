#include "trainer/loop/trainer.hpp"

#include <cmath>
#include <csignal>

#include "latentwalk/error.hpp"
#include "latentwalk/rng.hpp"
#include "trainer/libtorch/number_type.hpp"
#include "trainer/loop/adam_state.hpp"
#include "trainer/networks/tensor_bridge.hpp"

namespace latentwalk {
namespace {

/// A generator's own seed for each epoch, far from its neighbours'.
std::uint64_t epoch_seed(std::int64_t seed, std::int64_t epoch) {
  return static_cast<std::uint64_t>(seed) * 0x9E3779B97F4A7C15ULL + static_cast<std::uint64_t>(epoch);
}

at::Generator default_generator(torch::Device device) { return at::globalContext().defaultGenerator(device); }

std::string ema_name(const std::string& name) { return "ema." + name; }

}  // namespace

Trainer::Trainer(const Config& config, TrainingData data, torch::Device device)
    : config_(config),
      data_(std::move(data)),
      device_(device),
      objective_(make_objective(config.objective, config.model)) {
  if (data_.count() < config_.training.batch_size) {
    fail("training.batch_size is ", config_.training.batch_size, ", but there are only ", data_.count(), " digits");
  }
  torch::manual_seed(static_cast<std::uint64_t>(config_.training.seed));
  for (const auto& [name, spec] : config_.model.networks) {
    TorchNetwork& network = networks_.emplace(name, TorchNetwork(spec, name, config_.training.init)).first->second;
    network.to(device_, number_type());
    std::vector<torch::Tensor> parameters;
    for (const auto& [parameter_name, value] : network.parameters()) parameters.push_back(value);
    const OptimiserConfig& adam = config_.training.optimisers.at(name);
    optimisers_[name] = std::make_unique<torch::optim::Adam>(
        parameters, torch::optim::AdamOptions(adam.lr).betas({adam.beta1, adam.beta2}).eps(adam.eps));
  }
  if (config_.training.ema_decay > 0.0) {
    average_ = networks_.at(image_network_name(config_.model.family)).clone();
  }
}

const TorchNetwork& Trainer::image_network() const {
  return average_ ? *average_ : networks_.at(image_network_name(config_.model.family));
}

void Trainer::use_conv_transpose(ConvTransposePath path) {
  for (auto& [name, network] : networks_) network.use_conv_transpose(path);
}

void Trainer::join(Group& group) {
  if (config_.training.batch_size % group.size() != 0)
    fail("training.batch_size is ", config_.training.batch_size, ", which ", group.size(),
         " processes cannot share evenly; take a multiple of ", group.size());
  group_ = &group;
}

void Trainer::use(const ComputeOptions& options) {
  compute_ = options;
  if (!options.channels_last) return;
  for (auto& [name, network] : networks_) network.use_channels_last();
}

void Trainer::step() {
  const Batch batch = next_batch();
  const double factor = schedule_factor(config_.training.schedule, step_, total_steps());
  for (auto& [name, optimiser] : optimisers_)
    set_learning_rate(*optimiser, config_.training.optimisers.at(name).lr * factor);
  std::vector<Term> terms;
  for (std::size_t i = 0; i < objective_->phases().size(); ++i) run_phase(i, batch, terms);
  if (average_) update_average();
  record(terms);
  ++step_;
}

void Trainer::run_phase(std::size_t index, const Batch& batch, std::vector<Term>& terms) {
  const Phase& phase = objective_->phases()[index];
  for (const std::string& name : phase.frozen) networks_.at(name).set_requires_grad(false);
  for (const std::string& name : phase.updates) {
    for (const auto& [parameter_name, value] : networks_.at(name).parameters()) {
      torch::Tensor parameter = value;
      parameter.mutable_grad() = torch::Tensor();
    }
  }
  Loss loss;
  {
    const Autocast autocast(compute_.bf16, device_.type());
    loss = objective_->loss(index, batch, networks_);
  }
  loss.total.backward();
  if (group_) average_gradients(phase, loss.terms);
  for (const std::string& name : phase.updates) adam_step(*optimisers_.at(name), networks_.at(name).parameters());
  for (const std::string& name : phase.frozen) networks_.at(name).set_requires_grad(true);
  for (Term& term : loss.terms) terms.push_back(std::move(term));
}

/// All gradients of the phase in one flat bucket, with its terms and the wish to stop behind them: one message.
void Trainer::average_gradients(const Phase& phase, std::vector<Term>& terms) {
  const torch::NoGradGuard no_grad;
  std::vector<torch::Tensor> gradients, parts;
  for (const std::string& name : phase.updates)
    for (const auto& [parameter_name, value] : networks_.at(name).parameters())
      if (value.grad().defined()) gradients.push_back(value.grad());
  for (const torch::Tensor& gradient : gradients) parts.push_back(gradient.reshape({-1}));
  for (const Term& term : terms) parts.push_back(term.value.reshape({1}).to(number_type()));
  const float ask[] = {asked_to_stop_ == SIGINT ? 1.0F : 0.0F, asked_to_stop_ == SIGTERM ? 1.0F : 0.0F,
                       asked_to_stop_ == kTimeIsUp ? 1.0F : 0.0F};
  parts.push_back(torch::tensor({ask[0], ask[1], ask[2]}).to(device_, number_type()));
  torch::Tensor bucket = torch::cat(parts);
  group_->average(bucket);
  std::int64_t at = 0;
  for (torch::Tensor& gradient : gradients) {
    gradient.copy_(bucket.narrow(0, at, gradient.numel()).reshape(gradient.sizes()));
    at += gradient.numel();
  }
  for (Term& term : terms) term.value = bucket[at++].clone();
  // Reading waits for the device: on CUDA not at every step.
  if (!device_.is_cpu() && step_ % 50 != 0) return;
  const torch::Tensor wishes = bucket.narrow(0, at, 3).to(torch::kCPU);
  const int reasons[] = {SIGINT, SIGTERM, kTimeIsUp};
  for (int i = 0; i < 3; ++i)
    if (wishes[i].item<float>() > 0.0F) agreed_to_stop_ = reasons[i];
}

void Trainer::synchronise() {
  if (!group_) return;
  const torch::NoGradGuard no_grad;
  NamedTensors buffers;
  for (const auto& [name, network] : networks_)
    buffers.insert(buffers.end(), network.buffers().begin(), network.buffers().end());
  if (average_) buffers.insert(buffers.end(), average_->buffers().begin(), average_->buffers().end());
  if (buffers.empty()) return;
  std::vector<torch::Tensor> parts;
  for (const auto& [name, value] : buffers) parts.push_back(value.reshape({-1}));
  torch::Tensor bucket = torch::cat(parts);
  group_->average(bucket);
  std::int64_t at = 0;
  for (auto& [name, value] : buffers) {
    value.copy_(bucket.narrow(0, at, value.numel()).reshape(value.sizes()));
    at += value.numel();
  }
}

Batch Trainer::next_batch() {
  const std::int64_t position = step_ % steps_per_epoch(), whole = config_.training.batch_size;
  if (position == 0 || !order_.defined()) shuffle();
  const Shard shard = group_ ? Shard{group_->rank(), group_->size()} : Shard{};
  const std::int64_t size = whole / shard.count;
  const torch::Tensor chosen = order_.narrow(0, position * whole + shard.index * size, size);
  const double low = config_.model.value_low, high = config_.model.value_high;
  Batch batch;
  batch.images = data_.pixels.index_select(0, chosen).to(number_type()) * ((high - low) / 255.0) + low;
  if (compute_.channels_last) batch.images = batch.images.contiguous(torch::MemoryFormat::ChannelsLast);
  batch.labels = data_.labels.index_select(0, chosen);
  batch.shard = shard;
  batch.epoch = static_cast<double>(step_) / static_cast<double>(steps_per_epoch());
  return batch;
}

/// Fisher-Yates from the seed and the epoch alone, so that a position in the data needs no more than the step.
void Trainer::shuffle() {
  Rng rng(epoch_seed(config_.training.seed, step_ / steps_per_epoch()));
  torch::Tensor order = torch::arange(data_.count(), torch::kInt64);
  auto* index = order.data_ptr<std::int64_t>();
  for (std::int64_t i = data_.count() - 1; i > 0; --i) {
    std::swap(index[i], index[static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(i) + 1))]);
  }
  order_ = order.to(device_);
}

/// Exponential moving average of weights and batch-norm statistics; short at first, so that the start is forgotten.
void Trainer::update_average() {
  const torch::NoGradGuard no_grad;
  const double done = static_cast<double>(step_);
  const double decay = std::min(config_.training.ema_decay, (1.0 + done) / (10.0 + done));
  const NamedTensors source = networks_.at(average_->prefix()).tensors(), target = average_->tensors();
  if (device_.is_cpu()) {
    for (std::size_t i = 0; i < source.size(); ++i) {
      torch::Tensor value = target[i].second;
      value.lerp_(source[i].second.detach(), 1.0 - decay);
    }
    return;
  }
  std::vector<torch::Tensor> averages, values;  // two launches instead of one a tensor
  for (std::size_t i = 0; i < source.size(); ++i) {
    averages.push_back(target[i].second);
    values.push_back(source[i].second.detach());
  }
  at::_foreach_mul_(averages, decay);
  at::_foreach_add_(averages, values, 1.0 - decay);
}

void Trainer::record(const std::vector<Term>& terms) {
  const torch::NoGradGuard no_grad;
  std::vector<torch::Tensor> values;
  if (term_names_.empty()) {
    for (const Term& term : terms) term_names_.push_back(term.name);
  }
  values.reserve(terms.size());
  for (const Term& term : terms) values.push_back(term.value);
  last_ = torch::stack(values).to(torch::kFloat64);
  if (!sums_.defined() || step_ % steps_per_epoch() == 0) sums_ = torch::zeros_like(last_);
  sums_ += last_;
}

std::vector<std::pair<std::string, double>> Trainer::last_terms() const {
  std::vector<std::pair<std::string, double>> terms;
  if (!last_.defined()) return terms;
  const torch::Tensor values = last_.to(torch::kCPU);
  for (std::size_t i = 0; i < term_names_.size(); ++i) {
    terms.emplace_back(term_names_[i], values[static_cast<std::int64_t>(i)].item<double>());
  }
  return terms;
}

std::map<std::string, double> Trainer::epoch_means() const {
  std::map<std::string, double> means;
  if (!sums_.defined()) return means;
  const torch::Tensor values = sums_.to(torch::kCPU);
  const double count = static_cast<double>((step_ - 1) % steps_per_epoch() + 1);
  for (std::size_t i = 0; i < term_names_.size(); ++i) {
    means[term_names_[i]] = values[static_cast<std::int64_t>(i)].item<double>() / count;
  }
  return means;
}

void Trainer::check_finite() const {
  for (const auto& [name, value] : last_terms()) {
    if (!std::isfinite(value)) {
      fail("training diverged: ", name, " is ", value, " at step ", step_, " (epoch ",
           (step_ - 1) / steps_per_epoch() + 1, "); try a lower learning rate (--lr)");
    }
  }
}

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
    for (const auto& [name, value] : average_->tensors()) add(ema_name(name), value);
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
    for (const auto& [name, value] : average_->tensors()) averages[name] = take(ema_name(name));
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
  term_names_ = parse_json(text("terms"), where).get<std::vector<std::string>>();
  if (!term_names_.empty()) {
    sums_ = take("terms.sums").to(device_);
    last_ = take("terms.last").to(device_);
  }
  step_ = std::stoll(text("step"));
  order_ = torch::Tensor();
  if (!finished()) shuffle();
}

std::string checkpoint_config(const Safetensors& checkpoint, const std::string& where) {
  const auto found = checkpoint.metadata.find("config");
  if (found == checkpoint.metadata.end()) fail(where, ": the entry \"config\" is missing");
  return found->second;
}

ShippedNetworks shipped_networks(const Config& config, const Safetensors& checkpoint, const std::string& where) {
  std::map<std::string, torch::Tensor> tensors;
  for (const auto& [name, stored] : checkpoint.tensors) tensors[name] = load_torch(stored);
  TorchNetworks networks;
  for (const auto& [name, spec] : config.model.networks) {
    networks.emplace(name, TorchNetwork(spec, name)).first->second.load(tensors, where);
  }
  TorchNetwork image_network = networks.at(image_network_name(config.model.family)).clone();
  if (config.training.ema_decay > 0.0) {
    std::map<std::string, torch::Tensor> averages;
    for (const auto& [name, value] : image_network.tensors()) {
      if (const auto found = tensors.find(ema_name(name)); found != tensors.end()) averages[name] = found->second;
    }
    image_network.load(averages, where);
  }
  return {std::move(networks), std::move(image_network)};
}

}  // namespace latentwalk
