#include "support/spec_words.hpp"

#include <sstream>

namespace latentwalk {

std::string with_commas(std::size_t number) {
  std::string text = std::to_string(number);
  for (std::size_t i = text.size(); i > 3; i -= 3) text.insert(i - 3, ",");
  return text;
}

std::string shape_words(const Shape& shape) {
  std::string text;
  for (const std::size_t axis : shape) text += (text.empty() ? "" : " × ") + std::to_string(axis);
  return text;
}

std::string prior_words(const LatentBlock& block) {
  std::ostringstream text;
  text << block.dim;
  switch (block.prior) {
    case LatentBlock::Prior::normal:
      text << " standard normal";
      break;
    case LatentBlock::Prior::uniform:
      text << " uniform on [" << block.low << ", " << block.high << "]";
      break;
    case LatentBlock::Prior::categorical:
      text << " one-hot (categorical)";
      break;
  }
  return text.str();
}

}  // namespace latentwalk
