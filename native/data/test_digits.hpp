#pragma once

#include <filesystem>
#include <optional>

#include "data/idx.hpp"
#include "latentwalk/tensor.hpp"

namespace latentwalk {

/// A folder with test digits (t10k-…): the given one, "data" here or above the program, or the shipped 1,000.
std::optional<std::filesystem::path> find_test_digits(const std::filesystem::path& given);

/// Digit `index` as an image (1, height, width), or the first `count` of them, in [0, 1].
Tensor digit_image(const Digits& digits, std::size_t index);
Tensor digit_images(const Digits& digits, std::size_t count);

}  // namespace latentwalk
