#include "evaluate/train_classifier.hpp"

#include <torch/torch.h>

#include <cmath>
#include <map>
#include <sstream>

#include "data/idx.hpp"
#include "evaluate/digit_classifier.hpp"
#include "latentwalk/error.hpp"
#include "trainer/networks/tensor_bridge.hpp"
#include "trainer/networks/torch_network.hpp"

namespace latentwalk {
namespace {

constexpr double kLearningRate = 2e-3, kDropout = 0.4;
constexpr double kShift = 2.0 / 14.0;  // two pixels: grid_sampler's unit is half the width of the image
constexpr double kTurn = 10.0 * M_PI / 180.0, kScale = 0.1;

}  // namespace

torch::Tensor distort(const torch::Tensor& images) {
  const std::int64_t count = images.size(0);
  const auto spread = [&](double amount) { return (torch::rand({count}) * 2.0 - 1.0) * amount; };
  const torch::Tensor angle = spread(kTurn), scale = 1.0 + spread(kScale);
  const torch::Tensor cosine = angle.cos() * scale, sine = angle.sin() * scale;
  const torch::Tensor theta = torch::stack(
      {torch::stack({cosine, -sine, spread(kShift)}, 1), torch::stack({sine, cosine, spread(kShift)}, 1)}, 1);
  const torch::Tensor grid = at::affine_grid_generator(theta, images.sizes(), /*align_corners=*/false);
  return at::grid_sampler(images, grid, /*bilinear*/ 0, /*zeros*/ 0, /*align_corners=*/false);
}

namespace {

torch::Tensor pixels_of(const Digits& digits) {
  return torch::from_blob(const_cast<std::uint8_t*>(digits.pixels.data()),
                          {static_cast<std::int64_t>(digits.count), 1, static_cast<std::int64_t>(digits.height),
                           static_cast<std::int64_t>(digits.width)},
                          torch::kUInt8)
      .clone();
}

torch::Tensor labels_of(const Digits& digits) {
  return torch::from_blob(const_cast<std::uint8_t*>(digits.labels.data()), {static_cast<std::int64_t>(digits.count)},
                          torch::kUInt8)
      .to(torch::kInt64);
}

double accuracy(const TorchNetwork& trunk, const TorchNetwork& head, const torch::Tensor& pixels,
                const torch::Tensor& labels) {
  const torch::NoGradGuard no_grad;
  std::int64_t right = 0;
  for (std::int64_t begin = 0; begin < pixels.size(0); begin += 1000) {
    const std::int64_t end = std::min<std::int64_t>(begin + 1000, pixels.size(0));
    const torch::Tensor images = pixels.slice(0, begin, end).to(torch::kFloat32) / 255.0;
    const torch::Tensor read = head.forward(trunk.forward(images, false), false).argmax(1);
    right += (read == labels.slice(0, begin, end)).sum().item<std::int64_t>();
  }
  return static_cast<double>(right) / static_cast<double>(pixels.size(0));
}

}  // namespace

std::vector<std::uint8_t> train_classifier(const Json& json, const Digits& train, const Digits& test,
                                           const ClassifierTraining& options,
                                           const std::function<void(const std::string&)>& say) {
  const ClassifierSpec spec = parse_classifier_spec(json, "classifier");
  const std::size_t classes = element_count(layer_shapes(spec.head, "classifier: head").back());
  check_labels(train, classes, "classifier: training digits");
  check_labels(test, classes, "classifier: test digits");
  torch::manual_seed(static_cast<std::uint64_t>(options.seed));
  TorchNetwork trunk(spec.trunk, "trunk"), head(spec.head, "head");
  std::vector<torch::Tensor> parameters;
  for (const TorchNetwork* network : {&trunk, &head})
    for (const auto& [name, value] : network->parameters()) parameters.push_back(value);
  torch::optim::Adam adam(parameters, torch::optim::AdamOptions(kLearningRate));

  const torch::Tensor pixels = pixels_of(train), labels = labels_of(train);
  const std::int64_t steps = pixels.size(0) / options.batch_size, total = steps * options.epochs;
  for (std::int64_t epoch = 0; epoch < options.epochs; ++epoch) {
    const torch::Tensor order = torch::randperm(pixels.size(0), torch::kInt64);
    double loss_sum = 0;
    for (std::int64_t i = 0; i < steps; ++i) {
      const double done = static_cast<double>(epoch * steps + i) / static_cast<double>(total);
      static_cast<torch::optim::AdamOptions&>(adam.param_groups()[0].options())
          .lr(kLearningRate * 0.5 * (1.0 + std::cos(M_PI * done)));
      const torch::Tensor chosen = order.narrow(0, i * options.batch_size, options.batch_size);
      const torch::Tensor images = distort(pixels.index_select(0, chosen).to(torch::kFloat32) / 255.0);
      const torch::Tensor features = at::dropout(trunk.forward(images, true), kDropout, true);
      const torch::Tensor loss = at::cross_entropy_loss(head.forward(features, true), labels.index_select(0, chosen));
      adam.zero_grad();
      loss.backward();
      adam.step();
      loss_sum += loss.item<double>();
    }
    std::ostringstream line;
    line << "epoch " << epoch + 1 << "/" << options.epochs << "  loss " << loss_sum / static_cast<double>(steps)
         << "  test accuracy " << accuracy(trunk, head, pixels_of(test), labels_of(test));
    say(line.str());
  }
  std::map<std::string, Tensor> weights;
  for (const TorchNetwork* network : {&trunk, &head})
    for (const auto& [name, value] : network->tensors()) weights[name] = core_tensor(value.detach());
  return serialize_classifier(json, weights, accuracy(trunk, head, pixels_of(test), labels_of(test)));
}

}  // namespace latentwalk
