// The words of Learn.

#include <algorithm>
#include <cmath>

#include "viewer/core/words.hpp"

namespace latentwalk::viewer {

std::string seen_on_learn(const ModelSpec& spec) {
  const std::string start =
      "The same latent vectors are decoded again and again, so only the network changes: noise becomes digits.";
  if (spec.family == Family::vae)
    return start + " The encoder compresses each digit to " + std::to_string(latent_dim(spec)) +
           " numbers, and the decoder draws it again. The loss is the error of the picture plus the KL divergence, "
           "which "
           "keeps the codes near the prior.";
  return start +
         " The discriminator learns to tell real digits from samples, and the generator learns to fool it. Where their "
         "outputs drift apart, the samples can collapse to a few shapes.";
}

std::string learn_note(const Config& config, std::size_t digits) {
  return "A step takes " + std::to_string(config.training.batch_size) + " of " +
         number_words(static_cast<double>(digits)) + " real digits and changes every weight a little." +
         (config.model.family == Family::gan ? " Two networks learn in turn." : "");
}

std::string times_rate(double factor) {
  // Two significant digits, without zeros behind the point.
  const int places = std::max(0, 1 - static_cast<int>(std::floor(std::log10(factor) + 1e-9)));
  std::string text = number_words(factor, places);
  if (text.find('.') != std::string::npos) {
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
  }
  return "\u00d7 " + text;
}

std::string loss_name(const std::string& name) {
  constexpr std::pair<const char*, const char*> kNames[] = {{"loss", "loss"},
                                                            {"reconstruction", "reconstruction"},
                                                            {"kl", "KL divergence"},
                                                            {"d_loss", "discriminator"},
                                                            {"g_loss", "generator"},
                                                            {"d_real", "output for real digits"},
                                                            {"d_fake", "output for generated digits"}};
  for (const auto& [known, words] : kNames)
    if (name == known) return words;
  std::string words = name;
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

namespace {

const char* trouble_words(Trouble trouble) {
  switch (trouble) {
    case Trouble::posterior_collapse:
      return " The KL divergence is almost 0: every code is like the prior, so the decoder ignores it (posterior "
             "collapse). A lower KL weight helps.";
    case Trouble::mode_collapse:
      return " All latent vectors give nearly the same picture (mode collapse). Rewind, and try a lower learning rate.";
    case Trouble::discriminator_wins:
      return " The discriminator is sure of every picture, so it teaches the generator little. A lower rate for the "
             "discriminator helps.";
    case Trouble::none:
      break;
  }
  return "";
}

}  // namespace

std::string learned_words(std::int64_t steps, double seconds, std::size_t digits, std::span<const Reading> readings,
                          Trouble trouble) {
  return number_words(static_cast<double>(steps)) + " step" + (steps == 1 ? "" : "s") + " in " +
         number_words(seconds, 1) + " s, on " + number_words(static_cast<double>(digits)) + " digits." +
         classes_words(readings, "the samples") + trouble_words(trouble);
}

std::string learned_digit_name(std::size_t index, std::int64_t steps) {
  return "digit " + std::to_string(index) + " after " + std::to_string(steps) + " training step" +
         (steps == 1 ? "" : "s");
}

std::string learning_failed(const std::string& reason) { return "Training stopped: " + reason + "."; }

}  // namespace latentwalk::viewer
