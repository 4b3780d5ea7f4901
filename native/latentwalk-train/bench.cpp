// latentwalk-train bench: what the fast transposed convolution gains, as a ratio of runs made side by side.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <iomanip>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "latentwalk-train/train_commands.hpp"
#include "latentwalk/error.hpp"
#include "support/files.hpp"
#include "trainer/libtorch/threads.hpp"
#include "trainer/loop/run.hpp"
#include "trainer/loop/trainer.hpp"

namespace latentwalk {
namespace {

double timed_step(Trainer& trainer) {
  const auto start = std::chrono::steady_clock::now();
  trainer.step();
  trainer.check_finite();  // waits for the device
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

/// Speed does not depend on what the pixels show.
TrainingData noise_digits(const Config& config) {
  const std::int64_t count = config.training.batch_size * 4;
  return {torch::randint(256,
                         {count, 1, static_cast<std::int64_t>(config.model.image_height),
                          static_cast<std::int64_t>(config.model.image_width)},
                         torch::kUInt8),
          torch::randint(10, {count}, torch::kInt64)};
}

/// Digits a second without waiting for the device in between: for scripts/bench, which makes ratios of such runs.
void print_rate(const std::string& path, const std::string& preset, const std::string& device_text,
                const ComputeOptions& compute, int iterations, int threads) {
  set_threads(threads);
  apply_compute_options(compute);
  const Config config = resolve_config(read_text(path), preset, {Json{{"training", {{"epochs", 1000000}}}}}, path);
  const torch::Device device = parse_device(device_text);
  TrainingData data = noise_digits(config);
  data.pixels = data.pixels.to(device);
  data.labels = data.labels.to(device);
  Trainer trainer(config, data, device);
  trainer.use(compute);
  for (int i = 0; i < 10; ++i) trainer.step();  // so that algorithms are chosen and memory is taken
  trainer.check_finite();
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < iterations; ++i) trainer.step();
  trainer.check_finite();
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::cout << static_cast<double>(iterations * config.training.batch_size) / seconds << std::endl;
}

void bench(const std::string& path, const std::string& preset, int rounds, int threads) {
  set_threads(threads);
  const Config config = resolve_config(read_text(path), preset, {Json{{"training", {{"epochs", 1000000}}}}}, path);
  const torch::Device cpu(torch::kCPU);
  Trainer ours(config, noise_digits(config), cpu), stock(config, noise_digits(config), cpu);
  stock.use_conv_transpose(ConvTransposePath::stock);
  timed_step(ours);
  timed_step(stock);
  std::vector<double> our_times, stock_times;
  for (int round = 0; round < rounds; ++round) {
    our_times.push_back(timed_step(ours));
    stock_times.push_back(timed_step(stock));
  }
  const double our_time = median(our_times), stock_time = median(stock_times);
  std::cout << std::fixed << std::setprecision(1) << config.model.name << " (" << preset << "), batch "
            << config.training.batch_size << ", " << threads_text() << ", LibTorch " << TORCH_VERSION << ", medians of "
            << rounds << " alternating iterations\n"
            << "  stock transposed convolution (torch::nn::ConvTranspose2d's): " << 1e3 * stock_time << " ms\n"
            << "  as the data gradient of a convolution:                       " << 1e3 * our_time << " ms\n"
            << "  ratio: " << std::setprecision(2) << stock_time / our_time << std::endl;
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
  CLI::App* command = app.add_subcommand("bench", "Time training iterations with both transposed convolutions");
  command->add_option("--config", options->config, "Configuration")->capture_default_str();
  command->add_option("--preset", options->preset, "Preset of the configuration")->capture_default_str();
  command->add_option("--rounds", options->rounds, "Iterations of each")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command->add_option("--threads", options->threads, "Threads; 0: one a core")
      ->check(CLI::Range(0, 1024))
      ->capture_default_str();
  command
      ->add_option("--rate", options->rate,
                   "Print the digits a second of so many iterations instead, for comparisons with another program")
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
    bench(options->config, options->preset, options->rounds, options->threads);
  });
}

}  // namespace latentwalk
