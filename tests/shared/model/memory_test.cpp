// What decoding costs in memory: nothing, after a first call.
#include <doctest/doctest.h>

#include <cmath>

#include "latentwalk/latent.hpp"
#include "latentwalk/model.hpp"
#include "tests/support/allocations.hpp"
#include "tests/support/test_files.hpp"
#include "tests/support/tiny_models.hpp"

using namespace latentwalk;
using tests::g_allocations;
using tests::g_live;

namespace {

std::vector<Model> models() {
  std::vector<Model> all;
  for (const std::string& name : tests::kTinyNames)
    all.push_back(Model::parse(serialize_model(tests::tiny_model(name), DType::f32), name));
  for (const std::string& path : tests::files_in(LATENTWALK_MODELS, ".safetensors"))
    all.push_back(Model::parse(tests::read_bytes(path), path));
  return all;
}

}  // namespace

TEST_CASE("decode allocates nothing once a first call has planned its buffers") {
  for (const Model& model : models()) {
    constexpr std::size_t kMost = 20;
    const Tensor latents = sample_latents(model.spec(), 1, kMost);
    const auto labels = labels_in_turn(model.spec(), kMost);
    std::vector<float> pixels(kMost * model.spec().image_height * model.spec().image_width);
    for (const std::size_t count : {std::size_t{1}, kMost, std::size_t{3}}) {
      const long before = g_allocations;
      model.decode(latents.data(), count, std::span(labels).first(labels.empty() ? 0 : count), pixels.data());
      CHECK_MESSAGE(g_allocations - before == 0, model.spec().name, " ", count);
    }
  }
}

TEST_CASE("a thousand decodes leave memory where it was") {
  for (const std::string& name : tests::kTinyNames) {
    const Model model = Model::parse(serialize_model(tests::tiny_model(name), DType::f32), name);
    const Tensor latents = sample_latents(model.spec(), 1, 3);
    const auto labels = labels_in_turn(model.spec(), 3);
    model.decode(latents, labels, 2);
    const long before = g_live;
    for (int i = 0; i < 1000; ++i) model.decode(latents, labels, 1 + static_cast<std::size_t>(i % 2));
    // Two threads that overlapped may have left a second workspace to use again: its parts, not more.
    CHECK(g_live - before <= 8);
  }
}

TEST_CASE("every shipped model draws the same alone, in a batch and on several threads") {
  for (const std::string& path : tests::files_in(LATENTWALK_MODELS, ".safetensors")) {
    const Model model = Model::parse(tests::read_bytes(path), path);
    constexpr std::size_t kCount = 29;
    const Tensor latents = sample_latents(model.spec(), 5, kCount);
    const auto labels = labels_in_turn(model.spec(), kCount);
    const Tensor together = model.decode(latents, labels), threaded = model.decode(latents, labels, 3);
    const std::size_t dim = latents.shape(1), size = together.size() / kCount;
    std::vector<float> alone(size);
    double largest = 0;
    for (std::size_t n = 0; n < kCount; ++n) {
      model.decode(latents.data() + n * dim, 1,
                   std::span(labels).subspan(labels.empty() ? 0 : n, labels.empty() ? 0 : 1), alone.data());
      for (std::size_t i = 0; i < size; ++i)
        for (const Tensor* other : {&together, &threaded})
          largest = std::max(largest, std::abs(static_cast<double>(alone[i]) - other->data()[n * size + i]));
    }
    CHECK_MESSAGE(largest <= 1e-6, path);
  }
}
