// The window as a whole: broken models, no models, a busy worker, settings, sizes.
#include <atomic>
#include <cstdlib>
#include <iterator>
#include <sstream>

#include "latentwalk/error.hpp"
#include "latentwalk/json.hpp"
#include "tests/native/viewer/driver.hpp"
#include "tests/native/viewer/model_kinds.hpp"
#include "viewer/gui/readable.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;
using namespace latentwalk::viewer::tests;

TEST_CASE("a broken or missing model is a message in the window, which stays alive and reads the mended file") {
  const TemporaryFolder folder;
  const std::filesystem::path path = folder.path() / "mine.safetensors";
  write_text(path, "not a model");
  ShellOptions options = with({}, "sample");
  options.session.files.push_back(path);
  Driver driver(options);
  driver.settle();
  CHECK(driver.has("message"));
  CHECK(driver.session().models.entry()->message.find("mine.safetensors") != std::string::npos);
  driver.press(Key::one);
  write_file(path, read_file(kFixtures + "/tiny-gan.safetensors"));
  std::filesystem::last_write_time(path, std::filesystem::file_time_type::clock::now() + std::chrono::seconds(5));
  driver.settle();
  driver.settle();
  CHECK_FALSE(driver.has("message"));
  CHECK(driver.has("digit 0"));
}

TEST_CASE("with a broken model, or none, every panel takes every key and saves nothing") {
  const TemporaryFolder folder;
  const std::filesystem::path broken = folder.path() / "mine.safetensors";
  write_text(broken, "not a model");
  for (const bool with_file : {true, false}) {
    ShellOptions options = with({}, "sample");
    if (with_file) options.session.files.push_back(broken);
    Driver driver(options);
    driver.settle();
    for (const auto& panel : driver.shell->panels()) {
      CAPTURE(panel->id());
      driver.session().go_to(panel->id());
      for (const Key key : {Key::n, Key::p, Key::r, Key::l, Key::c, Key::period, Key::space, Key::enter})
        driver.press(key);
      driver.press(Key::c, true);
      driver.press(Key::s, true);
      driver.frame(2);
      driver.press(Key::enter);
      CHECK(driver.session().message().text == "This panel has nothing to save now.");
      CHECK_THROWS_AS(driver.shell->save(folder.path() / "x.png"), Error);
      driver.press(Key::escape);
    }
  }
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("no size of the window ends the program, at any scale, on any panel, with no model or any") {
  // All kinds on all panels at all scales with LATENTWALK_FULL; else each panel meets four kinds, each at another
  // scale.
  const bool full = std::getenv("LATENTWALK_FULL") != nullptr;
  const TemporaryFolder folder;
  const float scales[] = {1.0F, 1.5F, 2.0F, 3.0F};
  std::size_t turn = 0;
  for (const char* name : view::kAll) {
    ++turn;
    for (std::size_t which = 0; which < std::size(scales); ++which) {
      for (std::size_t kind = 0; kind < kModelKinds.size(); ++kind) {
        if (!full && kind != (turn + which) % kModelKinds.size()) continue;
        CAPTURE(std::string(name));
        CAPTURE(scales[which]);
        CAPTURE(std::string(kModelKinds[kind]));
        Driver driver(of_kind(kModelKinds[kind], folder.path()), 1280, 800, scales[which]);
        wait_for_model(driver);
        driver.session().go_to(name);
        driver.frame(3);
        for (float width = 200; width <= 2600; width += 73) {
          for (const float height : {60.0F, 200.0F, 600.0F}) {
            ImGui::GetIO().DisplaySize = {width, height};
            driver.frame();
          }
        }
      }
    }
  }
}

TEST_CASE("without any model the window says how to get one") {
  Driver driver(with({}, "sample"));
  driver.settle();
  CHECK(driver.has("message"));
  driver.shell->drop({kFixtures + "/tiny-gan.safetensors", "/no/such/file"});
  driver.settle();
  CHECK(driver.has("digit 0"));
  CHECK(driver.session().message().text.find("/no/such/file") != std::string::npos);
}

TEST_CASE("names in any script are readable or told apart") {
  Driver driver(with({"tiny-gan"}, "sample"));
  driver.settle();
  ImGui::NewFrame();  // text is measured inside a frame
  CHECK(readable("conv-gan_2.v") == "conv-gan_2.v");
  CHECK(readable("modèle Š – \u2026") == "modèle Š – \u2026");
  CHECK(readable("模型") == "U+6A21U+578B");
  CHECK(readable("модель") != readable("медаль"));
  CHECK(readable("\U0001F600a") == "U+1F600a");
  CHECK(readable("e\u0301") == "eU+0301");
  CHECK(readable("a\xff\xe6z\n") == "a\\xFF\\xE6z\n");
  CHECK(readable("\x1b[0m\u009b") == "U+001B[0mU+009B");
  ImFont* font = driver.shell->theme().font.body;
  const auto name = [&](const char* text) { return fitted(text, font, font->FontSize, 150); };
  CHECK(name("short") == "short");
  CHECK(name("这是一个很长的模型名字一") != name("这是一个很长的模型名字二"));
  CHECK(font->CalcTextSizeA(font->FontSize, 1e9F, 0, name("这是一个很长的模型名字一").c_str()).x <= 150);
  ImGui::EndFrame();
}

TEST_CASE("frames come while the worker is held up") {
  Driver driver(with({"tiny-gan"}, "sample"));
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
  driver.session().worker.submit("stuck", std::make_unique<Stuck>(), RenderWorker::Urgency::now);
  driver.press(Key::n);
  driver.frame(60);  // would never end if the window waited for digits
  CHECK_FALSE(driver.session().worker.idle());
  CHECK(driver.session().worker.answer("sample")->latents ==
        sample_latents(driver.session().models.shown()->spec(), 1, 64));
  gate = true;
  driver.settle();
  CHECK(driver.session().worker.answer("sample")->latents ==
        sample_latents(driver.session().models.shown()->spec(), driver.session().document.seed, 64));
}

TEST_CASE("settings are remembered from one start to the next") {
  const TemporaryFolder folder;
  ShellOptions options = with({"tiny-gan"}, "");
  options.session.settings = folder.path() / "viewer.json";
  {
    Driver driver(options);
    driver.settle();
    driver.press(Key::three);
    driver.press(Key::d);
    driver.drag("controls edge", {0.5F, 0.5F}, {-9.5F, 0.5F});
    open_file(driver.session(), kFixtures + "/tiny-vae.safetensors");
  }
  Driver driver(options);
  CHECK(driver.session().view() == view::kMap);
  CHECK(driver.session().settings.dark);
  CHECK(driver.session().settings.controls_width > 350);
  REQUIRE(driver.session().settings.recent_models.size() == 1);
  driver.settle();
  driver.click(driver.session().settings.recent_models[0]);
  driver.settle();
  CHECK(driver.session().models.shown()->spec().name == "tiny-vae");
}

TEST_CASE("at every size and scale all panels keep inside the window") {
  struct Size {
    float width, height, scale;
  };
  for (const Size size :
       {Size{720, 480, 1}, Size{1280, 800, 1}, Size{1280, 800, 2}, Size{2560, 1600, 2}, Size{3840, 2160, 3}}) {
    for (const char* name : view::kAll) {
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

TEST_CASE("the table in docs/viewer.md names the page's views and the viewer's panels, in their order") {
  const std::string fixture = kFixtures + "/page-words.json";
  std::string page;
  for (const Json& one : parse_json(read_text(fixture), fixture))
    if (one["say"] == "views") page = one["text"].get<std::string>();
  const std::string text = read_text(kFixtures + "/../../docs/viewer.md"), heading = "| page | viewer |";
  REQUIRE(text.find(heading) != std::string::npos);
  std::istringstream table(text.substr(text.find(heading)));
  std::string views, panels, line;
  std::getline(table, line);  // the heading and the line under it
  std::getline(table, line);
  while (std::getline(table, line) && line.starts_with("| ")) {
    const std::size_t end = line.find(" | "), second = end + 3;
    const std::string view = line.substr(2, end - 2);
    if (view != "\u2013") views += (views.empty() ? "" : "|") + view;
    const std::string panel = line.substr(second, line.find(" | ", second) - second);
    if (panel != "\u2013") panels += panel + "|";
  }
  CHECK(views == page);
  Driver driver(with({}, "sample"));
  std::string titles;
  for (const auto& panel : driver.shell->panels()) titles += std::string(panel->title()) + "|";
  CHECK(panels == titles);
}

TEST_CASE("where the names of the panels do not fit they are a list, from which each can be chosen") {
  Driver driver(with({"tiny-gan"}, "sample"), 800, 600, 2);
  driver.settle();
  REQUIRE(driver.has("##panels"));
  CHECK_FALSE(driver.has("Walk"));
  CHECK_FALSE(driver.has("latentwalk"));  // where Undo would lie on it
  driver.click("##panels");
  REQUIRE(driver.has("##panels Walk"));
  driver.click("##panels Walk");
  CHECK(driver.session().view() == view::kWalk);
}

TEST_CASE("nothing is cut off at 800 by 600, at any scale, on any panel, with the columns open or folded") {
  for (const float scale : {1.0F, 1.5F, 2.0F}) {
    for (const char* name : view::kAll) {
      for (const bool folded : {false, true}) {
        if (folded && scale < 2) continue;
        CAPTURE(name);
        CAPTURE(scale);
        CAPTURE(folded);
        ShellOptions options = with({}, name);
        for (const char* model : {"conv-vae", "infogan", "cgan"})
          options.session.files.push_back(std::string(LATENTWALK_MODELS) + "/" + model + ".safetensors");
        Driver driver(options, 800, 600, scale);
        driver.session().settings.fold_models = driver.session().settings.fold_controls = folded;
        for (std::size_t model = 0; model < 3; ++model) {
          driver.session().models.select(model);
          driver.settle();
          std::string cut;
          for (const std::string& one : driver.shell->ui().cut_off) cut += one + "; ";
          CHECK(cut == "");
        }
      }
    }
  }
}

TEST_CASE("the columns fold by keys and buttons, and a folded list of models opens from the model's name") {
  Driver driver(with({"tiny-gan", "tiny-vae"}, "sample"));
  driver.settle();
  const float before = driver.where("stage").width();
  REQUIRE(driver.has("model 1"));
  driver.press(Key::m);
  CHECK_FALSE(driver.has("model 1"));
  CHECK(driver.where("stage").width() > before);
  driver.click("model menu");
  driver.click("model 1");
  CHECK(driver.session().models.current() == 1);
  driver.settle();
  CHECK_FALSE(driver.has("model 1"));
  driver.click("fold models");
  CHECK(driver.has("model 1"));
  driver.click("fold controls");
  CHECK_FALSE(driver.has("New digits"));
  driver.press(Key::b);
  CHECK(driver.has("New digits"));
}
