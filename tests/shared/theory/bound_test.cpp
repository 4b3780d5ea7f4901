#include "latentwalk/bound.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

#include "tests/support/test_files.hpp"

using namespace latentwalk;
using tests::contains;
using tests::message_of;

namespace {

const std::vector<float> kMean{0.5F, -1.2F, 0.0F}, kLogVariance{-1.0F, 0.3F, -4.0F};
const Posterior kPosterior{kMean, kLogVariance};
const std::vector<float> kDigit{1.0F, 0.0F, 0.25F, 1.0F};

// A small decoder: pixel j is the sigmoid of a sum of z.
Tensor decoded(const Tensor& draws) {
  Tensor pixels = zeros({draws.shape(0), kDigit.size()});
  for (std::size_t n = 0; n < draws.shape(0); ++n)
    for (std::size_t j = 0; j < kDigit.size(); ++j) {
      const double logit = draws(n, 0) * static_cast<double>(j + 1) - (j % 2 == 1 ? draws(n, 1) : 0.0F) + draws(n, 2);
      pixels(n, j) = static_cast<float>(1.0 / (1.0 + std::exp(-logit)));
    }
  return pixels;
}

DrawTerms terms_of(std::uint64_t seed, std::size_t count, const Posterior& posterior = kPosterior) {
  const Tensor draws = posterior_draws(posterior, seed, 0, count);
  return draw_terms(posterior, draws, decoded(draws), kDigit);
}

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace

TEST_CASE("KL of coordinates sums to the KL term, and is 0 for the prior itself") {
  const std::vector<double> terms = kl_of_coordinates(kPosterior);
  const auto closed = [](double m, double v) { return 0.5 * (m * m + std::exp(v) - 1 - v); };
  CHECK(terms[1] == doctest::Approx(closed(-1.2, 0.3)).epsilon(1e-6));
  const double sum = std::accumulate(terms.begin(), terms.end(), 0.0);
  CHECK(sum == doctest::Approx(closed(0.5, -1) + closed(-1.2, 0.3) + closed(0, -4)).epsilon(1e-6));
  // The mean of log q(z|x) - log p(z) over many draws is the same.
  const DrawTerms drawn = terms_of(3, 40000);
  CHECK(mean_of(drawn.reconstruction) - mean_of(drawn.log_weights) == doctest::Approx(sum).epsilon(0.01));
  const std::vector<float> zero{0.0F};
  CHECK(kl_of_coordinates({zero, zero}).front() == 0.0);
}

TEST_CASE("a draw depends only on the seed and its number, and draws have the posterior's mean and spread") {
  const Tensor all = posterior_draws(kPosterior, 7, 0, 20000), some = posterior_draws(kPosterior, 7, 5, 2);
  for (std::size_t i = 0; i < 6; ++i) CHECK(some.data()[i] == all.data()[15 + i]);
  CHECK(posterior_draws(kPosterior, 8, 0, 1)(0, 0) != all(0, 0));
  for (std::size_t i = 0; i < 3; ++i) {
    double sum = 0, squares = 0;
    for (std::size_t n = 0; n < 20000; ++n) sum += all(n, i), squares += all(n, i) * static_cast<double>(all(n, i));
    const double mean = sum / 20000, deviation = std::sqrt(squares / 20000 - mean * mean);
    CHECK(std::abs(mean - kMean[i]) < 0.03);
    CHECK(deviation == doctest::Approx(std::exp(0.5 * kLogVariance[i])).epsilon(0.03));
  }
}

TEST_CASE("the reconstruction is the negative cross-entropy of the pixels, also of saturated ones") {
  const Tensor draws = posterior_draws(kPosterior, 1, 0, 1);
  Tensor pixels = zeros({1, 4});
  pixels(0, 0) = 0.9F, pixels(0, 1) = 0.2F, pixels(0, 2) = 0.25F, pixels(0, 3) = 1.0F;
  const double entropy = 0.25 * std::log(0.25) + 0.75 * std::log(0.75);
  CHECK(draw_terms(kPosterior, draws, pixels, kDigit).reconstruction.front() ==
        doctest::Approx(std::log(0.9) + std::log(0.8) + entropy).epsilon(1e-6));
  pixels(0, 3) = 0.0F;
  CHECK(draw_terms(kPosterior, draws, pixels, kDigit).reconstruction.front() ==
        doctest::Approx(std::log(0.9) + std::log(0.8) + entropy - 24 * std::log(2.0)).epsilon(1e-6));
  pixels(0, 1) = 1.0F, pixels(0, 3) = 1.0F;
  CHECK(draw_terms(kPosterior, draws, pixels, kDigit).reconstruction.front() ==
        doctest::Approx(std::log(0.9) + entropy - 24 * std::log(2.0)).epsilon(1e-6));
}

TEST_CASE("with one draw the bound is the ELBO, it never falls with more draws, and it stays below the likelihood") {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const std::vector<double> weights = terms_of(seed, 4096).log_weights;
    const std::vector<double> bounds = importance_bounds(weights);
    REQUIRE(bounds.size() == 7);
    CHECK(bounds.front() == doctest::Approx(mean_of(weights)).epsilon(1e-12));
    for (std::size_t i = 1; i < bounds.size(); ++i) CHECK(bounds[i] >= bounds[i - 1]);
    CHECK(bounds.back() > bounds.front() + 0.01);
  }
  // log p(x) by a grid over the prior in place of draws.
  double evidence = 0.0;
  const double step = 0.2;
  for (double a = -6; a <= 6; a += step)
    for (double b = -6; b <= 6; b += step)
      for (double c = -6; c <= 6; c += step) {
        Tensor z = zeros({1, 3});
        z(0, 0) = static_cast<float>(a), z(0, 1) = static_cast<float>(b), z(0, 2) = static_cast<float>(c);
        const double log_x = draw_terms(kPosterior, z, decoded(z), kDigit).reconstruction.front();
        evidence +=
            std::exp(log_x - 0.5 * (a * a + b * b + c * c)) * std::pow(step, 3) / std::pow(2 * 3.14159265358979, 1.5);
      }
  const std::vector<float> mean{0.3F, -0.3F, 0.0F}, log_variance{-0.2F, -0.1F, 0.0F};  // wide enough for few draws
  const std::vector<double> bounds = importance_bounds(terms_of(5, 16384, {mean, log_variance}).log_weights);
  CHECK(bounds.front() < std::log(evidence) - 0.05);
  CHECK(bounds.back() == doctest::Approx(std::log(evidence)).epsilon(0.02));
}

TEST_CASE("only whole groups count, and shapes that do not fit are refused") {
  const std::vector<double> five{1, 2, 3, 4, 100};
  CHECK(importance_bounds(five).front() == 2.5);
  CHECK(importance_bounds(std::vector<double>{-1e6}).front() == -1e6);
  CHECK(contains(message_of([] { importance_bounds({}); }), "at least one draw"));
  CHECK(contains(message_of([] { draw_terms(kPosterior, zeros({2, 3}), zeros({1, 4}), kDigit); }), "pixels (N, 4)"));
  const std::vector<float> two{0, 0};
  CHECK(contains(message_of([&] { kl_of_coordinates({kMean, two}); }), "3 and 2 numbers"));
}
