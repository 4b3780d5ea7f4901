// The C interface of latents and digits without a model.

#include "latentwalk/latentwalk_explore.h"

#include <vector>

#include "densities.hpp"
#include "guard.hpp"
#include "latentwalk/bound.hpp"
#include "latentwalk/drawing.hpp"
#include "latentwalk/drift.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/latent.hpp"
#include "latentwalk/nearest.hpp"
#include "latentwalk/plane.hpp"
#include "latentwalk/principal.hpp"
#include "latentwalk/search.hpp"
#include "latentwalk/shape.hpp"
#include "latentwalk/theory.hpp"

namespace lw = latentwalk;
using namespace latentwalk::c;

struct lw_search {
  lw::LatentSearch search;
};

namespace {

// A tensor of rows that the caller owns.
lw::Tensor rows_in(const float* values, std::size_t count, std::size_t width, const char* what) {
  require_pointer(values, what);
  require_count(width, 1, "a row's length");
  require_count(count, width, "count");
  return copy_in(values, {count, width});
}

void rows_out(const lw::Tensor& tensor, float* values, const char* what) {
  require_pointer(values, what);
  copy_out(tensor, values);
}

lw::Tensor images_in(const float* pixels, std::size_t count, std::size_t height, std::size_t width, const char* what) {
  require_count(height, 1, "height");
  require_count(width, height, "width");
  lw::Tensor images = rows_in(pixels, count, height * width, what);
  images.reshape(lw::Tensor::shape_type{count, height, width});
  return images;
}

lw::Posterior posterior_in(const float* mean, const float* log_variance, std::size_t latent_dim) {
  require_pointer(mean, "mean");
  require_pointer(log_variance, "log_variance");
  require_count(latent_dim, 1, "latent_dim");
  return {{mean, latent_dim}, {log_variance, latent_dim}};
}

void numbers_out(const std::vector<double>& numbers, float* values, const char* what) {
  require_pointer(values, what);
  for (const double number : numbers) *values++ = static_cast<float>(number);
}

lw::Tensor square_in(const float* drawing, std::size_t side) {
  require_count(side, side, "side");
  return rows_in(drawing, side, side, "drawing");
}

}  // namespace

lw_status lw_lengths(const float* latents, size_t count, size_t latent_dim, float* lengths) {
  return guard([&] {
    require_pointer(lengths, "lengths");
    for (const double length : lw::lengths_of(rows_in(latents, count, latent_dim, "latents")))
      *lengths++ = static_cast<float>(length);
  });
}

lw_status lw_arithmetic(const float* terms, size_t size, int mean_length, float* result) {
  return guard([&] { rows_out(lw::arithmetic(rows_in(terms, 3, size, "terms"), mean_length != 0), result, "result"); });
}

lw_status lw_class_weights(const int32_t* labels, size_t count, size_t class_count, float* weights) {
  return guard([&] {
    require_pointer(labels, "labels");
    require_count(count, class_count, "count");
    rows_out(lw::class_weights({labels, count}, class_count), weights, "weights");
  });
}

lw_status lw_class_weights_along(const int32_t* labels, size_t station_count, size_t class_count, size_t frames,
                                 int loop, float* weights) {
  return guard([&] {
    require_pointer(labels, "labels");
    require_count(station_count, class_count, "station_count");
    require_count(frames, class_count * (station_count + 1), "frames");
    rows_out(lw::class_weights_along({labels, station_count}, class_count, frames, loop != 0), weights, "weights");
  });
}

lw_status lw_drift_points(const float* orbits, const float* periods, size_t count, size_t latent_dim,
                          const float* times, float* latents) {
  return guard([&] {
    require_pointer(periods, "periods");
    require_pointer(times, "times");
    require_count(latent_dim, 3, "latent_dim");
    lw::Tensor paths = rows_in(orbits, count, 3 * latent_dim, "orbits");
    paths.reshape(lw::Tensor::shape_type{count, 3, latent_dim});
    rows_out(lw::drift_points(paths, {periods, count}, {times, count}), latents, "latents");
  });
}

lw_status lw_plane_points(const float* corners, size_t latent_dim, const float* places, size_t count, float* latents) {
  return guard([&] {
    require_count(count, latent_dim, "count");
    rows_out(lw::plane_points(rows_in(corners, 3, latent_dim, "corners"), rows_in(places, count, 2, "places")), latents,
             "latents");
  });
}

lw_status lw_plane_places(const float* corners, size_t latent_dim, const float* latents, size_t count, float* places) {
  return guard([&] {
    rows_out(
        lw::places_on_plane(rows_in(corners, 3, latent_dim, "corners"), rows_in(latents, count, latent_dim, "latents")),
        places, "places");
  });
}

lw_status lw_plane_through(const float* corners, size_t latent_dim, const float* latent, float* moved) {
  return guard([&] {
    rows_out(lw::plane_through(rows_in(corners, 3, latent_dim, "corners"), rows_in(latent, 1, latent_dim, "latent")),
             moved, "moved");
  });
}

lw_status lw_path_places(const float* path, size_t point_count, size_t count, float* places) {
  return guard([&] {
    require_count(count, 2, "count");
    rows_out(lw::places_along(rows_in(path, point_count, 2, "path"), count), places, "places");
  });
}

lw_status lw_plane_class_weights(const int32_t* labels, size_t class_count, const float* places, size_t count,
                                 float* weights) {
  return guard([&] {
    require_pointer(labels, "labels");
    require_count(count, class_count, "count");
    rows_out(lw::class_weights_on_plane({labels, 3}, class_count, rows_in(places, count, 2, "places")), weights,
             "weights");
  });
}

lw_status lw_plane_reach(const float* places, size_t count, float* reach) {
  return guard([&] {
    require_pointer(reach, "reach");
    *reach = static_cast<float>(lw::reach_of(rows_in(places, count, 2, "places")));
  });
}

lw_status lw_coordinate_plane(const float* latent, size_t latent_dim, size_t across, size_t up, float* corners) {
  return guard([&] {
    rows_out(lw::coordinate_plane(rows_in(latent, 1, latent_dim, "latent"), across, up), corners, "corners");
  });
}

lw_status lw_principal_plane(const float* latents, size_t count, size_t latent_dim, float* corners, float* shares) {
  return guard([&] {
    require_pointer(shares, "shares");
    const lw::PrincipalAxes found = lw::principal_axes(rows_in(latents, count, latent_dim, "latents"), 2);
    rows_out(lw::principal_plane(found), corners, "corners");
    for (const double share : found.shares) *shares++ = static_cast<float>(share);
  });
}

size_t lw_search_draw_count(size_t latent_dim) { return lw::LatentSearch::draw_count(latent_dim); }

lw_status lw_search_create(const float* draws, size_t count, const lw_latent_block* blocks, size_t block_count,
                           uint32_t seed_low, uint32_t seed_high, lw_search** search) {
  if (search != nullptr) *search = nullptr;
  return guard([&] {
    require_pointer(blocks, "blocks");
    require_pointer(search, "search");
    std::vector<lw::LatentBlock> latent(block_count);
    std::size_t dim = 0;
    for (std::size_t i = 0; i < block_count; ++i) {
      if (blocks[i].prior > 2)
        lw::fail("blocks: the prior of block ", i, " is ", blocks[i].prior, ", expected 0, 1 or 2");
      latent[i].prior = static_cast<lw::LatentBlock::Prior>(blocks[i].prior);
      latent[i].dim = blocks[i].dim;
      latent[i].low = blocks[i].low;
      latent[i].high = blocks[i].high;
      dim += latent[i].dim;
    }
    const std::uint64_t seed = (static_cast<std::uint64_t>(seed_high) << 32) | seed_low;
    *search = new lw_search{lw::LatentSearch(rows_in(draws, count, dim, "draws"), lw::search_space(latent), seed)};
  });
}

void lw_search_free(lw_search* search) { delete search; }

size_t lw_search_count(const lw_search* search) { return search->search.count(); }

lw_status lw_search_ask(lw_search* search, float* latents) {
  return guard([&] {
    require_pointer(search, "search");
    rows_out(search->search.ask(), latents, "latents");
  });
}

lw_status lw_search_tell(lw_search* search, const float* pixels, const float* target, size_t pixel_count) {
  return guard([&] {
    require_pointer(search, "search");
    search->search.tell(lw::picture_distances(rows_in(pixels, search->search.count(), pixel_count, "pixels"),
                                              rows_in(target, 1, pixel_count, "target")));
  });
}

lw_status lw_search_best(const lw_search* search, float* latent, float* distance) {
  return guard([&] {
    require_pointer(search, "search");
    require_pointer(distance, "distance");
    rows_out(search->search.best(), latent, "latent");
    *distance = static_cast<float>(search->search.best_cost());
  });
}

float lw_search_progress(const lw_search* search) { return static_cast<float>(search->search.progress()); }

lw_status lw_draw_stroke(const float* drawing, size_t side, double from_x, double from_y, double to_x, double to_y,
                         double radius, int erase, float* result) {
  return guard([&] {
    lw::Tensor tensor = square_in(drawing, side);
    lw::draw_stroke(tensor, from_x, from_y, to_x, to_y, radius, erase != 0);
    rows_out(tensor, result, "result");
  });
}

lw_status lw_prepare_drawing(const float* drawing, size_t side, size_t size, int centred, float* digit,
                             int32_t* blank) {
  return guard([&] {
    require_pointer(blank, "blank");
    require_count(size, size, "size");
    const lw::Tensor prepared = lw::prepare_drawing(square_in(drawing, side), size, centred != 0);
    rows_out(prepared, digit, "digit");
    *blank = lw::is_blank(prepared) ? 1 : 0;
  });
}

lw_status lw_clear_changes(const float* low, const float* high, size_t count, size_t height, size_t width,
                           float* changes, int32_t* found) {
  return guard([&] {
    require_pointer(changes, "changes");
    require_pointer(found, "found");
    const std::vector<lw::ShapeChange> clear =
        lw::clear_changes(images_in(low, count, height, width, "low"), images_in(high, count, height, width, "high"));
    for (const lw::ShapeChange& change : clear) {
      *changes++ = static_cast<float>(change.measure);
      *changes++ = static_cast<float>(change.change);
      *changes++ = static_cast<float>(change.clarity);
    }
    *found = static_cast<std::int32_t>(clear.size());
  });
}

lw_status lw_nearest_digit(const uint8_t* bits, size_t count, const float* picture, size_t pixel_count, uint32_t* index,
                           float* distance) {
  return guard([&] {
    require_pointer(bits, "bits");
    require_pointer(picture, "picture");
    require_pointer(index, "index");
    require_pointer(distance, "distance");
    require_count(pixel_count, 1, "pixel_count");
    require_count(count, pixel_count, "count");
    const lw::NearestDigit nearest = lw::nearest_digit({bits, count * ((pixel_count + 7) / 8)}, {picture, pixel_count});
    *index = static_cast<std::uint32_t>(nearest.index);
    *distance = static_cast<float>(nearest.distance);
  });
}

lw_status lw_line_curves(const float* densities, size_t count, float* curves) {
  return guard([&] {
    require_pointer(densities, "densities");
    rows_out(lw::line_curves(density_in(densities, "p"), density_in(densities + 3, "q"), count), curves, "curves");
  });
}

lw_status lw_divergences(const float* densities, float* values) {
  return guard([&] {
    require_pointer(densities, "densities");
    const auto [kl, reverse, jsd, value] = lw::divergences(density_in(densities, "p"), density_in(densities + 3, "q"));
    numbers_out({kl, reverse, jsd, value}, values, "values");
  });
}

lw_status lw_kl_of_coordinates(const float* mean, const float* log_variance, size_t latent_dim, float* terms) {
  return guard(
      [&] { numbers_out(lw::kl_of_coordinates(posterior_in(mean, log_variance, latent_dim)), terms, "terms"); });
}

lw_status lw_posterior_draws(const float* mean, const float* log_variance, size_t latent_dim, uint32_t seed_low,
                             uint32_t seed_high, size_t first, size_t count, float* draws) {
  return guard([&] {
    const lw::Posterior posterior = posterior_in(mean, log_variance, latent_dim);
    require_count(count, latent_dim, "count");
    require_count(first + 1, latent_dim, "first");
    const std::uint64_t seed = (static_cast<std::uint64_t>(seed_high) << 32) | seed_low;
    rows_out(lw::posterior_draws(posterior, seed, first, count), draws, "draws");
  });
}

lw_status lw_draw_terms(const float* mean, const float* log_variance, size_t latent_dim, const float* draws,
                        const float* pixels, size_t count, const float* digit, size_t pixel_count,
                        float* reconstruction, float* log_weights) {
  return guard([&] {
    const lw::Posterior posterior = posterior_in(mean, log_variance, latent_dim);
    require_pointer(digit, "digit");
    const lw::DrawTerms terms = lw::draw_terms(posterior, rows_in(draws, count, latent_dim, "draws"),
                                               rows_in(pixels, count, pixel_count, "pixels"), {digit, pixel_count});
    numbers_out(terms.reconstruction, reconstruction, "reconstruction");
    numbers_out(terms.log_weights, log_weights, "log_weights");
  });
}

lw_status lw_importance_bounds(const float* log_weights, size_t count, float* bounds, int32_t* found) {
  return guard([&] {
    constexpr std::size_t kMost = std::size_t{1} << 22U;
    require_pointer(log_weights, "log_weights");
    require_pointer(found, "found");
    if (count < 1 || count > kMost) lw::fail("count is ", count, ", expected 1 to ", kMost, " draws");
    const std::vector<double> made = lw::importance_bounds(std::vector<double>(log_weights, log_weights + count));
    numbers_out(made, bounds, "bounds");
    *found = static_cast<std::int32_t>(made.size());
  });
}
