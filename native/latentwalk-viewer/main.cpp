// latentwalk-viewer: the explorer in a window; or a picture of a scene, or of the window itself, without a display.

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <exception>
#include <iostream>

#include "command_line/complete.hpp"
#include "command_line/numbers.hpp"
#include "latentwalk-viewer/run_viewer.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/version.hpp"
#include "support/model_file.hpp"
#include "support/printable.hpp"
#include "viewer/core/scene.hpp"
#include "viewer/core/settings.hpp"
#include "viewer/gui/app.hpp"

namespace {

namespace fs = std::filesystem;
using latentwalk::add_number;

constexpr int kFailure = 1, kUsage = 2;

int report(const std::string& message, int status) {
  std::cerr << "latentwalk-viewer: " << latentwalk::printable(message) << std::endl;  // one error, one line
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App program(
      "Explore generative models of digits: sample, walk, move over planes of latent space, draw, compare.\n"
      "MODEL is a model file (.safetensors), or the name of a shipped one.");
  program.name("latentwalk-viewer");
  program.set_version_flag("--version", std::string("latentwalk-viewer ") + latentwalk::kVersion,
                           "Print the version and exit");
  program.set_help_flag("-h,--help", "Print this help and exit");
  std::vector<std::string> models;
  fs::path render, out;
  latentwalk::viewer::ViewerOptions options;
  std::string theme;
  program.add_option("MODEL", models, "Models to open beside the shipped ones; the first is shown")->type_name("");
  program.add_option("--run", options.app.run, "Watch a training run: the folder of latentwalk-train --out")
      ->type_name("FOLDER");
  program.add_option("--data", options.app.data, "Test digits as IDX files [looked for in data]")->type_name("FOLDER");
  program.add_option("--walk", options.app.walk, "Open a saved walk (.json) or latents (.npy)")->type_name("FILE");
  program
      .add_option("--panel", options.app.panel,
                  "Show first: samples, walk, plane, dimensions, draw, compare, training or information")
      ->type_name("NAME")
      ->check(CLI::IsMember({"samples", "walk", "plane", "dimensions", "draw", "compare", "training", "information"}));
  add_number(program, "--digit", options.app.digit, 0, 99999, "Begin Draw with this test digit, counted from 0");
  program.add_option("--theme", theme, "light or dark [as the last time]")
      ->type_name("NAME")
      ->check(CLI::IsMember({"light", "dark"}));
  add_number(program, "--scale", options.scale, latentwalk::viewer::kMinScale, latentwalk::viewer::kMaxScale,
             "Size of text and controls [as the last time]");
  program.add_option("--render", render, "Make a picture of a scene (docs/viewer.md) and exit; needs no display")
      ->type_name("SCENE.json");
  CLI::Option* out_option =
      program.add_option("-o,--out", out, "Where --render writes: .png, or .gif for a walk")->type_name("FILE");
  CLI::Option* shot = program.add_option("--screenshot", options.screenshot,
                                         "Save a picture of the window and exit; works without a display");
  shot->type_name("FILE.png");
  add_number(program, "--frames", options.frames, 1, 100000, "Frames before the picture is taken")
      ->needs(shot)
      ->capture_default_str();
  add_number(program, "--width", options.width, 200, 16384, "Width in pixels");
  add_number(program, "--height", options.height, 200, 16384, "Height in pixels");
  program.add_option("--regions", options.regions, "Beside the picture: where each thing in it lies, as JSON")
      ->type_name("FILE.json")
      ->needs(shot);
  program.add_flag("--fresh", options.fresh, "Neither read nor write the settings");

  try {
    if (latentwalk::print_completions(program, argc, argv)) return 0;
    program.parse(argc, argv);
    if (!render.empty()) {
      if (out_option->count() == 0) return report("--render needs --out FILE.png or FILE.gif", kUsage);
      std::cout << latentwalk::viewer::render_scene_file(render, out) << "\n";
      if (!std::cout.flush()) latentwalk::fail("standard output cannot be written");
      return 0;
    }
    if (out_option->count() > 0) return report("--out goes with --render SCENE.json", kUsage);
    if (!options.screenshot.empty() && options.screenshot.extension() != ".png")
      return report("--screenshot " + options.screenshot.string() + ": expected a file name that ends in .png", kUsage);
    if (!theme.empty()) options.dark = theme == "dark";
    if (const auto folder = latentwalk::models_folder()) options.app.shipped = *folder;
    for (const std::string& model : models) {
      // A name is looked up among the shipped ones; whether a file can be read is for the window to say.
      const fs::path shipped = options.app.shipped / (model + ".safetensors");
      const bool is_name = model.find_first_of("/.") == std::string::npos && fs::exists(shipped);
      options.app.models.push_back(is_name && !fs::exists(model) ? shipped : fs::path(model));
    }
    if (!options.fresh) options.app.settings = latentwalk::viewer::settings_path();
    return latentwalk::viewer::run_viewer(options);
  } catch (const CLI::Success& help_or_version) {
    return program.exit(help_or_version);
  } catch (const CLI::ParseError& error) {
    return report(std::string(error.what()) + " (latentwalk-viewer --help lists the options)", kUsage);
  } catch (const std::bad_alloc&) {
    return report("not enough memory", kFailure);
  } catch (const std::exception& error) {
    return report(error.what(), kFailure);
  }
}
