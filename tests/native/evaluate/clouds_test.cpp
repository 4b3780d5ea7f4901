// The metrics of clouds against closed forms, plain loops, and clouds whose overlap is known.
#include <algorithm>
#include <cmath>

#include "evaluate/class_reading.hpp"
#include "evaluate/kernel_distance.hpp"
#include "evaluate/metrics.hpp"
#include "evaluate/neighbours.hpp"
#include "latentwalk/rng.hpp"
#include "tests/support/test_files.hpp"
#include "tests/support/torch_doctest.hpp"

using namespace latentwalk;
using tests::contains;
using tests::message_of;

namespace {

torch::Tensor cloud(std::int64_t count, std::int64_t dim, std::uint64_t seed, double shift = 0.0, double scale = 1.0) {
  torch::Tensor points = torch::empty({count, dim});
  Rng rng(seed);
  for (std::int64_t i = 0; i < points.numel(); ++i)
    points.data_ptr<float>()[i] = static_cast<float>(shift + scale * rng.normal());
  return points;
}

double distance(const torch::Tensor& a, std::int64_t i, const torch::Tensor& b, std::int64_t j) {
  return (a[i].to(torch::kFloat64) - b[j].to(torch::kFloat64)).square().sum().sqrt().item<double>();
}

/// The definitions of the papers, pair by pair.
CloudOverlap plain_overlap(const torch::Tensor& real, const torch::Tensor& samples, std::size_t k) {
  const auto radius = [k](const torch::Tensor& own, std::int64_t i) {
    std::vector<double> all;
    for (std::int64_t j = 0; j < own.size(0); ++j)
      if (j != i) all.push_back(distance(own, i, own, j));
    std::sort(all.begin(), all.end());
    return all[k - 1];
  };
  CloudOverlap result;
  const auto n = real.size(0), m = samples.size(0);
  std::vector<double> real_radii, sample_radii;
  for (std::int64_t i = 0; i < n; ++i) real_radii.push_back(radius(real, i));
  for (std::int64_t j = 0; j < m; ++j) sample_radii.push_back(radius(samples, j));
  for (std::int64_t j = 0; j < m; ++j) {
    bool inside = false;
    for (std::int64_t i = 0; i < n; ++i) {
      if (distance(real, i, samples, j) > real_radii[static_cast<std::size_t>(i)]) continue;
      inside = true;
      result.density += 1.0 / static_cast<double>(k) / static_cast<double>(m);
    }
    result.precision += inside ? 1.0 / static_cast<double>(m) : 0.0;
  }
  for (std::int64_t i = 0; i < n; ++i) {
    bool covered = false, recalled = false;
    for (std::int64_t j = 0; j < m; ++j) {
      const double apart = distance(real, i, samples, j);
      covered |= apart <= real_radii[static_cast<std::size_t>(i)];
      recalled |= apart <= sample_radii[static_cast<std::size_t>(j)];
    }
    result.coverage += covered ? 1.0 / static_cast<double>(n) : 0.0;
    result.recall += recalled ? 1.0 / static_cast<double>(n) : 0.0;
  }
  return result;
}

}  // namespace

TEST_CASE("precision, recall, density and coverage are those of their definitions, pair by pair") {
  const torch::Tensor real = cloud(60, 3, 1), samples = cloud(50, 3, 2, 0.7, 1.4);
  for (const std::int64_t k : {1, 3, 5}) {
    const CloudOverlap fast = cloud_overlap(real, samples, k),
                       plain = plain_overlap(real, samples, static_cast<std::size_t>(k));
    CHECK(fast.precision == doctest::Approx(plain.precision));
    CHECK(fast.recall == doctest::Approx(plain.recall));
    CHECK(fast.density == doctest::Approx(plain.density));
    CHECK(fast.coverage == doctest::Approx(plain.coverage));
  }
}

TEST_CASE("a cloud overlaps itself wholly, and one far away not at all") {
  const torch::Tensor real = cloud(1500, 4, 1);
  const CloudOverlap itself = cloud_overlap(real, real, 5), far = cloud_overlap(real, cloud(1500, 4, 2, 1000.0), 5);
  CHECK(itself.precision == 1.0);
  CHECK(itself.recall == 1.0);
  CHECK(itself.coverage == 1.0);
  for (const double value : {far.precision, far.recall, far.density, far.coverage}) CHECK(value == 0.0);
}

TEST_CASE("samples of one of two equal modes are precise, and recall and cover half of the real ones") {
  const torch::Tensor real = torch::cat({cloud(1000, 2, 1, -50.0), cloud(1000, 2, 2, 50.0)});
  const CloudOverlap overlap = cloud_overlap(real, cloud(2000, 2, 3, 50.0), 5);
  CHECK(overlap.precision > 0.95);
  CHECK(overlap.recall == doctest::Approx(0.5).epsilon(0.05));
  CHECK(overlap.coverage == doctest::Approx(0.5).epsilon(0.05));
  CHECK(contains(message_of([&] { cloud_overlap(real, real, 2000); }), "k is 2000, expected 1 to 1999"));
}

TEST_CASE("the kernel distance is the unbiased mean over pairs of different points") {
  const torch::Tensor a = cloud(12, 3, 1), b = cloud(9, 3, 2, 0.5);
  const auto kernel = [](const torch::Tensor& x, const torch::Tensor& y) {
    return std::pow(x.to(torch::kFloat64).dot(y.to(torch::kFloat64)).item<double>() / 3.0 + 1.0, 3.0);
  };
  const auto mean = [&](const torch::Tensor& x, const torch::Tensor& y, bool same) {
    double sum = 0.0;
    std::int64_t pairs = 0;
    for (std::int64_t i = 0; i < x.size(0); ++i) {
      for (std::int64_t j = 0; j < y.size(0); ++j) {
        if (same && i == j) continue;
        sum += kernel(x[i], y[j]);
        ++pairs;
      }
    }
    return sum / static_cast<double>(pairs);
  };
  CHECK(kernel_distance(a, b) ==
        doctest::Approx(mean(a, a, true) + mean(b, b, true) - 2.0 * mean(a, b, false)).epsilon(1e-9));
}

TEST_CASE("the kernel distance of normals comes near its closed form in one dimension") {
  // (xy + 1)³ with E x = 0, E x² = 1, E x³ = 0, and y shifted by s: E y = s, E y² = 1 + s², E y³ = 3s + s³. The
  // distance of the means in the kernel's space is 3 (difference of first moments)² + 3 (… of second)² + (… of third)².
  const double s = 0.4;
  const double expected = 3 * s * s + 3 * std::pow(s * s, 2) + std::pow(3 * s + s * s * s, 2);
  CHECK(kernel_distance(cloud(8000, 1, 1), cloud(8000, 1, 2, s)) == doctest::Approx(expected).epsilon(0.06));
  CHECK(std::abs(kernel_distance(cloud(8000, 1, 1), cloud(8000, 1, 2))) < 0.02);
}

TEST_CASE(
    "the classifier score is 10 where ten digits are read for certain and equally often, and 1 where all are alike") {
  Tensor certain = zeros({100, 10}), alike = zeros({100, 10});
  for (std::size_t n = 0; n < 100; ++n) {
    certain(n, n % 10) = 1.0F;
    for (std::size_t c = 0; c < 10; ++c) alike(n, c) = c == 3 ? 0.55F : 0.05F;
  }
  CHECK(classifier_score(certain) == doctest::Approx(10.0));
  CHECK(classifier_score(alike) == doctest::Approx(1.0));
}

TEST_CASE("the nearest digit of a copy is at no distance, and of a shifted copy at the shift's length") {
  const torch::Tensor others = cloud(2300, 5, 1);
  CHECK(nearest_distances(others.narrow(0, 100, 7), others).max().item<double>() < 2e-3);
  torch::Tensor shifted = others.narrow(0, 100, 7).clone();
  shifted.select(1, 2) += 0.01;
  CHECK(nearest_distances(shifted, others).max().item<double>() == doctest::Approx(0.01).epsilon(0.2));
}
