#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "latentwalk/classifier.hpp"
#include "latentwalk/tensor.hpp"

/// What a classifier reads in digits, and the words for it.
namespace latentwalk {

/// What is read in one picture.
struct Reading {
  std::optional<std::size_t> digit;  ///< The class; none where the picture is probably no digit.
  double sure = 0.0;                 ///< The probability of that, 0 to 1.

  /// Compares both members.
  bool operator==(const Reading&) const = default;
};

/// Reads images (N, height, width) in [0, 1]. The classifier has seen nothing but digits, so its answer holds only if
/// the picture is one: the detector, of the two classes "other" and "digit", says whether it is. Without a detector
/// each picture is read as the digit that it is most like. Throws Error if a size differs.
std::vector<Reading> read_digits(const ClassifierNetworks& classifier, const ClassifierNetworks* detector,
                                 const Tensor& images);

/// "classified as 3" or "not recognised as a digit".
std::string class_words(const Reading& reading);
/// "classified as 3 (97 % sure)".
std::string reading_words(const Reading& reading);
/// "SUBJECT is classified as 3 (97 % sure)." or, without a reading, "SUBJECT."
std::string with_reading(const std::string& subject, const std::optional<Reading>& reading);
/// What is read in many digits, after a space: " A classifier finds 9 of the ten classes among them." Where most are of
/// one class, as after a collapse, the few others are as likely misread as not, and the sentence names that class.
/// Empty without readings.
std::string classes_words(std::span<const Reading> readings, std::string_view among);

}  // namespace latentwalk
