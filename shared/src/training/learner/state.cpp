// A learner's state as tensors in the spec's order: checkpoints and model files. Checkpoints name what they hold as
// those of latentwalk-train do.
#include "training/learner/state.hpp"

#include <algorithm>
#include <cmath>

#include "latentwalk/error.hpp"
#include "latentwalk/latent.hpp"
#include "latentwalk/version.hpp"

namespace latentwalk {
namespace {

constexpr const char* kCheckpointFormat = "latentwalk-learner";
constexpr std::size_t kSelftestCount = 8;
constexpr std::uint64_t kSelftestSeed = 20;
/// The smallest number that rounds to infinity as F16.
constexpr float kBeyondF16 = 65520.0F;

std::string moment_name(const std::string& tensor, const char* what) { return "adam." + tensor + "." + what; }
std::string average_name(const std::string& tensor) { return "average." + tensor; }

Tensor read_tensor(const Safetensors& file, const std::string& name, const Shape& shape, const std::string& where) {
  const auto found = file.tensors.find(name);
  if (found == file.tensors.end()) fail(where, ": the tensor \"", name, "\" is missing");
  Tensor tensor = load(found->second, where + ": tensor \"" + name + "\"");
  if (shape_of(tensor) != shape)
    fail(where, ": the tensor \"", name, "\" has shape ", shape_text(shape_of(tensor)), ", expected ",
         shape_text(shape));
  return tensor;
}

const std::string& read_entry(const Safetensors& file, const char* key, const std::string& where) {
  const auto found = file.metadata.find(key);
  if (found == file.metadata.end()) fail(where, ": the entry \"", key, "\" is missing");
  return found->second;
}

std::int64_t read_count(const Safetensors& file, const char* key, const std::string& where) {
  return read_integer({{key, parse_json(read_entry(file, key, where), where)}}, key, 0, INT64_MAX, where);
}

bool fits_f16(const std::map<std::string, Tensor>& weights) {
  return std::all_of(weights.begin(), weights.end(), [](const auto& tensor) {
    return std::all_of(tensor.second.begin(), tensor.second.end(),
                       [](float value) { return std::abs(value) < kBeyondF16; });
  });
}

}  // namespace

std::string first_fixed_difference(Json a, Json b) {
  for (Json* json : {&a, &b}) {
    for (const char* key : {"epochs", "optimisers", "schedule", "ema_decay"}) (*json)["training"].erase(key);
    for (const char* key : {"kl_weight", "generator_loss"}) (*json)["objective"].erase(key);
    for (const char* key : {"preset", "description"}) json->erase(key);
  }
  return first_difference(a, b);
}

std::map<std::string, Tensor> Learner::State::tensors(const TrainableNetwork& network, const float* parameters,
                                                      const float* statistics) const {
  std::map<std::string, Tensor> all;
  network.for_each_tensor([&](const Parameter& parameter, bool is_statistic, const TrainableNetwork::Place& place) {
    const float* const from = is_statistic ? statistics : parameters;
    if (!from) return;
    Tensor tensor = zeros(parameter.shape);
    for (std::size_t i = 0; i < tensor.size(); ++i) tensor.data()[i] = from[place(i)];
    all[parameter.name] = std::move(tensor);
  });
  return all;
}

void Learner::State::set_tensors(TrainableNetwork& network, const std::function<Tensor(const Parameter&)>& source,
                                 float* parameters, float* statistics) {
  network.for_each_tensor([&](const Parameter& parameter, bool is_statistic, const TrainableNetwork::Place& place) {
    float* const to = is_statistic ? statistics : parameters;
    if (!to) return;
    const Tensor tensor = source(parameter);
    for (std::size_t i = 0; i < tensor.size(); ++i) to[place(i)] = tensor.data()[i];
  });
}

std::map<std::string, Tensor> Learner::State::shown_weights() const {
  std::map<std::string, Tensor> all;
  for (const auto& [name, network] : networks) {
    if (name == "discriminator") continue;
    const bool averaged = average.size() > 0 && name == image_network_name(config.model.family);
    all.merge(averaged ? tensors(network, average.data(), average_statistics.data())
                       : tensors(network, network.parameters(), network.statistics()));
  }
  return all;
}

ModelSpec Learner::State::shown_spec() const {
  ModelSpec spec = config.model;
  spec.networks.erase("discriminator");
  return spec;
}

const Model& Learner::State::shown_model() const {
  if (!shown) shown = Model::from_weights(shown_spec(), shown_weights());
  return *shown;
}

Safetensors Learner::State::capture() const {
  if (phase != 0) fail("checkpoint: the learner is between two phases of a step");
  Safetensors file;
  const auto keep = [&](const std::string& name, const Tensor& tensor) { file.tensors[name] = store(tensor); };
  for (const auto& [name, network] : networks) {
    const AdamState& state = adam.at(name);
    for (const auto& [tensor, value] : tensors(network, network.parameters(), network.statistics()))
      keep(tensor, value);
    for (const auto& [tensor, value] : tensors(network, state.mean.data(), nullptr))
      keep(moment_name(tensor, "exp_avg"), value);
    for (const auto& [tensor, value] : tensors(network, state.square.data(), nullptr))
      keep(moment_name(tensor, "exp_avg_sq"), value);
    file.metadata["adam_steps." + name] = std::to_string(state.steps);
  }
  if (average.size() > 0) {
    const TrainableNetwork& network = networks.at(image_network_name(config.model.family));
    for (const auto& [tensor, value] : tensors(network, average.data(), average_statistics.data()))
      keep(average_name(tensor), value);
  }
  file.metadata["format"] = kCheckpointFormat;
  file.metadata["step"] = std::to_string(step);
  file.metadata["config"] = config.json.dump();
  file.metadata["digits"] = std::to_string(digits.count);
  return file;
}

void Learner::State::restore(const Safetensors& file, const std::string& where) {
  if (read_entry(file, "format", where) != kCheckpointFormat)
    fail(where, ": expected a checkpoint of `latentwalk train`, format ", kCheckpointFormat, ", found ",
         file.metadata.at("format"));
  const Json saved = parse_json(read_entry(file, "config", where), where + ": config");
  parse_config(saved, where + ": config");
  if (const std::string key = first_fixed_difference(config.json, saved); !key.empty())
    fail(where, ": the checkpoint is of another training: its \"", key, "\" differs");
  if (read_count(file, "digits", where) != static_cast<std::int64_t>(digits.count))
    fail(where, ": the checkpoint is of a training on ", file.metadata.at("digits"), " digits, found ", digits.count);
  for (auto& [name, network] : networks) {
    AdamState& state = adam.at(name);
    const auto named = [&](auto name_of) {
      return [&, name_of](const Parameter& parameter) {
        return read_tensor(file, name_of(parameter.name), parameter.shape, where);
      };
    };
    set_tensors(network, named([](const std::string& tensor) { return tensor; }), network.parameters(),
                network.statistics());
    set_tensors(network, named([](const std::string& tensor) { return moment_name(tensor, "exp_avg"); }),
                state.mean.data(), nullptr);
    set_tensors(network, named([](const std::string& tensor) { return moment_name(tensor, "exp_avg_sq"); }),
                state.square.data(), nullptr);
    state.steps = read_count(file, ("adam_steps." + name).c_str(), where);
    network.prepare(threads);
    if (average.size() > 0 && name == image_network_name(config.model.family))
      set_tensors(network, named(average_name), average.data(), average_statistics.data());
  }
  step = read_count(file, "step", where);
  phase = 0;
  losses.clear();
  shown.reset();
}

std::vector<std::uint8_t> Learner::checkpoint() const { return serialize_safetensors(state_->capture()); }

void Learner::restore(std::span<const std::uint8_t> checkpoint, std::string_view where) {
  state_->restore(parse_safetensors(checkpoint, where), std::string(where));
}

std::map<std::string, Tensor> Learner::weights() const {
  std::map<std::string, Tensor> all;
  for (const auto& [name, network] : state_->networks)
    all.merge(state_->tensors(network, network.parameters(), network.statistics()));
  return all;
}

void Learner::set_weights(const std::map<std::string, Tensor>& weights) {
  for (auto& [name, network] : state_->networks) {
    state_->set_tensors(
        network,
        [&](const Parameter& parameter) {
          const auto found = weights.find(parameter.name);
          if (found == weights.end()) fail("set_weights: the tensor \"", parameter.name, "\" is missing");
          if (shape_of(found->second) != parameter.shape)
            fail("set_weights: the tensor \"", parameter.name, "\" has shape ", shape_text(shape_of(found->second)),
                 ", expected ", shape_text(parameter.shape));
          return found->second;
        },
        network.parameters(), network.statistics());
    network.prepare(state_->threads);
  }
  if (state_->average.size() > 0) state_->start_average();
  state_->shown.reset();
}

std::vector<std::uint8_t> Learner::export_model(const std::map<std::string, std::string>& facts) const {
  const TrainingConfig& training = state_->config.training;
  ModelFile file;
  file.spec = state_->shown_spec();
  file.training = {{"program", std::string("latentwalk ") + kVersion},
                   {"seed", std::to_string(training.seed)},
                   {"batch_size", std::to_string(training.batch_size)},
                   {"shards", std::to_string(training.shards)},
                   {"digits", std::to_string(digit_count())},
                   {"steps", std::to_string(steps_done())},
                   {"epochs", std::to_string(steps_done() / steps_per_epoch())}};
  if (const std::string preset = state_->config.json.value("preset", std::string()); !preset.empty())
    file.training["preset"] = preset;
  file.training.insert(facts.begin(), facts.end());
  file.weights = state_->shown_weights();
  const DType storage = fits_f16(file.weights) ? DType::f16 : DType::f32;
  std::map<std::string, Tensor> stored;
  for (const auto& [name, tensor] : file.weights) stored[name] = load(store(tensor, storage), name);
  const Model model = Model::from_weights(file.spec, stored);
  const std::vector<std::int32_t> labels = labels_in_turn(file.spec, kSelftestCount);
  if (!labels.empty()) {
    file.selftest_labels = zeros({kSelftestCount});
    std::copy(labels.begin(), labels.end(), file.selftest_labels.begin());
  }
  file.selftest_latents = sample_latents(file.spec, kSelftestSeed, kSelftestCount);
  file.selftest_images = model.decode(file.selftest_latents, labels);
  if (model.has_encoder()) {
    const Codes codes = model.encode(file.selftest_images, labels);
    const std::size_t dim = latent_dim(file.spec);
    file.selftest_codes = zeros({kSelftestCount, 2 * dim});
    for (std::size_t n = 0; n < kSelftestCount; ++n) {
      std::copy_n(codes.mean.data() + n * dim, dim, file.selftest_codes.data() + n * 2 * dim);
      std::copy_n(codes.log_variance.data() + n * dim, dim, file.selftest_codes.data() + (n * 2 + 1) * dim);
    }
  }
  return serialize_model(file, storage);
}

}  // namespace latentwalk
