#pragma once

#include <cstdint>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

/// Strict reading of JSON. nlohmann::json keeps the last of two equal keys, reads -1 as a huge size_t and 1.5 as 1;
/// these functions throw Error instead. `where` names the file and the place in it, and begins every error message.
namespace latentwalk {
/// JSON whose objects keep the order of their keys.
using Json = nlohmann::ordered_json;

/// The value as JSON for a message: short and printable.
std::string excerpt(const Json& value);

/// The most values that a document may have if its reader names no other limit.
inline constexpr std::size_t kMaxJsonValues = std::size_t{1} << 20U;

/// Parses one JSON document. Throws Error on duplicate keys, nesting deeper than 32 levels, more than `max_values`
/// values (members, elements and what holds them), and text after the document. The limit bounds memory: a value takes
/// up to a hundred times its text.
Json parse_json(std::string_view text, std::string_view where, std::size_t max_values = kMaxJsonValues);

/// Throws Error if the value is not an object or has a key that is not in `allowed`.
void check_keys(const Json& object, std::initializer_list<const char*> allowed, std::string_view where);

/// Returns the member `key`. Throws Error if it is missing.
const Json& require(const Json& object, const char* key, std::string_view where);

/// Reads a whole number in [low, high]. Throws Error on any other value, or if the key is missing.
std::int64_t read_integer(const Json& object, const char* key, std::int64_t low, std::int64_t high,
                          std::string_view where);
/// The same, but returns `fallback` if the key is missing.
std::int64_t read_integer(const Json& object, const char* key, std::int64_t low, std::int64_t high,
                          std::int64_t fallback, std::string_view where);

/// Reads a finite number in [low, high]. Throws Error on any other value, or if the key is missing.
double read_number(const Json& object, const char* key, double low, double high, std::string_view where);
/// The same, but returns `fallback` if the key is missing.
double read_number(const Json& object, const char* key, double low, double high, double fallback,
                   std::string_view where);

/// Reads a string. Throws Error on any other value, or if the key is missing.
std::string read_string(const Json& object, const char* key, std::string_view where);
/// The same, but returns `fallback` if the key is missing.
std::string read_string(const Json& object, const char* key, const std::string& fallback, std::string_view where);

/// Reads true or false; returns `fallback` if the key is missing. Throws Error on any other value.
bool read_bool(const Json& object, const char* key, bool fallback, std::string_view where);

}  // namespace latentwalk
