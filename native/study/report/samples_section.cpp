// Claims 1 to 3: sheets, and what is measured of them.
#include <algorithm>
#include <map>

#include "study/report/findings.hpp"

namespace latentwalk {
namespace {

struct Measure {
  std::string key;    // in a cell's "samples"
  std::string name;   // with the better direction
  std::string plain;  // in a sentence
  bool higher_is_better;
};
const Measure kMeasures[] = {{"fcd", "distance (lower)", "distance", false},
                             {"coverage", "coverage (higher)", "coverage", true},
                             {"score", "score (higher)", "score", true},
                             {"sharpness_gap", "sharpness's gap to real digits (lower)", "sharpness", false}};
const std::vector<std::string> kColumns{"fcd", "coverage", "score", "sharpness"};
const std::vector<std::string> kReconstruction{"distance", "ssim", "read"};

Findings::CellOf model_cells(const Plan& plan, const std::string& config) {
  return [&plan, config](int seed) { return plan.model_cell(config, seed); };
}

/// A row's numbers under `path` of a cell that stands alone.
Measured alone(const Findings& findings, const Cell& cell, const std::string& path) {
  return [&findings, cell, path](const std::string& key) { return findings.single(cell, path + key); };
}

Json rival(const Findings& findings, const std::string& config) {
  const Plan& plan = findings.plan;
  const Cell shipped = plan.shipped_cell(config);
  const auto result = findings.store.find(shipped);
  const auto trained = [&](const std::string& key) {
    return findings.series(model_cells(plan, config), "/samples/" + key);
  };
  return {{"config", config},
          {"trained", table_row(kColumns, trained)},
          {"shipped", table_row(kColumns, alone(findings, shipped, "/samples/"))},
          {"epochs", result && result->contains("training") ? (*result)["training"].value("epochs", "?") : "?"},
          {"sheet", findings.sheet(plan.model_cell(config, 1), "sheet", "samples-" + config)},
          {"shipped_sheet", findings.sheet(shipped, "sheet", "samples-" + config + "-shipped")}};
}

/// Adds the comparisons, in which measures each rival is better, and the verdict.
void compare_rivals(const Findings& findings, const std::vector<Measure>& measures, Json& section) {
  const std::string first = section["first"], second = section["second"];
  std::map<std::string, std::string> found{
      {"better", ""}, {"worse", ""}, {"undecided", ""}, {"shipped_better", ""}, {"shipped_worse", ""}};
  const auto add = [&](const char* list, const Measure& measure) {
    found[list] += (found[list].empty() ? "" : ", ") + measure.plain;
  };
  std::vector<Outcome> outcomes;
  section["comparisons"] = Json::array();
  for (const Measure& measure : measures) {
    const std::string path = "/samples/" + measure.key;
    const auto trained = [&](const std::string& config) {
      return findings.series(model_cells(findings.plan, config), path);
    };
    const auto shipped = [&](const std::string& config) {
      return findings.single(findings.plan.shipped_cell(config), path);
    };
    const Series a = trained(first), b = trained(second), x = shipped(first), y = shipped(second);
    if (!x.values.empty() && !y.values.empty())
      add((x.mean() > y.mean()) == measure.higher_is_better ? "shipped_better" : "shipped_worse", measure);
    if (!findings.whole(a) || !findings.whole(b)) continue;
    const Outcome outcome = compare(a, b, measure.higher_is_better);
    const bool holds = outcome == Outcome::holds, reversed = outcome == Outcome::reversed;
    outcomes.push_back(outcome);
    add(holds ? "better" : reversed ? "worse" : "undecided", measure);
    section["comparisons"].push_back({{"measure", measure.name},
                                      {"a", values_text(a)},
                                      {"b", values_text(b)},
                                      {"better_one", holds      ? first
                                                     : reversed ? second
                                                                : ""}});
  }
  section.update(found);
  section["measured"] = !outcomes.empty();
  section["verdict"] = verdict(outcomes);
}

/// A VAE's reconstructions against what they must not fall behind: the nearest training digit, the originals as read.
Json reconstructions(const Findings& findings, const std::string& config, const Series& nearest,
                     const Series& read_floor, std::vector<Outcome>& outcomes) {
  constexpr double kReadTolerance = 0.02;
  const Plan& plan = findings.plan;
  const auto trained = [&](const std::string& key) {
    return findings.series(model_cells(plan, config), "/reconstructions/" + key);
  };
  const Series distance = trained("distance"), read = trained("read");
  const bool judged = findings.whole(distance) && !read_floor.values.empty() && !nearest.values.empty();
  const bool near = judged && std::ranges::max(distance.values) < nearest.mean();
  const bool reads = judged && std::ranges::min(read.values) >= read_floor.mean() - kReadTolerance;
  if (judged)
    for (const bool held : {reads, near}) outcomes.push_back(held ? Outcome::holds : Outcome::reversed);
  return {{"config", config},
          {"trained", table_row(kReconstruction, trained)},
          {"shipped", table_row(kReconstruction, alone(findings, plan.shipped_cell(config), "/reconstructions/"))},
          {"each_seed", table_row(kReconstruction, trained, values_text)},
          {"sheet", findings.sheet(plan.model_cell(config, 1), "reconstruction_sheet", "reconstructions-" + config)},
          {"judged", judged},
          {"near", near},
          {"reads", reads}};
}

}  // namespace

Json samples_section(const Findings& findings, int claim) {
  const Plan& plan = findings.plan;
  const std::vector<std::string> names = rivals(claim);  // first the one that the claim calls better
  const Budget budget = plan.model_budget(names[0]);
  Json section{{"first", names[0]},
               {"second", names[1]},
               {"digits", plan.compare_digits()},
               {"steps", budget.steps()},
               {"batch", budget.batch_size},
               {"images", budget.steps() * budget.batch_size},
               {"rivals", {rival(findings, names[0]), rival(findings, names[1])}},
               {"real", table_row(kColumns, alone(findings, plan.real_cell(), "/samples/"))},
               {"real_sheet", findings.sheet(plan.real_cell(), "sheet", "real-digits")}};
  // Claim 1 says nothing of sharpness.
  compare_rivals(findings, {std::begin(kMeasures), std::end(kMeasures) - (claim == 1 ? 1 : 0)}, section);
  return section;
}

Json reconstruction_section(const Findings& findings) {
  const auto stand_in = [&](const std::string& which) {
    return alone(findings, findings.plan.real_cell(), "/reconstructions/" + which + "/");
  };
  const Series nearest = stand_in("nearest")("distance"), read_floor = stand_in("originals")("read");
  std::vector<Outcome> outcomes;
  Json models = Json::array();
  for (const char* config : {"fc-vae", "conv-vae"})
    models.push_back(reconstructions(findings, config, nearest, read_floor, outcomes));
  return {{"count", std::min<std::size_t>(1000, findings.plan.size().test_count)},
          {"models", models},
          {"originals", table_row(kReconstruction, stand_in("originals"))},
          {"nearest", table_row(kReconstruction, stand_in("nearest"))},
          {"another", table_row(kReconstruction, stand_in("another"))},
          {"measured", !outcomes.empty()},
          {"verdict", verdict(outcomes)}};
}

}  // namespace latentwalk
