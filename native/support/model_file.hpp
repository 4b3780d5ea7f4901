#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "latentwalk/model.hpp"

namespace latentwalk {

struct LoadedModel {
  Model model;
  std::filesystem::path path;
  std::size_t file_size = 0;
};

/// The folder with the shipped models (native/support/shipped.hpp), where there is one.
std::optional<std::filesystem::path> models_folder();

/// A model by its file's path or, where there is no such file, by the name of a shipped one ("conv-gan").
LoadedModel load_model(const std::string& path_or_name);

}  // namespace latentwalk
