#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "latentwalk/model.hpp"

namespace latentwalk {

/// A model and the file that it was read from.
struct LoadedModel {
  Model model;
  std::filesystem::path path;
  std::size_t file_size = 0;
};

/// The folder of the shipped models (native/support/shipped.hpp), if it exists.
std::optional<std::filesystem::path> models_folder();

/// Loads a model by the path of its file or, if there is no such file, by the name of a shipped model ("conv-gan").
/// Throws Error if there is neither, or the file is not a valid model.
LoadedModel load_model(const std::string& path_or_name);

}  // namespace latentwalk
