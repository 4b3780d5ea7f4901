#include "latentwalk/json.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

constexpr int kMaxDepth = 32;

std::string excerpt(const Json& value) {
  std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (text.size() > 60) text = text.substr(0, 57) + "...";
  return text;
}

}  // namespace

Json parse_json(std::string_view text, std::string_view where) {
  std::vector<std::set<std::string>> keys;  // those seen so far, for each open object
  const auto watch = [&](int depth, Json::parse_event_t event, Json& parsed) {
    if (depth > kMaxDepth) fail(where, ": JSON nested deeper than ", kMaxDepth, " levels");
    switch (event) {
      case Json::parse_event_t::object_start:
        keys.emplace_back();
        break;
      case Json::parse_event_t::object_end:
        keys.pop_back();
        break;
      case Json::parse_event_t::key: {
        const auto& key = parsed.get_ref<const std::string&>();
        if (!keys.back().insert(key).second) fail(where, ": the key \"", key, "\" appears twice");
        break;
      }
      default:
        break;
    }
    return true;
  };
  try {
    return Json::parse(text, watch);
  } catch (const Json::exception& error) {
    std::string reason = error.what();  // "[json.exception.parse_error.101] parse error at line 1, column 5: …"
    if (const auto end = reason.find("] "); end != std::string::npos) reason = reason.substr(end + 2);
    // One line, printable: the reason can quote the text.
    std::replace_if(
        reason.begin(), reason.end(), [](unsigned char c) { return c < 0x20 || c > 0x7E; }, '?');
    fail(where, ": not valid JSON: ", reason);
  }
}

void check_keys(const Json& object, std::initializer_list<const char*> allowed, std::string_view where) {
  if (!object.is_object()) fail(where, ": expected an object, found ", excerpt(object));
  for (const auto& [key, value] : object.items()) {
    if (std::any_of(allowed.begin(), allowed.end(), [&key = key](const char* known) { return key == known; })) continue;
    std::string known;
    for (const char* name : allowed) known += (known.empty() ? "" : ", ") + std::string(name);
    fail(where, ": unknown key ", Json(key).dump(), "; known keys: ", known);
  }
}

const Json& require(const Json& object, const char* key, std::string_view where) {
  if (!object.is_object()) fail(where, ": expected an object, found ", excerpt(object));
  const auto found = object.find(key);
  if (found == object.end()) fail(where, ": the key \"", key, "\" is missing");
  return *found;
}

std::int64_t read_integer(const Json& object, const char* key, std::int64_t low, std::int64_t high,
                          std::string_view where) {
  const Json& value = require(object, key, where);
  const bool too_large =
      value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX);
  if (!value.is_number_integer() || too_large || value.get<std::int64_t>() < low || value.get<std::int64_t>() > high)
    fail(where, ": \"", key, "\" must be a whole number from ", low, " to ", high, ", found ", excerpt(value));
  return value.get<std::int64_t>();
}

std::int64_t read_integer(const Json& object, const char* key, std::int64_t low, std::int64_t high,
                          std::int64_t fallback, std::string_view where) {
  return object.contains(key) ? read_integer(object, key, low, high, where) : fallback;
}

double read_number(const Json& object, const char* key, double low, double high, std::string_view where) {
  const Json& value = require(object, key, where);
  const double number = value.is_number() ? value.get<double>() : std::nan("");
  if (!(number >= low && number <= high))
    fail(where, ": \"", key, "\" must be a number from ", low, " to ", high, ", found ", excerpt(value));
  return number;
}

double read_number(const Json& object, const char* key, double low, double high, double fallback,
                   std::string_view where) {
  return object.contains(key) ? read_number(object, key, low, high, where) : fallback;
}

std::string read_string(const Json& object, const char* key, std::string_view where) {
  const Json& value = require(object, key, where);
  if (!value.is_string()) fail(where, ": \"", key, "\" must be a string, found ", excerpt(value));
  return value.get<std::string>();
}

std::string read_string(const Json& object, const char* key, const std::string& fallback, std::string_view where) {
  return object.contains(key) ? read_string(object, key, where) : fallback;
}

bool read_bool(const Json& object, const char* key, bool fallback, std::string_view where) {
  if (!object.contains(key)) return fallback;
  const Json& value = object.at(key);
  if (!value.is_boolean()) fail(where, ": \"", key, "\" must be true or false, found ", excerpt(value));
  return value.get<bool>();
}

}  // namespace latentwalk
