// The fitted prior in a model file, its samples, and walks among them.
#include <doctest/doctest.h>

#include <array>

#include "latentwalk/model.hpp"
#include "tests/support/test_files.hpp"
#include "tests/support/tiny_models.hpp"

using namespace latentwalk;
using tests::contains;
using tests::message_of;

namespace {

Model fitted(DType storage = DType::f32) {
  return Model::parse(serialize_model(tests::tiny_model("tiny-cvae"), storage), "tiny-cvae");
}

Model plain(const std::string& name) {
  return Model::parse(serialize_model(tests::tiny_model(name), DType::f32), name);
}

}  // namespace

TEST_CASE("a file of each storage carries the fitted prior as version 2; without one it stays version 1") {
  const GaussianMixture made = *tests::tiny_model("tiny-cvae").fitted_prior;
  for (const DType storage : {DType::f32, DType::f16}) {
    const auto bytes = serialize_model(tests::tiny_model("tiny-cvae"), storage);
    CHECK(parse_safetensors(bytes, "file").metadata.at("format_version") == "2");
    CHECK(parse_safetensors(bytes, "file").tensors.at("prior.roots").dtype == storage);
    const Model model = Model::parse(bytes, "file");
    REQUIRE(model.fitted_prior() != nullptr);
    CHECK(model.fitted_prior()->weights == made.weights);
    CHECK(model.fitted_prior()->means == made.means);
    CHECK(model.fitted_prior()->roots == made.roots);
  }
  CHECK(parse_safetensors(serialize_model(tests::tiny_model("tiny-vae"), DType::f32), "file")
            .metadata.at("format_version") == "1");
}

TEST_CASE("a fitted prior that does not fit is never written") {
  ModelFile file = tests::tiny_model("tiny-cvae");
  file.fitted_prior->roots(0, 0, 0) = 1e-9F;  // 0 as F16
  CHECK(message_of([&] { serialize_model(file, DType::f32); }).empty());
  CHECK(contains(message_of([&] { serialize_model(file, DType::f16); }), "a diagonal must be positive, found 0"));
  ModelFile gan = tests::tiny_model("tiny-gan");
  gan.fitted_prior = file.fitted_prior;
  CHECK(contains(message_of([&] { serialize_model(gan, DType::f32); }), "a fitted prior is for a VAE"));
}

TEST_CASE("each prior is drawn under its name, and the fitted one is refused where there is none") {
  const Model model = fitted(), gan = plain("tiny-gan"), vae = plain("tiny-vae");
  CHECK(model.prior_named("") == Prior::fitted);
  CHECK(model.prior_named("standard") == Prior::standard);
  CHECK(gan.prior_named("") == Prior::standard);
  CHECK(contains(message_of([&] { gan.prior_named("fitted"); }), "a GAN has no codes"));
  CHECK(contains(message_of([&] { vae.prior_named("fitted"); }), "latentwalk-train fit-prior"));
  CHECK(contains(message_of([&] { model.prior_named("best"); }), "fitted or standard, found \"best\""));
  CHECK(model.sample_latents(3, 9, Prior::standard) == sample_latents(model.spec(), 3, 9));
  CHECK(model.sample_latents(3, 9, Prior::fitted) == sample_mixture(*model.fitted_prior(), 3, 9));
  CHECK(contains(message_of([&] { vae.sample_latents(3, 9, Prior::fitted); }), "has no fitted prior"));
}

TEST_CASE("a walk on the fitted prior stays as likely as its ends, and a walk on the standard one is the plain walk") {
  const Model model = fitted();
  const GaussianMixture& prior = *model.fitted_prior();
  const std::vector<std::int32_t> labels{0, 1, 2};
  constexpr std::size_t kFrames = 21;
  std::size_t moved = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Tensor ends = model.sample_latents(seed, 3, Prior::fitted, labels);
    const Tensor straight = walk(ends, kFrames, Interpolation::lerp, true);
    CHECK(model.walk(ends, kFrames, Interpolation::lerp, true, Prior::standard) == straight);
    const Tensor points = model.walk(ends, kFrames, Interpolation::lerp, true, Prior::fitted, labels);
    REQUIRE(shape_of(points) == shape_of(straight));
    for (std::size_t i = 0; i < points.shape(0); ++i) {
      const std::size_t leg = i / (kFrames - 1);
      const double t = static_cast<double>(i % (kFrames - 1)) / (kFrames - 1);
      std::array<double, 3> weights{};
      weights[leg] = 1 - t;
      weights[(leg + 1) % 3] += t;
      const auto end_density = [&](std::size_t s) {
        std::array<double, 3> one{};
        one[s] = 1;
        return log_density(prior, ends.data() + 4 * s, one);
      };
      const double level = (1 - t) * end_density(leg) + t * end_density((leg + 1) % 3);
      const double before = log_density(prior, straight.data() + 4 * i, weights),
                   after = log_density(prior, points.data() + 4 * i, weights);
      CHECK(after >= std::min(before, level) - 1e-6);
      if (before < level - 0.01) {
        ++moved;
        CHECK(after > before);
      }
    }
    // It passes through its stations.
    for (std::size_t s = 0; s < 3; ++s)
      for (std::size_t k = 0; k < 4; ++k) CHECK(points(s * (kFrames - 1), k) == ends(s, k));
  }
  CHECK(moved > 100);
}
