// Mixtures, Parzen windows and the discrepancy of codes, on data whose density is known.
#include <algorithm>
#include <cmath>
#include <utility>

#include "evaluate/gaussian_mixture.hpp"
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

GaussianMixture known_mixture() {
  return {
      torch::tensor({0.5, 0.3, 0.2}, torch::kFloat64),
      torch::tensor({{0.0, 0.0}, {6.0, 1.0}, {-2.0, 7.0}}, torch::kFloat64),
      torch::tensor({{{1.0, 0.0}, {0.8, 0.5}}, {{0.5, 0.0}, {0.0, 2.0}}, {{1.0, 0.0}, {-0.3, 0.4}}}, torch::kFloat64)};
}

torch::Tensor covariance(const GaussianMixture& mixture, std::int64_t c) {
  return mixture.root[c].mm(mixture.root[c].t());
}

/// The density's definition, by determinant and inverse.
double plain_log_density(const GaussianMixture& mixture, const torch::Tensor& x) {
  double density = 0.0;
  for (std::int64_t c = 0; c < mixture.weight.size(0); ++c) {
    const torch::Tensor apart = x - mixture.mean[c], spread = covariance(mixture, c);
    density += mixture.weight[c].item<double>() *
               std::exp(-0.5 * apart.dot(spread.inverse().mv(apart)).item<double>()) /
               (2.0 * M_PI * std::sqrt(spread.det().item<double>()));
  }
  return std::log(density);
}

}  // namespace

TEST_CASE("a mixture's density is its definition, and its samples have its moments") {
  const GaussianMixture mixture = known_mixture();
  for (const auto& [first, second] :
       {std::pair{0.3, 0.1}, std::pair{5.0, 3.0}, std::pair{-2.0, 6.0}, std::pair{3.0, 3.0}}) {
    const torch::Tensor x = torch::tensor({first, second}, torch::kFloat64);
    CHECK(log_density(mixture, x.unsqueeze(0)).item<double>() == doctest::Approx(plain_log_density(mixture, x)));
  }
  const torch::Tensor samples = sample_mixture(mixture, 40000, 3);
  const torch::Tensor mean = mixture.weight.unsqueeze(0).mm(mixture.mean).squeeze(0);
  CHECK((samples.mean(0) - mean).abs().max().item<double>() < 0.05);
  torch::Tensor spread = torch::zeros({2, 2}, torch::kFloat64);
  for (std::int64_t c = 0; c < 3; ++c) {
    const torch::Tensor apart = mixture.mean[c] - mean;
    spread += mixture.weight[c] * (covariance(mixture, c) + torch::outer(apart, apart));
  }
  const torch::Tensor centred = samples - samples.mean(0);
  CHECK((centred.t().mm(centred) / 40000.0 - spread).abs().max().item<double>() < 0.3);
  CHECK(torch::equal(sample_mixture(mixture, 10, 3), samples.narrow(0, 0, 10)));
}

TEST_CASE("a known mixture is found again from its samples: weights, means, covariances and likelihood") {
  const GaussianMixture truth = known_mixture();
  const torch::Tensor points = sample_mixture(truth, 20000, 5);
  const MixtureFit fit = fit_mixture(points, 3, 1);
  CHECK(fit.rounds > 1);
  CHECK(fit.log_likelihood == doctest::Approx(log_density(truth, points).mean().item<double>()).epsilon(0.001));
  for (std::int64_t c = 0; c < 3; ++c) {
    const std::int64_t near = (fit.mixture.mean - truth.mean[c]).square().sum(1).argmin().item<std::int64_t>();
    CHECK(fit.mixture.weight[near].item<double>() == doctest::Approx(truth.weight[c].item<double>()).epsilon(0.04));
    CHECK((fit.mixture.mean[near] - truth.mean[c]).abs().max().item<double>() < 0.08);
    CHECK((covariance(fit.mixture, near) - covariance(truth, c)).abs().max().item<double>() < 0.15);
  }
}

TEST_CASE("one component is the points' mean and covariance; more components than points are refused") {
  const torch::Tensor points = sample_mixture(known_mixture(), 500, 8), centred = points - points.mean(0);
  const MixtureFit fit = fit_mixture(points, 1, 1);
  CHECK((fit.mixture.mean[0] - points.mean(0)).abs().max().item<double>() < 1e-9);
  const torch::Tensor expected = centred.t().mm(centred) / 500.0 + 1e-3 * torch::eye(2, torch::kFloat64);
  CHECK((covariance(fit.mixture, 0) - expected).abs().max().item<double>() < 1e-9);
  CHECK(contains(message_of([&] { fit_mixture(points.narrow(0, 0, 4), 5, 1); }), "5 components need"));
}

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
