// What a model computes for one digit, layer by layer.
#include "latentwalk/inside.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "latentwalk/latent.hpp"
#include "tests/support/tiny_models.hpp"

using namespace latentwalk;

namespace {

Model model_of(const std::string& name) {
  const ModelFile file = tests::tiny_model(name);
  return Model::from_weights(file.spec, file.weights);
}

}  // namespace

TEST_CASE("the layers of a generator end in the digit that it draws") {
  const Model model = model_of("tiny-cgan");
  const Tensor latent = sample_latents(model.spec(), 3, 1);
  const std::vector<std::int32_t> label{2};
  const Inside inside = inside_latent(model, latent, label);
  CHECK(inside.encoder.empty());
  CHECK(inside.latent == latent);
  CHECK(inside.drawn == model.decode(latent, label));
  CHECK(inside.given == inside.drawn);
  REQUIRE(inside.decoder.size() == model.decoder_layers().size());
  const Inside::Layer& last = inside.decoder.back();
  REQUIRE(last.values.size() == inside.drawn.size());
  for (std::size_t i = 0; i < last.values.size(); ++i)
    CHECK((last.values[i] + 1) / 2 == doctest::Approx(inside.drawn.data()[i]).epsilon(1e-4));
  CHECK(last.steps.back() == "tanh");
}

TEST_CASE("a model with an encoder encodes the digit, and decodes the mean or a draw") {
  const Model model = model_of("tiny-cvae");
  const std::vector<std::int32_t> label{1};
  const Tensor image = model.decode(sample_latents(model.spec(), 3, 1), label);
  const Codes codes = model.encode(image, label);
  const Inside mean = inside_image(model, image, label);
  CHECK(mean.codes.mean == codes.mean);
  CHECK(mean.latent == codes.mean);
  CHECK(mean.drawn == model.decode(codes.mean, label));
  CHECK(mean.encoder.size() == model.encoder_layers().size());
  const Inside drawn = inside_image(model, image, label, 9);
  const Tensor noise = sample_latents(model.spec(), 9, 1);
  for (std::size_t i = 0; i < noise.size(); ++i)
    CHECK(drawn.latent.data()[i] ==
          doctest::Approx(codes.mean.data()[i] + std::exp(codes.log_variance.data()[i] / 2) * noise.data()[i]));
  const Inside same = inside_latent(model, sample_latents(model.spec(), 3, 1), label);
  CHECK(same.drawn == mean.drawn);
}
