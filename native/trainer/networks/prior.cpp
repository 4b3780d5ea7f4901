#include "trainer/networks/prior.hpp"

#include <algorithm>
#include <vector>

#include "latentwalk/latent.hpp"
#include "trainer/libtorch/number_type.hpp"

namespace latentwalk {
namespace {

torch::Tensor part_of(const torch::Tensor& all, const Shard& shard) {
  const std::int64_t count = all.size(0) / shard.count;
  return shard.count == 1 ? all : all.narrow(0, shard.index * count, count);
}

}  // namespace

torch::Tensor draw_latents(const ModelSpec& model, std::int64_t part, torch::Device device, const Shard& shard) {
  const std::int64_t count = part * shard.count;
  if (shard.rng) {
    torch::Tensor all = torch::empty({count, static_cast<std::int64_t>(latent_dim(model))});
    fill_latents(model, *shard.rng, static_cast<std::size_t>(count), all.data_ptr<float>());
    return part_of(all.to(device, number_type()), shard);
  }
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
  return part_of(blocks.size() == 1 ? blocks.front() : torch::cat(blocks, 1), shard);
}

torch::Tensor draw_normal(at::IntArrayRef sizes, torch::Device device, const Shard& shard) {
  std::vector<std::int64_t> all = sizes.vec();
  all.front() *= shard.count;
  if (shard.rng) {
    torch::Tensor normal = torch::empty(all);
    float* const values = normal.data_ptr<float>();
    std::generate_n(values, normal.numel(), [&] { return static_cast<float>(shard.rng->normal()); });
    return part_of(normal.to(device, number_type()), shard);
  }
  return part_of(torch::randn(all, device), shard);
}

torch::Tensor one_hot_labels(const torch::Tensor& labels, std::int64_t class_count) {
  return torch::zeros({labels.size(0), class_count}, labels.options().dtype(number_type()))
      .scatter_(1, labels.unsqueeze(1), 1.0);
}

}  // namespace latentwalk
