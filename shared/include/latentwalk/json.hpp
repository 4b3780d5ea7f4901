#pragma once

#include <cstdint>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

/// Strict reading of JSON. nlohmann::json lets the last of two equal keys win, reads -1 as a huge size_t and 1.5 as
/// 1; these functions refuse all three. `where` names the file and the place in it and opens every message.
namespace latentwalk {
/// JSON whose objects keep the order of their keys.
using Json = nlohmann::ordered_json;

/// Parses one JSON document; refuses duplicate keys, nesting deeper than 32 and anything after the document.
Json parse_json(std::string_view text, std::string_view where);

/// Refuses a value that is not an object, or has a key outside `allowed`.
void check_keys(const Json& object, std::initializer_list<const char*> allowed, std::string_view where);

/// The member `key`, which must be there.
const Json& require(const Json& object, const char* key, std::string_view where);

/// A whole number in [low, high].
std::int64_t read_integer(const Json& object, const char* key, std::int64_t low, std::int64_t high,
                          std::string_view where);
std::int64_t read_integer(const Json& object, const char* key, std::int64_t low, std::int64_t high,
                          std::int64_t fallback, std::string_view where);  ///< Or `fallback` where it is missing.

/// A finite number in [low, high].
double read_number(const Json& object, const char* key, double low, double high, std::string_view where);
double read_number(const Json& object, const char* key, double low, double high, double fallback,
                   std::string_view where);  ///< Or `fallback` where it is missing.

std::string read_string(const Json& object, const char* key, std::string_view where);  ///< A string.
std::string read_string(const Json& object, const char* key, const std::string& fallback, std::string_view where);
///< Or `fallback` where it is missing.
bool read_bool(const Json& object, const char* key, bool fallback, std::string_view where);  ///< True or false.

}  // namespace latentwalk
