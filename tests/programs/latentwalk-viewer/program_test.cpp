// The program itself: pictures of scenes, of the window without a display and of a real window under Xvfb. Pictures
// are judged by structure: where the program says a digit lies, the digit's pixels must be.

#include <doctest/doctest.h>
#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_PNG
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wconversion"
#include <stb_image.h>
#pragma GCC diagnostic pop

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>

#include "data/test_digits.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/image.hpp"
#include "latentwalk/json.hpp"
#include "latentwalk/latent.hpp"
#include "latentwalk/scene.hpp"
#include "support/digits.hpp"
#include "support/files.hpp"
#include "support/model_file.hpp"
#include "support/png.hpp"
#include "support/process.hpp"
#include "viewer/core/test_digits.hpp"
#include "viewer/core/upscale.hpp"

using namespace latentwalk;

namespace {

namespace fs = std::filesystem;
const std::string kFixtures = LATENTWALK_FIXTURES;
const std::string kViewer = LATENTWALK_VIEWER_PROGRAM;
const fs::path kScreenshots = LATENTWALK_SCREENSHOTS;

struct Picture {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgb;
  std::map<std::string, std::array<double, 4>> regions;

  double grey(int x, int y) const {
    const std::size_t i =
        3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x));
    return (rgb[i] + rgb[i + 1] + rgb[i + 2]) / 3.0;
  }
  /// How many pixels of a region are farther than this from its corner's colour.
  double busy(const std::string& name) const {
    const auto& r = regions.at(name);
    const double ground = grey(static_cast<int>(r[0]) + 1, static_cast<int>(r[1]) + 1);
    int count = 0, all = 0;
    for (int y = static_cast<int>(r[1]); y < static_cast<int>(r[3]) && y < height; ++y)
      for (int x = static_cast<int>(r[0]); x < static_cast<int>(r[2]) && x < width; ++x, ++all)
        count += std::abs(grey(x, y) - ground) > 48;
    return static_cast<double>(count) / all;
  }
};

/// Without a display unless one is asked for.
int run_viewer(std::vector<std::string> arguments, bool with_xvfb = false) {
  std::vector<std::string> command;
  if (with_xvfb) {
    command = {"xvfb-run", "-a", "-s", "-screen 0 2600x1700x24", kViewer};
  } else {
    command = {"env", "-u", "DISPLAY", "-u", "WAYLAND_DISPLAY", kViewer};
  }
  command.insert(command.end(), arguments.begin(), arguments.end());
  const ProgramEnd end = run_program(command);
  if (!end.message.empty()) MESSAGE(end.message);
  return end.status;
}

Picture take(const std::string& name, std::vector<std::string> arguments, bool with_xvfb = false) {
  make_folder(kScreenshots);
  const fs::path png = kScreenshots / (name + ".png"), regions = kScreenshots / (name + ".json");
  fs::remove(png);
  arguments.insert(arguments.end(), {"--fresh", "--data", LATENTWALK_DIGITS, "--frames", "2", "--screenshot",
                                     png.string(), "--regions", regions.string()});
  REQUIRE(run_viewer(arguments, with_xvfb) == 0);
  Picture picture;
  int channels = 0;
  const std::vector<std::uint8_t> bytes = read_file(png);
  unsigned char* pixels = stbi_load_from_memory(bytes.data(), static_cast<int>(bytes.size()), &picture.width,
                                                &picture.height, &channels, 3);
  REQUIRE(pixels != nullptr);
  picture.rgb.assign(pixels, pixels + 3 * picture.width * picture.height);
  stbi_image_free(pixels);
  const Json json = parse_json(read_text(regions), "regions");
  for (const auto& [key, value] : json.items())
    for (std::size_t i = 0; i < 4; ++i) picture.regions[key][i] = value[i].get<double>();
  fs::remove(regions);
  return picture;
}

/// The ink at a pixel of a small picture, which the graphics card enlarges linearly.
double linear_ink(const Tensor& digit, std::size_t w, std::size_t h, double x, double y) {
  const auto at = [&](double column, double row) {
    if (column < 0 || row < 0 || column >= static_cast<double>(w) || row >= static_cast<double>(h)) return 0.0;
    return static_cast<double>(digit.data()[static_cast<std::size_t>(row) * w + static_cast<std::size_t>(column)]);
  };
  const double left = std::floor(x - 0.5), top = std::floor(y - 0.5), fx = x - 0.5 - left, fy = y - 0.5 - top;
  return (1 - fy) * ((1 - fx) * at(left, top) + fx * at(left + 1, top)) +
         fy * ((1 - fx) * at(left, top + 1) + fx * at(left + 1, top + 1));
}

/// How well a region shows a digit: the correlation of its pixels with the digit's enlarged ink, with the sign of ink
/// on paper (dark on light, or light on dark). Large digits are enlarged by the viewer, small ones by the card.
double likeness(const Picture& picture, const std::string& region, const Tensor& digit, bool dark = false) {
  const bool of_sheet = region.starts_with("digit ") && std::isdigit(static_cast<unsigned char>(region[6])) != 0;
  const bool by_card = of_sheet || region.starts_with("model ") || region.starts_with("run ");
  REQUIRE(picture.regions.contains(region));
  const auto& r = picture.regions.at(region);
  const int left = static_cast<int>(std::lround(r[0])), top = static_cast<int>(std::lround(r[1]));
  const int width = static_cast<int>(std::lround(r[2])) - left, height = static_cast<int>(std::lround(r[3])) - top;
  REQUIRE(width > 8);
  REQUIRE(top + height <= picture.height);
  REQUIRE(left + width <= picture.width);
  const std::size_t h = digit.shape(digit.dimension() - 2), w = digit.shape(digit.dimension() - 1);
  const std::vector<std::uint8_t> ink =
      viewer::upscale(digit.data(), w, h, static_cast<std::size_t>(width), static_cast<std::size_t>(height));
  double n = 0, sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const double scale_x = static_cast<double>(w) / width, scale_y = static_cast<double>(h) / height;
      const double a =
          by_card ? 255 * linear_ink(digit, w, h, (x + 0.5) * scale_x, (y + 0.5) * scale_y)
                  : ink[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)];
      const double b = picture.grey(left + x, top + y);
      n += 1, sx += a, sy += b, sxx += a * a, syy += b * b, sxy += a * b;
    }
  const double correlation = (n * sxy - sx * sy) / std::sqrt((n * sxx - sx * sx) * (n * syy - sy * sy));
  return dark ? correlation : -correlation;
}

struct Loaded {
  LoadedModel file;
  Tensor digits;  // of seed 1
};

Loaded load(const std::string& path, std::size_t count) {
  LoadedModel file = load_model(path);
  const ModelSpec& spec = file.model.spec();
  const std::vector<std::int32_t> labels = labels_for(spec, -1, count);
  const Model& model = file.model;
  Tensor digits = model.decode(model.sample_latents(1, count, model.prior_named(""), labels), labels);
  return {std::move(file), std::move(digits)};
}

/// The shipped model for pictures that people look at, where it is there; else a fixture.
std::string model_path(const std::string& shipped, const std::string& fixture) {
  const std::string path = std::string(LATENTWALK_MODELS) + "/" + shipped + ".safetensors";
  return fs::exists(path) ? path : kFixtures + "/" + fixture + ".safetensors";
}

void check_samples(const Picture& picture, const Loaded& model, bool dark = false) {
  for (const std::size_t i : {std::size_t{0}, std::size_t{13}, std::size_t{63}}) {
    CAPTURE(i);
    CHECK(likeness(picture, "digit " + std::to_string(i), rows_of(model.digits, i, 1), dark) > 0.95);
  }
  CHECK(likeness(picture, "digit 0", rows_of(model.digits, 7, 1), dark) < 0.95);  // the measure can fail
  CHECK(picture.busy("New digits") > 0.02);                                       // it has a name
}

std::string output_of(const std::vector<std::string>& arguments, int& status) {
  const TemporaryFolder folder;
  std::string command =
      "exec env -u DISPLAY -u WAYLAND_DISPLAY XDG_RUNTIME_DIR=\"${OUT_FILE%/*}\" \"$0\" \"$@\" 2> \"$OUT_FILE\" > "
      "/dev/null";
  setenv("OUT_FILE", (folder.path() / "err").c_str(), 1);
  std::vector<std::string> all{"bash", "-c", command, kViewer};
  all.insert(all.end(), arguments.begin(), arguments.end());
  status = run_program(all).status;
  const std::vector<std::uint8_t> text = read_file(folder.path() / "err");
  return {text.begin(), text.end()};
}

}  // namespace

TEST_CASE("without a display the program says so in one sentence, with how to go on, and exits with 1") {
  int status = 0;
  const std::string message = output_of({kFixtures + "/tiny-gan.safetensors", "--fresh"}, status);
  CHECK(status == 1);
  CHECK(message.find("no display") != std::string::npos);
  CHECK(message.find("--screenshot") != std::string::npos);
  CHECK(message.find("--render") != std::string::npos);
  CHECK(std::count(message.begin(), message.end(), '\n') == 1);
}

TEST_CASE("wrong options end with 2 and one line that says which") {
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"--panel", "nothing"},
                                                    {"--scale", "99"},
                                                    {"--frames", "3"},
                                                    {"--render", "x.json"},
                                                    {"--out", "x.png"},
                                                    {"--screenshot", "x.jpg"},
                                                    {"--no-such-option"}}) {
    int status = 0;
    const std::string message = output_of(arguments, status);
    CAPTURE(message);
    CHECK(status == 2);
    CHECK(message.starts_with("latentwalk-viewer: "));
    CHECK(std::count(message.begin(), message.end(), '\n') == 1);
  }
}

TEST_CASE("a scene is rendered without a display, bit for bit the sheet that the command line program writes") {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "scene.json")
      << R"({"model": ")" << kFixtures << R"(/tiny-cgan.safetensors", "view": "sample", "seed": 5, "count": 30})";
  REQUIRE(run_viewer(
              {"--render", (folder.path() / "scene.json").string(), "--out", (folder.path() / "a.png").string()}) == 0);
  const std::vector<std::uint8_t> ours = read_file(folder.path() / "a.png");
  const Model model = load_model(kFixtures + "/tiny-cgan.safetensors").model;
  SheetStyle style;
  style.columns = 3;
  CHECK(ours == encode_png(image_sheet(
                    model.decode(model.sample_latents(5, 30, model.prior_named("")), labels_for(model.spec(), -1, 30)),
                    style)));
#ifdef LATENTWALK_PROGRAM
  REQUIRE(run_program({LATENTWALK_PROGRAM, "sample", kFixtures + "/tiny-cgan.safetensors", "--seed", "5", "--count",
                       "30", "--out", (folder.path() / "b.png").string()})
              .status == 0);
  CHECK(ours == read_file(folder.path() / "b.png"));
#endif
}

TEST_CASE("a broken scene writes nothing and says what is wrong") {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "scene.json") << R"({"model": "none", "view": "sample", "count": 0})";
  int status = 0;
  const std::string message = output_of(
      {"--render", (folder.path() / "scene.json").string(), "--out", (folder.path() / "a.png").string()}, status);
  CHECK(status == 1);
  CHECK(message.find("count") != std::string::npos);
  CHECK(!fs::exists(folder.path() / "a.png"));
}

TEST_CASE("without a display a picture of the window shows the seed's digits, light and dark") {
  const std::string path = model_path("conv-gan", "tiny-gan");
  const Loaded model = load(path, 64);
  check_samples(take("samples", {path, "--panel", "sample", "--theme", "light"}), model);
  check_samples(take("samples-dark", {path, "--panel", "sample", "--theme", "dark"}), model, true);
}

TEST_CASE("where the display that the variables name is not there, a picture is drawn in memory") {
  const TemporaryFolder folder;
  const std::string png = (folder.path() / "x.png").string();
  for (const char* variable : {"DISPLAY=:93", "WAYLAND_DISPLAY=wayland-93", "DISPLAY=nonsense"}) {
    CAPTURE(variable);
    fs::remove(png);
    const ProgramEnd end =
        run_program({"env", "-u", "DISPLAY", "-u", "WAYLAND_DISPLAY", variable, kViewer,
                     kFixtures + "/tiny-gan.safetensors", "--fresh", "--frames", "2", "--screenshot", png});
    CHECK(end.status == 0);
    CHECK(end.message.empty());
    CHECK(fs::exists(png));
  }
}

TEST_CASE("at scale 2 everything is twice as large and the digits are where they must be") {
  const std::string path = model_path("conv-gan", "tiny-gan");
  const Loaded model = load(path, 64);
  const Picture one = take("samples-scale-1", {path, "--panel", "sample", "--theme", "light"});
  const Picture two = take("samples-scale-2", {path, "--panel", "sample", "--theme", "light", "--scale", "2"});
  CHECK(two.width == 2 * one.width);
  check_samples(two, model);
  for (const char* name : {"digit 0", "digit 63", "New digits", "stage"}) {
    CAPTURE(name);
    for (std::size_t i = 0; i < 4; ++i) CHECK(std::abs(two.regions.at(name)[i] - 2 * one.regions.at(name)[i]) <= 8);
  }
}

TEST_CASE("a picture of every panel, each with its digits in their place") {
  const std::string path = model_path("conv-vae", "tiny-vae"), other = model_path("conv-gan", "tiny-gan");
  const Loaded model = load(path, 64), second = load(other, 25);
  const auto panel = [&](const std::string& name, const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments{path, other, "--panel", name, "--theme", "light"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return take(name, arguments);
  };
  const Scene first;
  CHECK(likeness(panel("walk"), "walking digit", rows_of(model.digits, first.stations[0].index, 1)) > 0.97);
  CHECK(likeness(panel("dimensions"), "digit in hand", rows_of(model.digits, first.base.index, 1)) > 0.97);

  const Picture plane = take("plane", {other, path, "--panel", "map", "--theme", "light"});
  const Tensor corner = latents_of(second.file.model, {first.corners[0]}, Prior::standard);
  CHECK(likeness(plane, "digit at the place", second.file.model.decode(corner)) > 0.97);
  CHECK(panel("map").busy("map") > 0.004);
  const Picture sum = panel("arithmetic");
  CHECK(likeness(sum, "term 1", rows_of(model.digits, first.terms[0].index, 1)) > 0.97);
  CHECK(sum.busy("sum") > 0.02);

  const Picture compare = panel("compare");
  CHECK(likeness(compare, "model 0 digit 3", rows_of(model.digits, 3, 1)) > 0.95);
  CHECK(likeness(compare, "model 1 digit 3", rows_of(second.digits, 3, 1)) > 0.95);

  const Picture information = panel("information");
  CHECK(information.busy("network decoder") > 0.005);
  const Picture draw = panel("draw");
  CHECK(draw.busy("reconstruction") == 0.0);  // nothing until somebody draws
  if (model.file.model.spec().image_width == 28) {
    const Digits digits = load_digits(LATENTWALK_DIGITS, "t10k");
    const Picture drawn = take("draw-test-digit", {path, other, "--panel", "draw", "--theme", "light", "--digit", "4"});
    const Tensor digit = digit_image(digits, 4);
    CHECK(likeness(drawn, "given", digit) > 0.97);
    const Tensor again = model.file.model.decode(model.file.model.encode(digit).mean);
    CHECK(likeness(drawn, "reconstruction", again) > 0.97);
  }

  const TemporaryFolder run;
  fs::copy(path, run.path() / "model.safetensors");
  std::ofstream log(run.path() / "log.jsonl");
  for (int step = 50; step <= 3000; step += 50)
    log << R"({"step": )" << step << R"(, "loss": )" << 100 + 100 * std::exp(-step / 500.0) << R"(, "kl": )"
        << 25 - 20 * std::exp(-step / 300.0) << "}\n";
  log.close();
  const Picture training = panel("training", {"--run", run.path().string()});
  CHECK(likeness(training, "run digit 5", rows_of(model.digits, 5, 1)) > 0.95);
  CHECK(training.busy("curves") > 0.003);
}

TEST_CASE("a model that cannot be read is a message in the window and no failure") {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "bad.safetensors") << "nothing of the kind";
  const Picture picture = take("broken-model", {(folder.path() / "bad.safetensors").string(), "--panel", "sample"});
  REQUIRE(picture.regions.contains("message"));
  CHECK(picture.busy("message") > 0.001);
}

TEST_CASE("a real window under Xvfb shows the same digits") {
  if (run_program({"xvfb-run", "--help"}).status == 127) {
    MESSAGE("skipped: xvfb-run is not installed");
    return;
  }
  const std::string path = model_path("conv-gan", "tiny-gan");
  const Loaded model = load(path, 64);
  check_samples(take("window", {path, "--panel", "sample", "--theme", "light"}, true), model);
  check_samples(take("window-scale-2", {path, "--panel", "sample", "--theme", "dark", "--scale", "2"}, true), model,
                true);
}

TEST_CASE("in a real window keys are those of the layout: undo, redo, a panel's digit and quit, as typed") {
  for (const char* tool : {"xvfb-run", "xdotool", "setxkbmap"})
    if (run_program({"sh", "-c", std::string("command -v ") + tool}).status != 0) {
      MESSAGE("skipped: " << tool << " is not installed");
      return;
    }
  // French moves Q, W, A, Z and the digits, German Y and Z.
  for (const char* layout : {"us", "fr", "de"}) {
    CAPTURE(layout);
    const TemporaryFolder folder;
    const std::string out = (folder.path() / "titles").string();
    const ProgramEnd end =
        run_program({"sh", "-c",
                     "exec xvfb-run -a -s '-screen 0 1280x800x24' " LATENTWALK_LAYOUTS " " + kViewer + " " + layout +
                         " " + kFixtures + "/tiny-gan.safetensors " + kFixtures + "/tiny-vae.safetensors > " + out});
    CAPTURE(end.message);
    REQUIRE(end.status == 0);
    std::ifstream titles(out);
    std::vector<std::string> lines;
    for (std::string line; std::getline(titles, line);) lines.push_back(line);
    REQUIRE(lines.size() == 6);
    CHECK(lines[0] == "Sample \u2013 tiny-gan \u2013 latentwalk");
    CHECK(lines[1] != lines[0]);  // another model was clicked
    CHECK(lines[2] == lines[0]);  // Ctrl Z
    CHECK(lines[3] == lines[1]);  // Ctrl Y
    CHECK(lines[4].starts_with("Walk"));
    CHECK(lines[5] == "quit");  // Ctrl Q
  }
}

TEST_CASE("a picture with a model that is missing is an error of one line, and no picture") {
  const TemporaryFolder folder;
  const std::string png = (folder.path() / "x.png").string();
  int status = 0;
  const std::string message = output_of({"/no/such.safetensors", "--fresh", "--screenshot", png}, status);
  CHECK(status == 1);
  CHECK(message.find("/no/such.safetensors: no such model file") != std::string::npos);
  CHECK_FALSE(fs::exists(png));
}
