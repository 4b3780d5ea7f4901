#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "latentwalk/json.hpp"

/// Numbers as an address writes them: plain decimals, the same in every locale.
namespace latentwalk {

inline std::string_view trimmed(std::string_view text) {
  const auto space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  while (!text.empty() && space(text.front())) text.remove_prefix(1);
  while (!text.empty() && space(text.back())) text.remove_suffix(1);
  return text;
}

inline bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// A whole number in [low, high] of at most 16 digits.
inline std::optional<std::uint64_t> whole_number(std::string_view text, std::uint64_t low, std::uint64_t high) {
  if (text.empty() || text.size() > 16 || !all_digits(text)) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : text) value = 10 * value + static_cast<std::uint64_t>(c - '0');
  if (value < low || value > high) return std::nullopt;
  return value;
}

/// A decimal number in [low, high], without an exponent, of at most 9 digits on either side of the point.
inline std::optional<double> decimal_number(std::string_view text, double low, double high) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point), part = point < text.size() ? text.substr(point + 1) : "";
  if (whole.empty() && part.empty()) return std::nullopt;
  if (whole.size() > 9 || part.size() > 9 || !all_digits(whole) || !all_digits(part)) return std::nullopt;
  // JSON's parser reads the nearest number in every locale; it wants no leading zeros.
  const std::size_t zeros = std::min(whole.find_first_not_of('0'), whole.size());
  const std::string plain =
      std::string(zeros < whole.size() ? whole.substr(zeros) : "0") + "." + std::string(part) + "0";
  const double value = (negative ? -1.0 : 1.0) * parse_json(plain, "number").get<double>() + 0.0;
  if (value < low || value > high) return std::nullopt;
  return value;
}

/// The shortest decimal with at most `places` places that reads as the number rounded to them; a whole number has no
/// point.
inline Json rounded(double value, int places) {
  const double unit = std::pow(10.0, places), near = std::round(value * unit) / unit + 0.0;
  if (near == std::floor(near)) return static_cast<std::int64_t>(near);
  return near;
}

}  // namespace latentwalk
