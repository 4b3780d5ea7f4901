#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <charconv>
#include <cstdint>
#include <sstream>
#include <string>
#include <system_error>
#include <type_traits>

#include "latentwalk/station.hpp"

/// Numeric options with strict checks. CLI11 itself reads -1 as a huge count, wraps 2^64 and accepts NaN in a range.
namespace latentwalk {

/// Accepts a text that is a number from low to high and nothing else.
template <class Number>
CLI::Validator number_between(Number low, Number high) {
  return CLI::Validator(
      [low, high](const std::string& text) -> std::string {
        Number value{};
        const char* end = text.data() + text.size();
        const auto [rest, error] = std::from_chars(text.data(), end, value);
        if (error == std::errc() && rest == end && value >= low && value <= high) return "";
        std::ostringstream message;
        message << "expected a " << (std::is_integral_v<Number> ? "whole " : "") << "number from " << low << " to "
                << high << ", found \"" << text << "\"";
        return message.str();
      },
      "");
}

/// Adds an option that takes a number from low to high, and states the range in its help.
template <class Value, class Number>
CLI::Option* add_number(CLI::App& command, const std::string& names, Value& value, Number low, Number high,
                        const std::string& description) {
  std::ostringstream range;
  range << " (" << low << " to " << high << ")";
  return command.add_option(names, value, description + range.str())
      ->type_name("N")
      ->check(number_between<Number>(low, high));
}

/// Adds an option that takes one or more seeds, 0 to kMaxSeed.
template <class Value>
CLI::Option* add_seed(CLI::App& command, const std::string& names, Value& value, const std::string& description) {
  return command.add_option(names, value, description)
      ->type_name("SEED")
      ->check(number_between<std::uint64_t>(0, kMaxSeed));
}

}  // namespace latentwalk
