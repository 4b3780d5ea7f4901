// latentwalk-viewer: the explorer in a window; or a picture of a scene, or of the window itself, without a display.

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <iostream>

#include "command_line/complete.hpp"
#include "command_line/numbers.hpp"
#include "latentwalk-viewer/run_viewer.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/parallel.hpp"
#include "latentwalk/printable.hpp"
#include "latentwalk/version.hpp"
#include "scene/scene_file.hpp"
#include "support/caught.hpp"
#include "support/files.hpp"
#include "support/model_file.hpp"
#include "viewer/session/desktop.hpp"
#include "viewer/session/settings.hpp"
#include "viewer/shell/shell.hpp"

namespace {

namespace fs = std::filesystem;
using latentwalk::add_number;
using namespace latentwalk::viewer;

constexpr int kFailure = 1, kUsage = 2;

int report(const std::string& message, int status) {
  std::cerr << "latentwalk-viewer: " << latentwalk::printable(message) << std::endl;  // one error, one line
  return status;
}

struct Arguments {
  std::vector<std::string> models;
  fs::path run, scene, out;
  std::string theme, render;
  ViewerOptions options;
};

void add_options(CLI::App& program, Arguments& arguments) {
  ViewerOptions& options = arguments.options;
  program.add_option("MODEL", arguments.models, "Models to open beside the shipped ones; the first is shown")
      ->type_name("");
  program.add_option("--run", arguments.run, "Watch a training run: the folder of latentwalk-train --out")
      ->type_name("FOLDER");
  program.add_option("--data", options.shell.session.data, "Test digits as IDX files [looked for in data]")
      ->type_name("FOLDER");
  program.add_option("--scene", arguments.scene, "Open a saved scene (.json) or latents (.npy)")->type_name("FILE");
  program
      .add_option("--panel", options.shell.session.view,
                  "Show first: sample, walk, map, dimensions, draw, inside, learn, compare, training, arithmetic or "
                  "information")
      ->type_name("NAME")
      ->check(CLI::IsMember(std::vector<std::string>(view::kAll.begin(), view::kAll.end())));
  add_number(program, "--digit", options.shell.digit, 0, 99999, "Begin Draw with this test digit, counted from 0");
  program.add_option("--theme", arguments.theme, "light or dark [as the last time]")
      ->type_name("NAME")
      ->check(CLI::IsMember({"light", "dark"}));
  add_number(program, "--scale", options.scale, kMinScale, kMaxScale, "Size of text and controls [as the last time]");
  program
      .add_option("--render", arguments.render,
                  "Make a picture of a scene, a .json file or an address, and exit; needs no display")
      ->type_name("SCENE");
  program.add_option("-o,--out", arguments.out, "Where --render writes: .png, .npy, or .gif for a walk")
      ->type_name("FILE");
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
}

int run(Arguments& arguments) {
  ViewerOptions& options = arguments.options;
  SessionOptions& session = options.shell.session;
  if (!arguments.render.empty()) {
    if (arguments.out.empty()) return report("--render needs --out FILE.png or FILE.gif", kUsage);
    const latentwalk::RenderOptions render{session.data, latentwalk::available_threads()};
    std::cout << latentwalk::printable(latentwalk::render_scene(arguments.render, arguments.out, render)) << "\n";
    if (!std::cout.flush()) latentwalk::fail("standard output cannot be written");
    return 0;
  }
  if (!arguments.out.empty()) return report("--out goes with --render SCENE", kUsage);
  if (!options.screenshot.empty() && latentwalk::extension_of(options.screenshot) != ".png")
    return report("--screenshot " + options.screenshot.string() + ": expected a file name that ends in .png", kUsage);
  if (!arguments.theme.empty()) options.dark = arguments.theme == "dark";
  if (const auto folder = latentwalk::models_folder()) session.shipped = *folder;
  for (const std::string& model : arguments.models) {
    // A name is looked up among the shipped ones; whether a file can be read is for the window to say.
    const fs::path shipped = session.shipped / (model + ".safetensors");
    const bool is_name = model.find_first_of("/.") == std::string::npos && fs::exists(shipped);
    session.files.push_back(is_name && !fs::exists(model) ? shipped : fs::path(model));
    // A window reads the file as soon as somebody writes it; a picture cannot wait.
    if (!options.screenshot.empty() && !fs::exists(session.files.back()))
      latentwalk::fail(session.files.back().string(), ": no such model file");
  }
  for (const fs::path& file : {arguments.run, arguments.scene})
    if (!file.empty()) session.files.push_back(file);
  if (!options.fresh) session.settings = settings_path();
  session.less_motion = desktop_asks_for_less_motion(config_folder());
  return run_viewer(options);
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
  Arguments arguments;
  add_options(program, arguments);
  try {
    if (latentwalk::print_completions(program, argc, argv)) return 0;
    program.parse(argc, argv);
    return run(arguments);
  } catch (const CLI::Success& help_or_version) {
    return program.exit(help_or_version);
  } catch (const CLI::ParseError& error) {
    return report(std::string(error.what()) + " (latentwalk-viewer --help lists the options)", kUsage);
  } catch (...) {
    return report(latentwalk::caught_message(), kFailure);
  }
}
