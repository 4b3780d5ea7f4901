#include "prior.hpp"

#include <vector>

namespace latentwalk {

torch::Tensor draw_latents(const ModelSpec& model, std::int64_t count, torch::Device device) {
  std::vector<torch::Tensor> blocks;
  for (const LatentBlock& block : model.latent) {
    const auto dim = static_cast<std::int64_t>(block.dim);
    switch (block.prior) {
      case LatentBlock::Prior::normal:
        blocks.push_back(torch::randn({count, dim}, device));
        break;
      case LatentBlock::Prior::uniform:
        blocks.push_back(torch::rand({count, dim}, device) * (block.high - block.low) + block.low);
        break;
      case LatentBlock::Prior::categorical:
        blocks.push_back(one_hot_labels(torch::randint(dim, {count}, torch::dtype(torch::kInt64).device(device)), dim));
        break;
    }
  }
  return blocks.size() == 1 ? blocks.front() : torch::cat(blocks, 1);
}

torch::Tensor one_hot_labels(const torch::Tensor& labels, std::int64_t class_count) {
  return torch::zeros({labels.size(0), class_count}, labels.options().dtype(torch::kFloat32))
      .scatter_(1, labels.unsqueeze(1), 1.0);
}

}  // namespace latentwalk
