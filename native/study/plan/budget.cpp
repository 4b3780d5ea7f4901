#include "study/plan/budget.hpp"

#include <algorithm>

#include "latentwalk/config.hpp"
#include "support/files.hpp"
#include "support/shipped.hpp"

namespace latentwalk {
namespace {

constexpr std::int64_t kShortestPass = 100;  // steps

std::string config_text(const std::string& name, std::string& where) {
  where = (shipped("configs") / (name + ".json")).string();
  return read_text(where);
}

}  // namespace

Budget make_budget(std::int64_t steps, std::int64_t batch_size, std::size_t digits) {
  Budget budget;
  budget.batch_size = batch_size;
  budget.passes = std::max<std::int64_t>(
      1, std::min(steps * batch_size / static_cast<std::int64_t>(digits), steps / kShortestPass));
  budget.pass_steps = (steps + budget.passes - 1) / budget.passes;  // rounded down, a pass would miss some digits
  return budget;
}

std::int64_t own_epochs(const std::string& name) {
  std::string where;
  const std::string text = config_text(name, where);
  return resolve_config(text, "best", {}, where).training.epochs;
}

Json study_config(const std::string& name, const Budget& budget, std::int64_t seed, const std::string& preset,
                  const Json& patch) {
  std::string where;
  const std::string text = config_text(name, where);
  const Json training{{"training", {{"epochs", budget.passes}, {"batch_size", budget.batch_size}, {"seed", seed}}}};
  return resolve_config(text, preset, {patch, training}, where).json;
}

}  // namespace latentwalk
