#include "latentwalk/search.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "latentwalk/latent.hpp"
#include "latentwalk/model.hpp"
#include "tests/support/test_files.hpp"
#include "tests/support/tiny_models.hpp"

using namespace latentwalk;
using tests::contains;
using tests::message_of;

namespace {

// The cost of each row of points.
template <class Cost>
std::vector<double> costs_of(const Tensor& points, Cost&& cost) {
  std::vector<double> costs;
  for (std::size_t n = 0; n < points.shape(0); ++n) costs.push_back(cost(points.data() + n * points.shape(1)));
  return costs;
}

SearchSpace box(std::size_t dim, float reach) {
  return {std::vector<float>(dim, -reach), std::vector<float>(dim, reach), std::vector<std::uint8_t>(dim, 0)};
}

}  // namespace

TEST_CASE("a search finds the bottom of a bowl with sides of very different steepness") {
  constexpr std::size_t kDim = 12;
  const auto cost = [](const float* point) {
    double sum = 0;
    for (std::size_t i = 0; i < kDim; ++i) {
      const auto at = static_cast<double>(i);
      sum += std::pow(10, 3 * at / kDim) * std::pow(point[i] - std::sin(at), 2);
    }
    return sum;
  };
  LatentSearch search(zeros({1, kDim}), box(kDim, 9), 7);
  search.tell(costs_of(search.ask(), cost));
  const double first = search.best_cost();
  while (!search.done()) search.tell(costs_of(search.ask(), cost));
  CHECK(search.best_cost() < 1e-3 * first);
}

TEST_CASE("a search keeps to its bounds and to coordinates that are fixed") {
  SearchSpace space = box(2, 1);
  space.low[1] = -9;
  space.high[1] = 9;
  space.fixed[1] = 1;
  Tensor draw = zeros({1, 2});
  draw(0, 1) = 5;
  LatentSearch search(draw, space, 1);
  while (!search.done()) {
    const Tensor& points = search.ask();
    for (std::size_t n = 0; n < points.shape(0); ++n) {
      CHECK(points(n, 0) <= 1.0F);
      CHECK(points(n, 1) == 5.0F);
    }
    search.tell(costs_of(points, [](const float* point) { return (point[0] - 3.0) * (point[0] - 3.0); }));
  }
  CHECK(search.best()(0) == 1.0F);
  CHECK(search.best_cost() == 4);
  CHECK(search.progress() == 1);
}

TEST_CASE("a search judges its draws first, and the same seed searches the same way") {
  const ModelSpec spec = tests::tiny_model("tiny-cgan").spec;
  const auto cost = [](const float* point) { return std::abs(point[0] - 0.3) + std::abs(point[7] + 1.0); };
  LatentSearch one(spec, 5), other(spec, 5);
  const Tensor draws = sample_latents(spec, 5, 512);
  for (std::size_t judged = 0; judged < 512; judged += LatentSearch::kBatch) {
    const Tensor& asked = one.ask();
    REQUIRE(&asked == &one.ask());
    CHECK(std::equal(asked.begin(), asked.end(), draws.data() + judged * 9));
    one.tell(costs_of(asked, cost));
  }
  const double of_draws = one.best_cost();
  const Tensor drawn = one.best();
  while (!one.done()) one.tell(costs_of(one.ask(), cost));
  while (!other.done()) other.tell(costs_of(other.ask(), cost));
  CHECK(one.best_cost() < of_draws / 2);
  CHECK(one.best() == other.best());
  for (std::size_t i = 4; i < 7; ++i) CHECK(one.best()(i) == drawn(i));  // the categorical block
  CHECK(one.best()(8) >= -2.0F);
  CHECK(one.best()(8) <= 1.0F);
}

TEST_CASE("a search finds the latent of a picture that the model itself draws") {
  const auto bytes = tests::read_bytes(std::string(LATENTWALK_FIXTURES) + "/tiny-gan.safetensors");
  const Model model = Model::parse(bytes, "tiny-gan");
  const Tensor target = model.decode(sample_latents(model.spec(), 99, 1));
  LatentSearch search(model.spec(), 1);
  double of_draws = 0;
  while (!search.done()) {
    search.tell(picture_distances(model.decode(search.ask()), target));
    if (search.progress() < 0.12) of_draws = search.best_cost();
  }
  CHECK(search.best_cost() < 1e-4);
  CHECK(search.best_cost() < of_draws / 10);
  const Tensor& best = search.best();
  Tensor again = zeros({1, best.size()});
  std::copy(best.begin(), best.end(), again.data());
  CHECK(picture_distances(model.decode(again), target)[0] == doctest::Approx(search.best_cost()));
}

TEST_CASE("a search refuses bounds, costs and calls that do not fit") {
  CHECK(contains(message_of([] { LatentSearch(zeros({0, 3}), box(3, 1), 1); }), "draws (N, latent_dim) expected"));
  CHECK(contains(message_of([] { LatentSearch(zeros({4, 3}), box(2, 1), 1); }), "bounds of 3 coordinates"));
  CHECK(contains(message_of([] { LatentSearch(zeros({4, 3}), box(3, -1), 1); }), "expected the lower bound first"));
  LatentSearch search(zeros({4, 3}), box(3, 1), 1);
  CHECK(contains(message_of([&] { search.tell(std::vector<double>(4)); }), "the 0 latents that were asked for"));
  search.ask();
  CHECK(contains(message_of([&] { search.tell(std::vector<double>(3)); }), "the 4 latents"));
  CHECK(contains(message_of([&] { search.tell(std::vector<double>(4, NAN)); }), "cost of latent 0 is not a finite"));
  search.tell(std::vector<double>(4, 1));
  while (!search.done()) search.tell(std::vector<double>(search.ask().shape(0), 1));
  CHECK(message_of([&] { search.ask(); }) == "search: all rounds are over");
  CHECK(contains(message_of([] { picture_distances(zeros({2, 3, 3}), zeros({8})); }), "images of 8 pixels"));
}
