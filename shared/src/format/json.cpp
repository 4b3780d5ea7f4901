#include "latentwalk/json.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

constexpr std::size_t kMaxDepth = 32;

// Builds the document while nlohmann's parser reads it. The library's own builder keeps the last of two equal keys, and
// its parser with a callback would put a second copy of the parser into the wasm module.
class Builder {
 public:
  Builder(std::string_view where, std::size_t max_values) : where_(where), max_values_(max_values) {}
  Json take() { return std::move(document_); }

  bool null() { return add(nullptr); }
  bool boolean(bool value) { return add(value); }
  bool number_integer(std::int64_t value) { return add(value); }
  bool number_unsigned(std::uint64_t value) { return add(value); }
  bool number_float(double value, const std::string&) { return add(value); }
  bool string(std::string& value) { return add(std::move(value)); }
  bool binary(Json::binary_t&) { return false; }  // JSON text has none
  bool start_object(std::size_t) { return open(Json::value_t::object); }
  bool start_array(std::size_t) { return open(Json::value_t::array); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(std::string& key) {
    if (!keys_.back().insert(key).second) fail(where_, ": the key ", excerpt(key), " appears twice");
    key_ = std::move(key);
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const Json::exception& error) {
    std::string reason = error.what();  // "[json.exception.parse_error.101] parse error at line 1, column 5: …"
    if (const auto end = reason.find("] "); end != std::string::npos) reason = reason.substr(end + 2);
    fail(where_, ": not valid JSON: ", printable(reason, 200));  // it can quote the text
  }

 private:
  // Appends without a search: ordered_json would compare each new key with all previous ones, as key() already did.
  bool add(Json value) {
    if (++values_ > max_values_) fail(where_, ": more than ", max_values_, " values");
    if (open_.empty()) {
      document_ = std::move(value);
      last_ = &document_;
    } else if (auto* object = open_.back()->get_ptr<Json::object_t*>()) {
      object->emplace_back(std::move(key_), std::move(value));
      last_ = &object->back().second;
    } else {
      open_.back()->push_back(std::move(value));
      last_ = &open_.back()->back();
    }
    return true;
  }
  bool open(Json::value_t type) {
    if (open_.size() == kMaxDepth) fail(where_, ": JSON nested deeper than ", kMaxDepth, " levels");
    add(type);
    open_.push_back(last_);  // a stable pointer, because only the innermost open value grows
    keys_.emplace_back();
    return true;
  }
  bool close() {
    open_.pop_back();
    keys_.pop_back();
    return true;
  }

  std::string_view where_;
  std::size_t max_values_, values_ = 0;
  Json document_;
  std::vector<Json*> open_;
  std::vector<std::set<std::string>> keys_;  // keys seen so far in each open value
  std::string key_;
  Json* last_ = nullptr;
};

}  // namespace

std::string excerpt(const Json& value) {
  return printable(value.dump(-1, ' ', false, Json::error_handler_t::replace), 80);
}

Json parse_json(std::string_view text, std::string_view where, std::size_t max_values) {
  // nlohmann's parser stops at a null byte and would ignore the rest.
  if (const auto at = text.find('\0'); at != std::string_view::npos)
    fail(where, ": not valid JSON: a null byte at position ", at);
  Builder builder(where, max_values);
  Json::sax_parse(text, &builder);  // every failure throws
  return builder.take();
}

void check_keys(const Json& object, std::initializer_list<const char*> allowed, std::string_view where) {
  if (!object.is_object()) fail(where, ": expected an object, found ", excerpt(object));
  for (const auto& [key, value] : object.get_ref<const Json::object_t&>()) {
    if (std::any_of(allowed.begin(), allowed.end(), [&key = key](const char* known) { return key == known; })) continue;
    std::string known;
    for (const char* name : allowed) known += (known.empty() ? "" : ", ") + std::string(name);
    fail(where, ": unknown key ", excerpt(key), "; known keys: ", known);
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
