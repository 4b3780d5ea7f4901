#include "study/plan/plan.hpp"

#include <algorithm>
#include <numeric>

#include "latentwalk/error.hpp"
#include "support/files.hpp"
#include "support/shipped.hpp"

namespace latentwalk {
namespace {

namespace fs = std::filesystem;

constexpr int kProtocol = 1;  // to be raised where a change of the code changes results
constexpr std::int64_t kEpochDigits = 60000;
constexpr const char* kOnly = "-only";

std::string seed_text(int seed) { return "-s" + std::to_string(seed); }

Json budget_json(const Budget& budget) {
  return {{"passes", budget.passes}, {"pass_steps", budget.pass_steps}, {"batch_size", budget.batch_size}};
}

/// `steps`, or where that is 0 the own epochs of the one of `configs` that has most.
std::int64_t steps_or_own(std::int64_t steps, const std::vector<std::string>& configs, std::int64_t batch_size) {
  if (steps > 0) return steps;
  std::int64_t epochs = 0;
  for (const std::string& config : configs) epochs = std::max(epochs, own_epochs(config));
  return epochs * kEpochDigits / batch_size;
}

}  // namespace

std::vector<int> parse_claims(const std::vector<std::string>& names) {
  std::vector<int> claims;
  for (const std::string& name : names) {
    if (name.size() != 1 || name[0] < '1' || name[0] > '0' + kClaims)
      fail("--claims: there is no claim \"", name, "\"; there are 1 to ", kClaims);
    claims.push_back(name[0] - '0');
  }
  if (claims.empty()) {
    claims.resize(kClaims);
    std::iota(claims.begin(), claims.end(), 1);
  }
  std::sort(claims.begin(), claims.end());
  claims.erase(std::unique(claims.begin(), claims.end()), claims.end());
  return claims;
}

std::vector<std::string> rivals(int claim) {
  return claim == 1 ? std::vector<std::string>{"fc-vae", "fc-gan"} : std::vector<std::string>{"conv-gan", "conv-vae"};
}

const std::vector<ToyCase>& toy_cases() {
  static const std::vector<ToyCase> cases{{ToyShape::normals, 0.0},  {ToyShape::normals, 0.5}, {ToyShape::normals, 1.0},
                                          {ToyShape::normals, 2.0},  {ToyShape::normals, 4.0}, {ToyShape::normals, 8.0},
                                          {ToyShape::uniforms, 0.5}, {ToyShape::uniforms, 2.0}};
  return cases;
}

std::string toy_name(const ToyCase& toy) {
  std::string text = toy.shape == ToyShape::normals ? "normals-" : "uniforms-";
  MessagePart(toy.distance).append_to(text);
  return text;
}

fs::path shipped_path(const std::string& config) { return shipped("models") / (config + ".safetensors"); }

Plan::Plan(StudySize size, std::vector<int> claims, StudyData data, std::string extractor)
    : size_(std::move(size)), claims_(std::move(claims)), data_(std::move(data)), extractor_(std::move(extractor)) {
  if (has_claim(4)) subset(real_counts().back());  // a data set too small is said at once
}

bool Plan::has_claim(int claim) const { return std::find(claims_.begin(), claims_.end(), claim) != claims_.end(); }

std::size_t Plan::compare_digits() const { return size_.compare_digits > 0 ? size_.compare_digits : data_.train.count; }

std::vector<std::size_t> Plan::real_counts() const {
  std::vector<std::size_t> counts = size_.real_counts;
  std::sort(counts.begin(), counts.end());
  return counts;
}

const Subset& Plan::subset(std::size_t count) const {
  const auto found = subsets_.find(count);
  return found != subsets_.end() ? found->second
                                 : subsets_.emplace(count, Subset::first(data_.train, count)).first->second;
}

Json Plan::judge_inputs() const { return {{"extractor", extractor_}, {"test", data_.test_identity}}; }

Cell Plan::real_cell() const {
  return {"real",
          {{"kind", "real"},
           {"protocol", kProtocol},
           {"subset", subset(compare_digits()).identity()},
           {"judge", judge_inputs()}}};
}

Budget Plan::model_budget(const std::string& config) const {
  const bool fc = config.starts_with("fc-");
  return make_budget(steps_or_own(fc ? size_.fc_steps : size_.conv_steps, rivals(fc ? 1 : 2), size_.batch_size),
                     size_.batch_size, compare_digits());
}

Budget Plan::generator_budget(const std::string& config, std::size_t count) const {
  const auto own = size_.generator_steps.find(config);
  return make_budget(steps_or_own(own == size_.generator_steps.end() ? 0 : own->second, {config}, size_.batch_size),
                     size_.batch_size, count);
}

Cell Plan::model_cell(const std::string& config, int seed) const {
  const Budget budget = model_budget(config);
  return {config + "-" + std::to_string(compare_digits()) + seed_text(seed),
          {{"kind", "model"},
           {"protocol", kProtocol},
           {"config", config},
           {"config_crc32c", text_checksum(study_config(config, budget, seed).dump())},
           {"budget", budget_json(budget)},
           {"seed", seed},
           {"subset", subset(compare_digits()).identity()},
           {"judge", judge_inputs()}}};
}

Cell Plan::shipped_cell(const std::string& config) const {
  const auto bytes = read_file(shipped_path(config));
  return {"shipped-" + config,
          {{"kind", "shipped"},
           {"protocol", kProtocol},
           {"config", config},
           {"file_crc32c", text_checksum({bytes.begin(), bytes.end()})},
           {"judge", judge_inputs()}}};
}

Budget Plan::printed_budget(std::int64_t epochs) const {
  const auto digits = static_cast<std::int64_t>(compare_digits());
  return {epochs, (digits + size_.batch_size - 1) / size_.batch_size, size_.batch_size};
}

Cell Plan::printed_cell(const PrintedArm& arm, std::int64_t epochs, int seed) const {
  const Budget budget = printed_budget(epochs);
  return {"printed-" + arm.name + "-" + std::to_string(epochs) + seed_text(seed),
          {{"kind", "printed"},
           {"protocol", kProtocol},
           {"config", arm.config},
           {"config_crc32c", text_checksum(study_config(arm.config, budget, seed, "paper", arm.patch).dump())},
           {"budget", budget_json(budget)},
           {"seed", seed},
           {"subset", subset(compare_digits()).identity()},
           {"judge", judge_inputs()}}};
}

Cell Plan::generator_cell(const std::string& config, std::size_t count, int seed) const {
  const Budget budget = generator_budget(config, count);
  return {config + "-" + std::to_string(count) + seed_text(seed),
          {{"kind", "generator"},
           {"protocol", kProtocol},
           {"config", config},
           {"config_crc32c", text_checksum(study_config(config, budget, seed).dump())},
           {"budget", budget_json(budget)},
           {"seed", seed},
           {"subset", subset(count).identity()},
           {"pool", size_.pool_count},
           {"extractor", extractor_}}};
}

Cell Plan::arm_cell(const std::string& arm, std::size_t count, int seed) const {
  const std::string config = arm_generator(arm);
  return {"arm-" + arm + "-" + std::to_string(count) + seed_text(seed),
          {{"kind", "arm"},
           {"protocol", kProtocol},
           {"arm", arm},
           {"steps", size_.classifier_steps},
           {"batch_size", size_.classifier_batch},
           {"seed", seed},
           {"subset", subset(count).identity()},
           {"test", data_.test_identity},
           {"generator", config.empty() ? Json() : Json(generator_cell(config, count, seed).stem())}}};
}

Cell Plan::start_cell(const std::string& config, int seed) const {
  return {"start-" + config + seed_text(seed),
          {{"kind", "start"},
           {"protocol", kProtocol},
           {"config", config},
           {"config_crc32c", text_checksum(study_config(config, model_budget(config), seed).dump())},
           {"seed", seed},
           {"subset", subset(compare_digits()).identity()},
           {"test", data_.test_identity}}};
}

Cell Plan::toy_cell(const ToyCase& toy, int seed) const {
  return {
      "toy-" + toy_name(toy) + seed_text(seed),
      {{"kind", "toy"}, {"protocol", kProtocol}, {"case", toy_name(toy)}, {"steps", size_.toy_steps}, {"seed", seed}}};
}

std::vector<std::string> Plan::arms(std::size_t count) const {
  std::vector<std::string> generators{"cgan", "cvae"};
  if (std::find(size_.infogan_counts.begin(), size_.infogan_counts.end(), count) != size_.infogan_counts.end())
    generators.push_back("infogan");
  std::vector<std::string> arms{"none", "classical"};
  for (const std::string& generator : generators) arms.push_back(generator);
  for (const std::string& generator : generators) arms.push_back(generator + kOnly);
  return arms;
}

bool Plan::has_arm(const std::string& arm, std::size_t count) const {
  const auto there = arms(count);
  return std::find(there.begin(), there.end(), arm) != there.end();
}

std::string Plan::arm_generator(const std::string& arm) {
  if (arm == "none" || arm == "classical") return "";
  return arm.ends_with(kOnly) ? arm.substr(0, arm.size() - std::string(kOnly).size()) : arm;
}

std::vector<Plan::Task> Plan::tasks() const {
  std::vector<Task> tasks;
  const auto add = [&](Task::Kind kind, Cell cell, const std::string& config, std::size_t count, int seed) {
    tasks.push_back({kind, std::move(cell), config, count, seed, {}});
  };
  if (has_claim(5))
    for (int seed = 1; seed <= size_.seeds; ++seed)
      for (const ToyCase& toy : toy_cases()) tasks.push_back({Task::Kind::toy, toy_cell(toy, seed), "", 0, seed, toy});
  if (has_claim(7))
    for (int seed = 1; seed <= size_.seeds; ++seed)
      for (const char* config : {"fc-vae", "conv-vae"})
        add(Task::Kind::start, start_cell(config, seed), config, compare_digits(), seed);
  const bool compares = has_claim(1) || has_claim(2) || has_claim(3) || has_claim(6);
  if (compares) add(Task::Kind::real, real_cell(), "", compare_digits(), 1);
  std::vector<std::string> models;
  if (has_claim(1) || has_claim(3) || has_claim(6)) models.push_back("fc-vae");
  if (has_claim(1) || has_claim(6)) models.push_back("fc-gan");
  if (has_claim(2) || has_claim(3) || has_claim(6)) models.push_back("conv-vae");
  if (has_claim(2) || has_claim(6)) models.push_back("conv-gan");
  for (const std::string& config : models) add(Task::Kind::shipped, shipped_cell(config), config, 0, 1);
  for (int seed = 1; seed <= size_.seeds; ++seed)
    for (const std::string& config : models)
      add(Task::Kind::model, model_cell(config, seed), config, compare_digits(), seed);
  // The rivals first: a study that is stopped early has them.
  for (const bool rival : {true, false})
    for (int seed = 1; seed <= size_.printed_seeds; ++seed)
      for (const std::int64_t epochs : size_.printed_epochs)
        for (const PrintedArm& arm : printed_arms()) {
          if ((arm.name == arm.config) != rival || !(has_claim(1) || (has_claim(3) && arm.name == "fc-vae"))) continue;
          add(Task::Kind::printed, printed_cell(arm, epochs, seed), arm.name, compare_digits(), seed);
          tasks.back().epochs = epochs;
        }
  if (!has_claim(4)) return tasks;
  // The slow generator last: a study that is stopped early has all else.
  for (const bool slow : {false, true})
    for (const std::size_t count : size_.real_counts)
      for (int seed = 1; seed <= size_.seeds; ++seed)
        for (const std::string& arm : arms(count)) {
          const std::string config = arm_generator(arm);
          if ((config == "infogan") != slow) continue;
          if (arm == config) add(Task::Kind::generator, generator_cell(config, count, seed), config, count, seed);
          add(Task::Kind::arm, arm_cell(arm, count, seed), arm, count, seed);
        }
  return tasks;
}

}  // namespace latentwalk
