#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "latentwalk/scene.hpp"
#include "support/model_file.hpp"

namespace latentwalk {

/// Reads a scene from a file (.json) or an address ("#model=…&view=…"). Throws Error if it is neither.
Scene load_scene(const std::string& file_or_address);

/// The names of the models that a scene draws, in order.
std::vector<std::string> scene_models(const Scene& scene, Family family_of_model);

/// The path or name under which load_model finds a model that a scene in `folder` names: a file there comes first.
std::string model_place(const std::string& name, const std::filesystem::path& folder);

/// Writes a scene's picture; `out` ends in .png, for a walk also in .gif, or in .npy for the digits as floats (N,
/// height, width). Returns a sentence on what was written. Throws Error if the scene does not fit its models.
std::string write_scene_picture(const Scene& scene, const std::vector<const Model*>& models, const RealDigits* digits,
                                const std::filesystem::path& out, std::size_t threads,
                                const ProgressReport& progress = {});

/// How `render_scene` draws.
struct RenderOptions {
  std::filesystem::path data;  ///< The folder with test digits; empty: looked for.
  std::size_t threads = 1;
};
/// Loads a scene and its models and writes the picture, as write_scene_picture does.
std::string render_scene(const std::string& file_or_address, const std::filesystem::path& out,
                         const RenderOptions& options);

/// The test digits that scenes draw: those in `data` (find_test_digits).
RealDigits load_real_digits(const std::filesystem::path& data);

}  // namespace latentwalk
