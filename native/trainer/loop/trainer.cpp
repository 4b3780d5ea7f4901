#include "trainer/loop/trainer.hpp"

#include <algorithm>
#include <cmath>

#include "latentwalk/error.hpp"
#include "trainer/distributed/group.hpp"
#include "trainer/libtorch/autocast.hpp"
#include "trainer/libtorch/number_type.hpp"
#include "trainer/loop/adam_state.hpp"

namespace latentwalk {
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

Batch Trainer::next_batch() {
  const std::int64_t position = step_ % steps_per_epoch(), whole = config_.training.batch_size;
  if (position == 0 || !order_.defined()) shuffle();
  Shard shard = group_ ? Shard{group_->rank(), group_->size()} : Shard{};
  if (compute_.core_noise) {
    noise_ = Rng(noise_seed(config_.training.seed, step_, 0));
    shard.rng = &noise_;
  }
  const std::int64_t size = whole / shard.count;
  const torch::Tensor chosen = order_.narrow(0, position * whole + shard.index * size, size);
  const double low = config_.model.value_low, high = config_.model.value_high;
  Batch batch;
  batch.images = data_.pixels.index_select(0, chosen).to(number_type()) * ((high - low) / 255.0) + low;
  if (compute_.channels_last) batch.images = batch.images.contiguous(torch::MemoryFormat::ChannelsLast);
  batch.labels = data_.labels.index_select(0, chosen);
  batch.shard = shard;
  return batch;
}

void Trainer::shuffle() {
  const std::vector<std::uint32_t> order =
      epoch_order(config_.training.seed, step_ / steps_per_epoch(), static_cast<std::size_t>(data_.count()));
  order_ = torch::empty({data_.count()}, torch::kInt64);
  std::copy(order.begin(), order.end(), order_.data_ptr<std::int64_t>());
  order_ = order_.to(device_);
}

/// The exponential moving average of the weights and batch-norm statistics. Its decay starts at 0.1 and grows to
/// ema_decay, so that the average forgets the initial weights.
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
  std::vector<torch::Tensor> averages, values;  // two kernel launches for all tensors
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

}  // namespace latentwalk
