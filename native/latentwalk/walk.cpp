// latentwalk walk: writes the digits on a walk between stations, as an animation or a strip.

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iomanip>
#include <iostream>
#include <memory>
#include <sstream>

#include "command_line/numbers.hpp"
#include "gif/gif.hpp"
#include "latentwalk/commands.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/image.hpp"
#include "latentwalk/latent.hpp"
#include "latentwalk/parallel.hpp"
#include "latentwalk/printable.hpp"
#include "latentwalk/scene.hpp"
#include "support/digits.hpp"
#include "support/files.hpp"
#include "support/model_file.hpp"
#include "support/png.hpp"

namespace latentwalk {
namespace {

struct WalkOptions {
  std::size_t threads = available_threads();
  std::string model;
  std::filesystem::path out;
  std::uint64_t from = 1, to = 2;
  std::vector<std::uint64_t> through;
  std::vector<std::string> stations;
  std::size_t count = 1, columns = 0, frames = 60, scale = 0;
  std::string label;
  std::string prior;
  double fps = 20.0;
  bool lerp = false, loop = false, dark = false;
};

/// A station whose class is named, 7:12@A, with the label of that class. Others stay as they are.
std::string with_label(const ModelSpec& spec, const std::string& text) {
  const std::size_t at = text.find('@');
  if (at == std::string::npos || spec.classes.empty()) return text;
  return text.substr(0, at + 1) + std::to_string(class_label(spec, text.substr(at + 1), "--stations: class"));
}

/// The stations of each digit: those that are named, or the digit of that index under each seed. Without a label, the
/// classes of a conditional model take turns from station to station, and begin at the digit's index.
std::vector<std::vector<Station>> digits_of(const ModelSpec& spec, const WalkOptions& options) {
  const int label = label_option(spec, options.label);
  if (!options.stations.empty()) {
    std::vector<Station> stations;
    for (const std::string& text : options.stations) {
      stations.push_back(parse_station(with_label(spec, text), "--stations"));
      if (label >= 0) stations.back().label = label;
      check_station(spec, stations.back(), "--stations");
    }
    return {stations};
  }
  std::vector<std::uint64_t> seeds = {options.from};
  seeds.insert(seeds.end(), options.through.begin(), options.through.end());
  seeds.push_back(options.to);
  std::vector<std::vector<Station>> digits(options.count);
  for (std::size_t digit = 0; digit < options.count; ++digit)
    for (std::size_t i = 0; i < seeds.size(); ++i) {
      const auto turn = static_cast<int>(spec.class_count > 0 ? (digit + i) % spec.class_count : 0);
      digits[digit].push_back({seeds[i], digit, label >= 0 ? label : spec.class_count > 0 ? turn : -1, {}});
    }
  return digits;
}

/// Puts the rows of each digit's walk in order: digit by digit, or for an animation step by step.
Tensor in_order(const std::vector<Tensor>& walks, bool step_after_step) {
  const std::size_t count = walks.size(), steps = walks.front().shape(0), size = walks.front().shape(1);
  Tensor all = zeros({count * steps, size});
  for (std::size_t digit = 0; digit < count; ++digit)
    for (std::size_t step = 0; step < steps; ++step) {
      const std::size_t row = step_after_step ? step * count + digit : digit * steps + step;
      std::copy_n(walks[digit].data() + step * size, size, all.data() + row * size);
    }
  return all;
}

Tensor draw(const Model& model, const WalkOptions& options, Prior prior,
            const std::vector<std::vector<Station>>& digits, bool animated) {
  const ModelSpec& spec = model.spec();
  const Interpolation how = options.lerp ? Interpolation::lerp : Interpolation::slerp;
  std::vector<Tensor> latents, weights;
  for (const std::vector<Station>& stations : digits) {
    const std::vector<std::int32_t> labels = labels_of(spec, stations);
    latents.push_back(model.walk(latents_of(model, stations, prior), options.frames, how, options.loop, prior, labels));
    if (spec.class_count > 0)
      weights.push_back(class_weights_along(labels, spec.class_count, options.frames, options.loop));
  }
  const Tensor all = in_order(latents, animated);
  if (weights.empty()) return model.decode(all, {}, options.threads);
  return model.decode_blend(all, in_order(weights, animated), options.threads);
}

std::string end_words(const ModelSpec& spec, const WalkOptions& options, const Station& station) {
  const std::string text =
      options.stations.empty() ? "seed " + std::to_string(station.seed) : "station " + station_text(station);
  return spec.classes.empty() ? text
                              : text + " (" + class_name(spec, static_cast<std::size_t>(label_of(spec, station))) + ")";
}

void run_walk(const WalkOptions& options) {
  check_extension(options.out, {".gif", ".png"});
  const bool animated = extension_of(options.out) == ".gif";
  if (!animated && options.columns != 0)
    fail("--columns applies to animations only: a strip has one column for each step");
  const LoadedModel loaded = load_model(options.model);
  check_not_source(options.out, {loaded.path});
  const ModelSpec& spec = loaded.model.spec();
  SheetStyle style;
  style.dark = options.dark;
  style.scale = options.scale != 0 ? options.scale : animated && options.count == 1 ? 8 : 2;
  const Prior prior = loaded.model.prior_named(options.prior);
  const std::vector<std::vector<Station>> digits = digits_of(spec, options);
  const std::size_t count = digits.size(), stations = digits.front().size();
  const std::size_t steps = (options.loop ? stations : stations - 1) * (options.frames - 1) + (options.loop ? 0 : 1);
  style.columns = animated ? options.columns : steps;
  check_size(spec, animated ? count : count * steps, style, animated ? steps : 1);
  const Tensor images = draw(loaded.model, options, prior, digits, animated);

  std::ostringstream what;
  if (animated) {
    std::vector<GreyImage> frames;
    for (std::size_t step = 0; step < steps; ++step) {
      frames.push_back(image_sheet(rows_of(images, step * count, count), style));
    }
    write_gif(options.out, frames, options.fps);
    what << steps << " frames of " << frames.front().width << " × " << frames.front().height << " pixels, "
         << std::fixed << std::setprecision(1) << static_cast<double>(steps) / options.fps << " s";
  } else {
    const GreyImage strip = image_sheet(images, style);
    write_png(options.out, strip);
    what << "a strip of " << steps << " steps, " << strip.width << " × " << strip.height << " pixels";
  }
  std::cout << printable(options.out.string()) << ": " << what.str() << ", " << spec.name << " from "
            << end_words(spec, options, digits.front().front()) << " to "
            << end_words(spec, options, digits.front().back()) << (options.loop ? " and back, " : ", ")
            << drawn_from(prior) << "\n";
}

}  // namespace

void add_walk(CLI::App& program) {
  auto options = std::make_shared<WalkOptions>();
  CLI::App* command = program.add_subcommand("walk", "Write the digits on a walk between seeds or stations");
  command->add_option("MODEL", options->model, "A model file, or a shipped model's name")->required()->type_name("");
  command->add_option("-o,--out", options->out, "The animation (.gif) or strip (.png) to write")
      ->required()
      ->type_name("FILE");
  CLI::Option* from = add_seed(*command, "--from-seed", options->from, "Seed at the start of the walk");
  from->capture_default_str();
  CLI::Option* to = add_seed(*command, "--to-seed", options->to, "Seed at the end of the walk")->capture_default_str();
  CLI::Option* through = add_seed(*command, "--through", options->through, "Seeds between start and end");
  CLI::Option* stations = command
                              ->add_option("--stations", options->stations,
                                           "The stations of one digit in place of seeds, as on the page: 7:12@3,9 "
                                           "(seed:index@class); a class may be named: 7@A")
                              ->type_name("STATIONS")
                              ->delimiter(',')
                              ->expected(2, static_cast<int>(kMaxStations));
  for (CLI::Option* other : {from, to, through}) stations->excludes(other);
  add_number(*command, "--frames", options->frames, 2, 1000, "Pictures from one seed to the next, including both")
      ->capture_default_str();
  stations->excludes(add_number(*command, "--count", options->count, 1, 1000, "Number of digits that walk side by side")
                         ->capture_default_str());
  add_number(*command, "--columns", options->columns, 1, 1000, "Digits per row of an animation [a square sheet]");
  add_number(*command, "--threads", options->threads, 1, 256, "Threads to draw with [one per core]");
  command
      ->add_option("--label", options->label,
                   "Class label or name to draw, for conditional models [all in turn, blended on the way]")
      ->type_name("CLASS");
  add_prior(*command, options->prior);
  add_number(*command, "--scale", options->scale, 1, 32,
             "Enlarge each digit by this factor [8 for one digit, 2 for more]");
  add_number(*command, "--fps", options->fps, 1.0, 50.0, "Frames per second of an animation")->capture_default_str();
  command->add_flag("--lerp", options->lerp, "Interpolate linearly (lerp) instead of spherically (slerp)");
  command->add_flag("--loop", options->loop, "Return to the first seed, so that the animation repeats smoothly");
  command->add_flag("--dark", options->dark, "Draw light ink on dark paper");
  command->callback([options] { run_walk(*options); });
}

}  // namespace latentwalk
