// The check of LibTorch's arithmetic at start.
#include "trainer/libtorch/backend_check.hpp"

#include "latentwalk/config.hpp"
#include "support/files.hpp"
#include "tests/support/torch_doctest.hpp"

using namespace latentwalk;

TEST_CASE("the backend is sound for the networks that are trained, or the fall-back is") {
  for (const char* name : {"conv-gan", "conv-vae", "fc-vae"}) {
    const std::string path = std::string(LATENTWALK_CONFIGS) + "/" + name + ".json";
    const Config config = resolve_config(read_text(path), "best", {}, path);
    CAPTURE(name);
    CHECK_NOTHROW(ensure_sound_backend(config.model));
    const auto fault = find_backend_fault(config.model);
    CHECK_MESSAGE(!fault, (fault ? *fault : ""));
  }
}

TEST_CASE("a backend that rounds too coarsely is found out") {
  // bfloat16 matrix products would be off by about 1e-2: stand in for a faulty backend with a tolerance below what
  // single precision can keep.
  const std::string path = std::string(LATENTWALK_CONFIGS) + "/conv-gan.json";
  const Config config = resolve_config(read_text(path), "best", {}, path);
  const auto fault = find_backend_fault(config.model, 1e-9);
  REQUIRE(fault);
  CHECK(fault->find("is off by") != std::string::npos);
}
