// A model's spec as JSON: what is accepted must come back from its own JSON the same.
#include "latentwalk/json.hpp"
#include "latentwalk/spec.hpp"
#include "tests/fuzz/harness.hpp"

using namespace latentwalk;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::run([&] {
    const ModelSpec spec = parse_model_spec(parse_json(fuzz::text(data, size), fuzz::kName), fuzz::kName);
    const Json json = model_spec_json(spec);
    if (model_spec_json(parse_model_spec(parse_json(json.dump(), fuzz::kName), fuzz::kName)) != json)
      fuzz::give_up("spec", "it does not survive its own JSON");
  });
  return 0;
}
