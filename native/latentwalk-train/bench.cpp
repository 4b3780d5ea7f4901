// latentwalk-train bench: the speed of training steps, with the fast transposed convolution and without.
#include <CLI/CLI.hpp>
#include <iomanip>
#include <iostream>
#include <memory>
#include <string>

#include "latentwalk-train/train_commands.hpp"
#include "support/files.hpp"
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

}  // namespace

void add_bench_command(CLI::App& app, int& status) {
  struct Options {
    std::string config = "configs/conv-gan.json", preset = "best";
    int rounds = 7, threads = 0, rate = 0;
    std::string device = "cpu", amp = "off";
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
    compare_paths(options->config, options->preset, options->rounds, options->threads);
  });
}

}  // namespace latentwalk
