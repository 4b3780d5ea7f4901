#include "data/class_list.hpp"

#include "latentwalk/error.hpp"
#include "latentwalk/spec.hpp"
#include "support/files.hpp"

namespace latentwalk {

std::vector<std::string> load_class_names(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / kClassList;
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return {};
  const Json json = parse_json(read_text(path), path.string());
  if (!json.is_object() || json.size() != 1 || !json.contains("classes"))
    fail(path.string(), ": expected {\"classes\": [NAME, …]}");
  return parse_class_names(json["classes"], path.string() + ": \"classes\"");
}

std::string class_list_text(const std::vector<std::string>& classes) {
  return Json{{"classes", classes}}.dump(1) + "\n";
}

}  // namespace latentwalk
