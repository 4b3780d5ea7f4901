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
const std::vector<std::string> kPrintedColumns{"fcd", "coverage", "precision", "score", "modes"};
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

/// The measures by what `comparisons` come to: "better", "worse" and "undecided" list their names; "comparisons" has a
/// row for each, "verdict" the verdict.
Json judged(const std::vector<Measure>& measures, const std::vector<Comparison>& comparisons, const std::string& first,
            const std::string& second) {
  const std::vector<Outcome> outcomes = decide(comparisons);
  std::map<std::string, std::string> found{{"better", ""}, {"worse", ""}, {"undecided", ""}};
  Json rows = Json::array();
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const bool holds = outcomes[i] == Outcome::holds, reversed = outcomes[i] == Outcome::reversed;
    std::string& list = found[holds ? "better" : reversed ? "worse" : "undecided"];
    list += (list.empty() ? "" : ", ") + measures[i].plain;
    const Difference apart = difference(comparisons[i].a, comparisons[i].b);
    rows.push_back({{"measure", measures[i].name},
                    {"a", values_text(comparisons[i].a)},
                    {"b", values_text(comparisons[i].b)},
                    {"difference", difference_text(apart)},
                    {"p", probability_text(apart.p)},
                    {"better_one", holds      ? first
                                   : reversed ? second
                                              : ""}});
  }
  Json section(found);
  section["first"] = first;
  section["second"] = second;
  section["comparisons"] = rows;
  section["measured"] = !outcomes.empty();
  section["verdict"] = verdict(outcomes);
  return section;
}

/// Compares two rivals in each measure whose values `series` has for every seed.
Json compare_rivals(const std::vector<Measure>& measures, const std::string& first, const std::string& second,
                    std::size_t seeds, const std::function<Series(const std::string&, const std::string&)>& series) {
  std::vector<Measure> measured;
  std::vector<Comparison> comparisons;
  for (const Measure& measure : measures) {
    const Series a = series(first, measure.key), b = series(second, measure.key);
    if (a.values.size() != seeds || b.values.size() != seeds) continue;
    measured.push_back(measure);
    comparisons.push_back({a, b, measure.higher_is_better});
  }
  return judged(measured, comparisons, first, second);
}

/// In which measures the first of two shipped files is better, and in which worse.
Json compare_shipped(const Findings& findings, const std::vector<Measure>& measures, const std::string& first,
                     const std::string& second) {
  std::map<std::string, std::string> found{{"shipped_better", ""}, {"shipped_worse", ""}};
  for (const Measure& measure : measures) {
    const Series a = findings.single(findings.plan.shipped_cell(first), "/samples/" + measure.key),
                 b = findings.single(findings.plan.shipped_cell(second), "/samples/" + measure.key);
    if (a.values.empty() || b.values.empty()) continue;
    std::string& list = found[(a.mean() > b.mean()) == measure.higher_is_better ? "shipped_better" : "shipped_worse"];
    list += (list.empty() ? "" : ", ") + measure.plain;
  }
  return found;
}

/// A training as printed after each number of epochs, and the rivals' comparison after the most.
Json printed(const Findings& findings, const std::vector<Measure>& measures) {
  const Plan& plan = findings.plan;
  const auto& epochs = plan.size().printed_epochs;
  if (epochs.empty()) return false;
  const auto series = [&](const PrintedArm& arm, std::int64_t after, const std::string& key) {
    return findings.series([&](int seed) { return plan.printed_cell(arm, after, seed); }, "/samples/" + key,
                           plan.size().printed_seeds);
  };
  Json rows = Json::array(), sheets = Json::array();
  for (const PrintedArm& arm : printed_arms())
    for (const std::int64_t after : epochs) {
      const auto values = [&](const std::string& key) { return series(arm, after, key); };
      rows.push_back({{"words", arm.words},
                      {"epochs", after},
                      {"found", values("fcd").values.size()},
                      {"values", table_row(kPrintedColumns, values)}});
      const std::string name = "printed-" + arm.name + "-" + std::to_string(after);
      sheets.push_back({{"words", arm.words},
                        {"epochs", after},
                        {"sheet", findings.sheet(plan.printed_cell(arm, after, 1), "sheet", name)}});
    }
  const std::vector<std::string> names = rivals(1);
  Json section = compare_rivals(
      measures, names[0], names[1], static_cast<std::size_t>(plan.size().printed_seeds),
      [&](const std::string& name, const std::string& key) { return series(printed_arm(name), epochs.back(), key); });
  section["rows"] = rows;
  section["sheets"] = sheets;
  section["epochs"] = epochs.back();
  section["seeds"] = plan.size().printed_seeds;
  section["real"] = table_row(kPrintedColumns, alone(findings, plan.real_cell(), "/samples/"));
  return section;
}

/// A VAE that was trained with every seed.
struct Trained {
  std::string name, words;  // in a file's name, in tables
  Findings::CellOf cells;
  int seeds = 0;
};

/// A VAE's reconstructions against what they must not fall behind: the nearest training digit, the originals as read.
Json reconstructions(const Findings& findings, const Trained& vae, const Series& nearest, const Series& read_floor,
                     std::vector<Outcome>& outcomes) {
  constexpr double kReadTolerance = 0.02;
  const auto trained = [&](const std::string& key) {
    return findings.series(vae.cells, "/reconstructions/" + key, vae.seeds);
  };
  const Series distance = trained("distance"), read = trained("read");
  const bool judged = distance.values.size() == static_cast<std::size_t>(vae.seeds) && !read_floor.values.empty() &&
                      !nearest.values.empty();
  const bool near = judged && std::ranges::max(distance.values) < nearest.mean();
  const bool reads = judged && std::ranges::min(read.values) >= read_floor.mean() - kReadTolerance;
  if (judged)
    for (const bool held : {reads, near}) outcomes.push_back(held ? Outcome::holds : Outcome::reversed);
  return {{"words", vae.words},
          {"trained", table_row(kReconstruction, trained)},
          {"each_seed", table_row(kReconstruction, trained, values_text)},
          {"sheet", findings.sheet(vae.cells(1), "reconstruction_sheet", "reconstructions-" + vae.name)},
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
  const std::vector<Measure> measures(std::begin(kMeasures), std::end(kMeasures) - (claim == 1 ? 1 : 0));
  section.update(compare_rivals(measures, names[0], names[1], static_cast<std::size_t>(plan.size().seeds),
                                [&](const std::string& config, const std::string& key) {
                                  return findings.series(model_cells(plan, config), "/samples/" + key);
                                }));
  section.update(compare_shipped(findings, measures, names[0], names[1]));
  section["printed"] = claim == 1 ? printed(findings, measures) : Json(false);
  section["printed_verdict"] = section["printed"].is_object() ? section["printed"]["verdict"] : Json("not measured");
  return section;
}

/// Claim 6: each family with convolutions against the same without.
Json convolution_section(const Findings& findings) {
  const Plan& plan = findings.plan;
  const std::vector<Measure> all(std::begin(kMeasures), std::end(kMeasures) - 1);
  std::vector<Measure> measures;
  std::vector<Comparison> comparisons;
  Json pairs = Json::array(), budgets = Json::array();
  for (const auto& [conv, fc] : {std::pair{"conv-gan", "fc-gan"}, std::pair{"conv-vae", "fc-vae"}}) {
    const auto trained = [&](const std::string& config, const std::string& key) {
      return findings.series(model_cells(plan, config), "/samples/" + key);
    };
    for (const Measure& measure : all) {
      const Series a = trained(conv, measure.key), b = trained(fc, measure.key);
      if (!findings.whole(a) || !findings.whole(b)) continue;
      measures.push_back({measure.key, std::string("`") + conv + "` and `" + fc + "`: " + measure.name,
                          std::string("`") + conv + "` in " + measure.plain, measure.higher_is_better});
      comparisons.push_back({a, b, measure.higher_is_better});
    }
    Json pair = compare_shipped(findings, all, conv, fc);
    pair["first"] = conv;
    pair["second"] = fc;
    pairs.push_back(pair);
  }
  Json section = judged(measures, comparisons, "with", "without");
  section["pairs"] = pairs;
  const auto images = [&](const char* config) {
    const Budget budget = plan.model_budget(config);
    return budget.steps() * budget.batch_size;
  };
  section["conv_images"] = images("conv-gan");
  section["fc_images"] = images("fc-gan");
  return section;
}

Json reconstruction_section(const Findings& findings) {
  const auto stand_in = [&](const std::string& which) {
    return alone(findings, findings.plan.real_cell(), "/reconstructions/" + which + "/");
  };
  const Series nearest = stand_in("nearest")("distance"), read_floor = stand_in("originals")("read");
  const Plan& plan = findings.plan;
  std::vector<Outcome> outcomes, printed_outcomes;
  Json models = Json::array(), shipped = Json::array();
  const auto& epochs = plan.size().printed_epochs;
  if (!epochs.empty()) {
    const auto cells = [&](int seed) { return plan.printed_cell(printed_arm("fc-vae"), epochs.back(), seed); };
    models.push_back(reconstructions(findings,
                                     {"printed-fc-vae", "`fc-vae` as printed", cells, plan.size().printed_seeds},
                                     nearest, read_floor, printed_outcomes));
  }
  for (const std::string config : {"fc-vae", "conv-vae"}) {
    models.push_back(reconstructions(findings,
                                     {config, "`" + config + "`", model_cells(plan, config), plan.size().seeds},
                                     nearest, read_floor, outcomes));
    shipped.push_back(
        {{"config", config},
         {"values", table_row(kReconstruction, alone(findings, plan.shipped_cell(config), "/reconstructions/"))}});
  }
  return {{"count", std::min<std::size_t>(1000, findings.plan.size().test_count)},
          {"models", models},
          {"shipped", shipped},
          {"originals", table_row(kReconstruction, stand_in("originals"))},
          {"nearest", table_row(kReconstruction, stand_in("nearest"))},
          {"another", table_row(kReconstruction, stand_in("another"))},
          {"measured", !outcomes.empty() || !printed_outcomes.empty()},
          {"printed_verdict", verdict(printed_outcomes)},
          {"verdict", verdict(outcomes)}};
}

}  // namespace latentwalk
