// How to train, as JSON, for the shipped conv-gan; and --set's KEY=VALUE, the input's first line.
#include <fstream>
#include <iterator>
#include <string>

#include "latentwalk/training_config.hpp"
#include "tests/fuzz/harness.hpp"

using namespace latentwalk;

namespace {

ModelSpec conv_gan() {
  std::ifstream file(LATENTWALK_CONFIGS "/conv-gan.json");
  Json json = parse_json(std::string(std::istreambuf_iterator<char>(file), {}), "conv-gan.json");
  for (const char* key : {"$schema", "objective", "training", "presets"}) json.erase(key);
  return parse_model_spec(json, "conv-gan.json");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const ModelSpec model = conv_gan();
  const std::string_view input = fuzz::text(data, size), line = input.substr(0, input.find('\n'));
  fuzz::run([&] {
    const std::string where(fuzz::kName);
    const TrainingConfig training = parse_training_config(parse_json(input, where), model, where);
    for (const std::int64_t step : {0, 1, 500, 999}) {
      const double factor = schedule_factor(training.schedule, step, 1000);
      if (!(factor >= 0.0 && factor <= 1.0)) fuzz::give_up("schedule", "a factor outside [0, 1]");
    }
  });
  try {
    if (patch_from_assignment(std::string(line)).size() != 1) fuzz::give_up("--set", "a patch of several members");
  } catch (const Error&) {
    // It quotes what was typed, whole.
  }
  return 0;
}
