// The digits of scenes, and pictures of them.

#include <algorithm>
#include <cmath>

#include "latentwalk/error.hpp"
#include "latentwalk/plane.hpp"
#include "latentwalk/scene.hpp"
#include "latentwalk/search.hpp"

namespace latentwalk {
namespace {

/// What every view draws with.
struct Draw {
  const Scene& scene;
  const Model& model;
  const ModelSpec& spec;
  const RealDigits* digits;
  std::size_t threads;
  const ProgressReport& progress;

  /// Labels of digits that all have one: the scene's, else `otherwise`, else 0.
  std::vector<std::int32_t> same_labels(std::size_t count, int otherwise = -1) const {
    const int label = scene.digit ? static_cast<int>(*scene.digit) : std::max(otherwise, 0);
    return std::vector<std::int32_t>(spec.class_count > 0 ? count : 0, label);
  }
  Tensor decode(const Tensor& latents, std::span<const std::int32_t> labels) const {
    return in_parts(latents.shape(0), [&](std::size_t first, std::size_t count) {
      return model.decode(rows_of(latents, first, count), labels.empty() ? labels : labels.subspan(first, count),
                          threads);
    });
  }
  Tensor decode_blend(const Tensor& latents, const Tensor& weights) const {
    return in_parts(latents.shape(0), [&](std::size_t first, std::size_t count) {
      return model.decode_blend(rows_of(latents, first, count), rows_of(weights, first, count), threads);
    });
  }

  /// All of them at once, unless somebody wants to know how far they are.
  template <class Work>  // work(first, count)
  Tensor in_parts(std::size_t count, Work work) const {
    if (!progress) return work(0, count);
    const std::size_t part = 16 * threads;
    Tensor all = zeros({count, spec.image_height, spec.image_width});
    for (std::size_t first = 0; first < count; first += part) {
      progress(static_cast<double>(first) / static_cast<double>(count));
      const Tensor some = work(first, std::min(part, count - first));
      std::copy(some.begin(), some.end(), all.data() + first * spec.image_height * spec.image_width);
    }
    progress(1.0);
    return all;
  }
};

/// Tensors of one row each, one above the other.
Tensor stacked(const std::vector<Tensor>& parts, Shape shape) {
  shape.insert(shape.begin(), parts.size());
  Tensor all = zeros(shape);
  for (std::size_t i = 0; i < parts.size(); ++i)
    std::copy_n(parts[i].data(), parts[i].size(), all.data() + i * parts[i].size());
  return all;
}

DrawnScene::Sheet sample_sheet(const Draw& draw) {
  const bool compare = draw.scene.view == View::compare, in_turn = !draw.scene.digit;
  const std::size_t count = draw.scene.count.value_or(compare ? 16 : 64);
  const std::vector<std::int32_t> labels = in_turn ? labels_in_turn(draw.spec, count) : draw.same_labels(count);
  const Tensor images =
      draw.decode(draw.model.sample_latents(draw.scene.seed, count, prior_of(draw.scene, draw.model), labels), labels);
  // Where the classes take turns, a column is a class.
  return {images, compare ? 8 : in_turn ? draw.spec.class_count : 0};
}

DrawnScene::Sheet walk_sheet(const Draw& draw) {
  const Scene& scene = draw.scene;
  const Prior prior = prior_of(scene, draw.model);
  const std::vector<std::int32_t> labels = labels_of(draw.spec, scene.stations);
  const Tensor latents = draw.model.walk(latents_of(draw.model, scene.stations, prior), scene.frames,
                                         parse_interpolation(scene.path), scene.loop, prior, labels);
  if (draw.spec.class_count == 0) return {draw.decode(latents, {}), latents.shape(0)};
  const Tensor weights = class_weights_along(labels, draw.spec.class_count, scene.frames, scene.loop);
  return {draw.decode_blend(latents, weights), latents.shape(0)};
}

/// The index of the scene's test digit.
std::size_t test_index(const Draw& draw) {
  if (*draw.scene.test >= draw.digits->images.shape(0))
    fail("test: ", *draw.scene.test, ": there are ", draw.digits->images.shape(0), " test digits, counted from 0");
  return *draw.scene.test;
}

/// The codes of `count` real digits from `first` on, each of its own class.
Tensor codes_of(const Draw& draw, std::size_t first, std::size_t count) {
  const std::span<const std::int32_t> labels(draw.digits->labels);
  return draw.model
      .encode(rows_of(draw.digits->images, first, count),
              draw.spec.class_count > 0 ? labels.subspan(first, count) : labels.first(0), draw.threads)
      .mean;
}

/// The latent that the plane of a map goes through, (1, latent_dim); none: (0).
Tensor latent_through(const Draw& draw) {
  const Scene& scene = draw.scene;
  if (!draw.model.has_encoder()) return zeros({0});
  if (!scene.through.empty()) return latents_of(draw.model, scene.through, prior_of(scene, draw.model));
  return scene.test ? codes_of(draw, test_index(draw), 1) : zeros({0});
}

/// The plane of a map before it is moved to that latent.
MapPlane plane_of(const Draw& draw) {
  const Scene& scene = draw.scene;
  return spans_codes(draw.spec, draw.model.has_encoder(), scene)
             ? map_plane(codes_of(draw, 0, std::min(draw.digits->images.shape(0), kMapDigits)))
             : map_plane(draw.model, scene);
}

/// The tiles of a map, and behind them the digit at the scene's place.
DrawnScene::Sheet map_sheet(const Draw& draw) {
  const Scene& scene = draw.scene;
  const bool encodes = draw.model.has_encoder();
  MapPlane plane = plane_of(draw);
  const Tensor through = latent_through(draw);
  double x = scene.x, y = scene.y;
  if (through.size() > 0) {
    plane.corners = plane_through(plane.corners, through);
    const Tensor own = places_on_plane(plane.corners, through);
    if (x == 0.0 && y == 0.0) x = own(0, 0), y = own(0, 1);
  }
  const MapTiles grid = map_tiles(plane, scene);
  const Tensor tiles = tile_places(plane, grid);
  Tensor places = zeros({tiles.shape(0) + 1, 2});
  std::copy(tiles.begin(), tiles.end(), places.data());
  places(tiles.shape(0), 0) = static_cast<float>(x);
  places(tiles.shape(0), 1) = static_cast<float>(y);
  const Tensor latents = plane_points(plane.corners, places);
  if (draw.spec.class_count == 0) return {draw.decode(latents, {}), grid.columns};
  return {draw.decode_blend(latents, map_classes(draw.spec, encodes, scene, places)), grid.columns};
}

DrawnScene::Sheet dimensions_sheet(const Draw& draw) {
  const Scene& scene = draw.scene;
  const std::vector<float> latent = changed_latent(draw.model, scene);
  const std::size_t look = scene.look.value_or(first_code(draw.spec));
  const Tensor latents = along_coordinate(draw.spec, latent, look, kStrip);
  const std::size_t count = std::min(latents.shape(0), kStrip);
  return {draw.decode(rows_of(latents, 0, count), draw.same_labels(count, scene.base.label)), count};
}

/// The latent whose picture is nearest to the digit (28, 28).
Tensor nearest_latent(const Draw& draw, const Tensor& digit, int label) {
  LatentSearch search(draw.spec, 1);
  while (!search.done()) {
    const Tensor& latents = search.ask();
    search.tell(picture_distances(draw.decode(latents, draw.same_labels(latents.shape(0), label)), digit));
  }
  Tensor best = search.best();
  best.reshape({std::size_t{1}, best.size()});
  return best;
}

DrawnScene::Sheet drawing_sheet(const Draw& draw) {
  const Scene& scene = draw.scene;
  Tensor digit;
  int label = 0;
  if (scene.test) {
    digit = rows_of(draw.digits->images, test_index(draw), 1);
    label = draw.digits->labels[*scene.test];
  } else {
    digit = prepare_drawing(parse_ink(scene.ink, "ink"), 28, !scene.raw);
    if (is_blank(digit)) fail("draw: the pad is blank; give \"ink\" or \"test\"");
    digit.reshape({std::size_t{1}, digit.shape(0), digit.shape(1)});
  }
  const std::vector<std::int32_t> labels = draw.same_labels(1, label);
  const Tensor latent = draw.model.has_encoder() ? draw.model.encode(digit, labels, draw.threads).mean
                                                 : nearest_latent(draw, digit, label);
  return {stacked({digit, draw.decode(latent, labels)}, {28, 28}), 2};
}

DrawnScene::Sheet arithmetic_sheet(const Draw& draw) {
  const Scene& scene = draw.scene;
  const Tensor latents = with_sum(latents_of(draw.model, scene.terms, prior_of(scene, draw.model)), scene.usual);
  if (draw.spec.class_count == 0) return {draw.decode(latents, {}), 4};
  // The same sum of the classes: it may be no class, but the network draws something for it.
  const Tensor classes = class_weights(labels_of(draw.spec, scene.terms), draw.spec.class_count);
  return {draw.decode_blend(latents, with_sum(classes, false)), 4};
}

DrawnScene::Sheet sheet_of(const Draw& draw) {
  switch (draw.scene.view) {
    case View::sample:
    case View::compare:
      return sample_sheet(draw);
    case View::walk:
      return walk_sheet(draw);
    case View::map:
      return map_sheet(draw);
    case View::dimensions:
      return dimensions_sheet(draw);
    case View::draw:
      return drawing_sheet(draw);
    case View::arithmetic:
      return arithmetic_sheet(draw);
    case View::inside:
    case View::learn:
    case View::training:
    case View::theory:
      break;
  }
  fail("the view ", kViewNames[static_cast<std::size_t>(draw.scene.view)],
       " draws no digits of a model; choose another view");
}

/// Digits of a walk at even distances, with both ends.
Tensor strip_of(const Tensor& frames) {
  constexpr std::size_t kMost = 12;
  const std::size_t count = std::min(kMost, frames.shape(0));
  std::vector<Tensor> digits;
  for (std::size_t i = 0; i < count; ++i) {
    const double at =
        static_cast<double>(i * (frames.shape(0) - 1)) / static_cast<double>(std::max<std::size_t>(count - 1, 1));
    digits.push_back(rows_of(frames, static_cast<std::size_t>(std::lround(at)), 1));
  }
  return stacked(digits, {frames.shape(1), frames.shape(2)});
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

}  // namespace

Prior prior_of(const Scene& scene, const Model& model) {
  return model.fitted_prior() != nullptr && scene.prior != "standard" ? Prior::fitted : Prior::standard;
}

bool needs_digits(const Scene& scene, const Model& model) {
  return (scene.view == View::draw && scene.test) ||
         (scene.view == View::map && model.has_encoder() && (scene.test || spans_codes(model.spec(), true, scene)));
}

DrawnScene draw_scene(const Scene& scene, const std::vector<const Model*>& models, const RealDigits* digits,
                      std::size_t threads, const ProgressReport& progress) {
  DrawnScene drawn;
  for (const Model* model : models) {
    check_scene(scene, model->spec());
    if (scene.view != View::compare) model->prior_named(scene.prior);  // refuses one that the file does not hold
    if (digits == nullptr && needs_digits(scene, *model)) fail("no test digits found: give their folder with --data");
    drawn.sheets.push_back(sheet_of({scene, *model, model->spec(), digits, threads, progress}));
  }
  drawn.walks = scene.view == View::walk;
  if (scene.view == View::map) {
    Tensor& images = drawn.sheets.front().images;
    const std::size_t tiles = images.shape(0) - 1;
    drawn.place = rows_of(images, tiles, 1);
    images = rows_of(images, 0, tiles);
  }
  return drawn;
}

GreyImage scene_picture(const Scene& scene, const DrawnScene& drawn) {
  std::optional<GreyImage> picture;
  for (const DrawnScene::Sheet& sheet : drawn.sheets) {
    Tensor images = sheet.images;
    if (drawn.walks) images = strip_of(images);
    const bool mosaic = scene.view == View::map;  // many small digits without gaps
    const SheetStyle style{.columns = drawn.walks ? images.shape(0) : sheet.columns,
                           .scale = scene.scale.value_or(mosaic ? 1 : 2),
                           .gutter = mosaic ? 0U : SheetStyle{}.gutter,
                           .dark = scene.dark};
    const GreyImage image = image_sheet(images, style);
    picture = picture ? beneath(*picture, image) : image;
  }
  if (!picture) fail("a scene without models has no picture");
  return *picture;
}

std::vector<GreyImage> scene_frames(const Scene& scene, const DrawnScene& drawn) {
  if (!drawn.walks) fail("only a walk can be an animation: write this scene to a .png");
  const SheetStyle style{.columns = 1, .scale = scene.scale.value_or(8), .dark = scene.dark};
  std::vector<GreyImage> frames;
  const Tensor& images = drawn.sheets.front().images;
  for (std::size_t i = 0; i < images.shape(0); ++i) frames.push_back(image_sheet(rows_of(images, i, 1), style));
  return frames;
}

double frames_a_second(const Scene& scene) {
  return std::min(50.0, static_cast<double>(scene.frames) / kSecondsALeg * scene.speed);
}

}  // namespace latentwalk
