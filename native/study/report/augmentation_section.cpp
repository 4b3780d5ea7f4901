// Claim 4: what generated digits do for a classifier.
#include <algorithm>
#include <map>

#include "study/report/findings.hpp"

namespace latentwalk {
namespace {

struct Arm {
  std::string name;   // as Plan::arms has it
  std::string label;  // in tables
  std::string key;    // in charts
  int look;           // in charts
};
const Arm kArms[] = {{"none", "none: real digits only", "real only", 0},
                     {"classical", "classical: shifted, turned, scaled", "classical", 1},
                     {"cgan", "`cgan` digits, half of each batch", "cgan", 2},
                     {"cvae", "`cvae` digits, half of each batch", "cvae", 4},
                     {"infogan", "`infogan` digits, half of each batch", "infogan", 3},
                     {"cgan-only", "`cgan` digits only", "cgan", 2},
                     {"cvae-only", "`cvae` digits only", "cvae", 4},
                     {"infogan-only", "`infogan` digits only", "infogan", 3}};

Series arm_series(const Findings& findings, const std::string& arm, std::size_t count) {
  if (!findings.plan.has_arm(arm, count)) return {};
  return findings.series([&](int seed) { return findings.plan.arm_cell(arm, count, seed); }, "/accuracy");
}

/// What the arm adds to "none", seed by seed, in points.
Series gain(const Series& arm, const Series& none) {
  Series gain;
  for (std::size_t i = 0; i < std::min(arm.values.size(), none.values.size()); ++i)
    gain.values.push_back(100.0 * (arm.values[i] - none.values[i]));
  return gain;
}

std::string gain_text(const Series& gain, Outcome outcome) {
  if (gain.values.empty()) return "–";
  return (gain.mean() > 0 ? "+" : "") + mean_text(gain) +
         (outcome == Outcome::holds      ? " ▲"
          : outcome == Outcome::reversed ? " ▼"
                                         : "");
}

/// x is nudged a little from line to line, so that error bars stand side by side.
Chart size_chart(const Findings& findings, const std::vector<std::string>& arms, bool gains) {
  Chart chart;
  chart.x_label = "Real digits that generator and classifier are trained on";
  chart.y_label = gains ? "Points of accuracy" : "Test accuracy (%)";
  const auto counts = findings.plan.real_counts();
  chart.settings = "set logscale x\nset xtics (";
  for (const std::size_t count : counts)
    chart.settings +=
        (count == counts.front() ? "" : ", ") + ("\"" + count_text(count) + "\" " + std::to_string(count));
  chart.settings += ")\nset xrange [" + std::to_string(0.8 * static_cast<double>(counts.front())) + ":" +
                    std::to_string(1.3 * static_cast<double>(counts.back())) + "]\n";
  if (gains) chart.settings += "set arrow 1 from graph 0, first 0 to graph 1, first 0 nohead linecolor rgb '#212529'\n";
  double nudge = 1.0;
  for (const std::string& name : arms) {
    const Arm& arm = *std::ranges::find(kArms, name, &Arm::name);
    Curve curve;
    curve.label = arm.key;
    curve.look = arm.look;
    for (const std::size_t count : counts) {
      Series shown = arm_series(findings, name, count);
      if (gains) shown = gain(shown, arm_series(findings, "none", count));
      if (shown.values.empty()) continue;
      curve.x.push_back(static_cast<double>(count) * nudge);
      curve.y.push_back(shown.mean() * (gains ? 1.0 : 100.0));
      curve.error.push_back(shown.sd() * (gains ? 1.0 : 100.0));
    }
    nudge *= 1.03;
    if (!curve.x.empty()) chart.curves.push_back(std::move(curve));
  }
  return chart;
}

/// Draws the chart, unless no curve has two points yet: a study that has just begun.
std::string draw(Findings& findings, Chart chart, const std::string& title, const std::string& name) {
  chart.title = title;
  const auto is_curve = [](const Curve& curve) { return curve.x.size() > 1; };
  return std::ranges::any_of(chart.curves, is_curve) ? findings.chart(chart, name) : "";
}

/// The comparisons of these arms with real digits only, at each size where both have every seed; together they err with
/// 5 %.
std::map<std::pair<std::string, std::size_t>, Outcome> compare_arms(const Findings& findings,
                                                                    const std::vector<std::string>& arms) {
  std::vector<std::pair<std::string, std::size_t>> places;
  std::vector<Comparison> comparisons;
  for (const std::string& arm : arms)
    for (const std::size_t count : findings.plan.real_counts()) {
      const Series series = arm_series(findings, arm, count), none = arm_series(findings, "none", count);
      if (!findings.whole(series) || !findings.whole(none)) continue;
      places.emplace_back(arm, count);
      comparisons.push_back({series, none, true});
    }
  const std::vector<Outcome> outcomes = decide(comparisons);
  std::map<std::pair<std::string, std::size_t>, Outcome> found;
  for (std::size_t i = 0; i < outcomes.size(); ++i) found[places[i]] = outcomes[i];
  return found;
}

/// The arm's row in every table.
Json arm_row(const Findings& findings, const Arm& arm,
             const std::map<std::pair<std::string, std::size_t>, Outcome>& outcomes) {
  Json row{{"label", arm.label},
           {"compared", arm.name != "none"},
           {"accuracy", Json::array()},
           {"gains", Json::array()},
           {"each_seed", Json::array()}};
  std::map<Outcome, int> tally;
  for (const std::size_t count : findings.plan.real_counts()) {
    const Series series = arm_series(findings, arm.name, count), none = arm_series(findings, "none", count);
    const auto outcome = outcomes.find({arm.name, count});
    if (outcome != outcomes.end()) ++tally[outcome->second];
    row["accuracy"].push_back(mean_text(series, 100.0));
    row["each_seed"].push_back(values_text(series, 100.0));
    row["gains"].push_back(
        gain_text(gain(series, none), outcome != outcomes.end() ? outcome->second : Outcome::undecided));
  }
  row["counted"] = !tally.empty() && !arm.name.ends_with("-only");
  row["better"] = tally[Outcome::holds];
  row["worse"] = tally[Outcome::reversed];
  row["undecided"] = tally[Outcome::undecided];
  return row;
}

/// How good a generator's labels are, or InfoGAN's map from code to digit, at every size of subset.
Json generator_row(const Findings& findings, const std::string& config, const std::string& path) {
  const Plan& plan = findings.plan;
  Json row = Json::array();
  for (const std::size_t count : plan.real_counts()) {
    const auto cell = [&](int seed) { return plan.generator_cell(config, count, seed); };
    row.push_back(mean_text(plan.has_arm(config, count) ? findings.series(cell, path) : Series{}, 100.0));
  }
  return row;
}

}  // namespace

Json augmentation_section(Findings& findings) {
  const StudySize& size = findings.plan.size();
  const auto paper = compare_arms(findings, {"cgan", "infogan"});
  std::vector<Outcome> outcomes;
  for (const auto& [place, outcome] : paper) outcomes.push_back(outcome);
  Json arms = Json::array(), generators = Json::array();
  for (const Arm& arm : kArms) {
    const bool is_paper = arm.name == "cgan" || arm.name == "infogan";
    arms.push_back(arm_row(findings, arm,
                           is_paper             ? paper
                           : arm.name == "none" ? decltype(paper){}
                                                : compare_arms(findings, {arm.name})));
  }
  for (const char* config : {"cgan", "cvae", "infogan"})
    generators.push_back({{"config", config}, {"read", generator_row(findings, config, "/label_read")}});
  const auto chart = [&](const std::vector<std::string>& names, bool gains) {
    return size_chart(findings, names, gains);
  };
  return {{"steps", size.classifier_steps},
          {"batch", size.classifier_batch},
          {"pool", size.pool_count},
          {"counts", findings.plan.real_counts()},
          {"arms", arms},
          {"generators", generators},
          {"map", generator_row(findings, "infogan", "/code_accuracy")},
          {"gain_chart", draw(findings, chart({"classical", "cgan", "infogan", "cvae"}, true),
                              "What each arm adds to real digits only", "augmentation-gain")},
          {"accuracy_chart", draw(findings, chart({"none", "classical", "cgan", "infogan", "cvae"}, false),
                                  "Accuracy, half of each batch generated", "augmentation-accuracy")},
          {"only_chart", draw(findings, chart({"none", "cgan-only", "infogan-only", "cvae-only"}, false),
                              "Accuracy, generated digits only", "generated-only")},
          {"verdict", verdict(outcomes)}};
}

}  // namespace latentwalk
