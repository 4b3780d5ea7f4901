#include "latentwalk/reading.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "latentwalk/error.hpp"

namespace latentwalk {

std::vector<Reading> read_digits(const ClassifierNetworks& classifier, const ClassifierNetworks* detector,
                                 const Tensor& images) {
  constexpr std::size_t kIsDigit = 1;  // of the detector's two classes
  const Tensor classes = classifier(images).probabilities;
  if (detector != nullptr && detector->class_count() != 2)
    fail("a digit detector has 2 classes, this one has ", detector->class_count());
  const Tensor are_digits = detector != nullptr ? (*detector)(images).probabilities : zeros({0});
  std::vector<Reading> readings;
  const std::size_t count = classifier.class_count();
  for (std::size_t n = 0; n < images.shape(0); ++n) {
    const float* row = classes.data() + n * count;
    const float* best = std::max_element(row, row + count);
    const double is_digit = detector != nullptr ? are_digits.data()[2 * n + kIsDigit] : 1.0;
    if (is_digit < 0.5) {
      readings.push_back({std::nullopt, 1 - is_digit});
    } else {
      readings.push_back({static_cast<std::size_t>(best - row), *best * is_digit});
    }
  }
  return readings;
}

std::string class_words(const Reading& reading) {
  return reading.digit ? "classified as " + std::to_string(*reading.digit) : "not recognised as a digit";
}

std::string reading_words(const Reading& reading) {
  return class_words(reading) + " (" + std::to_string(std::lround(100 * reading.sure)) + " % sure)";
}

std::string with_reading(const std::string& subject, const std::optional<Reading>& reading) {
  return reading ? subject + " is " + reading_words(*reading) + "." : subject + ".";
}

std::string classes_words(std::span<const Reading> readings, std::string_view among) {
  if (readings.empty()) return "";
  std::multiset<std::size_t> found;
  for (const Reading& reading : readings)
    if (reading.digit) found.insert(*reading.digit);
  const std::size_t none = readings.size() - found.size();
  const std::string but = none > 0 ? " and recognises no digit in " + std::to_string(none) : "";
  const std::set<std::size_t> classes(found.begin(), found.end());
  for (const std::size_t digit : classes) {
    const std::size_t count = found.count(digit);
    if (5 * count > 4 * found.size())
      return " A classifier reads a " + std::to_string(digit) + " in " + std::to_string(count) + " of " +
             std::to_string(readings.size()) + but + ".";
  }
  return " A classifier finds " + std::to_string(classes.size()) + " of the ten classes among " + std::string(among) +
         but + ".";
}

}  // namespace latentwalk
