#include "evaluate/codes.hpp"

#include <algorithm>

#include "latentwalk/error.hpp"

namespace latentwalk {

std::vector<int> assign_digits(const std::vector<std::vector<std::int64_t>>& counts) {
  constexpr std::size_t kMostDigits = 10;
  const std::size_t values = counts.size(), digits = counts.empty() ? 0 : counts.front().size();
  if (values == 0 || digits > kMostDigits || values > digits)
    fail("assign_digits: expected 1 to ", kMostDigits, " values and as many digits or more; found ", values,
         " values for ", digits, " digits");
  // best[set]: how many pictures are right at most, if the first values get the digits of the set, one each.
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

}  // namespace latentwalk
