#include "trainer/record/log_file.hpp"

#include <string>

#include "latentwalk/error.hpp"
#include "support/files.hpp"

namespace latentwalk {
namespace {

std::string lines_up_to(const std::filesystem::path& path, std::int64_t step) {
  std::ifstream file(path);
  std::string kept, line;
  while (std::getline(file, line)) {
    const Json entry = Json::parse(line, nullptr, /*allow_exceptions=*/false);
    if (!entry.is_object() || !entry.contains("step") || !entry["step"].is_number_integer()) continue;
    if (entry["step"].get<std::int64_t>() <= step) kept += line + "\n";
  }
  return kept;
}

}  // namespace

LogFile::LogFile(const std::filesystem::path& path, std::int64_t step) : path_(path) {
  write_text(path, step > 0 ? lines_up_to(path, step) : "");
  file_.open(path, std::ios::app);
  if (!file_) fail(path.string(), ": cannot be opened for writing");
}

void LogFile::write(const Json& entry) {
  file_ << entry.dump() << std::endl;
  if (!file_) fail(path_.string(), ": cannot be written (is the disk full?)");
}

}  // namespace latentwalk
