#include "latentwalk/drift.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "latentwalk/model.hpp"
#include "tests/support/test_files.hpp"
#include "tests/support/tiny_models.hpp"

using namespace latentwalk;
using tests::contains;
using tests::message_of;

namespace {

Model tiny(const std::string& name) { return Model::parse(serialize_model(tests::tiny_model(name), DType::f32), name); }

// Each path at one time.
Tensor at(const Drift& drift, float seconds) {
  const std::vector<float> times(drift.periods.size(), seconds);
  return drift_points(drift.orbits, drift.periods, times);
}

// The time at which a path has made this share of its way round.
float time_of(float period, double share) { return static_cast<float>(share * period + kDriftSoftStart / 2); }

// All paths at this share of their ways round.
Tensor round(const Drift& drift, double share) {
  std::vector<float> times;
  for (const float period : drift.periods) times.push_back(time_of(period, share));
  return drift_points(drift.orbits, drift.periods, times);
}

constexpr double kShares[] = {0.25, 0.4, 0.5, 0.75, 0.9};

ModelSpec spec_of(std::vector<LatentBlock> blocks) {
  ModelSpec spec;
  spec.latent = std::move(blocks);
  return spec;
}

LatentBlock block(LatentBlock::Prior prior, std::size_t dim, float low = -1, float high = 1) {
  LatentBlock made;
  made.prior = prior;
  made.dim = dim;
  made.low = low;
  made.high = high;
  return made;
}

}  // namespace

TEST_CASE(
    "a drift begins at the latents to the last bit, waits there before its time, and is there again after a round") {
  for (const std::string& name : tests::kTinyNames) {
    const Model model = tiny(name);
    const Prior prior = model.prior_named("");
    const Tensor latents = model.sample_latents(5, 12, prior);
    const Drift drift = model.drift(latents, 5, prior);
    CHECK(at(drift, 0) == latents);
    CHECK(at(drift, -3) == latents);
    const Tensor again = round(drift, 1), far = round(drift, 0.5);
    double most = 0, moved = 0;
    for (std::size_t i = 0; i < latents.size(); ++i) {
      most = std::max(most, std::abs(static_cast<double>(again.data()[i]) - latents.data()[i]));
      moved = std::max(moved, std::abs(static_cast<double>(far.data()[i]) - latents.data()[i]));
    }
    CHECK(most < 1e-4);
    CHECK(moved > 0.5);
  }
}

TEST_CASE("a path takes 8 to 20 seconds and starts softly") {
  const Model model = tiny("tiny-vae");
  const Drift drift = model.drift(model.sample_latents(1, 200, Prior::standard), 1, Prior::standard);
  const auto [low, high] = std::minmax_element(drift.periods.begin(), drift.periods.end());
  CHECK(*low >= 8);
  CHECK(*low < 8.5);
  CHECK(*high <= 20);
  CHECK(*high > 19.5);
  const auto moved = [&](float from, float to) {
    const Tensor a = at(drift, from), b = at(drift, to);
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += std::abs(a.data()[i] - b.data()[i]);
    return sum;
  };
  CHECK(moved(0, 0.1F) < 0.05 * moved(3, 3.1F));
  CHECK(moved(0.9F, 1.1F) < 0.7 * moved(2.5F, 2.7F));
}

TEST_CASE("normal coordinates keep their length together, over all blocks of them") {
  const ModelSpec spec = spec_of({block(LatentBlock::Prior::normal, 6), block(LatentBlock::Prior::normal, 3)});
  const Tensor latents = sample_latents(spec, 9, 20);
  const Drift paths = drift(spec, latents, 9);
  const std::vector<double> lengths = lengths_of(latents);
  for (const double share : kShares) {
    const std::vector<double> now = lengths_of(round(paths, share));
    for (std::size_t n = 0; n < now.size(); ++n) CHECK(now[n] == doctest::Approx(lengths[n]).epsilon(1e-5));
  }
}

TEST_CASE("one normal coordinate alone goes to and fro, and a latent of zeros stays") {
  const ModelSpec line = spec_of({block(LatentBlock::Prior::normal, 1)});
  const Tensor latents = sample_latents(line, 2, 10);
  const Tensor half = round(drift(line, latents, 2), 0.5);
  for (std::size_t n = 0; n < 10; ++n) CHECK(half.data()[n] == doctest::Approx(-latents.data()[n]).epsilon(1e-5));
  const ModelSpec plane = spec_of({block(LatentBlock::Prior::normal, 4)});
  CHECK(round(drift(plane, zeros({2, 4}), 2), 0.3) == zeros({2, 4}));
}

TEST_CASE("uniform coordinates stay within their bounds and use most of the range, and one-hot ones keep their value") {
  const ModelSpec spec =
      spec_of({block(LatentBlock::Prior::uniform, 5, 0.5F, 2), block(LatentBlock::Prior::categorical, 3)});
  const Tensor latents = sample_latents(spec, 3, 30);
  const Drift paths = drift(spec, latents, 3);
  float low = 2, high = 0.5F;
  for (int i = 0; i < 40; ++i) {
    const Tensor points = round(paths, i / 40.0);
    for (std::size_t n = 0; n < 30; ++n) {
      for (std::size_t c = 0; c < 5; ++c) {
        low = std::min(low, points(n, c));
        high = std::max(high, points(n, c));
      }
      for (std::size_t c = 5; c < 8; ++c) CHECK(points(n, c) == latents(n, c));
    }
  }
  CHECK(low >= 0.5F - 1e-5F);
  CHECK(low < 0.52F);
  CHECK(high <= 2 + 1e-5F);
  CHECK(high > 1.98F);
}

TEST_CASE("on the fitted prior a latent stays as likely as it is within the component that it comes from") {
  const Model model = tiny("tiny-cvae");
  const GaussianMixture& prior = *model.fitted_prior();
  const std::size_t classes = prior.class_count(), dim = prior.dim();
  const std::vector<std::int32_t> labels{2, 0, 1, 1, 2, 0};
  const Tensor latents = model.sample_latents(8, 6, Prior::fitted, labels);
  const Drift paths = model.drift(latents, 8, Prior::fitted, labels);
  CHECK(model.drift(latents, 8, Prior::fitted).orbits != paths.orbits);  // other classes, other components
  std::vector<double> own(dim);
  const auto length = [&] {
    double sum = 0;
    for (const double value : own) sum += value * value;
    return std::sqrt(sum);
  };
  for (std::size_t n = 0; n < 6; ++n) {
    const auto label = static_cast<std::size_t>(labels[n]);
    REQUIRE(label < classes);
    const std::size_t component = likely_component(prior, label, latents.data() + n * dim, own.data());
    const double before = length();
    for (const double share : kShares) {
      // A mixture of one component, so that the point is looked at in its coordinates.
      GaussianMixture alone{zeros({1, 1}), zeros({1, 1, dim}), zeros({1, 1, dim * (dim + 1) / 2})};
      alone.weights.data()[0] = 1;
      const std::size_t c = label * prior.component_count() + component, packed = dim * (dim + 1) / 2;
      std::copy_n(prior.means.data() + c * dim, dim, alone.means.data());
      std::copy_n(prior.roots.data() + c * packed, packed, alone.roots.data());
      const Tensor points = round(paths, share);
      likely_component(alone, 0, points.data() + n * dim, own.data());
      CHECK(length() == doctest::Approx(before).epsilon(1e-4));
    }
  }
}

TEST_CASE("a path depends on the seed and its own latent alone") {
  const Model model = tiny("tiny-gan");
  const Tensor latents = model.sample_latents(4, 9, Prior::standard);
  Tensor others = latents;
  std::fill_n(others.data() + latents.shape(1), latents.shape(1), 0.25F);  // another latent 1
  const Drift paths = model.drift(latents, 4, Prior::standard), changed = model.drift(others, 4, Prior::standard);
  CHECK(paths.periods == changed.periods);
  const std::size_t size = 3 * latents.shape(1);
  const auto same = [&](const Drift& other, std::size_t n) {
    return std::equal(paths.orbits.data() + n * size, paths.orbits.data() + (n + 1) * size,
                      other.orbits.data() + n * size);
  };
  CHECK(same(changed, 0));
  CHECK_FALSE(same(changed, 1));
  CHECK(same(changed, 2));
  CHECK_FALSE(same(model.drift(latents, 5, Prior::standard), 0));
}

TEST_CASE("a drift refuses what does not fit") {
  const Model vae = tiny("tiny-vae"), cvae = tiny("tiny-cvae");
  const Tensor wrong = zeros({2, 99});
  CHECK(contains(message_of([&] { vae.drift(wrong, 1, Prior::standard); }), "drift: latents (N, "));
  CHECK(contains(message_of([&] { vae.drift(wrong, 1, Prior::fitted); }), "has no fitted prior"));
  const Tensor latents = cvae.sample_latents(1, 2, Prior::fitted);
  const std::vector<std::int32_t> one{0}, unknown{0, 9};
  CHECK(contains(message_of([&] { cvae.drift(latents, 1, Prior::fitted, one); }), "expected 2, found 1"));
  CHECK(contains(message_of([&] { cvae.drift(latents, 1, Prior::fitted, unknown); }), "class label 9"));
  const Drift paths = cvae.drift(latents, 1, Prior::fitted);
  const std::vector<float> late{std::numeric_limits<float>::infinity(), 0}, few{1}, none{0, 0};
  CHECK(contains(message_of([&] { drift_points(paths.orbits, paths.periods, late); }), "a finite time"));
  CHECK(contains(message_of([&] { drift_points(paths.orbits, paths.periods, few); }), "found 2 and 1"));
  CHECK(contains(message_of([&] { drift_points(paths.orbits, none, none); }), "a positive period"));
}
