// The steepness of edges on pictures whose edges are known.
#include "evaluate/sharpness.hpp"

#include "tests/support/test_files.hpp"
#include "tests/support/torch_doctest.hpp"

using namespace latentwalk;
using tests::contains;
using tests::message_of;

namespace {

/// Paper on the left and ink on the right, with an edge over `pixels` pixels.
torch::Tensor ramp(double pixels) {
  const torch::Tensor along = ((torch::arange(28, torch::kFloat64) - 10.0) / pixels).clamp(0.0, 1.0);
  return along.repeat({28, 1}).unsqueeze(0);
}

double steepness(const torch::Tensor& image) { return edge_steepness(image).item<double>(); }

}  // namespace

TEST_CASE("an edge over n pixels has the steepness 1/n, upright or level, wherever the ink is") {
  for (const double pixels : {1.0, 2.0, 5.0, 10.0}) {
    CHECK(steepness(ramp(pixels)) == doctest::Approx(1.0 / pixels));
    CHECK(steepness(ramp(pixels).transpose(1, 2)) == doctest::Approx(1.0 / pixels));
    CHECK(steepness(1.0 - ramp(pixels)) == doctest::Approx(1.0 / pixels));
  }
  CHECK(steepness(torch::full({1, 28, 28}, 0.5)) == 0.0);
}

TEST_CASE("grain on the paper does not make a blurred edge sharp, and each picture has its own figure") {
  torch::manual_seed(1);
  const torch::Tensor blurred = ramp(5.0), grain = 0.004 * torch::randn({1, 28, 28}, torch::kFloat64);
  CHECK(steepness(blurred + grain) == doctest::Approx(0.2).epsilon(0.15));
  const torch::Tensor both = edge_steepness(torch::cat({ramp(1.0), ramp(4.0)}));
  CHECK(both[0].item<double>() == doctest::Approx(1.0));
  CHECK(both[1].item<double>() == doctest::Approx(0.25));
  CHECK(contains(message_of([] { edge_steepness(torch::zeros({784})); }), "images (N, height, width)"));
}
