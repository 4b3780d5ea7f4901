#include "viewer/core/coordinate.hpp"

#include <algorithm>

#include "latentwalk/error.hpp"

namespace latentwalk::viewer {

Tensor along_coordinate(const ModelSpec& spec, const std::vector<float>& latent, std::size_t coordinate,
                        std::size_t steps) {
  const Coordinate at = coordinate_of(spec, coordinate);
  const bool categorical = at.block->prior == LatentBlock::Prior::categorical;
  if (categorical) steps = at.block->dim;
  Tensor latents = zeros({steps, latent.size()});
  for (std::size_t n = 0; n < steps; ++n) {
    float* row = latents.data() + n * latent.size();
    std::copy(latent.begin(), latent.end(), row);
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

Coordinate coordinate_of(const ModelSpec& spec, std::size_t coordinate) {
  Coordinate at;
  for (const LatentBlock& block : spec.latent) {
    if (coordinate < at.first + block.dim) {
      at.block = &block;
      at.index = coordinate - at.first;
      if (block.prior == LatentBlock::Prior::uniform) at.low = block.low, at.high = block.high;
      return at;
    }
    at.first += block.dim;
  }
  fail("coordinate ", coordinate, ": the model ", spec.name, " has ", at.first, ", counted from 0");
}

}  // namespace latentwalk::viewer
