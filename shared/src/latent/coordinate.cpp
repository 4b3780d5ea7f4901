#include <algorithm>

#include "latentwalk/error.hpp"
#include "latentwalk/latent.hpp"

namespace latentwalk {

Coordinate coordinate_of(const ModelSpec& model, std::size_t coordinate) {
  Coordinate at;
  for (const LatentBlock& block : model.latent) {
    if (coordinate < at.first + block.dim) {
      at.block = &block;
      at.index = coordinate - at.first;
      if (block.prior == LatentBlock::Prior::uniform) at.low = block.low, at.high = block.high;
      return at;
    }
    at.first += block.dim;
  }
  fail("coordinate ", coordinate, ": the model ", model.name, " has ", at.first, ", counted from 0");
}

Tensor along_coordinate(const ModelSpec& model, std::span<const float> latent, std::size_t coordinate,
                        std::size_t steps) {
  const Coordinate at = coordinate_of(model, coordinate);
  const std::size_t dim = latent_dim(model);
  if (latent.size() != dim) fail("along a coordinate: a latent of ", dim, " numbers expected, found ", latent.size());
  const bool categorical = at.block->prior == LatentBlock::Prior::categorical;
  if (categorical) steps = at.block->dim;
  Tensor latents = zeros({steps, dim});
  for (std::size_t n = 0; n < steps; ++n) {
    float* row = latents.data() + n * dim;
    std::copy_n(latent.data(), dim, row);
    if (categorical) {
      std::fill_n(row + at.first, at.block->dim, 0.0F);
      row[at.first + n] = 1.0F;
    } else {
      const double t = steps > 1 ? static_cast<double>(n) / static_cast<double>(steps - 1) : 0.5;
      row[coordinate] = static_cast<float>(at.low + t * (at.high - at.low));
    }
  }
  return latents;
}

}  // namespace latentwalk
