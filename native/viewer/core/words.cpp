#include "viewer/core/words.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "support/spec_words.hpp"
#include "viewer/core/code_meanings.hpp"

namespace latentwalk::viewer {
namespace {

std::string capital(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

std::string layer_kind(const std::vector<std::string>& steps) {
  constexpr std::pair<const char*, const char*> kKinds[] = {{"conv_transpose2d", "transposed convolution"},
                                                            {"conv2d", "convolution"},
                                                            {"linear", "fully connected"},
                                                            {"max_pool2d", "max pooling"},
                                                            {"sigmoid", "sigmoid"},
                                                            {"tanh", "tanh"},
                                                            {"batch_norm", "batch normalisation"}};
  for (const auto& [type, words] : kKinds)
    if (std::find(steps.begin(), steps.end(), type) != steps.end()) return words;
  return steps.empty() ? "" : steps.back();
}

}  // namespace

std::string number_words(double value, int places) {
  const double scale = std::pow(10.0, places), size = std::floor(std::abs(value) * scale + 0.5) / scale;
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", places, size);
  const std::string digits = text;
  const std::size_t point = std::min(digits.find('.'), digits.size());
  std::string grouped;
  for (std::size_t i = 0; i < point; ++i) {
    if (i > 0 && (point - i) % 3 == 0) grouped += ',';
    grouped += digits[i];
  }
  return (value < 0 && size > 0 ? "-" : "") + grouped + digits.substr(point);
}

std::string reading_caption(const std::optional<Reading>& reading) {
  return reading ? capital(reading_words(*reading)) : "";
}

std::string term_caption(const std::string& term, const std::optional<Reading>& reading) {
  return reading ? term + ": " + reading_words(*reading) : term;
}

std::string sheet_words(const std::string& model, std::size_t count, std::uint64_t seed,
                        std::span<const Reading> readings) {
  return model + " drew " + std::to_string(count) + " digits from seed " + std::to_string(seed) + "." +
         classes_words(readings, "them");
}

std::string digit_words(std::size_t index, std::uint64_t seed, const std::optional<Reading>& reading) {
  const std::string name = "Digit " + std::to_string(index) + " of seed " + std::to_string(seed);
  return reading ? name + ", " + class_words(*reading) : name;
}

std::string walk_place_words(std::size_t frame, std::size_t frames, const std::optional<Reading>& reading) {
  return with_reading("Picture " + std::to_string(frame) + " of " + std::to_string(frames), reading);
}

std::string map_place_words(double x, double y, const std::optional<Reading>& reading) {
  return with_reading("The digit at " + number_words(x, 2) + " across and " + number_words(y, 2) + " up", reading);
}

std::string dimension_words(std::size_t changed, const std::string& base, const std::optional<Reading>& reading) {
  if (changed == 0) return with_reading("The unchanged digit of " + base, reading);
  return with_reading(
      "The digit of " + base + " with " + std::to_string(changed) + " changed coordinate" + (changed == 1 ? "" : "s"),
      reading);
}

std::string drawing_words(const std::optional<Reading>& given, const std::optional<Reading>& back, int label) {
  if (!given) return "The digit is encoded and reconstructed.";
  return "The input is " + reading_words(*given) + (label < 0 ? "" : "; its label is " + std::to_string(label)) + "." +
         (back ? " The reconstruction is " + reading_words(*back) + "." : "");
}

std::string pixel_error_words(const std::string& model, double percent) {
  return model + ": average pixel error " + number_words(percent, 1) + " %";
}

std::string sum_words(std::span<const Reading> readings) {
  if (readings.size() != 4) return "The result of A \u2212 B + C is drawn.";
  return "A is " + reading_words(readings[0]) + ". B is " + reading_words(readings[1]) + ". C is " +
         reading_words(readings[2]) + ". The result is " + reading_words(readings[3]) + ".";
}

std::string station_sentence(std::uint64_t seed, std::size_t index, int label, bool is_edited,
                             std::span<const std::string> classes) {
  const std::string name =
      is_edited ? "a latent vector" : "seed " + std::to_string(seed) + (index == 0 ? "" : ":" + std::to_string(index));
  if (label < 0) return name;
  const auto place = static_cast<std::size_t>(label);
  return name + " (class " + (place < classes.size() ? classes[place] : std::to_string(label)) + ")";
}

std::string effect_words(const std::string& name) {
  std::string lower = name;
  if (!lower.empty()) lower[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(lower[0])));
  return "From the lowest to the highest value of " + lower;
}

std::string code_does(const std::string& name, std::span<const ShapeChange> changes) {
  constexpr std::pair<const char*, const char*> kEffects[] = {
      {"thinner", "bolder"}, {"leans to the left", "leans to the right"}, {"narrower", "wider"}, {"shorter", "taller"}};
  std::string words;
  for (const ShapeChange& one : changes) {
    const auto& [less, more] = kEffects[static_cast<std::size_t>(one.measure)];
    words += (words.empty() ? "" : ", ") + std::string(one.change > 0 ? more : less);
  }
  return name + ": " + (words.empty() ? "no clear effect" : words);
}

std::string code_draws(std::size_t value, std::size_t digit) {
  return std::to_string(value + 1) + ": " + std::to_string(digit);
}

std::string code_draws_how(std::size_t digit, double share) {
  return number_words(100 * share) + " % of " + std::to_string(kMeaningDraws) + " samples are classified as " +
         std::to_string(digit);
}

std::string compared_words(const std::string& models, std::uint64_t seed) {
  return models + " drew digits from seed " + std::to_string(seed) + ".";
}

std::string nearest_caption(std::size_t index, int label) {
  return "Training digit " + number_words(static_cast<double>(index)) + ", label " + std::to_string(label);
}

std::string memory_verdict(double distance, std::size_t size, std::size_t count) {
  return "This is the nearest of " + number_words(static_cast<double>(count)) +
         " training digits. The root mean square pixel difference is " +
         number_words(std::sqrt(distance / static_cast<double>(size)), 2) +
         ", where 1 is full ink; the training digits are compared in black and white. If the model had copied, the two "
         "would match.";
}

const char* decoder_name(Family family) { return family == Family::gan ? "Generator" : "Decoder"; }

std::string layer_size(const Shape& shape) {
  std::string text;
  for (const std::size_t size : shape) text += (text.empty() ? "" : " \u00d7 ") + std::to_string(size);
  return text;
}

std::string layer_name(const std::string& network, std::size_t index, const Inside::Layer& layer) {
  return network + " layer " + std::to_string(index + 1) + ", " + layer_kind(layer.steps) + ", " +
         layer_size(layer.shape) + (layer.shape == Shape{1} ? " value" : " values");
}

std::string layer_words(const std::string& name, std::span<const float> values) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return name + ": values from " + number_words(*low, 2) + " to " + number_words(*high, 2) + ".";
}

std::string seen_inside(const ModelSpec& spec, unsigned noise) {
  const std::string each =
      "Each picture shows what a layer computes for this digit; choose one to see all of its maps. The first layers of "
      "a "
      "decoder are coarse, the last ones fine.";
  const std::string dim = with_commas(latent_dim(spec));
  if (spec.family == Family::gan)
    return "The generator turns " + dim + " random numbers into a digit, layer by layer. " + each;
  const std::string drawn =
      noise == 0 ? "The decoder gets the mean here."
                 : "The decoder gets draw " + std::to_string(noise) + ": the mean plus normal noise times the spread.";
  return "The encoder compresses the image to a mean and a spread for each of " + dim +
         " numbers; z is drawn from them, and the decoder draws z. " + drawn + " " + each;
}

std::string inside_words(const std::string& model, std::size_t layers, const std::optional<Reading>& reading) {
  return with_reading(model + " drew the digit in " + std::to_string(layers) + " layers: the output", reading);
}

}  // namespace latentwalk::viewer
