// Parzen windows and the discrepancy of codes, on data whose density is known.
#include <algorithm>
#include <cmath>
#include <utility>

#include "evaluate/kernel_distance.hpp"
#include "evaluate/likelihood.hpp"
#include "evaluate/parzen.hpp"
#include "latentwalk/rng.hpp"
#include "tests/support/test_files.hpp"
#include "tests/support/torch_doctest.hpp"

using namespace latentwalk;
using tests::contains;
using tests::message_of;

namespace {

torch::Tensor normal_cloud(std::int64_t count, std::int64_t dim, std::uint64_t seed) {
  Rng rng(seed);
  return draw_standard_normal(count, dim, rng).to(torch::kFloat64);
}

}  // namespace

TEST_CASE("the discrepancy of codes and prior is the closed form of two normal_cloud, and about 0 for equal ones") {
  constexpr std::int64_t kDim = 4;
  const torch::Tensor a = normal_cloud(6000, kDim, 1), b = normal_cloud(6000, kDim, 2);
  // exp(-d²/c), d normal of mean m and variance 2: (1 + 4/c)^-½ exp(-m²/(c + 4)) for each coordinate.
  const double c = kDim, shift = 0.5, alike = std::pow(1.0 + 4.0 / c, -0.5 * kDim);
  const double expected = 2.0 * alike * (1.0 - std::exp(-kDim * shift * shift / (c + 4.0)));
  CHECK(gaussian_discrepancy(a, b + shift) == doctest::Approx(expected).epsilon(0.05));
  CHECK(std::abs(gaussian_discrepancy(a, b)) < 0.001);
  CHECK(contains(message_of([&] { gaussian_discrepancy(a, b.narrow(1, 0, 2)); }),
                 "gaussian_discrepancy: expected two clouds"));
}

TEST_CASE("around one sample the Parzen window is a normal, around many the smoothed density") {
  const torch::Tensor one = torch::zeros({1, 2}), at = torch::tensor({{0.3F, -0.4F}});
  CHECK(parzen_log_density(one, at, 0.5).item<double>() ==
        doctest::Approx(-0.5 * 0.25 / 0.25 - std::log(2.0 * M_PI * 0.25)));

  const torch::Tensor samples = normal_cloud(6000, 2, 1).to(torch::kFloat32),
                      test = normal_cloud(6000, 2, 2).to(torch::kFloat32);
  const ParzenEstimate found = parzen_estimate(samples, normal_cloud(2000, 2, 3).to(torch::kFloat32), test);
  // A standard normal smoothed by sigma is a normal of variance 1 + sigma²; under it the expected square is 1.
  const double variance = 1.0 + found.sigma * found.sigma;
  CHECK(found.log_likelihood == doctest::Approx(-std::log(2.0 * M_PI * variance) - 1.0 / variance).epsilon(0.02));
  CHECK(found.standard_error == doctest::Approx(1.0 / std::sqrt(6000.0)).epsilon(0.2));
  double best = -1e9, width = 0.0;
  for (int i = 0; i < 10; ++i) {
    const double sigma = std::pow(10.0, -1.0 + i / 9.0);
    const double value =
        parzen_log_density(samples, normal_cloud(2000, 2, 3).to(torch::kFloat32), sigma).mean().item<double>();
    if (value > best) width = sigma;
    best = std::max(best, value);
  }
  CHECK(found.sigma == doctest::Approx(width));
}
