// Whether a scene fits a model.

#include <algorithm>

#include "latentwalk/error.hpp"
#include "latentwalk/scene.hpp"

namespace latentwalk {
namespace {

void check_coordinate(const ModelSpec& spec, std::size_t coordinate, const char* where) {
  if (coordinate >= latent_dim(spec))
    fail(where, ": coordinate ", coordinate, ": the model ", spec.name, " has the coordinates 0 to ",
         latent_dim(spec) - 1);
}

}  // namespace

void check_scene(const Scene& scene, const ModelSpec& spec) {
  if (scene.digit && *scene.digit >= spec.class_count) {
    if (spec.class_count == 0) fail("digit: the model ", spec.name, " has no classes; leave it out");
    fail("digit: ", *scene.digit, ": the model ", spec.name, " has the classes 0 to ", spec.class_count - 1);
  }
  for (const Station& station : scene.stations) check_station(spec, station, "stations");
  for (const Station& corner : scene.corners) check_station(spec, corner, "corners");
  for (const Station& term : scene.terms) check_station(spec, term, "terms");
  for (const Station& digit : scene.through) check_station(spec, digit, "through");
  check_station(spec, scene.base, "base");
  for (const auto& [coordinate, value] : scene.z) check_coordinate(spec, coordinate, "z");
  if (scene.look) check_coordinate(spec, *scene.look, "look");
  if (scene.view == View::map && scene.plane == "axes") {
    check_coordinate(spec, scene.across, "across");
    check_coordinate(spec, scene.up, "up");
    if (scene.across == scene.up) fail("across, up: expected two different coordinates, found ", scene.up, " twice");
  }
  if (scene.view == View::draw && (spec.image_width != 28 || spec.image_height != 28))
    fail("draw: expected a model of 28 × 28 pixels, but ", spec.name, " draws ", spec.image_width, " × ",
         spec.image_height);
}

}  // namespace latentwalk
