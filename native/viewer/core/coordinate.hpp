#pragma once

#include <cstddef>
#include <vector>

#include "latentwalk/model.hpp"

/// One coordinate of a latent: the block it belongs to, its range, and the latents along it.
namespace latentwalk::viewer {

/// Latents along one coordinate: `steps` values from its low to its high end, all else as in `latent`. For a value of
/// a categorical block, each value of the block in turn (steps is then the block's size).
Tensor along_coordinate(const ModelSpec& spec, const std::vector<float>& latent, std::size_t coordinate,
                        std::size_t steps);

/// The block a coordinate is in, and its place there.
struct Coordinate {
  const LatentBlock* block = nullptr;
  std::size_t first = 0, index = 0;  // where the block begins; place in the block
  double low = -3.0, high = 3.0;     // the range worth showing: 3 standard deviations of a normal
};
Coordinate coordinate_of(const ModelSpec& spec, std::size_t coordinate);

}  // namespace latentwalk::viewer
