#include "support/model_file.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "latentwalk/error.hpp"
#include "support/shipped.hpp"
#include "support/tensor_file.hpp"

namespace latentwalk {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSuffix = ".safetensors";

std::string names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == kSuffix) names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "none" : text;
}

fs::path find_model(const std::string& path_or_name) {
  if (path_or_name.empty()) fail("the model's name is empty");
  std::error_code ignored;
  if (fs::exists(path_or_name, ignored)) return path_or_name;
  const bool is_name = path_or_name.find_first_of("/.") == std::string::npos;
  const std::optional<fs::path> folder = models_folder();
  if (!is_name || !folder) fail(path_or_name, ": no such file");
  fs::path model = *folder / (path_or_name + kSuffix);
  if (!fs::exists(model, ignored)) {
    fail(path_or_name, ": neither a file nor the name of a model in ", folder->string(), ", which has ",
         names_in(*folder));
  }
  return model;
}

}  // namespace

std::optional<fs::path> models_folder() {
  std::error_code ignored;
  const fs::path folder = shipped("models");
  return fs::is_directory(folder, ignored) ? std::optional(folder) : std::nullopt;
}

LoadedModel load_model(const std::string& path_or_name) {
  const fs::path path = find_model(path_or_name);
  const std::vector<std::uint8_t> bytes = read_tensor_file(path);
  return {Model::parse(bytes, path.string()), path, bytes.size()};
}

}  // namespace latentwalk
