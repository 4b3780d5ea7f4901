// What a scene of Learn trains, as web/page/views/parts/learn/learner.js has it.
#include <algorithm>
#include <cmath>

#include "viewer/core/learning_thread.hpp"

namespace latentwalk::viewer {
namespace {

constexpr double kFrozen = 1e-9;          // a learning rate that changes no weight visibly; 0 is none
constexpr std::int64_t kSmallBatch = 64;  // for few digits

/// The configuration's own number of latent numbers becomes `dim`.
Json resized(const Json& json, unsigned dim) {
  Json block = json["latent"][0];
  const auto usual = block["dim"].get<std::size_t>();
  block["dim"] = dim;
  Json patch;
  patch["latent"] = Json::array({block});
  const auto widen = [&](const char* network) {
    patch["networks"][network]["input"] =
        Json::array({json["networks"][network]["input"][0].get<std::size_t>() - usual + dim});
  };
  if (json["family"] == "gan") {
    widen("generator");
    return patch;
  }
  widen("decoder");
  Json layers = json["networks"]["encoder"]["layers"];
  const auto last = std::find_if(layers.rbegin(), layers.rend(), [](const Json& of) { return of["type"] == "linear"; });
  if (last != layers.rend()) (*last)["out"] = 2 * dim;
  patch["networks"]["encoder"]["layers"] = std::move(layers);
  return patch;
}

std::size_t digits_wanted(const Scene& scene) {
  return scene.digits == "all" ? SIZE_MAX : static_cast<std::size_t>(std::stoul(scene.digits));
}

}  // namespace

Json learning_patch(const Config& config, double rate, double kl_weight, double discriminator_rate, bool freeze) {
  Json patch;
  for (const auto& [network, optimiser] : config.training.optimisers) {
    const bool judges = network == "discriminator";
    const double factor = std::pow(10.0, judges ? rate + discriminator_rate : rate);
    patch["training"]["optimisers"][network]["lr"] = judges && freeze ? kFrozen : optimiser.lr * factor;
  }
  if (config.model.family == Family::vae) patch["objective"]["kl_weight"] = kl_weight;
  return patch;
}

Json training_patch(const Json& json, const Scene& scene) {
  Json patch = scene.latent > 0 ? resized(json, scene.latent) : Json::object();
  patch["training"]["seed"] = scene.start;
  patch["training"]["schedule"] = nullptr;
  const auto batch = json["training"]["batch_size"].get<std::int64_t>();
  if (digits_wanted(scene) < static_cast<std::size_t>(4 * batch))
    patch["training"]["batch_size"] = std::min(batch, kSmallBatch);
  return patch;
}

Digits first_digits(Digits digits, const Scene& scene) {
  const std::size_t count = std::min(digits.count, digits_wanted(scene));
  if (count == digits.count) return digits;
  digits.pixels.resize(digits.pixels.size() / digits.count * count);
  digits.labels.resize(count);
  digits.count = count;
  return digits;
}

}  // namespace latentwalk::viewer
