#pragma once

#include <torch/torch.h>

namespace latentwalk {

/// The steepness of the edges of each picture: sum |g|² / sum |g|, the mean length of the gradient weighted by that
/// length, where g has the differences of a pixel to its right and lower neighbours. It is 1 where ink meets paper
/// within one pixel along a vertical or horizontal edge, 1/n where that takes n pixels, and 0 for a picture of one
/// shade. Faint noise hardly changes it, where it raises the variance of the Laplacian. images (N, height, width) in
/// [0, 1] -> (N), doubles. Throws Error on images of fewer than 2 x 2 pixels.
torch::Tensor edge_steepness(const torch::Tensor& images);

}  // namespace latentwalk
