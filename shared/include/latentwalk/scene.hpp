#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "latentwalk/drawing.hpp"
#include "latentwalk/image.hpp"
#include "latentwalk/latent.hpp"
#include "latentwalk/model.hpp"
#include "latentwalk/station.hpp"
#include "latentwalk/theory.hpp"

/// Scenes: a model, a view and its state. Page, viewer and command line read and write the same two forms: a JSON
/// object, and an address "#model=conv-vae&view=walk&stations=7:12,9". docs/viewer.md describes every parameter.
namespace latentwalk {

/// What a scene shows. The names are those of the page's views.
enum class View { sample, walk, map, dimensions, draw, inside, learn, compare, training, arithmetic, theory };

/// The views' names in the order of View.
inline constexpr std::array kViewNames{"sample", "walk",    "map",      "dimensions", "draw",  "inside",
                                       "learn",  "compare", "training", "arithmetic", "theory"};

inline constexpr std::size_t kMaxStations = 64;  ///< The most stations of a walk.
inline constexpr std::size_t kMaxFrames = 240;   ///< The most frames of a leg.
inline constexpr std::size_t kTiles = 24;        ///< Digits along each side of a map at zoom 1.
inline constexpr std::size_t kMaxTrail = 64;     ///< The most points of a path on a map.
inline constexpr std::size_t kStrip = 9;         ///< Digits along the range of a coordinate.
inline constexpr std::size_t kMapDigits = 2000;  ///< The most test digits that a map encodes.
inline constexpr double kSecondsALeg = 3.0;      ///< How long a leg of a walk takes at speed 1.

/// A scene. Members are named as its parameters; each view uses some of them, and the others keep their defaults.
struct Scene {
  std::string model;         ///< A shipped name, or the path of a model file, relative to the scene's file.
  View view = View::sample;  ///< Which view.

  std::uint64_t seed = 1;  ///< sample, compare: the seed of the sheet.
  std::string prior;       ///< sample, walk, dimensions, compare, arithmetic: "fitted" or "standard" (prior_of).
  std::optional<std::size_t> pick;   ///< sample: the index of the chosen digit.
  bool alive = true;                 ///< sample: whether the digits drift where a sheet can move.
  std::optional<std::size_t> digit;  ///< sample, map, dimensions, draw, inside: the class label; none: see the view.
  std::vector<Station> stations{{.index = 27, .edited = {}},
                                {.index = 29, .edited = {}}};  ///< walk: 2 to kMaxStations.
  std::string path = "slerp";                                  ///< walk: "slerp" or "lerp".
  unsigned frames = 60;                                        ///< walk: 2 to kMaxFrames in a leg, with both ends.
  bool loop = false;                 ///< walk: whether a last leg leads back to the first station.
  double speed = 1.0;                ///< walk: 0.25, 0.5, 1, 2 or 4.
  double t = 0.0;                    ///< walk: the place on the way, 0 to 1.
  bool play = false;                 ///< walk: whether it plays when it is opened.
  std::string plane = "projection";  ///< map with an encoder: "projection" or "axes".
  unsigned across = 0;               ///< map: the coordinate to the right.
  unsigned up = 1;                   ///< map: the coordinate upwards.
  std::vector<Station> corners{{.index = 34, .edited = {}}, {.index = 36, .edited = {}}, {.index = 37, .edited = {}}};
  ///< map without an encoder: three stations.
  double x = 0.0;                           ///< map: the place across, −20 to 20.
  double y = 0.0;                           ///< map: the place upwards, −20 to 20.
  double zoom = 1.0;                        ///< map: the plane's side by that of the part that is shown, 0.5 to 16.
  double cx = 0.0;                          ///< map: how far that part is to the right of the plane's middle.
  double cy = 0.0;                          ///< map: how far it is above it.
  std::string classes = "0123456789";       ///< map: the classes of the real digits that are shown, which render skips.
  std::vector<Station> through;             ///< map: the digit that the plane goes through, at most one.
  std::vector<double> trail;                ///< map: a path as x and y of up to kMaxTrail points.
  Station base{.index = 27, .edited = {}};  ///< dimensions: the latent vector that is changed. inside, theory: a digit.
  std::map<std::size_t, double> z;          ///< dimensions: coordinates and their values, −20 to 20.
  std::optional<std::size_t> look;          ///< dimensions: the coordinate of the strip; none: the first code.
  std::string ink;                          ///< draw: the drawing (ink_text), empty: a blank pad.
  std::optional<std::size_t> test;          ///< draw: the index of a test digit in place of the drawing. map, inside:
                                            ///< the digit that the plane goes through, or that a VAE encodes.
  bool raw = false;                         ///< draw: whether the drawing is neither centred nor scaled.
  std::string layer;                        ///< inside: the layer whose maps are large, "decoder:3"; none: empty.
  unsigned noise = 0;                       ///< inside: which draw of z is decoded; 0: the mean.
  std::string config = "small-vae";         ///< learn: the configuration that is trained.
  std::uint64_t start = 1;                  ///< learn: the seed of the training.
  std::string digits = "all";               ///< learn: how many digits it trains on, "all", "1000" or "100".
  double rate = 0.0;                        ///< learn: the learning rate, as a power of 10 on the configuration's.
  double kl = 1.0;                          ///< learn: the weight of a VAE's KL divergence.
  double drate = 0.0;                       ///< learn: a power of 10 on the discriminator's rate, beside `rate`.
  bool freeze = false;                      ///< learn: whether the discriminator stays as it is.
  unsigned latent = 0;                      ///< learn: the latent numbers, up to 64; 0: as the configuration has them.
  bool beside = false;                      ///< learn: whether a second run trains beside the first.
  double rate2 = 0.0;                       ///< learn: the second run's `rate`, as the four that follow.
  double kl2 = 1.0;                         ///< learn: the second run's `kl`.
  double drate2 = 0.0;                      ///< learn: the second run's `drate`.
  bool freeze2 = false;                     ///< learn: the second run's `freeze`.
  unsigned latent2 = 0;                     ///< learn: the second run's `latent`.
  std::vector<std::string> with;            ///< compare: the models; none: `model` and conv-vae or conv-gan.
  std::string memory;                       ///< compare: the digit whose nearest training digit is shown.
  std::string run;                          ///< training: the run.
  std::optional<std::size_t> epoch;         ///< training: the epoch; none: the last one.
  std::vector<Station> terms{{.index = 26, .edited = {}}, {.index = 24, .edited = {}}, {.index = 29, .edited = {}}};
  ///< arithmetic: first − second + third.
  bool usual = true;                     ///< arithmetic: whether the result gets the mean length of the terms.
  std::string topic = "densities";       ///< theory: "densities" or "elbo".
  LineDensity p{.centre = -1.0};         ///< theory: the density of the data.
  LineDensity q{.centre = 1.0};          ///< theory: the density of the generator.
  std::string learns = "discriminator";  ///< theory: what learns from samples, "discriminator" or "both".
  std::string loss = "minimax";      ///< theory: the loss of a generator that learns, "minimax" or "non_saturating".
  unsigned draw = 1;                 ///< theory: the seed of the draws of z, 0 to 9999.
  std::optional<std::size_t> count;  ///< sample, compare: digits of a sheet; none: 64 and 16.
  std::optional<std::size_t> scale;  ///< The enlargement in a picture, 1 to 32; none: 2, an animation 8.
  bool dark = false;                 ///< Whether a picture has light ink on dark paper.

  /// Compares all members.
  bool operator==(const Scene&) const = default;
};

/// Copies the parameters of the scene's view to another scene.
void take_view(const Scene& from, Scene& to);

/// Reads a scene's JSON form. `where` begins the error message. Throws Error on unknown keys, and on values that are
/// out of range or do not belong to the view.
Scene parse_scene(std::string_view json, std::string_view where);
/// The JSON form: model, view and what differs from the defaults.
std::string scene_text(const Scene& scene);

/// Reads a scene's address form, with or without "#" and what stands before it. The key "hide" of the page's embeds is
/// skipped. Throws Error as parse_scene does.
Scene parse_address(std::string_view address, std::string_view where);
/// The address form, which begins with "#".
std::string scene_address(const Scene& scene);

/// The text of a drawing, (kPadSide, kPadSide): lengths of runs, which begin with paper. Pixels from
/// 0.5 are ink.
std::string ink_text(const Tensor& drawing);
/// The drawing, (kPadSide, kPadSide) pixels of 0 or 1. Throws Error if the text is no drawing.
Tensor parse_ink(std::string_view text, std::string_view where);

/// Real digits for the views that need some.
struct RealDigits {
  Tensor images;                     ///< (N, height, width) in [0, 1], where 1 is ink.
  std::vector<std::int32_t> labels;  ///< Their classes, (N).
};
/// Whether draw_scene needs real digits for this scene and model.
bool needs_digits(const Scene& scene, const Model& model);

/// The digits of a scene, not yet a picture.
struct DrawnScene {
  /// Digits that belong together, in rows.
  struct Sheet {
    Tensor images;            ///< (N, height, width) in [0, 1].
    std::size_t columns = 0;  ///< Digits in a row; 0: a square sheet.
  };
  std::vector<Sheet> sheets;  ///< Compare has one for each model, other views have one.
  Tensor place = zeros({0});  ///< map: the digit at (x, y), (1, height, width), which is not in the picture.
  bool walks = false;         ///< Whether the sheet is a walk, whose digits are frames.
};

/// The prior that a scene draws from: the fitted one, unless the model has none or the scene asks for the standard one.
Prior prior_of(const Scene& scene, const Model& model);

/// Throws Error if the scene does not fit the model: a class, coordinate or number of numbers that it does not have.
void check_scene(const Scene& scene, const ModelSpec& spec);

/// The coordinate whose strip dimensions shows where `look` names none: the first of a uniform code, which has a
/// meaning, or the first of all.
std::size_t first_code(const ModelSpec& spec);
/// The latent vector of dimensions: `base` with the changes `z` that the model has, (latent_dim).
std::vector<float> changed_latent(const Model& model, const Scene& scene);
/// The plane of a map.
struct MapPlane {
  Tensor corners;     ///< Its three corners (plane.hpp), (3, latent_dim).
  double low = -3.5;  ///< The low end of both axes.
  double high = 3.5;  ///< Their high end.
};
/// Whether a map's plane is the one in which codes of real digits spread most. With two numbers a plane is the whole
/// space, and its axes are the numbers.
bool spans_codes(const ModelSpec& spec, bool has_encoder, const Scene& scene);
/// The plane of a model without an encoder, through the three corners; with one, that of two coordinates.
MapPlane map_plane(const Model& model, const Scene& scene);
/// The plane in which the codes (N, latent_dim) spread most.
MapPlane map_plane(const Tensor& codes);
/// The square part of a plane that a map shows.
struct MapPart {
  double left = 0.0;    ///< Its left end.
  double bottom = 0.0;  ///< Its lower end.
  double side = 1.0;    ///< Its side.
};
/// The part at the scene's zoom and middle.
MapPart shown_part(const MapPlane& plane, const Scene& scene);
/// The tiles of a map: whole ones that cover the part that is shown. A tile is 1/kTiles of the plane's side, half of
/// that for each doubling of the zoom, and begins at the plane's middle, so that tiles stay where they are when the
/// part moves.
struct MapTiles {
  long left = 0;                 ///< The first column, counted from the middle.
  long top = 0;                  ///< The highest row, counted from the middle upwards.
  std::size_t columns = kTiles;  ///< Columns.
  std::size_t rows = kTiles;     ///< Rows.
  double side = 0.0;             ///< A tile's side.
};
/// The tiles of the part of a plane that a scene shows.
MapTiles map_tiles(const MapPlane& plane, const Scene& scene);
/// The places (columns * rows, 2) of the centres of these tiles, row by row from the top left.
Tensor tile_places(const MapPlane& plane, const MapTiles& tiles);
/// The class weights (N, class_count) at places of a map: one class for all, `digit` or 0, unless a corner has a class
/// of its own; then they blend. Empty, (0), for an unconditional model.
Tensor map_classes(const ModelSpec& spec, bool has_encoder, const Scene& scene, const Tensor& places);

/// Three rows (3, size) and below them the first minus the second plus the third (latent.hpp, arithmetic): (4, size).
Tensor with_sum(const Tensor& terms, bool mean_length);

/// Told the share of the work that is done, 0 to 1. What it throws ends the work.
using ProgressReport = std::function<void(double)>;

/// Draws a scene with its model, for compare the models of `with` in their order. `digits` may be null unless
/// needs_digits. Throws Error as check_scene does, and if the view draws no digits.
DrawnScene draw_scene(const Scene& scene, const std::vector<const Model*>& models, const RealDigits* digits,
                      std::size_t threads = 1, const ProgressReport& progress = {});

/// The picture: sheets one above the other; a walk is a strip.
GreyImage scene_picture(const Scene& scene, const DrawnScene& drawn);
/// The frames of a walk's animation. Throws Error for other views.
std::vector<GreyImage> scene_frames(const Scene& scene, const DrawnScene& drawn);
/// Frames a second of a walk's animation, at most 50.
double frames_a_second(const Scene& scene);

}  // namespace latentwalk
