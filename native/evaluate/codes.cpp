#include "evaluate/codes.hpp"

#include <algorithm>

#include "latentwalk/error.hpp"

namespace latentwalk {

std::vector<int> assign_digits(const std::vector<std::vector<std::int64_t>>& counts) {
  constexpr std::size_t kMostDigits = 10;
  const std::size_t values = counts.size(), digits = counts.empty() ? 0 : counts.front().size();
  if (values == 0 || digits > kMostDigits || values > digits)
    fail("assign_digits: 1 to ", kMostDigits, " values, at most one a digit, expected; found ", values, " values for ",
         digits, " digits");
  // best[set]: the most pictures right where the first values took the digits of the set; as many values as digits in
  // it.
  const std::size_t sets = std::size_t{1} << digits;
  std::vector<std::int64_t> best(sets, -1);
  std::vector<int> last(sets, -1);
  best[0] = 0;
  for (std::size_t set = 0; set < sets; ++set) {
    const auto value = static_cast<std::size_t>(__builtin_popcountll(set));
    if (best[set] < 0 || value >= values) continue;
    for (std::size_t digit = 0; digit < digits; ++digit) {
      const std::size_t with = set | (std::size_t{1} << digit);
      if (with == set || best[set] + counts[value][digit] <= best[with]) continue;
      best[with] = best[set] + counts[value][digit];
      last[with] = static_cast<int>(digit);
    }
  }
  std::size_t set = 0;
  std::int64_t most = -1;
  for (std::size_t one = 0; one < sets; ++one) {
    if (static_cast<std::size_t>(__builtin_popcountll(one)) != values || best[one] <= most) continue;
    most = best[one];
    set = one;
  }
  std::vector<int> map(values);
  for (std::size_t value = values; value-- > 0;) {
    map[value] = last[set];
    set &= ~(std::size_t{1} << last[set]);
  }
  return map;
}

CodeBlock find_code(const ModelSpec& spec) {
  CodeBlock code;
  code.answer_offset = 1;
  for (const LatentBlock& block : spec.latent) {
    if (block.prior == LatentBlock::Prior::categorical) {
      code.value_count = block.dim;
      return code;
    }
    code.latent_offset += block.dim;
    if (block.prior == LatentBlock::Prior::uniform) code.answer_offset += block.dim;
  }
  return {};
}

torch::Tensor recognise_codes(const ModelSpec& spec, const TorchNetwork& discriminator, const torch::Tensor& images) {
  constexpr std::int64_t kPart = 500;
  const CodeBlock code = find_code(spec);
  if (code.value_count == 0) fail("the model \"", spec.name, "\" has no categorical code");
  const torch::NoGradGuard no_grad;
  std::vector<torch::Tensor> parts;
  for (std::int64_t first = 0; first < images.size(0); first += kPart) {
    const std::int64_t count = std::min(kPart, images.size(0) - first);
    const torch::Tensor part =
        images.narrow(0, first, count).to(torch::kFloat32) * (spec.value_high - spec.value_low) + spec.value_low;
    const torch::Tensor answer =
        discriminator.forward(part.reshape(batch_shape(count, discriminator.spec().input)), /*training=*/false);
    const auto offset = static_cast<std::int64_t>(code.answer_offset),
               values = static_cast<std::int64_t>(code.value_count);
    if (answer.dim() != 2 || answer.size(1) < offset + values)
      fail("the model \"", spec.name, "\": its discriminator does not answer the code");
    parts.push_back(answer.narrow(1, offset, values).argmax(1));
  }
  return torch::cat(parts);
}

}  // namespace latentwalk
