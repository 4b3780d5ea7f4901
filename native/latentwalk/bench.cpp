// latentwalk bench: times a model and compares it with this machine's peak rate.
#include "latentwalk/bench.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "command_line/numbers.hpp"
#include "latentwalk/commands.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/json.hpp"
#include "latentwalk/latent.hpp"
#include "latentwalk/parallel.hpp"
#include "support/model_file.hpp"

namespace latentwalk {
namespace {

using Clock = std::chrono::steady_clock;

struct BenchOptions {
  std::string model;
  std::vector<std::size_t> batches{1, 64}, threads{1, available_threads()};
  double seconds = 1.0;
  bool encode = false, json = false;
};

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// Median and minimum of the milliseconds per sample, over as many calls as fit into `seconds`, at least 5. With
/// `encode`, a call encodes pictures and decodes their codes.
std::pair<double, double> time_calls(const Model& model, std::size_t batch, std::size_t threads, double seconds,
                                     bool encode) {
  const Tensor latents = sample_latents(model.spec(), 1, batch);
  const std::vector<std::int32_t> labels(model.spec().class_count > 0 ? batch : 0, 0);
  const Tensor pictures = model.decode(latents, labels, threads);  // the first call allocates the buffers
  if (encode) model.encode(pictures, labels, threads);
  std::vector<double> times;
  for (double spent = 0; times.size() < 5 || spent < seconds; spent += times.back()) {
    const auto start = Clock::now();
    model.decode(encode ? model.encode(pictures, labels, threads).mean : latents, labels, threads);
    times.push_back(seconds_since(start));
  }
  std::sort(times.begin(), times.end());
  const double scale = 1e3 / static_cast<double>(batch);
  return {times[times.size() / 2] * scale, times.front() * scale};
}

/// The costs of the steps of a network: for each step the fastest of nine runs.
template <class Profile>
std::vector<Network::StepCost> least_costs(Profile profile) {
  std::vector<Network::StepCost> total = profile();
  for (int i = 1; i < 9; ++i) {
    const auto costs = profile();
    for (std::size_t s = 0; s < costs.size(); ++s) total[s].seconds = std::min(total[s].seconds, costs[s].seconds);
  }
  return total;
}

Json costs_json(const std::vector<Network::StepCost>& steps, std::size_t batch, double peak) {
  Json layers = Json::array();
  for (const auto& step : steps) {
    const double ms = step.seconds * 1e3 / static_cast<double>(batch);
    const double gflops = ms > 0 ? step.flops / ms * 1e-6 : 0;
    layers.push_back({{"step", step.name},
                      {"ms", ms},
                      {"mflop", step.flops * 1e-6},
                      {"gflops", gflops},
                      {"share_of_peak", gflops / peak},
                      {"weight_kb", step.bytes / 1024}});
  }
  return layers;
}

void print_text(const Json& report) {
  std::printf("%s, peak of one thread %.1f GFLOP/s (measured now)\n", report["model"].get<std::string>().c_str(),
              report["peak_gflops"].get<double>());
  for (const Json& run_bench : report["runs"]) {
    std::printf("batch %3d, threads %d: %8.3f ms per sample (minimum %.3f), %.1f GFLOP/s, %.0f %% of peak\n",
                run_bench["batch"].get<int>(), run_bench["threads"].get<int>(), run_bench["median_ms"].get<double>(),
                run_bench["least_ms"].get<double>(), run_bench["gflops"].get<double>(),
                100 * run_bench["share_of_peak"].get<double>());
  }
  for (const Json& run_bench : report["layers"]) {
    std::printf("\n%-13s batch %4d, 1 thread     ms per sample    MFLOP  GFLOP/s  of peak   weights\n",
                (run_bench["network"].get<std::string>() + ",").c_str(), run_bench["batch"].get<int>());
    for (const Json& layer : run_bench["steps"])
      std::printf("  %-34s %10.4f %8.2f %8.1f %6.0f %% %6.0f KB\n", layer["step"].get<std::string>().c_str(),
                  layer["ms"].get<double>(), layer["mflop"].get<double>(), layer["gflops"].get<double>(),
                  100 * layer["share_of_peak"].get<double>(), layer["weight_kb"].get<double>());
  }
}

void run_bench(const BenchOptions& options) {
  const LoadedModel loaded = load_model(options.model);
  const double peak = measure_peak_gflops(0.3);
  Json report{
      {"model", loaded.model.spec().name}, {"peak_gflops", peak}, {"runs", Json::array()}, {"layers", Json::array()}};
  if (options.encode && !loaded.model.has_encoder())
    fail(options.model, ": --encode needs a model with an encoder, such as a VAE");
  const Model& model = loaded.model;
  for (const std::size_t batch : options.batches) {
    const Tensor latents = sample_latents(model.spec(), 1, batch);
    std::map<std::string, std::vector<Network::StepCost>> networks;
    networks[image_network_name(model.spec().family)] = least_costs([&] { return model.profile_decode(latents); });
    if (options.encode) {
      const Tensor pictures = zeros({batch, model.spec().image_height, model.spec().image_width});
      networks["encoder"] = least_costs([&] { return model.profile_encode(pictures); });
    }
    double flops = 0;
    for (const auto& [name, steps] : networks) {
      for (const auto& step : steps) flops += step.flops;
      report["layers"].push_back({{"network", name}, {"batch", batch}, {"steps", costs_json(steps, batch, peak)}});
    }
    for (const std::size_t threads : options.threads) {
      const auto [median, least] = time_calls(model, batch, threads, options.seconds, options.encode);
      const double gflops = flops / median * 1e-6;
      report["runs"].push_back({{"batch", batch},
                                {"threads", threads},
                                {"median_ms", median},
                                {"least_ms", least},
                                {"gflops", gflops},
                                {"share_of_peak", gflops / (peak * static_cast<double>(threads))}});
    }
  }
  if (options.json)
    std::cout << report.dump(2) << "\n";
  else
    print_text(report);
}

}  // namespace

void add_bench(CLI::App& program) {
  auto options = std::make_shared<BenchOptions>();
  CLI::App* command =
      program.add_subcommand("bench", "Time a model and each of its layers, as a share of this machine's peak rate");
  command->add_option("MODEL", options->model, "A model file, or a shipped model's name")->required()->type_name("");
  command->add_option("--batch", options->batches, "Samples per call; separate several values by commas")
      ->delimiter(',')
      ->check(CLI::Range(1, 4096))
      ->capture_default_str();
  command->add_option("--threads", options->threads, "Threads; separate several values by commas")
      ->delimiter(',')
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  command->add_option("--seconds", options->seconds, "Duration of each measurement")
      ->check(CLI::Range(0.01, 60.0))
      ->capture_default_str();
  command->add_flag("--encode", options->encode, "Time encoding pictures and decoding their codes; needs a VAE");
  command->add_flag("--json", options->json, "Print JSON");
  command->callback([options] { run_bench(*options); });
}

}  // namespace latentwalk
