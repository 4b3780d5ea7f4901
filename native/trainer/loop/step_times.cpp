#include "trainer/loop/step_times.hpp"

#include <algorithm>
#include <chrono>
#include <tuple>
#include <vector>

#include "latentwalk/learner.hpp"
#include "trainer/libtorch/device.hpp"
#include "trainer/loop/trainer.hpp"

namespace latentwalk {
namespace {

constexpr int kWarmUpSteps = 10;  // backends choose their algorithms and allocate memory in these

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double timed_step(Trainer& trainer) {
  const auto start = std::chrono::steady_clock::now();
  trainer.step();
  trainer.check_finite();  // waits for the device
  return seconds_since(start);
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

TrainingData random_digits(const Config& config, torch::Device device) {
  const std::int64_t count = config.training.batch_size * 4;
  const std::vector<std::int64_t> shape{count, 1, static_cast<std::int64_t>(config.model.image_height),
                                        static_cast<std::int64_t>(config.model.image_width)};
  const auto classes = static_cast<std::int64_t>(std::max<std::size_t>(config.model.class_count, 1));
  TrainingData data;
  data.pixels = torch::randint(256, shape, torch::kUInt8).to(device);
  data.labels = torch::randint(classes, {count}, torch::kInt64).to(device);
  return data;
}

}  // namespace

double digits_per_second(const Config& config, const std::string& device_name, const ComputeOptions& compute,
                         int steps) {
  const torch::Device device = parse_device(device_name);
  Trainer trainer(config, random_digits(config, device), device);
  trainer.use(compute);
  for (int i = 0; i < kWarmUpSteps; ++i) trainer.step();
  trainer.check_finite();
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < steps; ++i) trainer.step();
  trainer.check_finite();
  return static_cast<double>(steps * config.training.batch_size) / seconds_since(start);
}

LearnerTimes time_learner(const Config& config, int rounds, int threads) {
  constexpr int kBlock = 5;  // LibTorch's threads spin for a moment after its last step
  Trainer theirs(config, random_digits(config, torch::kCPU), torch::kCPU);
  Digits digits{
      static_cast<std::size_t>(theirs.data().count()), config.model.image_width, config.model.image_height, {}, {}};
  const auto& [pixels, labels] = std::tie(theirs.data().pixels, theirs.data().labels);
  digits.pixels.assign(pixels.data_ptr<std::uint8_t>(), pixels.data_ptr<std::uint8_t>() + pixels.numel());
  digits.labels.assign(labels.data_ptr<std::int64_t>(), labels.data_ptr<std::int64_t>() + labels.numel());
  Learner ours(config, std::move(digits), static_cast<std::size_t>(threads));
  std::vector<double> our_times, their_times;
  const auto block = [](std::vector<double>& times, auto& trainer) {
    trainer.step();  // warms the cache
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < kBlock; ++i) trainer.step();
    times.push_back(seconds_since(start) / kBlock);
  };
  for (int round = 0; round < rounds; ++round) {
    block(our_times, ours);
    block(their_times, theirs);
  }
  return {median(our_times), median(their_times)};
}

ConvTransposeTimes time_conv_transpose(const Config& config, int rounds) {
  const torch::Device cpu(torch::kCPU);
  Trainer ours(config, random_digits(config, cpu), cpu), stock(config, random_digits(config, cpu), cpu);
  stock.use_conv_transpose(ConvTransposePath::stock);
  timed_step(ours);
  timed_step(stock);
  std::vector<double> our_times, stock_times;
  for (int round = 0; round < rounds; ++round) {
    our_times.push_back(timed_step(ours));
    stock_times.push_back(timed_step(stock));
  }
  return {median(our_times), median(stock_times)};
}

}  // namespace latentwalk
