// Every panel by mouse and keyboard, with Dear ImGui's null backend.

#include <doctest/doctest.h>

#include <atomic>
#include <fstream>

#include "driver.hpp"
#include "latentwalk/error.hpp"
#include "native/cli/digits.hpp"
#include "native/cli/model_file.hpp"
#include "native/support/files.hpp"
#include "native/support/png.hpp"
#include "native/viewer/npy.hpp"
#include "native/viewer/plot.hpp"
#include "native/viewer/scene.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;
using namespace latentwalk::viewer::tests;

namespace {

const std::string kFixtures = LATENTWALK_FIXTURES;

AppOptions with(std::initializer_list<const char*> models, const std::string& panel) {
  AppOptions options;
  for (const char* model : models) options.models.push_back(kFixtures + "/" + model + ".safetensors");
  options.data = kFixtures + "/mnist";
  options.panel = panel;
  return options;
}

std::shared_ptr<const Answer> answer_of(Driver& driver, const std::string& slot) {
  auto answer = driver.app->worker.answer(slot);
  REQUIRE(answer != nullptr);
  CHECK(answer->error == "");
  return answer;
}

void write_text(const std::filesystem::path& path, const std::string& text) {
  write_file(path, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

}  // namespace

TEST_CASE("the samples on the stage are those of the seed, and a click on New digits draws others") {
  Driver driver(with({"tiny-gan"}, "samples"));
  driver.settle();
  const ModelSpec spec = driver.app->model()->spec();
  CHECK(answer_of(driver, "samples")->latents == sample_latents(spec, 1, 64));
  CHECK(driver.has("digit 63"));
  driver.click("New digits");
  driver.settle();
  const std::uint64_t seed = driver.app->document.seed;
  CHECK(seed != 1);
  CHECK(answer_of(driver, "samples")->latents == sample_latents(spec, seed, 64));
  driver.press(Key::z, true);
  driver.settle();
  CHECK(driver.app->document.seed == 1);
  CHECK(answer_of(driver, "samples")->latents == sample_latents(spec, 1, 64));
  driver.press(Key::z, true, true);
  CHECK(driver.app->document.seed == seed);
  driver.press(Key::z, true);
  driver.press(Key::y, true);
  CHECK(driver.app->document.seed == seed);
  CHECK(driver.textures.sound);
}

TEST_CASE("a seed can be typed, the largest one too, and letters typed are no shortcuts") {
  Driver driver(with({"tiny-gan"}, "samples"));
  driver.settle();
  driver.enter("Seed", "18446744073709551615");
  CHECK(driver.app->document.seed == UINT64_MAX);
  driver.enter("Seed", "42");
  driver.settle();
  CHECK(driver.app->document.seed == 42);
  CHECK(answer_of(driver, "samples")->latents == sample_latents(driver.app->model()->spec(), 42, 64));
  driver.click("Seed");
  driver.type("d");
  driver.press(Key::d);
  CHECK_FALSE(driver.app->settings.dark);
}

TEST_CASE("digits are not square, stand in even rows and do not overlap") {
  Driver driver(with({"tiny-gan"}, "samples"));
  driver.settle();
  const Region first = driver.where("digit 0"), second = driver.where("digit 1");
  CHECK(first.width() * 8 == doctest::Approx(first.height() * 12).epsilon(0.05));
  CHECK(second.from.x - first.to.x == 8);
  CHECK(second.from.y == first.from.y);
  const Region stage = driver.where("stage"), last = driver.where("digit 63");
  CHECK(last.to.x <= stage.to.x);
  CHECK(last.to.y <= stage.to.y);
}

TEST_CASE("a clicked digit gets chosen, goes to Dimensions, to the walk and to the plane") {
  Driver driver(with({"tiny-cgan"}, "samples"));
  driver.settle();
  driver.click("digit 5");
  CHECK(driver.app->document.selected == 5);
  const std::size_t stations = driver.app->document.walk.stations.size();
  driver.click("Add to the walk");
  REQUIRE(driver.app->document.walk.stations.size() == stations + 1);
  CHECK(driver.app->document.walk.stations.back().index == 5);
  driver.click("corner 2");
  CHECK(driver.app->document.plane.corners[1].index == 5);
  driver.click("Explore its dimensions");
  CHECK(std::string(driver.app->panel().name()) == "Dimensions");
  driver.settle();
  const ModelSpec spec = driver.app->model()->spec();
  CHECK(answer_of(driver, "hand")->latents == rows_of(sample_latents(spec, 1, 6), 5, 1));
  CHECK(answer_of(driver, "hand")->labels == std::vector<std::int32_t>{2});  // its turn: 5 of 3 classes
}

TEST_CASE("class buttons choose what a conditional model draws") {
  Driver driver(with({"tiny-cgan"}, "samples"));
  driver.settle();
  driver.click("Class 1");
  driver.settle();
  CHECK(driver.app->document.label == 1);
  for (const std::int32_t label : answer_of(driver, "samples")->labels) CHECK(label == 1);
}

TEST_CASE("a walk plays by itself, stops, can be scrubbed and steps by keys") {
  Driver driver(with({"tiny-gan"}, "walk"));
  driver.settle();
  const ModelSpec spec = driver.app->model()->spec();
  const Tensor start = answer_of(driver, "walk")->latents;
  CHECK(start == rows_of(sample_latents(spec, 1, 1), 0, 1));
  CHECK_FALSE(driver.app->animating());
  driver.click("Play");
  CHECK(driver.app->animating());
  driver.frame(30);
  driver.settle();
  CHECK(answer_of(driver, "walk")->latents != start);
  driver.press(Key::p);
  CHECK_FALSE(driver.app->animating());
  driver.drag("way", {0.1F, 0.5F}, {0.0F, 0.5F});
  driver.settle();
  CHECK(answer_of(driver, "walk")->latents == start);
  driver.press(Key::period);
  driver.settle();
  const Tensor path = walk(sample_latents(spec, 1, 3), 40, Interpolation::slerp, true);
  const Tensor step = answer_of(driver, "walk")->latents;
  for (std::size_t i = 0; i < 6; ++i) CHECK(step(0, i) == doctest::Approx(path(1, i)).epsilon(1e-5));
  driver.press(Key::comma);
  driver.settle();
  CHECK(answer_of(driver, "walk")->latents == start);
}

TEST_CASE("stations are added, moved, removed and brought back by undo; L and O change path and loop") {
  Driver driver(with({"tiny-gan"}, "walk"), 1280, 1200);
  driver.settle();
  Walk& walk = driver.app->document.walk;
  driver.press(Key::n);
  CHECK(walk.stations.size() == 4);
  const Walk before = walk;
  driver.click("remove 2");
  CHECK(walk.stations.size() == 3);
  driver.press(Key::z, true);
  CHECK(walk == before);
  driver.press(Key::l);
  CHECK(walk.how == Interpolation::lerp);
  driver.press(Key::o);
  CHECK_FALSE(walk.loop);
  driver.click("path Great circle");
  CHECK(walk.how == Interpolation::slerp);
  CHECK(driver.has("length"));
}

TEST_CASE("a drag over the plane moves the digit with it and is one step of undo") {
  Driver driver(with({"tiny-gan"}, "plane"));
  driver.settle();
  const Plane before = driver.app->document.plane;
  driver.drag("plane", {0.5F, 0.5F}, {0.9F, 0.25F});
  driver.settle();
  const Plane& plane = driver.app->document.plane;
  CHECK(plane.u == doctest::Approx(0.9).epsilon(0.01));
  CHECK(plane.v == doctest::Approx(0.25).epsilon(0.01));
  const Tensor corners = sample_latents(driver.app->model()->spec(), 1, 3);
  const Tensor here = answer_of(driver, "plane")->latents;
  for (std::size_t i = 0; i < 6; ++i)
    CHECK(here(0, i) == doctest::Approx(corners(0, i) + plane.u * (corners(1, i) - corners(0, i)) +
                                        plane.v * (corners(2, i) - corners(0, i))).epsilon(1e-4));
  driver.press(Key::z, true);
  CHECK(driver.app->document.plane == before);
  driver.drag("Towards the second digit", {0.5F, 0.5F}, {0.99F, 0.5F});
  CHECK(driver.app->document.plane.u > 0.9);
  driver.click("New corner 3");
  CHECK(driver.app->document.plane.corners[2] != before.corners[2]);
}

TEST_CASE("an encoder's map is offered, has axes to choose, and the digit there is the decoder's") {
  Driver driver(with({"tiny-vae"}, "plane"));
  driver.settle();
  driver.click("plane of Three digits");
  CHECK_FALSE(driver.app->document.plane.map);
  driver.click("plane of Map");
  CHECK(driver.app->document.plane.map);
  driver.click("axes Two numbers");
  driver.drag("To the right: number", {0.1F, 0.5F}, {0.99F, 0.5F});
  CHECK(driver.app->document.plane.axis_x == 3);
  driver.drag("plane", {0.5F, 0.5F}, {0.75F, 0.5F});
  driver.settle();
  const Tensor here = answer_of(driver, "plane")->latents;
  CHECK(here(0, 3) == doctest::Approx(1.5).epsilon(0.02));
  CHECK(here(0, 0) == 0.0F);
}

TEST_CASE("the map shows the clone's test digits where a real encoder puts them") {
  const std::string model = std::string(LATENTWALK_MODELS) + "/fc-vae.safetensors";
  AppOptions options = with({}, "plane");
  options.models.push_back(model);
  Driver driver(options);
  driver.settle();
  const auto codes = answer_of(driver, "map")->codes;
  REQUIRE(codes.mean.shape(0) == 1000);
  // Digits of one class lie nearer to their own mean than to that of all.
  const Digits* digits = driver.app->digits();
  const std::size_t dim = codes.mean.shape(1);
  std::vector<double> centre(10 * dim, 0.0);
  for (std::size_t n = 0; n < 1000; ++n)
    for (std::size_t i = 0; i < dim; ++i) centre[digits->labels[n] * dim + i] += codes.mean(n, i) / 100.0;
  int right = 0;
  for (std::size_t n = 0; n < 1000; ++n) {
    std::size_t best = 0;
    double least = 1e30;
    for (std::size_t c = 0; c < 10; ++c) {
      double sum = 0;
      for (std::size_t i = 0; i < dim; ++i) sum += std::pow(codes.mean(n, i) - centre[c * dim + i], 2);
      if (sum < least) least = sum, best = c;
    }
    right += best == digits->labels[n];
  }
  CHECK(right > 700);
}

TEST_CASE("a slider moves one number, the strip follows, R brings the seed's numbers back") {
  Driver driver(with({"tiny-gan"}, "dimensions"));
  driver.settle();
  const Tensor before = answer_of(driver, "hand")->latents;
  driver.drag("z 3", {0.5F, 0.5F}, {0.97F, 0.5F});
  driver.settle();
  const Tensor after = answer_of(driver, "hand")->latents;
  CHECK(after(0, 2) > 2.5F);
  for (const std::size_t i : {0U, 1U, 3U, 4U, 5U}) CHECK(after(0, i) == before(0, i));
  const Tensor along = answer_of(driver, "along")->latents;
  CHECK(along(0, 2) == -3.0F);
  CHECK(along(8, 2) == 3.0F);
  driver.click("along 0");
  driver.settle();
  CHECK(answer_of(driver, "hand")->latents(0, 2) == -3.0F);
  driver.click("new z 5");
  CHECK(driver.app->document.hand.edited[4] != before(0, 4));
  driver.press(Key::r);
  driver.settle();
  CHECK(answer_of(driver, "hand")->latents == before);
}

TEST_CASE("codes are shown by name: a choice for a categorical one, its own range for a uniform one") {
  Driver driver(with({"tiny-cgan"}, "dimensions"));
  driver.settle();
  driver.click("digit code 2");
  driver.settle();
  const Tensor latent = answer_of(driver, "hand")->latents;
  CHECK(latent(0, 4) == 0.0F);
  CHECK(latent(0, 6) == 1.0F);
  driver.drag("style code 2", {0.5F, 0.5F}, {0.0F, 0.5F});
  driver.settle();
  CHECK(answer_of(driver, "hand")->latents(0, 8) == doctest::Approx(-2.0).epsilon(0.02));
}

TEST_CASE("a drawn digit is encoded and decoded; cleared, the model is shown nothing") {
  Driver driver(with({"tiny-vae"}, "draw"));
  driver.settle();
  CHECK(driver.app->worker.answer("encode") == nullptr);
  driver.drag("canvas", {0.3F, 0.3F}, {0.7F, 0.7F});
  driver.settle();
  CHECK_FALSE(is_blank(driver.app->document.drawing));
  const auto answer = answer_of(driver, "encode");
  const Drawing seen = centred(driver.app->document.drawing);
  Tensor image = zeros({1, 8, 12});
  std::copy(seen.ink.begin(), seen.ink.end(), image.data());
  CHECK(answer->codes.mean == driver.app->model()->encode(image).mean);
  CHECK(driver.has("codes"));
  driver.click("Use as drawn");
  driver.settle();
  std::copy(driver.app->document.drawing.ink.begin(), driver.app->document.drawing.ink.end(), image.data());
  CHECK(answer_of(driver, "encode")->codes.mean == driver.app->model()->encode(image).mean);
  driver.drag("canvas", {0.3F, 0.3F}, {0.5F, 0.5F}, 1);
  CHECK(driver.app->document.drawing.ink[2 * 12 + 3] < 0.5F);
  driver.press(Key::c);
  driver.settle();
  CHECK(is_blank(driver.app->document.drawing));
  CHECK_FALSE(driver.has("codes"));
  driver.press(Key::z, true);
  CHECK_FALSE(is_blank(driver.app->document.drawing));
}

TEST_CASE("a digit can be drawn with the keyboard alone") {
  Driver driver(with({"tiny-vae"}, "draw"));
  driver.settle();
  driver.click("Pen");
  send_key(Key::down, true);
  driver.frame(10);
  send_key(Key::space, true);
  send_key(Key::right, true);
  driver.frame(30);
  send_key(Key::space, false);
  send_key(Key::right, false);
  send_key(Key::down, false);
  driver.frame(2);
  CHECK_FALSE(is_blank(driver.app->document.drawing));
  driver.press(Key::escape);
  CHECK_FALSE(driver.app->animating());
}

TEST_CASE("a model without an encoder searches for the nearest digit it can make") {
  Driver driver(with({"tiny-gan"}, "draw"));
  driver.settle();
  driver.drag("canvas", {0.3F, 0.3F}, {0.7F, 0.7F});
  driver.click("Find the nearest");
  driver.settle();
  const auto answer = answer_of(driver, "search");
  CHECK(answer->finished);
  CHECK(answer->images == driver.app->model()->decode(answer->latents));
}

TEST_CASE("two models are compared on one seed, each with its own latents") {
  Driver driver(with({"tiny-gan", "tiny-vae"}, "compare"));
  driver.settle();
  const auto left = answer_of(driver, "compare left"), right = answer_of(driver, "compare right");
  CHECK(left->model->spec().name == "tiny-gan");
  CHECK(right->model->spec().name == "tiny-vae");
  CHECK(left->latents == sample_latents(left->model->spec(), 1, 24));
  CHECK(right->latents == sample_latents(right->model->spec(), 1, 24));
  driver.press(Key::n);
  driver.settle();
  CHECK(answer_of(driver, "compare right")->latents ==
        sample_latents(right->model->spec(), driver.app->document.seed, 24));
  driver.click("Swap");
  driver.settle();
  CHECK(answer_of(driver, "compare left")->model->spec().name == "tiny-vae");
  CHECK(driver.where("left 0").to.x < driver.where("right 0").from.x);
}

TEST_CASE("a run's folder is watched: its curves grow and its model's digits change") {
  const TemporaryFolder folder;
  const std::filesystem::path log = folder.path() / "log.jsonl", model = folder.path() / "model.safetensors";
  write_text(log, "{\"step\": 50, \"seconds\": 3, \"loss\": 2.0}\n{\"step\": 100, \"seconds\": 6, \"loss\": 1.0}\n");
  Driver driver(with({}, "samples"));
  driver.app->drop({folder.path().string()});
  CHECK(std::string(driver.app->panel().name()) == "Training");
  driver.settle();
  CHECK(driver.has("curves"));
  CHECK(driver.has("loss"));
  CHECK_FALSE(driver.has("run digit 0"));
  std::filesystem::copy(kFixtures + "/tiny-gan.safetensors", model);
  driver.settle();
  driver.settle();
  CHECK(driver.has("run digit 15"));
  const Tensor first = answer_of(driver, "run")->images;
  write_file(model, read_file(kFixtures + "/tiny-vae.safetensors"));
  std::filesystem::last_write_time(model, std::filesystem::file_time_type::clock::now() + std::chrono::seconds(5));
  std::ofstream(log, std::ios::app) << "{\"step\": 150, \"seconds\": 9, \"loss\": 0.5, \"kl\": 4}\n";
  driver.settle();
  driver.settle();
  CHECK(answer_of(driver, "run")->images != first);
  CHECK(driver.has("kl"));
  driver.drag("curves", {0.5F, 0.5F}, {0.3F, 0.5F});
  driver.move(driver.where("curves").centre());
  driver.wheel(2);
  driver.click("Logarithmic");
  driver.click("Fit");
  driver.click("kl");
  CHECK(driver.app->settings.recent_runs.size() == 1);
}

TEST_CASE("information shows every network and measures what a digit costs") {
  Driver driver(with({"tiny-vae"}, "information"));
  driver.settle();
  CHECK(driver.has("network encoder"));
  CHECK(driver.has("network decoder"));
  const auto timing = answer_of(driver, "timing");
  CHECK(timing->finished);
  CHECK(timing->milliseconds > 0);
}

TEST_CASE("a broken or missing model is a message in the window, which stays alive and reads the mended file") {
  const TemporaryFolder folder;
  const std::filesystem::path path = folder.path() / "mine.safetensors";
  write_text(path, "not a model");
  AppOptions options = with({}, "samples");
  options.models.push_back(path);
  Driver driver(options);
  driver.settle();
  CHECK(driver.has("message"));
  CHECK(driver.app->entry()->message.find("mine.safetensors") != std::string::npos);
  for (const Key key : {Key::one, Key::two, Key::three, Key::four, Key::five, Key::six, Key::seven, Key::eight, Key::n,
                        Key::p, Key::r, Key::l, Key::c, Key::period})
    driver.press(key);
  driver.press(Key::one);
  write_file(path, read_file(kFixtures + "/tiny-gan.safetensors"));
  std::filesystem::last_write_time(path, std::filesystem::file_time_type::clock::now() + std::chrono::seconds(5));
  driver.settle();
  driver.settle();
  CHECK_FALSE(driver.has("message"));
  CHECK(driver.has("digit 0"));
}

TEST_CASE("without any model the window says how to get one") {
  Driver driver(with({}, "samples"));
  driver.settle();
  CHECK(driver.has("message"));
  driver.app->drop({kFixtures + "/tiny-gan.safetensors", "/no/such/file"});
  driver.settle();
  CHECK(driver.has("digit 0"));
  CHECK(driver.app->said().find("/no/such/file") != std::string::npos);
}

TEST_CASE("keys go to every panel and model, ? lists them, and Escape closes the list") {
  Driver driver(with({"tiny-gan", "tiny-vae"}, "samples"));
  driver.settle();
  const char* names[] = {"Samples", "Walk", "Plane", "Dimensions", "Draw", "Compare", "Training", "Information"};
  for (int i = 7; i >= 0; --i) {
    driver.press(static_cast<Key>(static_cast<int>(Key::one) + i));
    CHECK(std::string(driver.app->panel().name()) == names[i]);
    driver.settle();
  }
  const std::size_t before = driver.app->current;
  driver.press(Key::right_bracket);
  CHECK(driver.app->current != before);
  driver.press(Key::left_bracket);
  CHECK(driver.app->current == before);
  driver.type("?");
  CHECK(ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopup));
  driver.press(Key::two);  // a dialog keeps the keys
  CHECK(std::string(driver.app->panel().name()) == "Samples");
  driver.press(Key::escape);
  driver.frame(3);
  driver.press(Key::d);
  CHECK(driver.app->settings.dark);
  driver.press(Key::equal, true);
  CHECK(driver.app->settings.ui_scale == 1.125);
  driver.press(Key::zero, true);
  CHECK(driver.app->settings.ui_scale == 1.0);
  driver.press(Key::q, true);
  CHECK(driver.app->wants_to_close());
}

TEST_CASE("Tab and Space press a control without the mouse") {
  Driver driver(with({"tiny-gan"}, "walk"));
  driver.settle();
  bool played = false;
  for (int i = 0; i < 60 && !played; ++i) {
    driver.press(Key::tab);
    driver.press(Key::right);
    driver.press(Key::space);
    played = driver.app->document.walk.how == Interpolation::lerp || driver.app->animating() ||
             driver.app->document.walk.stations.size() != 3 || driver.app->wants_to_close() ||
             std::string(driver.app->panel().name()) != "Walk";
  }
  CHECK(played);
}

TEST_CASE("a walk, its animation, its strip and its latents are saved, and the walk and the latents open again") {
  const TemporaryFolder folder;
  Driver driver(with({"tiny-gan"}, "walk"));
  driver.settle();
  driver.press(Key::n);
  driver.press(Key::l);
  const Walk saved = driver.app->document.walk;
  for (const char* name : {"w.gif", "w.png", "w.json", "w.npy"}) {
    driver.press(Key::s, true);
    driver.frame(3);
    driver.enter("File", (folder.path() / name).string());
    driver.frame(3);
    CHECK(std::filesystem::file_size(folder.path() / name) > 100);
  }
  driver.press(Key::z, true);
  driver.press(Key::z, true);
  CHECK(driver.app->document.walk != saved);
  driver.press(Key::o, true);
  driver.frame(3);
  driver.enter("Model, training run, walk (.json) or latents (.npy)", (folder.path() / "w.json").string());
  CHECK(driver.app->document.walk == saved);
  const Tensor latents = parse_npy(read_file(folder.path() / "w.npy"), "w.npy");
  CHECK(latents == latents_of(driver.app->model()->spec(), saved.stations));
  driver.app->open(folder.path() / "w.npy");
  CHECK(latents_of(driver.app->model()->spec(), driver.app->document.walk.stations) == latents);
  // The saved walk is a scene too: rendered from its file it is the saved animation.
  render_scene_file(folder.path() / "w.json", folder.path() / "again.gif");
  CHECK(read_file(folder.path() / "again.gif") == read_file(folder.path() / "w.gif"));
}

TEST_CASE("a saved sheet is the picture that the command line program writes for the seed") {
  const TemporaryFolder folder;
  Driver driver(with({"tiny-cgan"}, "samples"));
  driver.settle();
  driver.app->save(folder.path() / "sheet.png");
  const Model& model = *driver.app->model();
  SheetStyle style;
  style.columns = 3;
  const Tensor images = model.decode(sample_latents(model.spec(), 1, 64), labels_for(model.spec(), -1, 64));
  CHECK(read_file(folder.path() / "sheet.png") == encode_png(image_sheet(images, style)));
  driver.app->save(folder.path() / "sheet.npy");
  CHECK(parse_npy(read_file(folder.path() / "sheet.npy"), "x") == sample_latents(model.spec(), 1, 64));
}

TEST_CASE("every panel saves what it offers to save, and refuses another ending") {
  const TemporaryFolder folder;
  for (const char* name : {"samples", "walk", "plane", "dimensions", "draw", "compare"}) {
    CAPTURE(name);
    Driver driver(with({"tiny-vae", "tiny-gan"}, name));
    driver.settle();
    if (std::string(name) == "draw") driver.drag("canvas", {0.3F, 0.3F}, {0.7F, 0.7F});
    driver.settle();
    for (const std::string& ending : driver.app->panel().saves(*driver.app)) {
      CAPTURE(ending);
      const std::filesystem::path path = folder.path() / (std::string(name) + ending);
      CHECK_NOTHROW(driver.app->save(path));
      CHECK(std::filesystem::exists(path));
      if (ending == ".json") CHECK_NOTHROW(render_scene_file(path, folder.path() / "scene.png"));
    }
    CHECK_THROWS_AS(driver.app->save(folder.path() / "x.bmp"), Error);
  }
}

TEST_CASE("frames come while the worker is held up") {
  Driver driver(with({"tiny-gan"}, "samples"));
  driver.settle();
  static std::atomic<bool> gate = false;
  class Stuck : public Job {
   public:
    bool step() override {
      while (!gate) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      return true;
    }
    Answer answer() const override { return {}; }
  };
  driver.app->worker.submit("stuck", std::make_unique<Stuck>(), RenderWorker::Urgency::now);
  driver.press(Key::n);
  driver.frame(60);  // would never end if the window waited for digits
  CHECK_FALSE(driver.app->worker.idle());
  CHECK(driver.app->worker.answer("samples")->latents == sample_latents(driver.app->model()->spec(), 1, 64));
  gate = true;
  driver.settle();
  CHECK(driver.app->worker.answer("samples")->latents ==
        sample_latents(driver.app->model()->spec(), driver.app->document.seed, 64));
}

TEST_CASE("settings are remembered from one start to the next") {
  const TemporaryFolder folder;
  AppOptions options = with({"tiny-gan"}, "");
  options.settings = folder.path() / "viewer.json";
  {
    Driver driver(options);
    driver.settle();
    driver.press(Key::three);
    driver.press(Key::d);
    driver.drag("controls edge", {0.5F, 0.5F}, {-9.5F, 0.5F});
    driver.app->open(kFixtures + "/tiny-vae.safetensors");
  }
  Driver driver(options);
  CHECK(std::string(driver.app->panel().name()) == "Plane");
  CHECK(driver.app->settings.dark);
  CHECK(driver.app->settings.controls_width > 350);
  REQUIRE(driver.app->settings.recent_models.size() == 1);
  driver.settle();
  driver.click(driver.app->settings.recent_models[0]);
  driver.settle();
  CHECK(driver.app->model()->spec().name == "tiny-vae");
}

TEST_CASE("at every size and scale all panels keep inside the window") {
  struct Size {
    float width, height, scale;
  };
  for (const Size size : {Size{720, 480, 1}, Size{1280, 800, 1}, Size{1280, 800, 2}, Size{2560, 1600, 2}, Size{3840, 2160, 3}}) {
    for (const char* name : {"samples", "walk", "plane", "dimensions", "draw", "compare", "training", "information"}) {
      CAPTURE(name);
      CAPTURE(size.width);
      Driver driver(with({"tiny-vae", "tiny-gan"}, name), size.width, size.height, size.scale);
      driver.settle();
      const Region stage = driver.where("stage");
      CHECK(stage.width() > 50);
      CHECK(stage.to.x <= size.width);
      CHECK(stage.to.y <= size.height);
    }
  }
}

TEST_CASE("ticks are round numbers inside the range and their texts short") {
  CHECK(plot_ticks(0, 10, 5) == std::vector<double>{0, 2, 4, 6, 8, 10});
  CHECK(plot_ticks(0.13, 0.31, 4).size() == 4);
  CHECK(plot_ticks(5, 5, 4).empty());
  CHECK(plot_tick_text(12000, 2000) == "12k");
  CHECK(plot_tick_text(0.25, 0.05) == "0.25");
  CHECK(plot_tick_text(-1, 1) == "\u22121");
  PlotView view;
  view.zoom(2);
  CHECK(view.x_low == 0.25);
  CHECK(view.x_high == 0.75);
  CHECK_FALSE(view.fitted);
  view.pan(1, 0);
  CHECK(view.x_low == 0.75);
}
