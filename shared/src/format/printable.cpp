#include "latentwalk/printable.hpp"

#include <cstdint>

namespace latentwalk {
namespace {

struct Range {
  std::uint32_t first, last;
};
// Characters that end a line, control a terminal, reorder the text around them, or are never seen.
constexpr Range kUnsafe[] = {{0x00, 0x1F},     {0x7F, 0x9F},     {0x61C, 0x61C},   {0x200E, 0x200F},  {0x2028, 0x202E},
                             {0x2066, 0x2069}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE007F}};

bool is_unsafe(std::uint32_t code) {
  for (const Range& range : kUnsafe)
    if (code >= range.first && code <= range.last) return true;
  return false;
}

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

struct Character {
  std::size_t bytes;   // 1 where the text is not UTF-8
  std::uint32_t code;  // the byte where the text is not UTF-8
  bool is_valid;
};

Character character_at(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  if (first < 0x80) return {1, first, true};
  const std::size_t bytes = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  const std::uint32_t smallest = bytes == 4 ? 0x10000 : bytes == 3 ? 0x800 : 0x80;  // less is an overlong form
  std::uint32_t code = first & (0x7FU >> bytes);
  bool is_valid = first >= 0xC2 && first < 0xF8 && text.size() >= bytes;
  for (std::size_t i = 1; is_valid && i < bytes; ++i) {
    is_valid = continues(text[i]);
    code = code << 6U | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  is_valid = is_valid && code >= smallest && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
  return is_valid ? Character{bytes, code, true} : Character{1, first, false};
}

void append_escaped(std::string& out, char kind, std::uint32_t code, int digits) {
  out += '\\';
  out += kind;
  while (digits-- > 0) out += "0123456789abcdef"[code >> (4U * static_cast<unsigned>(digits)) & 0xFU];
}

// Appends the first character of the text, and returns how many bytes it took.
std::size_t append_character(std::string& out, std::string_view text) {
  const Character character = character_at(text);
  if (!character.is_valid) {
    append_escaped(out, 'x', character.code, 2);
  } else if (!is_unsafe(character.code)) {
    out += text.substr(0, character.bytes);
  } else if (character.code == '\n') {
    out += "\\n";
  } else if (character.code > 0xFFFF) {
    append_escaped(out, 'U', character.code, 8);
  } else {
    append_escaped(out, 'u', character.code, 4);
  }
  return character.bytes;
}

// The last characters of the text: at most `most` bytes.
std::string tail_of(std::string_view text, std::size_t most) {
  std::size_t begin = text.size() > most ? text.size() - most : 0;
  for (std::size_t i = 0; i < 3 && begin > 0 && continues(text[begin]); ++i) --begin;  // where a character begins
  std::string tail;
  for (std::size_t at = begin; at < text.size();) at += append_character(tail, text.substr(at));
  std::size_t cut = 0;
  while (tail.size() - cut > most) {
    std::string first;
    begin += append_character(first, text.substr(begin));
    cut += first.size();
  }
  return tail.substr(cut);
}

}  // namespace

std::string printable(std::string_view text, std::size_t most) {
  constexpr std::string_view kGap = "…";
  const std::size_t tail = most / 3, head = most - tail - kGap.size();
  std::string out;
  std::size_t head_end = 0;
  for (std::size_t at = 0; at < text.size();) {
    at += append_character(out, text.substr(at));
    if (out.size() <= head) head_end = out.size();
    if (out.size() > most) return out.substr(0, head_end).append(kGap) + tail_of(text, tail);
  }
  return out;
}

std::string in_quotes(std::string_view text) { return '"' + printable(text, 80) + '"'; }

}  // namespace latentwalk
