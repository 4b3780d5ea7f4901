#include "format/decimal.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>

#include "format/no_fast_math.hpp"
#include "latentwalk/bit_cast.hpp"

// Exact conversions without tables and without long doubles: in WebAssembly these take 128 bits, and the C library's
// printf and strtod would be a tenth of the module.
namespace latentwalk {
namespace {

constexpr int kMostDigits = 800;  // a double has at most 767
constexpr int kMostShift = 27;    // bits at a time: ten times 2^27 and a digit fit 64 bits with ease

// 0.d1 d2 d3 … times 10^point, without zeros at the end; 0 has no digits. What does not fit is kept as a last digit
// that is not 0, so that rounding knows of it.
struct Decimal {
  std::uint8_t digits[kMostDigits];
  int count = 0, point = 0;

  void append(unsigned digit) {
    if (count < kMostDigits)
      digits[count++] = static_cast<std::uint8_t>(digit);
    else if (digit != 0)
      digits[kMostDigits - 1] |= 1U;
  }
  void trim() {
    while (count > 0 && digits[count - 1] == 0) --count;
    if (count == 0) point = 0;
  }

  // Divides by 2^bits: long division from the left.
  void shift_right(int bits) {
    const int before = count;
    std::uint64_t rest = 0;
    int read = 0;
    for (; rest >> bits == 0; ++read) {
      if (read >= before && rest == 0) return;
      rest = rest * 10 + (read < before ? digits[read] : 0U);
    }
    point -= read - 1;
    count = 0;
    while (rest > 0 || read < before) {
      const auto digit = static_cast<unsigned>(rest >> bits);
      rest = (rest & ((std::uint64_t{1} << bits) - 1)) * 10 + (read < before ? digits[read] : 0U);
      ++read;
      append(digit);
    }
    trim();
  }

  // Multiplies by 2^bits: from the right, into a copy, because digits are added in front.
  void shift_left(int bits) {
    std::uint8_t product[kMostDigits + 20];
    int begin = kMostDigits + 20;
    std::uint64_t carry = 0;
    for (int i = count - 1; i >= 0 || carry > 0; --i) {
      carry += i >= 0 ? static_cast<std::uint64_t>(digits[i]) << bits : 0U;
      product[--begin] = static_cast<std::uint8_t>(carry % 10);
      carry /= 10;
      if (i < 0) ++point;
    }
    count = 0;
    for (int i = begin; i < kMostDigits + 20; ++i) append(product[i]);
    trim();
  }

  // Multiplies by 2^bits, which may be negative.
  void shift(int bits) {
    for (int left = std::abs(bits); left > 0; left -= kMostShift) {
      const int step = std::min(left, kMostShift);
      bits > 0 ? shift_left(step) : shift_right(step);
    }
  }

  // Rounds to this many digits, half to even.
  void round(int wanted) {
    if (wanted >= count) return;
    const bool odd = wanted > 0 && digits[wanted - 1] % 2 == 1;
    const bool up = digits[wanted] > 5 || (digits[wanted] == 5 && (wanted + 1 < count || odd));
    count = wanted;
    if (up) {
      while (count > 0 && digits[count - 1] == 9) --count;
      if (count > 0) {
        ++digits[count - 1];
      } else {
        digits[count++] = 1;
        ++point;
      }
    }
    trim();
  }

  double value() const;
};

Decimal decimal_of(double number) {
  const auto bits = bit_cast<std::uint64_t>(number);
  const auto exponent = static_cast<int>((bits >> 52U) & 0x7FFU);
  std::uint64_t mantissa = bits & ((std::uint64_t{1} << 52U) - 1);
  if (exponent > 0) mantissa |= std::uint64_t{1} << 52U;
  Decimal decimal;
  for (std::uint64_t unit = 10'000'000'000'000'000U; unit > 0; unit /= 10) {
    const auto digit = static_cast<unsigned>(mantissa / unit % 10);
    if (digit > 0 || decimal.count > 0) decimal.append(digit);
  }
  decimal.point = decimal.count;
  decimal.trim();
  decimal.shift(std::max(exponent, 1) - 1075);
  return decimal;
}

// The nearest double: scaled to [1/2, 1), then 53 bits of it rounded to a whole number.
double Decimal::value() const {
  if (count == 0 || point < -330) return 0;
  if (point > 310) return std::numeric_limits<double>::infinity();
  // 10^n is at least 2^kBits[n].
  static constexpr int kBits[] = {1, 3, 6, 9, 13, 16, 19, 23, 26};
  const auto bits = [](int tens) { return tens < 9 ? kBits[tens] : kMostShift; };
  Decimal scaled = *this;
  int exponent = 0;
  while (scaled.point > 0) {
    const int step = bits(scaled.point);
    scaled.shift(-step);
    exponent += step;
  }
  while (scaled.point < 0 || scaled.digits[0] < 5) {
    const int step = bits(-scaled.point);
    scaled.shift(step);
    exponent -= step;
  }
  const int lost = std::max(-1021 - exponent, 0);  // numbers below the normal ones have fewer bits
  scaled.shift(53 - lost);
  scaled.round(std::max(scaled.point, 0));
  std::uint64_t mantissa = 0;
  for (int i = 0; i < scaled.point; ++i) mantissa = mantissa * 10 + (i < scaled.count ? scaled.digits[i] : 0U);
  return std::ldexp(static_cast<double>(mantissa), exponent - 53 + lost);
}

// As printf's %.*g writes it.
std::string text_of(const Decimal& decimal, int precision) {
  const int exponent = decimal.count > 0 ? decimal.point - 1 : 0;
  const auto digit = [&](int i) { return static_cast<char>('0' + (i < decimal.count ? decimal.digits[i] : 0)); };
  std::string text;
  if (exponent < -4 || exponent >= precision) {
    text = digit(0);
    if (decimal.count > 1) text += '.';
    for (int i = 1; i < decimal.count; ++i) text += digit(i);
    const int size = std::abs(exponent);
    text += exponent < 0 ? "e-" : "e+";
    if (size < 10) text += '0';
    return text + std::to_string(size);
  }
  const int point = exponent + 1;
  if (point <= 0) text = "0." + std::string(static_cast<std::size_t>(-point), '0');
  for (int i = 0; i < std::max(point, decimal.count); ++i) {
    if (i == point && point > 0) text += '.';
    text += digit(i);
  }
  return text;
}

}  // namespace

std::string number_text(double number, bool single) {
  if (std::isnan(number)) return "nan";
  if (std::isinf(number)) return number < 0 ? "-inf" : "inf";
  const Decimal exact = decimal_of(number);
  for (int precision = 6;; ++precision) {
    Decimal rounded = exact;
    rounded.round(precision);
    const double read = rounded.value(), size = std::abs(number);
    if (precision == 17 || (single ? static_cast<float>(read) == static_cast<float>(size) : read == size))
      return (std::signbit(number) ? "-" : "") + text_of(rounded, precision);
  }
}

double read_number_text(const char* text, const char** end) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const char* at = text;
  const bool negative = *at == '-';
  at += negative ? 1 : 0;
  Decimal decimal;
  bool found = false, fraction = false;
  for (; is_digit(*at) || (*at == '.' && !fraction); ++at) {
    if (*at == '.') {
      fraction = true;
      continue;
    }
    found = true;
    const bool leads = decimal.count == 0 && *at == '0';
    if (!leads) decimal.append(static_cast<unsigned>(*at - '0'));
    if (!leads && !fraction) ++decimal.point;
    if (leads && fraction) --decimal.point;
  }
  *end = found ? at : text;
  if (!found) return 0;
  if (*at == 'e' || *at == 'E') {
    ++at;
    const bool small = *at == '-';
    if (*at == '-' || *at == '+') ++at;
    int exponent = 0;
    for (; is_digit(*at); ++at, *end = at) exponent = std::min(exponent * 10 + (*at - '0'), 100'000'000);
    decimal.point += small ? -exponent : exponent;
  }
  decimal.trim();
  return negative ? -decimal.value() : decimal.value();
}

}  // namespace latentwalk
