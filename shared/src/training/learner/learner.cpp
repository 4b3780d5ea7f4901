#include "latentwalk/learner.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "latentwalk/error.hpp"
#include "latentwalk/parallel.hpp"
#include "training/backward/elementwise.hpp"
#include "training/backward/outer.hpp"
#include "training/learner/state.hpp"

namespace latentwalk {
namespace {

// The part of the running statistics that a batch replaces, as in torch.nn.
constexpr float kMomentum = 0.1F;

std::unique_ptr<LearnerObjective> objective_of(const Config& config, std::size_t samples, std::size_t shards) {
  return std::visit(
      [&](const auto& objective) -> std::unique_ptr<LearnerObjective> {
        if constexpr (requires { make_learner_objective(objective, config.model, samples, shards); })
          return make_learner_objective(objective, config.model, samples, shards);
        else
          fail("objective.type: the core trains gan and vae, found ",
               config.json["objective"]["type"].get<std::string>(), "; latentwalk-train trains it");
      },
      config.objective);
}

// The layers that learn: the loss of a VAE takes the decoder's logits.
NetworkSpec learning_layers(const NetworkSpec& spec, const std::string& name) {
  NetworkSpec learning = spec;
  if (name == "decoder") learning.layers.pop_back();  // parse_objective_config wants a sigmoid here
  return learning;
}

}  // namespace

Rng ShardedBatch::noise(std::size_t shard) const { return Rng(noise_seed(seed, step, shard)); }

void ShardedBatch::images(std::size_t shard, float* to, std::size_t stride) const {
  const std::size_t size = digits->width * digits->height, depth = digits->depth, in_byte = 8 / depth;
  const unsigned most = (1U << depth) - 1;
  const float low = static_cast<float>(model->value_low);
  const float scale = static_cast<float>((model->value_high - model->value_low) / most);
  for (std::size_t n = 0; n < samples; ++n, to += stride) {
    const std::uint8_t* from = digits->pixels.data() + order[shard * samples + n] * ((size + in_byte - 1) / in_byte);
    for (std::size_t i = 0; i < size; ++i) {
      const unsigned value = (from[i / in_byte] >> (8 - depth * (i % in_byte + 1))) & most;
      to[i] = static_cast<float>(value) * scale + low;
    }
  }
}

void ShardedBatch::classes(std::size_t shard, float* to, std::size_t stride, std::size_t repeats) const {
  if (model->class_count == 0) return;
  for (std::size_t n = 0; n < samples; ++n, to += stride) {
    std::fill_n(to, model->class_count * repeats, 0.0F);
    std::fill_n(to + digits->labels[order[shard * samples + n]] * repeats, repeats, 1.0F);
  }
}

Learner::State::State(const Config& the_config, Digits the_digits, std::size_t thread_count)
    : config(the_config),
      digits(std::move(the_digits)),
      threads(std::max<std::size_t>(thread_count, 1)),
      shards(static_cast<std::size_t>(config.training.shards)),
      samples(static_cast<std::size_t>(config.training.batch_size) / shards) {
  check_digits(digits, config.model, "digits");
  if (digits.count == 0) fail("digits: expected at least one batch of ", config.training.batch_size, ", found none");
  if (static_cast<std::int64_t>(digits.count) < config.training.batch_size)
    fail("training.batch_size is ", config.training.batch_size, ", but there are only ", digits.count, " digits");
  if (samples * shards != static_cast<std::size_t>(config.training.batch_size))
    fail("training.batch_size: expected a multiple of training.shards (", shards, "), found ",
         config.training.batch_size);
  objective = objective_of(config, samples, shards);
  std::uint64_t stream = 0;
  for (const auto& [name, spec] : config.model.networks) {
    const GroupSizes sizes{samples, objective->groups(name, shards)};
    TrainableNetwork& network = networks.try_emplace(name, learning_layers(spec, name), name, sizes).first->second;
    Rng rng(static_cast<std::uint64_t>(config.training.seed) + (++stream << 56U));
    network.initialise(config.training.init, rng);
    AdamState& state = adam[name];
    for (kernels::FloatBuffer* buffer : {&state.mean, &state.square}) {
      *buffer = kernels::FloatBuffer(network.parameter_size());
      std::fill_n(buffer->data(), buffer->size(), 0.0F);
    }
  }
  if (config.training.ema_decay > 0.0) start_average();
  std::size_t size = 0, tail = 0;
  for (const LearnerPhase& each : objective->phases()) {
    size = std::max(size, gradient_size(each));
    tail = std::max(tail, tail_size(each));
  }
  sum = kernels::FloatBuffer(size);
  tails = kernels::FloatBuffer(tail * shards);
}

void Learner::State::start_average() {
  const TrainableNetwork& network = networks.at(image_network_name(config.model.family));
  average = kernels::FloatBuffer(network.parameter_size());
  average_statistics = kernels::FloatBuffer(network.statistics_size());
  std::copy_n(network.parameters(), average.size(), average.data());
  std::copy_n(network.statistics(), average_statistics.size(), average_statistics.data());
}

std::int64_t Learner::State::steps_per_epoch() const {
  return static_cast<std::int64_t>(digits.count) / config.training.batch_size;
}

std::size_t Learner::State::tail_size(const LearnerPhase& of) const {
  std::size_t size = of.terms.size();
  for (const std::string& name : of.statistics) size += networks.at(name).statistics_size();
  return size;
}

std::size_t Learner::State::gradient_size(const LearnerPhase& of) const {
  std::size_t size = tail_size(of);
  for (const std::string& name : of.updates) size += networks.at(name).parameter_size();
  return size;
}

void Learner::State::gradient(std::size_t first, std::size_t last, float* to) {
  const std::size_t count = last - first;
  if (first >= last || last > shards || (count & (count - 1)) != 0 || first % count != 0)
    fail("shards ", first, " to ", last, ": expected a part of ", shards, " shards that halving gives");
  const std::int64_t epoch = step / steps_per_epoch(), batch = step % steps_per_epoch();
  if (order_epoch != epoch) {
    order = epoch_order(config.training.seed, epoch, digits.count);
    order_epoch = epoch;
  }
  const ShardedBatch sharded{&config.model, &digits, order.data() + batch * config.training.batch_size,
                             samples,       shards,  config.training.seed,
                             step};
  const LearnerPhase& now = next_phase();
  PhaseOutput output{{}, tails.data(), tail_size(now)};
  float* begin = to;
  for (const std::string& name : now.updates) {
    output.gradients[name] = begin;
    begin += networks.at(name).parameter_size();
  }
  std::fill(to, begin, 0.0F);  // the padding between the parameters stays zero
  objective->run(phase, sharded, first, last, threads, networks, output);
  kernels::add_groups(output.tail(first), count, output.tail_size, begin);
}

void Learner::State::check_finite(const float* gradient, const float* tail) const {
  const auto refuse = [&](const std::string& what, double value) {
    fail("training diverged: ", what, " is ", std::isnan(value) ? "not a number" : "infinite", " at step ", step + 1,
         "; the weights are those of step ", step, "; try a lower learning rate");
  };
  for (std::size_t i = 0; i < next_phase().terms.size(); ++i)
    if (!std::isfinite(tail[i])) refuse(next_phase().terms[i], static_cast<double>(tail[i]));
  if (kernels::all_finite(gradient, static_cast<std::size_t>(tail - gradient))) return;
  refuse("the gradient", static_cast<double>(*std::find_if(gradient, tail, [](float v) { return !std::isfinite(v); })));
}

void Learner::State::update(TrainableNetwork& network, const std::string& name, const float* gradient) {
  const OptimiserConfig& optimiser = config.training.optimisers.at(name);
  AdamState& state = adam.at(name);
  const double steps = static_cast<double>(++state.steps);
  const double rate =
      optimiser.lr * schedule_factor(config.training.schedule, step, steps_per_epoch() * config.training.epochs);
  const kernels::AdamStep adam_step{static_cast<float>(rate / (1.0 - std::pow(optimiser.beta1, steps))),
                                    static_cast<float>(optimiser.beta1), static_cast<float>(optimiser.beta2),
                                    static_cast<float>(1.0 / std::sqrt(1.0 - std::pow(optimiser.beta2, steps))),
                                    static_cast<float>(optimiser.eps)};
  // In whole cache lines: a loop's vectors and its rest round differently, so the parts must not depend on the threads.
  const std::size_t lines = network.parameter_size() / 16;
  const auto part = [&](std::size_t i) {
    const std::size_t begin = lines * i / threads * 16, end = lines * (i + 1) / threads * 16;
    kernels::adam(adam_step, gradient + begin, network.parameters() + begin, state.mean.data() + begin,
                  state.square.data() + begin, end - begin);
  };
  parallel_for(threads, threads, std::ref(part));
  network.prepare(threads);
}

void Learner::State::apply(const float* gradient) {
  const LearnerPhase& now = next_phase();
  const float* tail = gradient + gradient_size(now) - now.terms.size();
  check_finite(gradient, tail);
  for (const std::string& name : now.updates) {
    TrainableNetwork& network = networks.at(name);
    update(network, name, gradient);
    gradient += network.parameter_size();
  }
  for (const std::string& name : now.statistics) {
    TrainableNetwork& network = networks.at(name);
    float* const running = network.statistics();
    for (std::size_t i = 0; i < network.statistics_size(); ++i)
      running[i] += kMomentum * (gradient[i] / static_cast<float>(shards) - running[i]);
    gradient += network.statistics_size();
  }
  for (const std::string& name : now.terms) pending.push_back({name, static_cast<double>(*tail++)});
  shown.reset();
  if (++phase == objective->phases().size()) end_step();
}

void Learner::State::end_step() {
  if (average.size() > 0) {
    // The decay starts at 0.1 and grows, so that the average forgets the initial weights.
    const double done = static_cast<double>(step);
    const float share = static_cast<float>(1.0 - std::min(config.training.ema_decay, (1.0 + done) / (10.0 + done)));
    const TrainableNetwork& network = networks.at(image_network_name(config.model.family));
    kernels::move_average(average.data(), network.parameters(), average.size(), share);
    kernels::move_average(average_statistics.data(), network.statistics(), average_statistics.size(), share);
  }
  phase = 0;
  ++step;
  std::swap(losses, pending);
  pending.clear();
}

std::size_t learner_memory(const Config& config) {
  const auto batch = static_cast<std::size_t>(config.training.batch_size);
  std::size_t floats = 0;
  for (const auto& [name, spec] : config.model.networks) {
    // The weights, their transposed copy, their gradient and Adam's two moments.
    const std::vector<std::size_t> parameters = parameter_counts(spec);
    const std::vector<Shape> shapes = layer_shapes(spec, name);
    std::size_t values = element_count(spec.input);
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      floats += 5 * parameters[i];
      if (parameters[i] > 0) values += element_count(shapes[i + 1]);
    }
    // The output of each layer and its gradient. The discriminator takes real and generated images at once.
    floats += 2 * values * batch * (name == "discriminator" ? 2 : 1);
  }
  return floats * sizeof(float);
}

Learner::Learner(const Config& config, Digits digits, std::size_t threads)
    : state_(std::make_unique<State>(config, std::move(digits), threads)) {}
Learner::~Learner() = default;
Learner::Learner(Learner&&) noexcept = default;
Learner& Learner::operator=(Learner&&) noexcept = default;

const std::vector<LossTerm>& Learner::step() {
  do {
    state_->gradient(0, state_->shards, state_->sum.data());
    state_->apply(state_->sum.data());
  } while (state_->phase != 0);
  return state_->losses;
}

const std::vector<LossTerm>& Learner::losses() const { return state_->losses; }
std::int64_t Learner::steps_done() const { return state_->step; }
std::int64_t Learner::steps_per_epoch() const { return state_->steps_per_epoch(); }
std::int64_t Learner::total_steps() const { return steps_per_epoch() * config().training.epochs; }
const Config& Learner::config() const { return state_->config; }
std::size_t Learner::digit_count() const { return state_->digits.count; }

void Learner::change(const Json& patch) {
  if (state_->phase != 0) fail("change: the learner is between two phases of a step");
  Json json = state_->config.json;
  json.merge_patch(patch);
  Config changed = parse_config(json, "change");
  if (const std::string key = first_fixed_difference(state_->config.json, json); !key.empty())
    fail("change: \"", key, "\" cannot change during a training");
  auto objective = objective_of(changed, state_->samples, state_->shards);
  const bool had_average = state_->average.size() > 0;
  state_->config = std::move(changed);
  state_->objective = std::move(objective);
  if (state_->config.training.ema_decay == 0.0)
    state_->average = {}, state_->average_statistics = {};
  else if (!had_average)
    state_->start_average();
  state_->shown.reset();
}

Tensor Learner::sample(const Tensor& latents, std::span<const std::int32_t> labels) const {
  return state_->shown_model().decode(latents, labels, state_->threads);
}

Codes Learner::encode(const Tensor& images, std::span<const std::int32_t> labels) const {
  return state_->shown_model().encode(images, labels, state_->threads);
}

std::size_t Learner::shard_count() const { return state_->shards; }
std::size_t Learner::phase_count() const { return state_->objective->phases().size(); }
std::size_t Learner::phase() const { return state_->phase; }
std::size_t Learner::gradient_size() const { return state_->gradient_size(state_->next_phase()); }

void Learner::gradient(std::size_t first, std::size_t last, float* to) { state_->gradient(first, last, to); }
void Learner::add(float* gradient, const float* other) const { kernels::add(gradient, other, gradient_size()); }
void Learner::apply(const float* gradient) { state_->apply(gradient); }

}  // namespace latentwalk
