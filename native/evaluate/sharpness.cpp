#include "evaluate/sharpness.hpp"

#include "latentwalk/error.hpp"

namespace latentwalk {

torch::Tensor edge_steepness(const torch::Tensor& images) {
  if (images.dim() != 3 || images.size(1) < 2 || images.size(2) < 2)
    fail("edge_steepness: expected images (N, height, width) of at least 2 x 2 pixels, found the shape ",
         images.sizes());
  const torch::Tensor x = images.to(torch::kFloat64);
  const std::int64_t height = x.size(1) - 1, width = x.size(2) - 1;
  const torch::Tensor here = x.narrow(1, 0, height).narrow(2, 0, width);
  const torch::Tensor square = (x.narrow(1, 0, height).narrow(2, 1, width) - here).square() +
                               (x.narrow(1, 1, height).narrow(2, 0, width) - here).square();
  // A picture of one shade has no gradient; the clamp makes 0 / 0 a 0.
  return square.sum({1, 2}) / square.sqrt().sum({1, 2}).clamp_min(1e-12);
}

}  // namespace latentwalk
