#include "viewer/core/exports.hpp"

#include <string>

#include "gif/gif.hpp"
#include "latentwalk/error.hpp"
#include "support/files.hpp"
#include "support/png.hpp"
#include "viewer/core/npy.hpp"

namespace latentwalk::viewer {
namespace {

const Answer& complete(const Answer* answer) {
  if (answer == nullptr || !answer->finished) fail("the digits are still being computed; save them in a moment");
  if (!answer->error.empty()) fail(answer->error);
  return *answer;
}

}  // namespace

void save_sheet(const std::filesystem::path& path, const Answer* answer, const SheetStyle& style) {
  write_png(path, image_sheet(complete(answer).images, style));
}

void save_latents(const std::filesystem::path& path, const Answer* answer) {
  write_file(path, encode_npy(complete(answer).latents));
}

void save_scene(const std::filesystem::path& path, const Scene& scene, const Model& model) {
  if (extension_of(path) == ".json") return write_text(path, scene_text(scene));
  const bool animated = extension_of(path) == ".gif";
  const Rendered rendered = render_scene(scene, {&model}, animated);
  if (animated) {
    write_gif(path, rendered.frames, rendered.fps);
  } else {
    write_png(path, rendered.frames.front());
  }
}

}  // namespace latentwalk::viewer
