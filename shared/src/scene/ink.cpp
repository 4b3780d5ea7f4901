#include <algorithm>

#include "latentwalk/error.hpp"
#include "latentwalk/scene.hpp"

namespace latentwalk {
namespace {

// Five bits a letter, the lowest first; the sixth says that more follow.
constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

}  // namespace

std::string ink_text(const Tensor& drawing) {
  std::string text;
  const auto close = [&](std::size_t run) {
    do {
      text += kLetters[(run & 31U) | (run > 31 ? 32U : 0U)];
      run >>= 5U;
    } while (run > 0);
  };
  std::size_t run = 0;
  bool ink = false;
  for (const float value : drawing) {
    if ((value >= 0.5F) != ink) {
      close(run);
      ink = !ink;
      run = 0;
    }
    ++run;
  }
  if (ink) close(run);  // what is left otherwise is paper
  return text;
}

Tensor parse_ink(std::string_view text, std::string_view where) {
  Tensor drawing = zeros({kPadSide, kPadSide});
  std::size_t at = 0, run = 0;
  unsigned shift = 0;
  bool ink = false;
  for (const char letter : text) {
    const std::size_t value = kLetters.find(letter);
    if (value == std::string_view::npos || shift > 20) fail(where, ": no drawing: expected lengths of runs");
    run |= (value & 31U) << shift;
    shift += 5;
    if ((value & 32U) != 0) continue;
    if (at + run > drawing.size()) fail(where, ": the drawing has more than ", kPadSide, " × ", kPadSide, " pixels");
    if (ink) std::fill_n(drawing.data() + at, run, 1.0F);
    at += run;
    ink = !ink;
    run = 0;
    shift = 0;
  }
  if (shift != 0) fail(where, ": the drawing's last run is cut off");
  return drawing;
}

}  // namespace latentwalk
