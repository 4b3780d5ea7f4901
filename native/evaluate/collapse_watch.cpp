#include "evaluate/collapse_watch.hpp"

#include <memory>

#include "evaluate/class_reading.hpp"
#include "evaluate/collapse_warning.hpp"
#include "evaluate/digit_classifier.hpp"
#include "evaluate/foreign_data.hpp"
#include "support/files.hpp"

namespace latentwalk {
namespace {

constexpr int kFewModes = 6;
constexpr std::int64_t kFirstEpoch = 3;  // before it, a GAN that trains well may show few digits

}  // namespace

std::optional<std::string> collapse_warning(int modes, std::int64_t epoch) {
  if (epoch < kFirstEpoch || modes >= kFewModes) return std::nullopt;
  return "the samples show only " + std::to_string(modes) +
         " of the ten digits (mode collapse): try a lower learning rate or another discriminator, or start again with "
         "another --seed";
}

ReadSamples make_collapse_watch(const std::filesystem::path& path, const std::filesystem::path& data) {
  if (!std::filesystem::exists(path)) return nullptr;
  const auto classifier = std::make_shared<Classifier>(Classifier::parse(read_file(path), path.string()));
  if (const auto foreign = foreign_data_warning(*classifier, load_digits(data, "train"), data.string())) {
    return [sentence = *foreign + ": the samples are not read"](const Tensor&, std::int64_t epoch) {
      SampleReading result;
      result.numbers = Json::object();
      if (epoch == 1) result.warning = sentence;
      return result;
    };
  }
  // The sentence on a mode collapse speaks of the ten digits.
  const bool is_of_digits = classifier->class_count() == 10;
  return [classifier, is_of_digits](const Tensor& images, std::int64_t epoch) {
    const ClassReading reading = read_classes((*classifier)(images).probabilities);
    SampleReading result;
    result.numbers = {{"modes", reading.modes}, {"entropy", reading.entropy}, {"confidence", reading.confidence}};
    if (is_of_digits) result.warning = collapse_warning(reading.modes, epoch);
    return result;
  };
}

}  // namespace latentwalk
