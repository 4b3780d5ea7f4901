// latentwalk render: writes the picture of a scene.

#include <iostream>
#include <memory>

#include "command_line/numbers.hpp"
#include "latentwalk/commands.hpp"
#include "latentwalk/parallel.hpp"
#include "latentwalk/printable.hpp"
#include "scene/scene_file.hpp"

namespace latentwalk {
namespace {

struct RenderCommand {
  std::string scene;
  std::filesystem::path out;
  RenderOptions options{.data = {}, .threads = available_threads()};
};

}  // namespace

void add_render(CLI::App& program) {
  auto options = std::make_shared<RenderCommand>();
  CLI::App* command = program.add_subcommand("render", "Write the picture of a scene that page or viewer saved");
  command->add_option("SCENE", options->scene, "A scene's file (.json), or its address on the page in quotes")
      ->required()
      ->type_name("");
  command
      ->add_option("-o,--out", options->out,
                   "The picture (.png), a walk's animation (.gif) or the digits as an array (.npy) to write")
      ->required()
      ->type_name("FILE");
  command->add_option("--data", options->options.data, "Test digits as IDX files [looked for in data]")
      ->type_name("FOLDER");
  add_number(*command, "--threads", options->options.threads, 1, 256, "Threads to draw with [one per core]");
  command->callback(
      [options] { std::cout << printable(render_scene(options->scene, options->out, options->options)) << "\n"; });
}

}  // namespace latentwalk
