#include "latentwalk/mixture.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "tests/support/test_files.hpp"
#include "tests/support/tiny_models.hpp"

using namespace latentwalk;
using tests::contains;
using tests::message_of;

namespace {

constexpr std::array kOne{1.0};

Tensor tensor(const Shape& shape, std::initializer_list<float> values) {
  Tensor made = zeros(shape);
  std::copy(values.begin(), values.end(), made.data());
  return made;
}

// Three components in the plane; a root is (a, b, c) for the triangle a 0 / b c.
GaussianMixture known() {
  return {tensor({1, 3}, {0.5F, 0.3F, 0.2F}), tensor({1, 3, 2}, {0, 0, 6, 1, -2, 7}),
          tensor({1, 3, 3}, {1, 0.8F, 0.5F, 0.5F, 0, 2, 1, -0.3F, 0.4F})};
}

struct Covariance {
  double xx, xy, yy;
};

Covariance covariance(const GaussianMixture& mixture, std::size_t c) {
  const float* root = mixture.roots.data() + 3 * c;
  const double a = root[0], b = root[1], d = root[2];
  return {a * a, a * b, b * b + d * d};
}

// The density's definition, by determinant and inverse.
double plain_log_density(const GaussianMixture& mixture, double x, double y) {
  double density = 0;
  for (std::size_t c = 0; c < 3; ++c) {
    const Covariance s = covariance(mixture, c);
    const double dx = x - mixture.means(0, c, 0), dy = y - mixture.means(0, c, 1), det = s.xx * s.yy - s.xy * s.xy;
    density += mixture.weights(0, c) * std::exp(-0.5 * (s.yy * dx * dx - 2 * s.xy * dx * dy + s.xx * dy * dy) / det) /
               (2 * std::numbers::pi * std::sqrt(det));
  }
  return std::log(density);
}

double mean_log_density(const GaussianMixture& mixture, const Tensor& points) {
  double sum = 0;
  for (std::size_t n = 0; n < points.shape(0); ++n) sum += log_density(mixture, points.data() + 2 * n, kOne);
  return sum / static_cast<double>(points.shape(0));
}

}  // namespace

TEST_CASE("a mixture's log density is its definition, also of classes that blend") {
  const GaussianMixture mixture = known();
  for (const auto& [x, y] :
       {std::pair{0.3F, 0.1F}, std::pair{5.0F, 3.0F}, std::pair{-2.0F, 6.0F}, std::pair{3.0F, 3.0F}}) {
    const std::array point{x, y};
    CHECK(log_density(mixture, point.data(), kOne) == doctest::Approx(plain_log_density(mixture, x, y)).epsilon(1e-12));
  }
  const GaussianMixture classes = *tests::tiny_model("tiny-cvae").fitted_prior;
  const std::array<float, 4> point{0.2F, -0.1F, 0.4F, 0.3F};
  const auto of = [&](std::array<double, 3> weights) { return log_density(classes, point.data(), weights); };
  CHECK(std::exp(of({0.25, 0, 0.75})) ==
        doctest::Approx(0.25 * std::exp(of({1, 0, 0})) + 0.75 * std::exp(of({0, 0, 1}))));
}

TEST_CASE("samples of a mixture have its moments; row i depends on the seed, i and its label alone") {
  const Tensor points = sample_mixture(known(), 3, 40000);
  double mean[2] = {}, square[2] = {};
  for (std::size_t n = 0; n < 40000; ++n)
    for (std::size_t i = 0; i < 2; ++i) {
      mean[i] += points(n, i) / 40000;
      square[i] += static_cast<double>(points(n, i)) * points(n, i) / 40000;
    }
  CHECK(mean[0] == doctest::Approx(0.3 * 6 - 0.2 * 2).epsilon(0.03));
  CHECK(mean[1] == doctest::Approx(0.3 * 1 + 0.2 * 7).epsilon(0.03));
  CHECK(square[0] == doctest::Approx(0.5 * 1 + 0.3 * (36 + 0.25) + 0.2 * (4 + 1)).epsilon(0.03));
  CHECK(square[1] == doctest::Approx(0.5 * 0.89 + 0.3 * (1 + 4) + 0.2 * (49 + 0.25)).epsilon(0.03));
  const Tensor few = sample_mixture(known(), 3, 10);
  CHECK(std::equal(few.begin(), few.end(), points.begin()));

  const GaussianMixture classes = *tests::tiny_model("tiny-cvae").fitted_prior;
  const std::vector<std::int32_t> turn{0, 1, 2, 0, 1}, other{2, 2, 2, 0, 2};
  const Tensor in_turn = sample_mixture(classes, 9, 5, turn), others = sample_mixture(classes, 9, 5, other);
  CHECK(in_turn == sample_mixture(classes, 9, 5));
  for (std::size_t n = 0; n < 5; ++n)
    CHECK(std::equal(in_turn.data() + 4 * n, in_turn.data() + 4 * n + 4, others.data() + 4 * n) ==
          (turn[n] == other[n]));
}

TEST_CASE("a component without weight is never drawn") {
  GaussianMixture mixture = known();
  mixture.weights = tensor({1, 3}, {0, 0.999F, 0});  // rounded weights may sum to less than 1
  for (std::size_t n = 0; const float value : sample_mixture(mixture, 5, 4000))
    if (n++ % 2 == 0) REQUIRE(std::abs(value - 6) < 4);
}

TEST_CASE("labels that a mixture does not have are refused") {
  const GaussianMixture classes = *tests::tiny_model("tiny-cvae").fitted_prior;
  const std::vector<std::int32_t> high{0, 3}, low{-1, 0}, ok{0, 1};
  CHECK(contains(message_of([&] { sample_mixture(classes, 1, 2, high); }), "from 0 to 2, found 3"));
  CHECK(contains(message_of([&] { sample_mixture(classes, 1, 2, low); }), "found -1"));
  CHECK(contains(message_of([&] { sample_mixture(classes, 1, 3, ok); }), "expected 3, found 2"));
  CHECK(contains(message_of([&] { sample_mixture(known(), 1, 2, ok); }), "from 0 to 0, found 1"));
}

TEST_CASE(
    "a known mixture is found again from its samples, whatever the threads, and its number of components chosen") {
  const GaussianMixture truth = known();
  const Tensor points = sample_mixture(truth, 5, 12000);
  MixtureFit settings{{1, 3, 6}};
  std::vector<double> held_out;
  settings.on_candidate = [&](std::size_t, double density) { held_out.push_back(density); };
  const GaussianMixture found = fit_mixture(points, {}, 0, settings);
  REQUIRE(found.component_count() == 3);
  REQUIRE(held_out.size() == 3);
  CHECK(held_out[1] > held_out[0] + 0.5);
  CHECK(held_out[1] > held_out[2]);
  CHECK(mean_log_density(found, points) == doctest::Approx(mean_log_density(truth, points)).epsilon(0.001));
  for (std::size_t c = 0; c < 3; ++c) {
    std::size_t near = 0;
    const auto distance = [&](std::size_t k) {
      return std::hypot(found.means(0, k, 0) - truth.means(0, c, 0), found.means(0, k, 1) - truth.means(0, c, 1));
    };
    for (std::size_t k = 1; k < 3; ++k) near = distance(k) < distance(near) ? k : near;
    CHECK(distance(near) < 0.1);
    CHECK(found.weights(0, near) == doctest::Approx(truth.weights(0, c)).epsilon(0.05));
    const Covariance is = covariance(found, near), was = covariance(truth, c);
    CHECK(is.xx == doctest::Approx(was.xx).epsilon(0.1));
    CHECK(std::abs(is.xy - was.xy) < 0.1);
    CHECK(is.yy == doctest::Approx(was.yy).epsilon(0.1));
  }
  settings.threads = 3;
  CHECK(fit_mixture(points, {}, 0, settings).roots == found.roots);
}

TEST_CASE("each class gets its own mixture; too few digits of a class are refused by name") {
  const GaussianMixture truth = known();
  const Tensor points = sample_mixture(truth, 5, 3000);
  std::vector<std::int32_t> labels(3000);
  for (std::size_t n = 0; n < 3000; ++n) labels[n] = points(n, 1) > 4 && points(n, 0) < 2;  // the third component
  const GaussianMixture found = fit_mixture(points, labels, 2, {{1}});
  CHECK(found.class_count() == 2);
  CHECK(found.means(1, 0, 0) == doctest::Approx(-2).epsilon(0.05));
  CHECK(found.means(1, 0, 1) == doctest::Approx(7).epsilon(0.05));
  labels.assign(3000, 0);
  CHECK(contains(message_of([&] { fit_mixture(points, labels, 2, {{1}}); }), "found 0 of class 1"));
  CHECK(contains(message_of([&] { fit_mixture(points, {}, 0, {{400}}); }), "400 components need 4000 points"));
}

TEST_CASE("an unlikely point moves towards likely ones just as far as it must, a likely one stays") {
  const GaussianMixture mixture = known();
  const double level = -4.0;
  for (const auto& [x, y] : {std::pair{3.0F, 0.5F}, std::pair{-1.0F, 4.0F}, std::pair{8.0F, 9.0F}}) {
    std::array point{x, y};
    REQUIRE(log_density(mixture, point.data(), kOne) < level);
    move_to_density(mixture, kOne, level, point.data());
    CHECK(log_density(mixture, point.data(), kOne) >= level);
    CHECK(log_density(mixture, point.data(), kOne) < level + 0.1);
  }
  std::array likely{0.1F, 0.1F};
  move_to_density(mixture, kOne, level, likely.data());
  CHECK(likely == std::array{0.1F, 0.1F});
}
