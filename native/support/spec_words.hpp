#pragma once

#include <cstddef>
#include <string>

#include "latentwalk/spec.hpp"

/// Words for parts of a model spec, for the command line, the viewer and model cards.
namespace latentwalk {

/// A number with separators: "1,234,567".
std::string with_commas(std::size_t number);

/// A shape: "1 × 28 × 28".
std::string shape_words(const Shape& shape);

/// A block's size and prior: "100 standard normal", "2 uniform on [-1, 1]", "10 one-hot (categorical)".
std::string prior_words(const LatentBlock& block);

}  // namespace latentwalk
