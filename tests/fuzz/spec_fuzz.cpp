// A model's spec as JSON: what is accepted must come back from its own JSON the same, and stay within the limits on
// work.
#include "latentwalk/json.hpp"
#include "latentwalk/spec.hpp"
#include "tests/fuzz/harness.hpp"

using namespace latentwalk;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::run([&] {
    const ModelSpec spec = parse_model_spec(parse_json(fuzz::text(data, size), fuzz::kName), fuzz::kName);
    for (const auto& [role, network] : spec.networks) {
      const NetworkCost cost = network_cost(network, role);
      if (cost.work > kMaxWork || cost.links > kMaxLinks) fuzz::give_up("spec", "more work than is allowed");
    }
    const Json json = model_spec_json(spec);
    if (model_spec_json(parse_model_spec(parse_json(json.dump(), fuzz::kName), fuzz::kName)) != json)
      fuzz::give_up("spec", "it does not survive its own JSON");
  });
  return 0;
}
