#include "scene/latent_text.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>

#include "latentwalk/bit_cast.hpp"

namespace latentwalk {
namespace {

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr unsigned kLetterBits = 6, kByteBits = 8;

}  // namespace

std::string latent_text(const std::vector<float>& latent) {
  std::string text;
  std::uint32_t waiting = 0;
  unsigned bits = 0;
  for (const float number : latent) {
    const auto word = bit_cast<std::uint32_t>(number);
    for (unsigned shift = 0; shift < 32; shift += kByteBits) {
      waiting = (waiting << kByteBits) | ((word >> shift) & 0xffU);
      for (bits += kByteBits; bits >= kLetterBits; bits -= kLetterBits)
        text += kBase64[(waiting >> (bits - kLetterBits)) & 0x3fU];
    }
  }
  if (bits > 0) text += kBase64[(waiting << (kLetterBits - bits)) & 0x3fU];
  return text;
}

std::optional<std::vector<float>> parse_latent(std::string_view text) {
  constexpr std::size_t kFloat = sizeof(float);
  const std::size_t bytes = text.size() * kLetterBits / kByteBits;
  const std::size_t length = (bytes * kByteBits + kLetterBits - 1) / kLetterBits;
  if (bytes == 0 || bytes % kFloat != 0 || length != text.size() || bytes / kFloat > kMaxNumbers) return std::nullopt;
  std::vector<std::uint32_t> words(bytes / kFloat);
  std::uint32_t waiting = 0;
  unsigned bits = 0;
  std::size_t at = 0;
  for (const char letter : text) {
    const std::size_t value = kBase64.find(letter);
    if (value == std::string_view::npos) return std::nullopt;
    waiting = (waiting << kLetterBits) | static_cast<std::uint32_t>(value);
    bits += kLetterBits;
    if (bits < kByteBits) continue;
    bits -= kByteBits;
    words[at / kFloat] |= ((waiting >> bits) & 0xffU) << (kByteBits * (at % kFloat));
    at++;
  }
  std::vector<float> latent;
  for (const std::uint32_t word : words) {
    const auto number = bit_cast<float>(word);
    if (!(std::abs(number) <= kLargestNumber)) return std::nullopt;
    latent.push_back(number);
  }
  return latent;
}

}  // namespace latentwalk
