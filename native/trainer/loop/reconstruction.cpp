#include "trainer/loop/reconstruction.hpp"

#include <algorithm>
#include <set>

#include "latentwalk/error.hpp"
#include "trainer/networks/prior.hpp"
#include "trainer/networks/tensor_bridge.hpp"

namespace latentwalk {
namespace {

constexpr std::size_t kPerClass = 2, kColumns = 10;

Digits load_unseen(const std::filesystem::path& folder) {
  try {
    return load_digits(folder, "t10k");
  } catch (const Error&) {
    return load_digits(folder, "train");
  }
}

}  // namespace

Originals choose_originals(const std::filesystem::path& folder) {
  const Digits digits = load_unseen(folder);
  const std::size_t size = digits.width * digits.height;
  Originals originals;
  std::vector<float> pixels;
  // Two rows: one digit of each of the first ten classes, then a second one of each.
  const std::set<std::uint8_t> present(digits.labels.begin(), digits.labels.end());
  std::vector<std::uint8_t> classes(present.begin(), present.end());
  classes.resize(std::min(classes.size(), kColumns));
  for (std::size_t turn = 0; turn < kPerClass; ++turn)
    for (const std::uint8_t digit : classes) {
      std::size_t seen = 0;
      for (std::size_t n = 0; n < digits.count; ++n) {
        if (digits.labels[n] != digit || seen++ < turn) continue;
        const auto first = digits.pixels.begin() + static_cast<std::ptrdiff_t>(n * size);
        std::transform(first, first + static_cast<std::ptrdiff_t>(size), std::back_inserter(pixels),
                       [](std::uint8_t pixel) { return static_cast<float>(pixel) / 255.0F; });
        originals.labels.push_back(digit);
        break;
      }
    }
  originals.images = torch::tensor(pixels).reshape({static_cast<std::int64_t>(originals.labels.size()),
                                                    static_cast<std::int64_t>(digits.height),
                                                    static_cast<std::int64_t>(digits.width)});
  return originals;
}

torch::Tensor reconstruct(const ModelSpec& model, const TorchNetworks& networks, const TorchNetwork& image_network,
                          const torch::Tensor& images, const std::vector<std::int32_t>& labels) {
  const torch::NoGradGuard no_grad;
  const TorchNetwork& encoder = networks.at("encoder");
  const auto options = encoder.parameters().front().second.options();
  torch::Tensor input = images.to(options.device(), options.dtype()).reshape({images.size(0), -1});
  input = input * (model.value_high - model.value_low) + model.value_low;
  if (model.class_count > 0) {
    const torch::Tensor classes = torch::tensor(std::vector<std::int64_t>(labels.begin(), labels.end()), torch::kInt64);
    input = torch::cat({input, one_hot_labels(classes, static_cast<std::int64_t>(model.class_count)).to(input)}, 1);
  }
  input = input.reshape(batch_shape(images.size(0), encoder.spec().input));
  std::int64_t latent_dim = 0;
  for (const LatentBlock& block : model.latent) latent_dim += static_cast<std::int64_t>(block.dim);
  const torch::Tensor mean = encoder.forward(input, /*training=*/false).narrow(1, 0, latent_dim);
  return decode_images(model, image_network, mean, labels);
}

GreyImage reconstruction_sheet(const torch::Tensor& originals, const torch::Tensor& reconstructions) {
  std::vector<torch::Tensor> rows;
  const std::int64_t count = originals.size(0), columns = kColumns;
  for (std::int64_t begin = 0; begin < count; begin += columns) {
    const std::int64_t end = std::min(begin + columns, count);
    rows.push_back(originals.slice(0, begin, end));
    rows.push_back(reconstructions.to(originals).slice(0, begin, end));
  }
  SheetStyle style;
  style.columns = kColumns;
  return image_sheet(core_tensor(torch::cat(rows)), style);
}

}  // namespace latentwalk
