#pragma once

#include <torch/torch.h>

namespace latentwalk {

/// How steep the edges of each picture are: the mean length of its gradient, weighted by that length,
/// sum |g|² / sum |g|, g from the differences between a pixel and its right and lower neighbour. 1 where ink meets
/// paper from one pixel to the next along a straight upright or level edge, 1/n where it takes n pixels; faint grains
/// hardly count, unlike in the variance of the Laplacian, which takes noise for sharpness. 0 for a picture of one
/// shade. images (N, height, width) in [0, 1] -> (N), doubles.
torch::Tensor edge_steepness(const torch::Tensor& images);

}  // namespace latentwalk
