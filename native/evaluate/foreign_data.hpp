#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "data/idx.hpp"
#include "evaluate/digit_classifier.hpp"

/// Whether pictures are such as the digit classifier was made for.
namespace latentwalk {

/// A sentence where it reads fewer than nine in ten of the first 1,000 as they are labelled: clothes, letters, digits
/// lying on their side. `where` opens it.
std::optional<std::string> foreign_data_warning(const Classifier& classifier, const Digits& digits,
                                                const std::string& where);

}  // namespace latentwalk
