#pragma once

#include <filesystem>
#include <optional>

#include "data/idx.hpp"
#include "latentwalk/tensor.hpp"

namespace latentwalk::viewer {

/// A folder with test digits (t10k-… or the clone's 1,000 of them): the one given, "data" here or above the program,
/// or the shipped ones.
std::optional<std::filesystem::path> find_test_digits(const std::filesystem::path& given);

/// Up to `limit` digits spread evenly over the set.
Digits load_test_digits(const std::filesystem::path& folder, std::size_t limit);

/// Digit `index` as an image (1, height, width), or all of them, in [0, 1].
Tensor digit_image(const Digits& digits, std::size_t index);
Tensor digit_images(const Digits& digits);

}  // namespace latentwalk::viewer
