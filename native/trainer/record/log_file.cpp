#include "trainer/record/log_file.hpp"

#include <string>

#include "latentwalk/error.hpp"
#include "support/files.hpp"

namespace latentwalk {
namespace {

constexpr std::int64_t kMaxStep = 1'000'000'000'000'000;
constexpr std::uint64_t kMaxLog = std::uint64_t{1} << 30;  // bytes

/// Throws Error unless the line is an entry whose step is at least `least`.
Json parse_entry(std::string_view line, std::int64_t least, const std::string& where) {
  Json entry = parse_json(line, where);
  if (!entry.is_object()) fail(where, ": expected an object");
  read_integer(entry, "step", least, kMaxStep, where);
  // A loss that is not finite is null. A string is a remark that no curve is drawn of.
  const auto check = [&](const std::string& key, const Json& value) {
    if (!value.is_number() && !value.is_null() && !value.is_string())
      fail(where, ": \"", key, "\" is neither a number nor an object of numbers");
  };
  for (const char* key : {"epoch", "seconds"})
    if (entry.contains(key) && !entry[key].is_number()) fail(where, ": \"", key, "\" is not a number");
  if (entry.contains("means") && !entry["means"].is_object()) fail(where, ": \"means\" is not an object");
  for (const auto& [key, value] : entry.items()) {
    if (!value.is_object()) check(key, value);
    if (!value.is_object()) continue;
    for (const auto& [inner, number] : value.items()) check(key + "." + inner, number);
  }
  return entry;
}

}  // namespace

std::vector<Json> read_entries(const std::filesystem::path& path,
                               const std::function<void(const std::string&)>& problem) {
  if (std::error_code ignored; !std::filesystem::exists(path, ignored))
    fail(path.string(), ": there is no log here; give the folder that latentwalk-train train --out wrote to");
  const std::string text = read_text(path, kMaxLog);
  std::vector<Json> entries;
  std::int64_t step = 0;
  std::size_t number = 0;
  for (std::size_t at = 0, end = 0; (end = text.find('\n', at)) != std::string::npos; at = end + 1) {
    ++number;
    try {
      Json entry = parse_entry(std::string_view(text).substr(at, end - at), step,
                               path.string() + ", line " + std::to_string(number));
      step = entry["step"].get<std::int64_t>();
      entries.push_back(std::move(entry));
    } catch (const Error& error) {
      problem(error.what());
    }
  }
  return entries;
}

LogFile::LogFile(const std::filesystem::path& path, std::int64_t step) : path_(path) {
  std::string kept;
  std::size_t problems = 0;
  const auto note = [&](const std::string& problem) {
    if (++problems == 1) problem_ = problem;
  };
  if (std::error_code ignored; step > 0 && std::filesystem::exists(path, ignored))
    for (const Json& entry : read_entries(path, note))
      if (entry["step"].get<std::int64_t>() <= step) kept += entry.dump() + "\n";
  if (problems == 1) problem_ += "; the line is left out";
  if (problems > 1) problem_ += "; this and " + std::to_string(problems - 1) + " more lines are left out";
  write_text(path, kept);
  file_.open(path, std::ios::app);
  if (!file_) fail(path.string(), ": cannot be opened for writing");
}

void LogFile::write(const Json& entry) {
  file_ << entry.dump() << std::endl;
  if (!file_) fail(path_.string(), ": cannot be written (is the disk full?)");
}

}  // namespace latentwalk
