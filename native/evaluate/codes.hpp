#pragma once

#include <cstdint>
#include <vector>

#include "latentwalk/model.hpp"
#include "trainer/networks/torch_network.hpp"

/// What a categorical code that nobody gave a meaning (InfoGAN's) has come to stand for.
namespace latentwalk {

/// counts[value][digit]: how often a picture drawn with that value is read as that digit. Which digit each value stands
/// for, each digit once at most, so that the most pictures are right: two values that draw the same digit do not both
/// pass for it. Exact. At most 10 digits, no more values than digits. Throws Error otherwise.
std::vector<int> assign_digits(const std::vector<std::vector<std::int64_t>>& counts);

/// The first categorical block of a model's latent vector.
struct CodeBlock {
  std::size_t latent_offset = 0;  // of its first coordinate in the latent vector
  std::size_t answer_offset =
      0;  // of its first logit in what Q answers: after the logit of being real, and the blocks before
  std::size_t value_count = 0;
};
/// value_count is 0 where there is none.
CodeBlock find_code(const ModelSpec& spec);

/// Q, which reads the code of a picture: the discriminator of an InfoGAN without its first answer.
/// images (N, height * width) in [0, 1] -> the value of the code it reads in each, (N), integers.
torch::Tensor recognise_codes(const ModelSpec& spec, const TorchNetwork& discriminator, const torch::Tensor& images);

}  // namespace latentwalk
