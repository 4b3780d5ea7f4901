#include "viewer/gui/readable.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>

namespace latentwalk::viewer {
namespace {

struct Character {
  std::uint32_t number = 0;
  std::size_t bytes = 0;  // 0: not UTF-8
};

Character first_character(const char* at, std::size_t left) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(at[i]); };
  if (byte(0) < 0x80) return {byte(0), 1};
  const std::size_t bytes = byte(0) >= 0xf0 ? 4 : byte(0) >= 0xe0 ? 3 : 2;
  constexpr std::uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000}, kSurrogates = 0xd800, kAfter = 0xe000;
  if (byte(0) < 0xc2 || byte(0) > 0xf4 || bytes > left) return {};
  std::uint32_t number = byte(0) & (0x7fU >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xc0U) != 0x80U) return {};
    number = number << 6U | (byte(i) & 0x3fU);
  }
  if (number < kLeast[bytes] || number > 0x10ffff || (number >= kSurrogates && number < kAfter)) return {};
  return {number, bytes};
}

bool is_in_font(std::uint32_t number) {
  if (number < 0x20) return number == '\n' || number == '\t';
  if (number < 0x7f) return true;
  const ImFont* font = ImGui::GetFont();
  return number <= 0xffff && font->FindGlyphNoFallback(static_cast<ImWchar>(number)) != nullptr;
}

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }

}  // namespace

std::string readable(const std::string& text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const Character character = first_character(text.data() + at, text.size() - at);
    const std::size_t bytes = std::max<std::size_t>(character.bytes, 1);
    if (character.bytes > 0 && is_in_font(character.number)) {
      result.append(text, at, bytes);
    } else {
      char number[16];
      if (character.bytes > 0)
        std::snprintf(number, sizeof number, "U+%04X", static_cast<unsigned>(character.number));
      else
        std::snprintf(number, sizeof number, "\\x%02X", static_cast<unsigned char>(text[at]));
      result += number;
    }
    at += bytes;
  }
  return result;
}

std::string fitted(const std::string& text, ImFont* font, float size, float width) {
  const std::string whole = readable(text);
  const auto is_wide = [&](const std::string& part) {
    return font->CalcTextSizeA(size, 1e9F, 0, part.c_str()).x > width;
  };
  std::string shown = whole;
  for (std::size_t keep = whole.size() / 2; keep > 0 && is_wide(shown); --keep) {
    std::size_t head = keep, tail = whole.size() - keep;
    while (head > 0 && !begins_character(whole[head])) --head;
    while (tail < whole.size() && !begins_character(whole[tail])) ++tail;
    shown = whole.substr(0, head) + "\u2026" + whole.substr(tail);
  }
  return shown;
}

}  // namespace latentwalk::viewer
