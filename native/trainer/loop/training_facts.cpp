#include "trainer/loop/training_facts.hpp"

#include <cmath>
#include <fstream>
#include <iomanip>
#include <sstream>

#include "latentwalk/version.hpp"
#include "trainer/libtorch/threads.hpp"
#include "trainer/loop/trainer.hpp"

namespace latentwalk {
namespace {

/// "AMD EPYC, 2 threads"
std::string machine_text() {
  std::ifstream cpuinfo("/proc/cpuinfo");
  std::string line, name = "unknown processor";
  while (std::getline(cpuinfo, line)) {
    if (const auto colon = line.find(": "); line.starts_with("model name") && colon != std::string::npos) {
      name = line.substr(colon + 2);
      break;
    }
  }
  return name + ", " + threads_text();
}

}  // namespace

std::map<std::string, std::string> training_facts(const Trainer& trainer, double seconds) {
  const Config& config = trainer.config();
  std::map<std::string, std::string> facts{
      {"program", std::string("latentwalk-train ") + kVersion},
      {"libtorch", TORCH_VERSION},
      {"device", trainer.device().str()},
      {"machine", machine_text()},
      {"arithmetic", trainer.compute().bf16 ? "float32; products and convolutions in bfloat16" : "float32"},
      {"preset", config.json.value("preset", std::string())},
      {"seed", std::to_string(config.training.seed)},
      {"batch_size", std::to_string(config.training.batch_size)},
      {"epochs", std::to_string(trainer.steps_done() / trainer.steps_per_epoch())},
      {"steps", std::to_string(trainer.steps_done())},
      {"seconds", std::to_string(std::llround(seconds))},
  };
  if (trainer.processes() > 1) facts["processes"] = std::to_string(trainer.processes());
  for (const auto& [name, value] : trainer.epoch_means()) {
    std::ostringstream text;
    text << std::setprecision(4) << value;
    facts["mean_" + name] = text.str();
  }
  return facts;
}

}  // namespace latentwalk
