#pragma once

#include <optional>
#include <string>

#include "data/idx.hpp"
#include "evaluate/digit_classifier.hpp"

/// Whether the digit classifier can read the pictures of a data set.
namespace latentwalk {

/// A warning where the classifier reads fewer than 90 % of the first 1,000 pictures as they are labelled, as with
/// clothes, letters or rotated digits, or where the pictures have another size. `where` starts it.
std::optional<std::string> foreign_data_warning(const Classifier& classifier, const Digits& digits,
                                                const std::string& where);

/// Whether the pictures have the size that the classifier reads.
bool can_read(const Classifier& classifier, const Digits& digits);

}  // namespace latentwalk
