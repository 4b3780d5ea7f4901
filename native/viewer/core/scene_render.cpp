// Scenes drawn as pictures and animations.

#include <algorithm>
#include <cmath>
#include <sstream>

#include "gif/gif.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/latent.hpp"
#include "latentwalk/parallel.hpp"
#include "latentwalk/plane.hpp"
#include "support/digits.hpp"
#include "support/files.hpp"
#include "support/model_file.hpp"
#include "support/png.hpp"
#include "viewer/core/scene.hpp"

namespace latentwalk::viewer {
namespace {

GreyImage checked_sheet(const ModelSpec& spec, const Tensor& images, const SheetStyle& style) {
  check_size(spec, images.shape(0), style);
  return image_sheet(images, style);
}

GreyImage beneath(const GreyImage& above, const GreyImage& below) {
  GreyImage both;
  both.width = std::max(above.width, below.width);
  both.height = above.height + below.height;
  both.pixels.assign(both.width * both.height, above.pixels.front());  // the corner is paper
  for (const GreyImage* part : {&above, &below})
    for (std::size_t row = 0; row < part->height; ++row)
      std::copy_n(part->pixels.data() + row * part->width, part->width,
                  both.pixels.data() + (row + (part == &below ? above.height : 0)) * both.width);
  return both;
}

Rendered render_walk(const Scene& scene, const Model& model, SheetStyle style, bool animated) {
  const ModelSpec& spec = model.spec();
  const std::size_t frames = static_cast<std::size_t>(scene.walk.frames);
  const Tensor latents = walk(latents_of(spec, scene.walk.stations), frames, scene.walk.how, scene.walk.loop);
  const std::size_t count = latents.shape(0);
  std::vector<std::int32_t> labels;
  // A leg's class is its first station's until half-way, then the next one's.
  for (std::size_t i = 0; spec.class_count > 0 && i < count; ++i) {
    const auto station =
        static_cast<std::size_t>(std::lround(static_cast<double>(i) / static_cast<double>(frames - 1)));
    labels.push_back(label_of(spec, scene.walk.stations[station % scene.walk.stations.size()]));
  }
  style.columns = animated ? 1 : (scene.columns != 0 ? scene.columns : count);
  check_size(spec, animated ? 1 : count, style, animated ? count : 1);
  const Tensor images = model.decode(latents, labels, available_threads());
  Rendered rendered;
  rendered.fps = scene.walk.fps;
  if (!animated) {
    rendered.frames.push_back(image_sheet(images, style));
    return rendered;
  }
  for (std::size_t i = 0; i < count; ++i) rendered.frames.push_back(image_sheet(rows_of(images, i, 1), style));
  return rendered;
}

Tensor render_plane(const Scene& scene, const Model& model, SheetStyle& style) {
  const ModelSpec& spec = model.spec();
  style.columns = scene.columns != 0 ? scene.columns : 9;
  check_size(spec, scene.rows * style.columns, style);
  const std::vector<Station> corners(scene.corners.begin(), scene.corners.end());
  const Tensor latents = plane(latents_of(spec, corners), scene.rows, style.columns);
  std::vector<std::int32_t> labels;
  if (spec.class_count > 0) labels.assign(latents.shape(0), label_of(spec, corners.front()));
  return model.decode(latents, labels, available_threads());
}

}  // namespace

Rendered render_scene(const Scene& scene, const std::vector<const Model*>& models, bool animated) {
  if (animated && scene.view != Scene::View::walk) fail("only a walk can be an animation: write this scene to a .png");
  const Model& model = *models.front();
  const ModelSpec& spec = model.spec();
  SheetStyle style;
  style.columns = scene.columns;
  style.scale = scene.scale;
  style.dark = scene.dark;
  switch (scene.view) {
    case Scene::View::walk:
      return render_walk(scene, model, style, animated);
    case Scene::View::plane: {
      const Tensor images = render_plane(scene, model, style);
      return {{image_sheet(images, style)}, 0};
    }
    case Scene::View::dimension: {
      if (scene.coordinate >= latent_dim(spec))
        fail("coordinate ", scene.coordinate, ": the model ", spec.name, " has ", latent_dim(spec), ", counted from 0");
      const Tensor latents = along_coordinate(spec, latent_of(spec, scene.station), scene.coordinate, scene.steps);
      std::vector<std::int32_t> labels;
      if (spec.class_count > 0) labels.assign(latents.shape(0), label_of(spec, scene.station));
      style.columns = latents.shape(0);
      return {{checked_sheet(spec, model.decode(latents, labels, available_threads()), style)}, 0};
    }
    case Scene::View::samples:
    case Scene::View::compare:
      break;
  }
  Rendered rendered;
  for (const Model* one : models) {
    const ModelSpec& of = one->spec();
    SheetStyle sheet_style = style;
    const std::vector<std::int32_t> labels =
        labels_for(of, of.class_count == 0 && models.size() > 1 ? -1 : scene.label, scene.count);
    if (scene.view == Scene::View::compare) {
      if (style.columns == 0) sheet_style.columns = scene.count;
    } else if (style.columns == 0 && scene.label < 0) {
      sheet_style.columns = of.class_count;  // a column a class, as the command line program does
    }
    check_size(of, scene.count, sheet_style);
    const GreyImage sheet =
        image_sheet(one->decode(sample_latents(of, scene.seed, scene.count), labels, available_threads()), sheet_style);
    if (rendered.frames.empty()) {
      rendered.frames.push_back(sheet);
    } else {
      rendered.frames.front() = beneath(rendered.frames.front(), sheet);
    }
  }
  return rendered;
}

std::string render_scene_file(const std::filesystem::path& path, const std::filesystem::path& out) {
  check_extension(out, {".png", ".gif"});
  const std::vector<std::uint8_t> bytes = read_file(path);
  const Scene scene = parse_scene({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, path.string());
  std::vector<LoadedModel> loaded;
  std::vector<const Model*> models;
  for (const std::string& name : scene.models) {
    const std::filesystem::path beside = path.parent_path() / name;
    std::error_code ignored;
    loaded.push_back(load_model(std::filesystem::is_regular_file(beside, ignored) ? beside.string() : name));
  }
  models.reserve(loaded.size());
  check_not_source(out, {path});
  for (const LoadedModel& one : loaded) {
    check_not_source(out, {one.path});
    models.push_back(&one.model);
  }
  const bool animated = extension_of(out) == ".gif";
  const Rendered rendered = render_scene(scene, models, animated);
  std::ostringstream words;
  words << out.string() << ": ";
  if (animated) {
    write_gif(out, rendered.frames, rendered.fps);
    words << rendered.frames.size() << " frames of ";
  } else {
    write_png(out, rendered.frames.front());
  }
  words << rendered.frames.front().width << " × " << rendered.frames.front().height << " pixels";
  return words.str();
}

}  // namespace latentwalk::viewer
