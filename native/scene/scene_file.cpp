#include "scene/scene_file.hpp"

#include <algorithm>
#include <optional>

#include "data/test_digits.hpp"
#include "gif/gif.hpp"
#include "latentwalk/error.hpp"
#include "support/digits.hpp"
#include "support/files.hpp"
#include "support/npy.hpp"
#include "support/png.hpp"

namespace latentwalk {
namespace {

namespace fs = std::filesystem;

bool is_file(const std::string& scene) { return extension_of(scene) == ".json" && !scene.starts_with('#'); }

/// The digits of all sheets, one after the other, and for a map the one at its place: (N, height, width).
Tensor all_images(const DrawnScene& drawn) {
  Shape shape = shape_of(drawn.sheets.front().images);
  shape[0] = 0;
  for (const DrawnScene::Sheet& sheet : drawn.sheets) {
    const Shape one = shape_of(sheet.images);
    if (one[1] != shape[1] || one[2] != shape[2])
      fail("the models draw digits of different sizes: write this scene to a .png");
    shape[0] += one[0];
  }
  if (drawn.place.size() > 0) ++shape[0];
  Tensor images = zeros(shape);
  float* out = images.data();
  for (const DrawnScene::Sheet& sheet : drawn.sheets) out = std::copy(sheet.images.begin(), sheet.images.end(), out);
  std::copy(drawn.place.begin(), drawn.place.end(), out);
  return images;
}

std::string size_words(const GreyImage& image) {
  return std::to_string(image.width) + " × " + std::to_string(image.height) + " pixels";
}

}  // namespace

Scene load_scene(const std::string& given) {
  if (is_file(given)) return parse_scene(read_text(given), given);
  if (given.find('=') == std::string::npos)
    fail(given, ": expected a scene, a .json file or an address such as \"#model=conv-gan&view=sample\"");
  return parse_address(given, "scene");
}

std::vector<std::string> scene_models(const Scene& scene, Family family_of_model) {
  if (scene.view != View::compare) return {scene.model};
  if (!scene.with.empty()) return scene.with;
  return {scene.model, family_of_model == Family::gan ? "conv-vae" : "conv-gan"};
}

std::string model_place(const std::string& name, const fs::path& folder) {
  std::error_code ignored;
  const fs::path beside = folder / name;
  return fs::is_regular_file(beside, ignored) ? beside.string() : name;
}

RealDigits load_real_digits(const fs::path& data) {
  const std::optional<fs::path> folder = find_test_digits(data);
  if (!folder) fail("no test digits found: give their folder with --data, or run latentwalk-train data once");
  const Digits digits = load_digits(*folder, "t10k");
  return {digit_images(digits, digits.count), {digits.labels.begin(), digits.labels.end()}};
}

std::string write_scene_picture(const Scene& scene, const std::vector<const Model*>& models, const RealDigits* digits,
                                const fs::path& out, std::size_t threads, const ProgressReport& progress) {
  check_extension(out, {".png", ".gif", ".npy"});
  const std::string ending = extension_of(out);
  if (ending == ".gif" && scene.view != View::walk)
    fail(out.string(), ": only a walk can be an animation; write this scene to a .png");
  // An animation's frames take about as long to encode as to draw.
  const double drawing = ending == ".gif" ? 0.5 : 1.0;
  const ProgressReport draws = progress ? [&](double share) { progress(drawing * share); } : ProgressReport();
  const ProgressReport encodes =
      progress ? [&](double share) { progress(drawing + (1 - drawing) * share); } : ProgressReport();
  const DrawnScene drawn = draw_scene(scene, models, digits, threads, draws);
  const std::size_t count = drawn.sheets.front().images.shape(0);
  if (ending == ".npy") {
    const Tensor images = all_images(drawn);
    write_file(out, encode_npy(images));
    return out.string() + ": digits " + shape_text(shape_of(images));
  }
  // A walk's picture is a short strip, whatever its number of frames.
  const bool animated = ending == ".gif";
  const SheetStyle style{.columns = animated ? 1 : drawn.sheets.front().columns,
                         .scale = scene.scale.value_or(animated ? 8 : 2)};
  if (!drawn.walks || animated) check_size(models.front()->spec(), animated ? 1 : count, style, animated ? count : 1);
  if (!animated) {
    const GreyImage picture = scene_picture(scene, drawn);
    write_png(out, picture);
    return out.string() + ": " + size_words(picture);
  }
  const std::vector<GreyImage> frames = scene_frames(scene, drawn);
  write_gif(out, frames, frames_a_second(scene), encodes);
  return out.string() + ": " + std::to_string(frames.size()) + " frames of " + size_words(frames.front());
}

std::string render_scene(const std::string& given, const fs::path& out, const RenderOptions& options) {
  check_extension(out, {".png", ".gif", ".npy"});
  const Scene scene = load_scene(given);
  const fs::path folder = is_file(given) ? fs::path(given).parent_path() : fs::path();
  if (is_file(given)) check_not_source(out, {given});
  std::vector<LoadedModel> loaded;
  loaded.push_back(load_model(model_place(scene.model, folder)));
  const std::vector<std::string> names = scene_models(scene, loaded.front().model.spec().family);
  loaded.reserve(names.size() + 1);  // the pointers stay
  std::vector<const Model*> models;
  for (const std::string& name : names) {
    if (name != scene.model) loaded.push_back(load_model(model_place(name, folder)));
    models.push_back(name != scene.model ? &loaded.back().model : &loaded.front().model);
  }
  for (const LoadedModel& one : loaded) check_not_source(out, {one.path});
  std::optional<RealDigits> digits;
  if (needs_digits(scene, loaded.front().model)) digits = load_real_digits(options.data);
  return write_scene_picture(scene, models, digits ? &*digits : nullptr, out, options.threads);
}

}  // namespace latentwalk
