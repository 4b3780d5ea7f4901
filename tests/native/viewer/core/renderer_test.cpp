// Pictures are asked for once for each change.
#include "viewer/core/renderer.hpp"

#include <doctest/doctest.h>

#include <chrono>

#include "support/model_file.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;

TEST_CASE("a slot that shows the same stations again asks for nothing; another station or model asks once") {
  const auto load = [](const char* name) {
    return std::make_shared<const Model>(
        load_model(std::string(LATENTWALK_FIXTURES) + "/" + name + ".safetensors").model);
  };
  const auto gan = load("tiny-gan"), vae = load("tiny-vae");
  RenderWorker worker;
  Renderer renderer(worker);
  const auto requests_after = [&](const std::shared_ptr<const Model>& model, std::uint64_t seed) {
    for (int frame = 0; frame < 3; ++frame)
      renderer.show("slot", model, {{.seed = seed, .edited = {}}}, Prior::standard);
    CHECK(worker.wait_idle(std::chrono::seconds(10)));
    return worker.counts().finished;
  };
  CHECK(requests_after(gan, 1) == 1);
  CHECK(requests_after(gan, 2) == 2);
  CHECK(requests_after(vae, 2) == 3);
  CHECK(worker.answer("slot")->latents == renderer.latents(vae, {{.seed = 2, .edited = {}}}, Prior::standard));
  CHECK(requests_after(vae, 2) == 3);
}
