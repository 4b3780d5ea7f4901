#pragma once

#include <cstddef>
#include <string>

#include "latentwalk/spec.hpp"

/// Parts of a model's description in words, for the command line, the viewer and the model cards.
namespace latentwalk {

/// 1,234,567
std::string with_commas(std::size_t number);

/// "1 × 28 × 28"
std::string shape_words(const Shape& shape);

/// "100 standard normal", "2 uniform on [-1, 1]", "10 one-hot (categorical)".
std::string prior_words(const LatentBlock& block);

}  // namespace latentwalk
