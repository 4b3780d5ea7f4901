#include "format/decimal.hpp"

#include <doctest/doctest.h>

#include <clocale>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <string>
#include <vector>

#include "latentwalk/bit_cast.hpp"
#include "latentwalk/rng.hpp"

using namespace latentwalk;

namespace {

// The C library writes and reads a point as latentwalk does in the locale "C" only.
class PointLocale {
 public:
  PointLocale() : before_(std::setlocale(LC_NUMERIC, nullptr)) { std::setlocale(LC_NUMERIC, "C"); }
  ~PointLocale() { std::setlocale(LC_NUMERIC, before_.c_str()); }
  PointLocale(const PointLocale&) = delete;
  PointLocale& operator=(const PointLocale&) = delete;

 private:
  std::string before_;
};

// What the C library makes of a number: the first of %.6g, %.7g, … that reads back as it.
std::string printed(double number, bool single) {
  char text[64];
  for (int precision = 6; precision <= 17; ++precision) {
    std::snprintf(text, sizeof text, "%.*g", precision, number);
    const double read = std::strtod(text, nullptr);
    if (single ? static_cast<float>(read) == static_cast<float>(number) : read == number) break;
  }
  return text;
}

std::vector<double> some_numbers() {
  std::vector<double> numbers{0.0,
                              -0.0,
                              1,
                              0.1,
                              100000,
                              1e6,
                              123456789,
                              1e-4,
                              1e-5,
                              0.00012345,
                              5e-324,
                              2.5e-310,
                              9007199254740993.0,
                              1e22,
                              1e23,
                              std::numeric_limits<double>::max(),
                              std::numeric_limits<double>::min(),
                              999999.5,
                              0.5,
                              -1.5,
                              1.0 / 3};
  Rng rng(4);
  for (int i = 0; i < 1000; ++i) {
    const auto number = latentwalk::bit_cast<double>(rng.next());
    if (std::isfinite(number)) numbers.push_back(number);
    numbers.push_back(rng.normal());
    numbers.push_back(std::round(rng.normal() * 1e5) / 1000);
  }
  return numbers;
}

}  // namespace

TEST_CASE("numbers are written as the C library writes them with as many digits as they need") {
  const PointLocale locale;
  for (const double number : some_numbers()) {
    CHECK(number_text(number, false) == printed(number, false));
    const auto single = static_cast<float>(number);
    if (std::isfinite(single)) CHECK(number_text(single, true) == printed(single, true));
  }
  CHECK(number_text(0.1F, true) == "0.1");
}

TEST_CASE("numbers are read as the C library reads them") {
  const PointLocale locale;
  std::vector<std::string> texts{"0",
                                 "-0.0",
                                 "1e400",
                                 "-1e400",
                                 "1e-400",
                                 "4.9e-324",
                                 "2.4703282292062327e-324",
                                 "2.4703282292062328e-324",
                                 "1.7976931348623158e308",
                                 "1.7976931348623159e308",
                                 "9007199254740993",
                                 "9007199254740992.9999999999999999999999999999",
                                 "0.00000e5",
                                 "1e",
                                 "1e+",
                                 "12.",
                                 "-",
                                 "",
                                 "x",
                                 "1.5.2",
                                 "007",
                                 "1E5",
                                 "1e99999999999"};
  texts.push_back("0." + std::string(400, '0') + "1e401");
  texts.push_back("9007199254740993." + std::string(900, '0') + "1");
  texts.push_back("1" + std::string(310, '0'));
  for (const double number : some_numbers()) {
    char text[64];
    for (const int precision : {3, 16, 17, 25}) {
      std::snprintf(text, sizeof text, "%.*g", precision, number);
      texts.emplace_back(text);
    }
  }
  for (const std::string& text : texts) {
    char* expected_end = nullptr;
    const char* end = nullptr;
    const double expected = std::strtod(text.c_str(), &expected_end), found = read_number_text(text.c_str(), &end);
    CAPTURE(text);
    CHECK(latentwalk::bit_cast<std::uint64_t>(found) == latentwalk::bit_cast<std::uint64_t>(expected));
    CHECK(end == expected_end);
  }
}
