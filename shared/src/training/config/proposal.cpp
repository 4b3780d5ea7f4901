#include "latentwalk/proposal.hpp"

#include <algorithm>
#include <cmath>

#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

std::string model_name(const std::string& text) {
  constexpr std::size_t kMaxName = 64;
  std::string name;
  for (const char c : text) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (is_letter)
      name += c;
    else if (c >= 'A' && c <= 'Z')
      name += static_cast<char>(c - 'A' + 'a');
    else if (!name.empty() && name.back() != '-')
      name += '-';
  }
  while (!name.empty() && name.back() == '-') name.pop_back();
  return name.empty() ? "model" : name.substr(0, kMaxName);
}

Json network(std::size_t in, const std::vector<std::size_t>& hidden, std::size_t out, bool sigmoid) {
  Json layers = Json::array();
  for (const std::size_t width : hidden) {
    layers.push_back({{"type", "linear"}, {"out", width}});
    layers.push_back({{"type", "relu"}});
  }
  layers.push_back({{"type", "linear"}, {"out", out}});
  if (sigmoid) layers.push_back({{"type", "sigmoid"}});
  return {{"input", {in}}, {"layers", std::move(layers)}};
}

/// The largest power of two that is at most `most`.
std::size_t power_below(std::size_t most) {
  std::size_t power = 1;
  while (2 * power <= most) power *= 2;
  return power;
}

}  // namespace

Proposal propose_config(const DataFacts& facts) {
  constexpr std::size_t kFewest = 8, kSteps = 14'000, kMaxEpochs = 2000, kMinEpochs = 20, kLargePicture = 40 * 40;
  if (facts.count < kFewest) fail(facts.name, ": ", facts.count, " pictures to train on, expected at least ", kFewest);
  const std::size_t pixels = facts.width * facts.height, classes = facts.classes.size();
  const bool large = pixels > kLargePicture, few = facts.count < 1000, many = facts.count >= 10'000;
  const std::size_t latent = (few ? 8 : many ? 20 : 16) + (large ? 8 : 0);
  const std::size_t width = few ? 256 : 512;
  const std::vector<std::size_t> hidden(few ? 1 : 2, width);
  const std::size_t batch = std::min<std::size_t>(many ? 128 : few ? 32 : 64, power_below(facts.count));
  const std::size_t per_epoch = facts.count / batch;
  const std::size_t epochs = std::clamp((kSteps + per_epoch - 1) / per_epoch, kMinEpochs, kMaxEpochs);
  // The reconstruction is a sum over pixels, and so outweighs the prior in large pictures.
  const double kl = std::clamp(std::round(2.0 * static_cast<double>(pixels) / 784.0), 1.0, 10.0);
  const Json adam{{"lr", 0.001}, {"betas", {0.9, 0.999}}};

  Proposal proposal;
  proposal.config = {
      {"name", model_name(facts.name)},
      {"description", classes > 0 ? "Conditional VAE of " + std::to_string(classes) + " classes" : "VAE"},
      {"family", "vae"},
      {"image", {{"width", facts.width}, {"height", facts.height}, {"range", {0, 1}}}},
      {"latent", {{{"name", "z"}, {"prior", "normal"}, {"dim", latent}}}},
      {"networks",
       {{"encoder", network(pixels + classes, hidden, 2 * latent, false)},
        {"decoder", network(latent + classes, hidden, pixels, true)}}},
      {"objective", {{"type", "vae"}, {"kl_weight", kl}}},
      {"training",
       {{"epochs", epochs},
        {"batch_size", batch},
        {"seed", 1},
        {"init", {{"type", "torch"}}},
        {"optimisers", {{"encoder", adam}, {"decoder", adam}}},
        {"schedule", {{"type", "linear"}, {"from", 0.5}, {"to", 0.02}}},
        {"ema_decay", 0}}},
      {"presets", {{"best", Json::object()}}}};
  if (classes > 0) {
    proposal.config["class_count"] = classes;
    proposal.config["classes"] = facts.classes;
  }
  const std::string count = std::to_string(facts.count),
                    size = std::to_string(facts.width) + " x " + std::to_string(facts.height);
  proposal.reasons = {
      "family vae: it learns from few pictures, encodes pictures of your own, and its training does not collapse",
      classes > 0 ? "class_count " + std::to_string(classes) +
                        ": the classes have names, so the model draws the class that you ask for"
                  : "class_count 0: the data names no classes, so the model is unconditional",
      "latent " + std::to_string(latent) + ", " + std::to_string(hidden.size()) + " hidden layer" +
          (hidden.size() > 1 ? "s" : "") + " of " + std::to_string(width) + ": for " + count + " pictures of " + size,
      "kl_weight " + std::to_string(static_cast<int>(kl)) + ": in proportion to the pixels of a picture",
      "batch_size " + std::to_string(batch) + ", epochs " + std::to_string(epochs) + ": about " +
          std::to_string(epochs * per_epoch) + " steps"};
  return proposal;
}

}  // namespace latentwalk
