// latentwalk walk: writes the digits on a walk between the latents of two seeds, as an animation or a strip.

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
  std::size_t count = 1, columns = 0, frames = 40, scale = 0;
  int label = -1;
  std::string prior;
  double fps = 20.0;
  bool lerp = false, loop = false, dark = false;
};

/// The number of pictures of each digit on the walk (latentwalk/latent.hpp, walk).
std::size_t step_count(const WalkOptions& options) {
  const std::size_t legs = options.through.size() + (options.loop ? 2 : 1);
  return legs * (options.frames - 1) + (options.loop ? 0 : 1);
}

/// The walk of each digit through its latents under all seeds: (count * steps, latent_dim). Rows are grouped by digit,
/// or for an animation by step.
Tensor paths(const Model& model, const WalkOptions& options, Prior prior, bool step_after_step) {
  std::vector<std::uint64_t> seeds = {options.from};
  seeds.insert(seeds.end(), options.through.begin(), options.through.end());
  seeds.push_back(options.to);
  std::vector<Tensor> draws;
  draws.reserve(seeds.size());
  const std::vector<std::int32_t> labels = labels_for(model.spec(), options.label, options.count);
  for (const std::uint64_t seed : seeds) draws.push_back(model.sample_latents(seed, options.count, prior, labels));

  const std::size_t dim = latent_dim(model.spec());
  const std::size_t steps = step_count(options);
  Tensor all = zeros({options.count * steps, dim});
  for (std::size_t digit = 0; digit < options.count; ++digit) {
    Tensor stations = zeros({seeds.size(), dim});
    for (std::size_t i = 0; i < seeds.size(); ++i) {
      std::copy_n(draws[i].data() + digit * dim, dim, stations.data() + i * dim);
    }
    const std::vector<std::int32_t> label(labels.empty() ? 0 : seeds.size(), labels.empty() ? 0 : labels[digit]);
    const Tensor path = model.walk(stations, options.frames, options.lerp ? Interpolation::lerp : Interpolation::slerp,
                                   options.loop, prior, label);
    for (std::size_t step = 0; step < steps; ++step) {
      const std::size_t row = step_after_step ? step * options.count + digit : digit * steps + step;
      std::copy_n(path.data() + step * dim, dim, all.data() + row * dim);
    }
  }
  return all;
}

std::vector<std::int32_t> labels_of_rows(const ModelSpec& spec, const WalkOptions& options, std::size_t steps,
                                         bool step_after_step) {
  const std::vector<std::int32_t> of_digit = labels_for(spec, options.label, options.count);
  std::vector<std::int32_t> labels(of_digit.empty() ? 0 : options.count * steps);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    labels[i] = of_digit[step_after_step ? i % options.count : i / steps];
  }
  return labels;
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
  const std::size_t steps = step_count(options);
  if (animated) {
    style.columns = options.columns;
    check_size(spec, options.count, style, steps);
  } else {
    style.columns = steps;
    check_size(spec, options.count * steps, style);
  }

  const Prior prior = loaded.model.prior_named(options.prior);
  const Tensor latents = paths(loaded.model, options, prior, animated);
  const Tensor images = loaded.model.decode(latents, labels_of_rows(spec, options, steps, animated), options.threads);

  std::ostringstream what;
  if (animated) {
    std::vector<GreyImage> frames;
    for (std::size_t step = 0; step < steps; ++step) {
      frames.push_back(image_sheet(rows_of(images, step * options.count, options.count), style));
    }
    write_gif(options.out, frames, options.fps);
    what << steps << " frames of " << frames.front().width << " × " << frames.front().height << " pixels, "
         << std::fixed << std::setprecision(1) << static_cast<double>(steps) / options.fps << " s";
  } else {
    const GreyImage strip = image_sheet(images, style);
    write_png(options.out, strip);
    what << "a strip of " << steps << " steps, " << strip.width << " × " << strip.height << " pixels";
  }
  std::cout << printable(options.out.string()) << ": " << what.str() << ", " << spec.name << " from seed "
            << options.from << " to seed " << options.to << (options.loop ? " and back, " : ", ") << drawn_from(prior)
            << "\n";
}

}  // namespace

void add_walk(CLI::App& program) {
  auto options = std::make_shared<WalkOptions>();
  CLI::App* command = program.add_subcommand("walk", "Write the digits on a walk between two seeds");
  command->add_option("MODEL", options->model, "A model file, or a shipped model's name")->required()->type_name("");
  command->add_option("-o,--out", options->out, "The animation (.gif) or strip (.png) to write")
      ->required()
      ->type_name("FILE");
  add_seed(*command, "--from-seed", options->from, "Seed at the start of the walk")->capture_default_str();
  add_seed(*command, "--to-seed", options->to, "Seed at the end of the walk")->capture_default_str();
  add_seed(*command, "--through", options->through, "Seeds between start and end");
  add_number(*command, "--frames", options->frames, 2, 1000, "Pictures from one seed to the next, including both")
      ->capture_default_str();
  add_number(*command, "--count", options->count, 1, 1000, "Number of digits that walk side by side")
      ->capture_default_str();
  add_number(*command, "--columns", options->columns, 1, 1000, "Digits per row of an animation [a square sheet]");
  add_number(*command, "--threads", options->threads, 1, 256, "Threads to draw with [one per core]");
  add_number(*command, "--label", options->label, 0, 1000, "Class label to draw, for conditional models [all in turn]");
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
