// Scenes: their two forms, and what they draw.
#include "latentwalk/scene.hpp"

#include <doctest/doctest.h>

#include "latentwalk/plane.hpp"
#include "tests/support/test_files.hpp"
#include "tests/support/tiny_models.hpp"

using namespace latentwalk;
using latentwalk::tests::contains;
using latentwalk::tests::message_of;

namespace {

Model tiny(const std::string& name) {
  const ModelFile file = tests::tiny_model(name);
  return Model::from_weights(file.spec, file.weights);
}

Tensor drawn(const Scene& scene, const Model& model) { return draw_scene(scene, {&model}, nullptr).sheets[0].images; }

std::string refusal(const std::string& address) {
  return message_of([&] { parse_address(address, "scene"); });
}

}  // namespace

TEST_CASE("Both forms of a scene are read back as the same scene") {
  for (const char* address :
       {"#model=conv-gan&view=sample",
        "#model=conv-gan&view=sample&seed=9007199254740991&pick=63&count=5&scale=3&dark=1",
        "#model=cgan&view=walk&stations=7:12@3,9,0&path=lerp&frames=12&loop=1&speed=0.25&t=0.125&play=1",
        "#model=conv-vae&view=map&plane=axes&across=3&up=2&x=-1.5&y=0.125", "#model=cvae&view=map&digit=4",
        "#model=conv-vae&view=map&zoom=2.5&cx=-0.125&cy=1&classes=038&trail=0,0.25,-1.5,2&test=7",
        "#model=conv-vae&view=map&through=7:2&classes=",
        "#model=conv-vae&view=inside&digit=1&test=3&layer=decoder:4&noise=2",
        "#model=conv-gan&view=map&corners=1,2:3,4@5", "#model=infogan&view=dimensions&base=7:1&z=0:-0.5,3:1.25&look=64",
        "#model=conv-vae&view=draw&ink=gZDgBI&raw=1", "#model=conv-vae&view=draw&digit=0&test=15",
        "#model=conv-gan&view=compare&seed=3&with=conv-gan,fc-vae&memory=fc-vae:2&count=4",
        "#model=conv-gan&view=training&run=conv-gan-non-saturating&epoch=3",
        "#model=cvae&view=arithmetic&terms=1@0,2,3:4&usual=0",
        "#model=conv-vae&view=theory&base=7:3&topic=elbo&p=uniform,-1.25,0.5&q=bumps,0,2&draw=9999",
        "#model=my%20own%2Fmodel.safetensors&view=sample"}) {
    CAPTURE(address);
    const Scene scene = parse_address(address, "scene");
    CHECK(scene_address(scene) == address);
    CHECK(parse_scene(scene_text(scene), "scene.json") == scene);
    CHECK(scene_address(parse_scene(scene_text(scene), "scene.json")) == address);
  }
}

TEST_CASE("An address is read from a whole URL, without its mark, and without the parts that an embed hides") {
  const Scene scene = parse_address("https://example.org/page/#model=conv-gan&view=walk&hide=controls,facts&t=.5", "s");
  CHECK(scene.model == "conv-gan");
  CHECK(scene.view == View::walk);
  CHECK(scene.t == 0.5);
  CHECK(parse_address("view=walk&model=conv-gan&t=0.5", "s") == scene);
}

TEST_CASE("Values of JSON have their own types, and texts of an address are read there too") {
  const Scene scene = parse_scene(R"({"model": "m", "view": "walk", "stations": ["7:12", 9, {"latent": [1, 2]}],
                                      "frames": 12, "loop": true, "t": 0.5, "speed": 2})",
                                  "s");
  CHECK(scene.stations[1].seed == 9);
  CHECK(scene.stations[2].edited.size() == 2);
  CHECK(scene.frames == 12);
  CHECK(scene.loop);
  CHECK(contains(scene_text(scene), "\"loop\": true"));
  CHECK(contains(scene_text(scene), "\"speed\": 2"));
  CHECK(parse_scene(R"({"model": "m", "view": "dimensions", "z": {"3": 1.5}})", "s").z.at(3) == 1.5);
  CHECK(parse_scene(R"({"model": "m", "view": "walk", "stations": "7:12,9"})", "s").stations.size() == 2);
  CHECK(parse_address(scene_address(scene), "s") == scene);
}

TEST_CASE("What does not belong to a scene is refused in one line that names what fits") {
  CHECK(contains(refusal(""), "expected an address"));
  CHECK(contains(refusal("view=walk"), "model"));
  CHECK(contains(refusal("model=m&view=samples"), "must be sample, walk, map"));
  CHECK(contains(refusal("model=m&view=walk&frame=3"),
                 "unknown key \"frame\"; the view walk has model, view, prior, stations"));
  CHECK(contains(refusal("model=m&view=sample&frames=3"), "the view sample has model, view, seed, pick, digit"));
  CHECK(contains(refusal("model=m&view=walk&t=0&t=1"), "\"t\" is given twice"));
  CHECK(contains(refusal("model=m&view=walk&loop"), "expected name=value"));
  for (const char* bad : {"sample&seed=-1",
                          "sample&seed=9007199254740992",
                          "sample&seed=",
                          "sample&pick=1.5",
                          "sample&digit=1000",
                          "sample&count=0",
                          "sample&scale=33",
                          "walk&stations=1",
                          "walk&stations=1,2:10000",
                          "walk&path=spline",
                          "walk&frames=241",
                          "walk&speed=3",
                          "walk&t=1.5",
                          "walk&t=1e-3",
                          "walk&t=NaN",
                          "walk&loop=yes",
                          "map&corners=1,2",
                          "map&x=21",
                          "map&plane=flat",
                          "map&zoom=17",
                          "map&classes=10",
                          "map&classes=ab",
                          "map&trail=1,2,3",
                          "map&trail=1,21",
                          "map&through=1,2",
                          "dimensions&z=1",
                          "dimensions&z=1:21",
                          "draw&ink=<b>",
                          "draw&ink=w",
                          "draw&ink=B&test=3",
                          "compare&with=a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v,w,x,y,z,a,b,c,d,e,f,g",
                          "arithmetic&terms=1,2,3,4",
                          "theory&p=normal,0",
                          "theory&p=normal,0,1,2",
                          "theory&p=round,0,1",
                          "theory&p=normal,3.5,1",
                          "theory&q=normal,0,0.1",
                          "theory&topic=gan",
                          "theory&draw=-1"}) {
    CAPTURE(bad);
    const std::string message = refusal(std::string("model=m&view=") + bad);
    CHECK(message.starts_with("scene: "));
    CHECK(message.find('\n') == std::string::npos);
  }
  CHECK(contains(message_of([] { parse_scene("[1]", "s.json"); }), "s.json: a scene must be a JSON object"));
  CHECK(
      contains(message_of([] { parse_scene(R"({"model": "m", "seed": 1.5})", "s.json"); }), "s.json: seed: expected"));
}

TEST_CASE("A scene of another model is refused by what that model has") {
  const Model gan = tiny("tiny-gan"), vae = tiny("tiny-vae"), conditional = tiny("tiny-cgan");
  const auto message = [](const std::string& address, const Model& model) {
    return message_of([&] { drawn(parse_address("model=m&view=" + address, "s"), model); });
  };
  CHECK(contains(message("sample&digit=1", gan), "tiny-gan has no classes"));
  CHECK(contains(message("walk&stations=1@3,2", conditional), "the classes 0 to 2"));
  CHECK(contains(message("dimensions&look=6", gan), "has the coordinates 0 to 5"));
  CHECK(contains(message("dimensions&z=6:1", gan), "has the coordinates 0 to 5"));
  CHECK(contains(message("map&plane=axes&up=4", vae), "has the coordinates 0 to 3"));
  CHECK(contains(message("map&plane=axes&up=1&across=1", vae), "two different coordinates"));
  CHECK(contains(message("draw&test=3", vae), "28 × 28"));
  CHECK(contains(message("training", vae), "draws no digits"));
  CHECK(contains(message("inside", vae), "draws no digits"));
  CHECK(contains(message("map", vae), "no test digits"));
}

TEST_CASE("A sheet has a column for each class in turn, and is square where all digits have one class") {
  const Model conditional = tiny("tiny-cgan");
  Scene scene;
  scene.count = 10;
  DrawnScene sheet = draw_scene(scene, {&conditional}, nullptr);
  CHECK(sheet.sheets[0].columns == 3);
  CHECK(sheet.sheets[0].images ==
        conditional.decode(sample_latents(conditional.spec(), 1, 10), labels_in_turn(conditional.spec(), 10)));
  scene.digit = 2;
  sheet = draw_scene(scene, {&conditional}, nullptr);
  CHECK(sheet.sheets[0].columns == 0);
  CHECK(sheet.sheets[0].images ==
        conditional.decode(sample_latents(conditional.spec(), 1, 10), std::vector<std::int32_t>(10, 2)));
}

TEST_CASE("A walk of a conditional model blends the classes of its stations") {
  const Model model = tiny("tiny-cgan");
  const Scene scene = parse_address("model=m&view=walk&stations=3@0,4@2&frames=5", "s");
  const Tensor images = drawn(scene, model), stations = latents_of(model, scene.stations, Prior::standard);
  REQUIRE(images.shape(0) == 5);
  CHECK(rows_of(images, 0, 1) == model.decode(rows_of(stations, 0, 1), std::vector<std::int32_t>{0}));
  CHECK(rows_of(images, 4, 1) == model.decode(rows_of(stations, 1, 1), std::vector<std::int32_t>{2}));
  Tensor half = zeros({1, 3});
  half(0, 0) = half(0, 2) = 0.5F;
  const Tensor latents = walk(stations, 5, Interpolation::slerp);
  CHECK(rows_of(images, 2, 1) == model.decode_blend(rows_of(latents, 2, 1), half));
}

TEST_CASE("A map goes up to the right, and blends the classes of corners that have some") {
  const Model gan = tiny("tiny-gan"), conditional = tiny("tiny-cgan");
  const MapPlane plane = map_plane(gan, Scene{});
  const MapTiles tiles = map_tiles(plane, Scene{});
  const Tensor places = tile_places(plane, tiles);
  REQUIRE(places.shape(0) == kTiles * kTiles);
  CHECK(places(0, 0) == doctest::Approx(-0.25 + 1.5 / 48));
  CHECK(places(0, 1) == doctest::Approx(1.25 - 1.5 / 48));
  CHECK(drawn(parse_address("model=m&view=map", "s"), gan) == gan.decode(plane_points(plane.corners, places)));
  const Tensor one = map_classes(conditional.spec(), false, parse_address("model=m&view=map", "s"), places);
  const Tensor own =
      map_classes(conditional.spec(), false, parse_address("model=m&view=map&corners=1@2,2,3", "s"), places);
  CHECK(one(40, 0) == 1.0F);
  CHECK(own(kTiles * (kTiles - 1), 2) == 1.0F);  // the lowest left tile lies beyond the first corner
  CHECK(own(kTiles * (kTiles / 2) + kTiles / 2, 0) > 0.0F);
}

TEST_CASE("The tiles of a map are finer where it is zoomed, and stay where they are when it moves") {
  const MapPlane plane{zeros({3, 2}), -3.0, 3.0};
  const auto tiles = [&](const std::string& look) {
    return map_tiles(plane, parse_address("model=m&view=map" + look, "s"));
  };
  const MapTiles whole = tiles(""), half = tiles("&zoom=2"), between = tiles("&zoom=1.5&cx=0.1"),
                 far = tiles("&zoom=0.5");
  CHECK(whole.side == doctest::Approx(0.25));
  CHECK(whole.left == -12);
  CHECK(whole.top == 11);
  CHECK(half.side == doctest::Approx(0.125));
  CHECK(half.columns == 24);
  CHECK(between.side == whole.side);
  CHECK(between.left == -8);  // from -1.9 on; the tile from -2 to -1.75 is cut
  CHECK(between.columns == 17);
  CHECK(between.rows == 16);
  CHECK(far.side == doctest::Approx(0.5));
  const Tensor places = tile_places(plane, between);
  CHECK(places(0, 0) == doctest::Approx(-1.875));
  CHECK(places(0, 1) == doctest::Approx(1.875));
  CHECK(places(17, 1) == doctest::Approx(1.625));
}

TEST_CASE("A map's plane goes through the digit that the scene names, which is at its place") {
  const Model model = tiny("tiny-vae");
  const Scene scene = parse_address("model=m&view=map&plane=axes&across=1&up=2&through=5:3", "s");
  const Tensor latent = latents_of(model, scene.through, Prior::standard);
  const DrawnScene drawn = draw_scene(scene, {&model}, nullptr);
  const Tensor expected = model.decode(latent);
  for (std::size_t i = 0; i < expected.size(); ++i)
    CHECK(drawn.place.data()[i] == doctest::Approx(expected.data()[i]).epsilon(1e-4));
  Scene moved = scene;
  moved.x = 1.0;
  Tensor other = latent;
  other(0, 1) = 1.0F;
  other(0, 2) = 0.0F;
  const Tensor there = draw_scene(moved, {&model}, nullptr).place, wanted = model.decode(other);
  for (std::size_t i = 0; i < wanted.size(); ++i)
    CHECK(there.data()[i] == doctest::Approx(wanted.data()[i]).epsilon(1e-4));
}

TEST_CASE("The strip of dimensions runs along the coordinate that is looked at, from the changed base") {
  const Model model = tiny("tiny-gan");
  const Scene scene = parse_address("model=m&view=dimensions&base=5:1&z=0:2,3:-1&look=3", "s");
  const std::vector<float> latent = changed_latent(model, scene);
  CHECK(latent[0] == 2.0F);
  CHECK(latent[1] == latent_of(model, scene.base, Prior::standard)[1]);
  CHECK(drawn(scene, model) == model.decode(along_coordinate(model.spec(), latent, 3, kStrip)));
  CHECK(first_code(tests::tiny_model("tiny-cgan").spec) == 7);  // after noise and a categorical code
}

TEST_CASE("Arithmetic adds and subtracts latents and classes") {
  const Model model = tiny("tiny-cgan");
  const Scene scene = parse_address("model=m&view=arithmetic&terms=1@0,2@1,3@2&usual=0", "s");
  const Tensor images = drawn(scene, model), terms = latents_of(model, scene.terms, Prior::standard);
  Tensor weights = zeros({1, 3}), sum = zeros({1, terms.shape(1)});
  weights(0, 0) = weights(0, 2) = 1.0F;
  weights(0, 1) = -1.0F;
  for (std::size_t i = 0; i < terms.shape(1); ++i) sum(0, i) = terms(0, i) - terms(1, i) + terms(2, i);
  const Tensor expected = model.decode_blend(sum, weights);
  for (std::size_t i = 0; i < expected.size(); ++i)
    CHECK(images.data()[3 * expected.size() + i] == doctest::Approx(expected.data()[i]).epsilon(1e-5));
}

TEST_CASE("A drawing's text holds its pixels, and lengths that do not fit the pad are refused") {
  Tensor drawing = zeros({kPadSide, kPadSide});
  draw_stroke(drawing, 20, 30, 90, 100);
  drawing(111, 111) = 1.0F;
  CHECK(parse_ink(ink_text(drawing), "ink") == drawing);
  CHECK(ink_text(zeros({kPadSide, kPadSide})).empty());
  CHECK(contains(message_of([] { parse_ink("AAggggggB", "ink"); }), "ink"));
}

TEST_CASE(
    "A walk's picture has at most twelve digits, its animation a frame for each and the time that the page takes") {
  const Model model = tiny("tiny-gan");
  const Scene scene = parse_address("model=m&view=walk&stations=1,2,3&frames=30&speed=2&scale=1", "s");
  const DrawnScene walk = draw_scene(scene, {&model}, nullptr);
  CHECK(scene_frames(scene, walk).size() == 59);
  CHECK(frames_a_second(scene) == 20.0);
  const GreyImage strip = scene_picture(scene, walk);
  CHECK(strip.width == 12 * (12 + 8) + 8);
  CHECK(strip.height == 8 + 2 * 8);
  const Scene sheet;
  CHECK(contains(message_of([&] { scene_frames(sheet, draw_scene(sheet, {&model}, nullptr)); }), "only a walk"));
}
