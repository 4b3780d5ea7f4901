// latentwalk-train bench: the speed of training steps, with the fast transposed convolution and without, and of the
// core's.
#include <CLI/CLI.hpp>
#include <chrono>
#include <iomanip>
#include <iostream>
#include <memory>
#include <string>

#include "data/idx.hpp"
#include "evaluate/class_reading.hpp"
#include "latentwalk-train/train_commands.hpp"
#include "latentwalk/classifier.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/latent.hpp"
#include "latentwalk/learner.hpp"
#include "latentwalk/parallel.hpp"
#include "support/files.hpp"
#include "support/shipped.hpp"
#include "trainer/libtorch/threads.hpp"
#include "trainer/loop/step_times.hpp"

namespace latentwalk {
namespace {

/// With so many epochs that the training never ends.
Config read_config(const std::string& path, const std::string& preset) {
  return resolve_config(read_text(path), preset, {Json{{"training", {{"epochs", 1000000}}}}}, path);
}

/// Prints digits a second, for scripts/bench.
void print_rate(const std::string& path, const std::string& preset, const std::string& device,
                const ComputeOptions& compute, int steps, int threads) {
  set_threads(threads);
  apply_compute_options(compute);
  std::cout << digits_per_second(read_config(path, preset), device, compute, steps) << std::endl;
}

void compare_paths(const std::string& path, const std::string& preset, int rounds, int threads) {
  set_threads(threads);
  const Config config = read_config(path, preset);
  const ConvTransposeTimes times = time_conv_transpose(config, rounds);
  std::cout << std::fixed << std::setprecision(1) << config.model.name << " (" << preset << "), batch "
            << config.training.batch_size << ", " << threads_text() << ", LibTorch " << libtorch_version()
            << ", medians of " << rounds << " alternating steps\n"
            << "  stock transposed convolution (torch::nn::ConvTranspose2d's): " << 1e3 * times.stock << " ms\n"
            << "  as the data gradient of a convolution:                       " << 1e3 * times.gradient << " ms\n"
            << "  ratio: " << std::setprecision(2) << times.stock / times.gradient << std::endl;
}

void compare_with_learner(const std::string& path, const std::string& preset, int rounds, int threads) {
  set_threads(threads);
  const Config config = read_config(path, preset);
  const int used = threads > 0 ? threads : static_cast<int>(available_threads());
  const LearnerTimes times = time_learner(config, rounds, used);
  std::cout << std::fixed << std::setprecision(2) << config.model.name << ", batch " << config.training.batch_size
            << ", " << used << (used == 1 ? " thread" : " threads") << ": core " << 1e3 * times.core
            << " ms a step, LibTorch " << 1e3 * times.libtorch << " ms, ratio " << times.libtorch / times.core
            << std::endl;
}

/// Trains the core's learner until the classifier reads all digits in its samples, and prints the time.
void time_to_digits(const std::string& path, const std::string& preset, const std::string& data, int threads) {
  constexpr std::size_t kSamples = 500;
  constexpr double kReadable = 2.0;  // entropy of the digits that are read; all ten equally often: 2.303
  constexpr std::int64_t kEvery = 10, kPatience = 10000;  // steps
  const Config config = resolve_config(read_text(path), preset, {}, path);
  const std::string file = shipped("classifier/digit-classifier.safetensors").string();
  const ClassifierNetworks classifier = ClassifierNetworks::parse(read_file(file), file);
  const int used = threads > 0 ? threads : static_cast<int>(available_threads());
  Learner learner(config, load_digits(data, "train"), static_cast<std::size_t>(used));
  const Tensor latents = sample_latents(config.model, 1, kSamples);
  const std::vector<std::int32_t> labels = labels_in_turn(config.model, kSamples);
  double seconds = 0;
  while (learner.steps_done() < kPatience) {
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < kEvery; ++i) learner.step();
    seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const ClassReading read = read_classes(classifier(learner.sample(latents, labels)).probabilities);
    if (read.entropy < kReadable || read.confidence < 0.5) continue;
    std::cout << std::fixed << std::setprecision(2) << config.model.name << ": readable digits after "
              << learner.steps_done() << " steps, " << seconds << " s" << std::endl;
    return;
  }
  fail(path, ": no readable digits after ", kPatience, " steps");
}

}  // namespace

void add_bench_command(CLI::App& app, int& status) {
  struct Options {
    std::string config = "configs/conv-gan.json", preset = "best";
    int rounds = 7, threads = 0, rate = 0;
    std::string device = "cpu", amp = "off", data;
    bool learner = false;
    ComputeOptions compute;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("bench", "Time training steps with both transposed convolutions");
  command->add_option("--config", options->config, "Configuration")->capture_default_str();
  command->add_option("--preset", options->preset, "Preset of the configuration")->capture_default_str();
  command->add_option("--rounds", options->rounds, "Steps with each")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command->add_option("--threads", options->threads, "Threads; 0: one for each core")
      ->check(CLI::Range(0, 1024))
      ->capture_default_str();
  command->add_option("--rate", options->rate, "Print the digits a second over this many steps instead")
      ->check(CLI::Range(1, 1000000));
  command->add_flag("--learner", options->learner, "Time the core's training against LibTorch's on the CPU instead");
  command->add_option("--until-digits", options->data,
                      "Time the core's training on the MNIST files in this folder until its samples are readable");
  command->add_option("--device", options->device, "With --rate: auto, cpu, cuda or cuda:N")->capture_default_str();
  command->add_option("--amp", options->amp, "With --rate: bf16 or off")
      ->check(CLI::IsMember({"bf16", "off"}))
      ->capture_default_str();
  command->add_flag("--channels-last", options->compute.channels_last, "With --rate: memory order NHWC");
  command->add_flag("--tf32", options->compute.tf32, "With --rate: CUDA products with a mantissa of 10 bits");
  command->callback([options, &status] {
    options->compute.bf16 = options->amp == "bf16";
    status = 0;
    if (options->rate > 0)
      return print_rate(options->config, options->preset, options->device, options->compute, options->rate,
                        options->threads);
    if (!options->data.empty())
      return time_to_digits(options->config, options->preset, options->data, options->threads);
    if (options->learner)
      return compare_with_learner(options->config, options->preset, options->rounds, options->threads);
    compare_paths(options->config, options->preset, options->rounds, options->threads);
  });
}

}  // namespace latentwalk
