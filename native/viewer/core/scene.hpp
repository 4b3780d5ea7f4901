#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "latentwalk/image.hpp"
#include "latentwalk/model.hpp"
#include "viewer/core/document.hpp"

/// A picture to be made, as JSON (docs/viewer.md): what --render takes, and what the viewer saves a walk as.
namespace latentwalk::viewer {

struct Scene {
  enum class View { samples, walk, plane, dimension, compare };

  std::vector<std::string> models;  // one; compare: two or more. Paths, from the scene's folder, or shipped names
  View view = View::samples;
  std::uint64_t seed = 1;  // samples, compare
  std::size_t count = 64, columns = 0;
  int label = -1;
  Walk walk;
  std::array<Station, 3> corners;  // plane
  std::size_t rows = 9;            // plane; `columns` goes with it
  Station station;                 // dimension
  std::size_t coordinate = 0, steps = 9;
  std::size_t scale = 2;
  bool dark = false;
};

/// `where` opens the messages.
Scene parse_scene(std::string_view text, const std::string& where);
std::string scene_text(const Scene& scene);

/// One picture, or a walk's frames.
struct Rendered {
  std::vector<GreyImage> frames;
  double fps = 0.0;
};

/// `models` as the scene names them. `animated`: a walk's frames and not its strip; throws Error for other views.
Rendered render_scene(const Scene& scene, const std::vector<const Model*>& models, bool animated);

/// Reads the scene and its models and writes the picture; the extension of `out` says which kind. Returns a sentence
/// on what was written.
std::string render_scene_file(const std::filesystem::path& scene, const std::filesystem::path& out);

}  // namespace latentwalk::viewer
