// The jobs that the worker does: decode, encode, search, load.
#include "viewer/core/jobs.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>

#include "latentwalk/latent.hpp"
#include "support/model_file.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;
using namespace std::chrono_literals;

namespace {

const std::string kFixtureFolder = LATENTWALK_FIXTURES;

std::shared_ptr<const Model> load(const std::string& name) {
  return std::make_shared<const Model>(load_model(kFixtureFolder + "/" + name + ".safetensors").model);
}

}  // namespace

TEST_CASE("the worker draws every shipped model as the core does, bit for bit, seed by seed") {
  // What natively and as wasm is the same, is in tests/oracle/agreement_test.mjs.
  const std::size_t seeds = std::getenv("LATENTWALK_FULL") != nullptr ? 10'000 : 200;
  std::size_t models = 0;
  for (const auto& file : std::filesystem::directory_iterator(LATENTWALK_MODELS)) {
    if (file.path().extension() != ".safetensors") continue;
    ++models;
    CAPTURE(file.path());
    const auto model = std::make_shared<const Model>(load_model(file.path().string()).model);
    const std::size_t dim = latent_dim(model->spec()), classes = model->spec().class_count;
    RenderWorker worker;
    constexpr std::size_t kBatch = 100;
    for (std::size_t first = 0; first < seeds; first += kBatch) {
      Tensor latents = zeros({kBatch, dim});
      std::vector<std::int32_t> labels;
      for (std::size_t row = 0; row < kBatch; ++row) {
        const Tensor one = sample_latents(model->spec(), first + row, 1);
        std::copy(one.data(), one.data() + dim, latents.data() + row * dim);
        if (classes > 0) labels.push_back(static_cast<std::int32_t>((first + row) % classes));
      }
      worker.submit("samples", decode_job(model, latents, labels));
      REQUIRE(worker.wait_idle(60s));
      const auto answer = worker.answer("samples");
      REQUIRE(answer->error.empty());
      REQUIRE(answer->ready == kBatch);
      if (!(answer->images == model->decode(latents, labels))) FAIL_CHECK("seeds from ", first, " differ");
    }
  }
  CHECK(models == 10);
}

TEST_CASE("while digits are computed the picture before stays in their place") {
  const auto model = load("tiny-gan");
  auto job = decode_job(model, sample_latents(model->spec(), 2, 3), {});
  Answer before;
  before.images = model->decode(sample_latents(model->spec(), 1, 3));
  job->begin(&before);
  CHECK(job->answer().images == before.images);
  CHECK(job->answer().ready == 0);
}

TEST_CASE("an encoder's answer holds codes and reconstructions") {
  const auto model = load("tiny-vae");
  RenderWorker worker;
  const Tensor images = model->decode(sample_latents(model->spec(), 3, 5));
  worker.submit("encode", encode_job(model, images, {}, true));
  REQUIRE(worker.wait_idle(10s));
  const auto answer = worker.answer("encode");
  const Codes codes = model->encode(images);
  CHECK(answer->codes.mean == codes.mean);
  CHECK(answer->codes.log_variance == codes.log_variance);
  CHECK(answer->images == model->decode(codes.mean));
}

TEST_CASE("the search comes near a picture that the model can make, and nearer than random draws") {
  for (const char* name : {"tiny-gan", "tiny-cgan"}) {
    CAPTURE(name);
    const auto model = load(name);
    const bool by_class = model->spec().class_count > 0;
    const std::vector<std::int32_t> label = by_class ? std::vector<std::int32_t>{1} : std::vector<std::int32_t>{};
    Tensor target = model->decode(sample_latents(model->spec(), 99, 1), label);
    const auto distance = [&](const Tensor& image) {
      double sum = 0;
      for (std::size_t i = 0; i < target.size(); ++i) {
        const double difference = image.data()[i] - target.data()[i];
        sum += difference * difference;
      }
      return sum;
    };
    double random = 0;
    for (std::uint64_t seed = 0; seed < 20; ++seed)
      random += distance(model->decode(sample_latents(model->spec(), seed, 1), label)) / 20;
    Tensor picture = target;
    picture.reshape({target.shape(1), target.shape(2)});
    RenderWorker worker;
    worker.submit("search", search_job(model, picture, 1));
    REQUIRE(worker.wait_idle(30s));
    const auto answer = worker.answer("search");
    REQUIRE(answer->error.empty());
    CHECK(distance(answer->images) < 0.15 * random);
    CHECK(answer->images == model->decode(answer->latents, answer->labels));
  }
}

TEST_CASE("a missing model is an answer with a message") {
  RenderWorker worker;
  worker.submit("load", load_job(kFixtureFolder + "/no-such.safetensors"));
  REQUIRE(worker.wait_idle(10s));
  CHECK(worker.answer("load")->model == nullptr);
  CHECK(worker.answer("load")->error.find("no-such.safetensors") != std::string::npos);
}
