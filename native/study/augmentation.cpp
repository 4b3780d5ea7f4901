#include "study/augmentation.hpp"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

#include "evaluate/train_classifier.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/latent.hpp"
#include "trainer/networks/tensor_bridge.hpp"
#include "trainer/networks/torch_network.hpp"

namespace latentwalk {
namespace {

constexpr double kClassifierRate = 2e-3;
constexpr std::size_t kSamplesAtOnce = 1000;

NetworkSpec small_classifier(std::size_t height, std::size_t width) {
  Conv2d first, second;
  first.out = 16;
  second.out = 32;
  first.kernel = second.kernel = 5;
  first.stride = second.stride = 2;
  first.padding = second.padding = 2;
  Linear head;
  head.out = 10;
  return {{1, height, width}, {first, Relu{}, second, Relu{}, Flatten{}, head}};
}

/// Labelled pictures to draw batches from, each once before any comes again.
class Source {
 public:
  Source(torch::Tensor images, torch::Tensor labels) : images_(std::move(images)), labels_(std::move(labels)) {}

  std::pair<torch::Tensor, torch::Tensor> draw(std::int64_t count) {
    while (order_.size(0) < count) order_ = torch::cat({order_, torch::randperm(images_.size(0), torch::kInt64)});
    const torch::Tensor chosen = order_.slice(0, 0, count);
    order_ = order_.slice(0, count);
    return {images_.index_select(0, chosen), labels_.index_select(0, chosen)};
  }

 private:
  torch::Tensor images_, labels_, order_ = torch::empty({0}, torch::kInt64);
};

torch::Tensor labels_tensor(const std::vector<std::uint8_t>& labels) {
  return torch::from_blob(const_cast<std::uint8_t*>(labels.data()), {static_cast<std::int64_t>(labels.size())},
                          torch::kUInt8)
      .to(torch::kInt64);
}

torch::Tensor digit_images(const Digits& digits) {
  return torch::from_blob(const_cast<std::uint8_t*>(digits.pixels.data()),
                          {static_cast<std::int64_t>(digits.count), 1, static_cast<std::int64_t>(digits.height),
                           static_cast<std::int64_t>(digits.width)},
                          torch::kUInt8)
             .to(torch::kFloat32) /
         255.0;
}

/// Where the categorical block starts in a latent vector, and how many values it has.
std::pair<std::size_t, std::size_t> code_place(const ModelSpec& model) {
  std::size_t at = 0;
  for (const LatentBlock& block : model.latent) {
    if (block.prior == LatentBlock::Prior::categorical) return {at, block.dim};
    at += block.dim;
  }
  fail(model.name, ": neither classes nor a categorical code: its samples have no labels");
}

}  // namespace

Pool generate_pool(const Model& model, const std::vector<int>& code_digits, std::size_t count, std::uint64_t seed) {
  const Tensor latents = sample_latents(model.spec(), seed, count);
  const std::size_t dim = latents.shape(1), classes = model.spec().class_count;
  std::vector<std::size_t> kept;
  std::vector<std::int32_t> asked;
  Pool pool;
  for (std::size_t n = 0; n < count; ++n) {
    int digit = static_cast<int>(n % 10);
    if (classes == 0) {
      const auto [at, values] = code_place(model.spec());
      if (values != code_digits.size())
        fail("generate_pool: the code has ", values, " values, the map ", code_digits.size());
      const float* code = latents.data() + n * dim + at;
      digit = code_digits[static_cast<std::size_t>(std::max_element(code, code + values) - code)];
      if (digit < 0) continue;
    }
    kept.push_back(n);
    pool.labels.push_back(static_cast<std::uint8_t>(digit));
    if (classes > 0) asked.push_back(digit);
  }
  if (kept.empty()) fail(model.spec().name, ": no sample has a label: its code map is empty");
  const std::size_t height = model.spec().image_height, width = model.spec().image_width, size = height * width;
  pool.images = zeros({kept.size(), height, width});
  for (std::size_t begin = 0; begin < kept.size(); begin += kSamplesAtOnce) {
    const std::size_t end = std::min(begin + kSamplesAtOnce, kept.size());
    Tensor part = zeros({end - begin, dim});
    for (std::size_t n = begin; n < end; ++n)
      std::copy_n(latents.data() + kept[n] * dim, dim, part.data() + (n - begin) * dim);
    const Tensor images = model.decode(
        part, classes > 0 ? std::span(asked).subspan(begin, end - begin) : std::span<const std::int32_t>{});
    std::copy(images.begin(), images.end(), pool.images.data() + begin * size);
  }
  return pool;
}

double train_arm(const Digits& real, const Pool& pool, Mixture mixture, const ArmTraining& training,
                 const Digits& test) {
  torch::manual_seed(static_cast<std::uint64_t>(training.seed));
  TorchNetwork network(small_classifier(real.height, real.width), "classifier");
  std::vector<torch::Tensor> parameters;
  for (const auto& [name, value] : network.parameters()) parameters.push_back(value);
  torch::optim::Adam adam(parameters, torch::optim::AdamOptions(kClassifierRate));

  const bool uses_pool = mixture == Mixture::half || mixture == Mixture::generated;
  if (uses_pool && pool.labels.empty()) fail("train_arm: this arm needs generated digits, there are none");
  Source digits(digit_images(real), labels_tensor(real.labels));
  Source generated(uses_pool ? torch_tensor(pool.images).unsqueeze(1) : torch::Tensor(),
                   uses_pool ? labels_tensor(pool.labels) : torch::Tensor());
  const auto batch = [&]() -> std::pair<torch::Tensor, torch::Tensor> {
    const std::int64_t size = training.batch_size;
    if (mixture == Mixture::generated) return generated.draw(size);
    if (mixture != Mixture::half) {
      auto [images, labels] = digits.draw(size);
      return {mixture == Mixture::distorted ? distort(images) : images, labels};
    }
    const auto [a, a_labels] = digits.draw(size - size / 2);
    const auto [b, b_labels] = generated.draw(size / 2);
    return {torch::cat({a, b}), torch::cat({a_labels, b_labels})};
  };
  for (std::int64_t step = 0; step < training.steps; ++step) {
    const double done = static_cast<double>(step) / static_cast<double>(training.steps);
    static_cast<torch::optim::AdamOptions&>(adam.param_groups()[0].options())
        .lr(kClassifierRate * 0.5 * (1.0 + std::cos(M_PI * done)));
    const auto [images, labels] = batch();
    const torch::Tensor loss = at::cross_entropy_loss(network.forward(images, true), labels);
    adam.zero_grad();
    loss.backward();
    adam.step();
  }
  const torch::NoGradGuard no_grad;
  const torch::Tensor images = digit_images(test), labels = labels_tensor(test.labels);
  std::int64_t right = 0;
  for (std::int64_t begin = 0; begin < images.size(0); begin += 1000) {
    const torch::Tensor read = network.forward(images.slice(0, begin, begin + 1000), false).argmax(1);
    right += (read == labels.slice(0, begin, begin + 1000)).sum().item<std::int64_t>();
  }
  return static_cast<double>(right) / static_cast<double>(test.count);
}

}  // namespace latentwalk
