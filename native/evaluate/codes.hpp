#pragma once

#include <cstdint>
#include <vector>

#include "latentwalk/spec.hpp"

/// The categorical code of a model, whose values get their meaning in training (InfoGAN). This header does not include
/// LibTorch.
namespace latentwalk {

/// counts[value][digit]: how many pictures drawn with that value show that digit. Returns the digit that each value
/// stands for, such that the most pictures are right. No digit is used twice, so that two values which draw the same
/// digit do not both count as right. The result is optimal. Throws Error unless there are at most 10 digits and 1 to as
/// many values as digits.
std::vector<int> assign_digits(const std::vector<std::vector<std::int64_t>>& counts);

/// The first categorical block of a model's latent vector.
struct CodeBlock {
  std::size_t latent_offset = 0;  // of its first coordinate in the latent vector
  std::size_t answer_offset = 0;  // of its first logit in the output of the discriminator
  std::size_t value_count = 0;
};
/// value_count is 0 where the model has no such block.
CodeBlock find_code(const ModelSpec& spec);

}  // namespace latentwalk
