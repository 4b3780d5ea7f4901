// Claim 4: what generated digits do for a classifier.
#include <algorithm>
#include <cmath>

#include "study/figures.hpp"
#include "study/report.hpp"
#include "trainer/record/gnuplot.hpp"

namespace latentwalk {
namespace {

constexpr const char* kArms[] = {"none",    "classical", "cgan",      "cvae",
                                 "infogan", "cgan-only", "cvae-only", "infogan-only"};

std::string arm_text(const std::string& arm) {
  if (arm == "none") return "none: real digits only";
  if (arm == "classical") return "classical: shifted, turned, scaled";
  return "`" + Plan::arm_generator(arm) + (arm.ends_with("-only") ? "` digits only" : "` digits, half of each batch");
}

/// In a figure's key.
std::string short_text(const std::string& arm) {
  if (arm == "none") return "real only";
  return arm == "classical" ? arm : Plan::arm_generator(arm);
}

int arm_look(const std::string& arm) {
  const std::string generator = Plan::arm_generator(arm);
  return arm == "none" ? 0 : arm == "classical" ? 1 : generator == "cgan" ? 2 : generator == "infogan" ? 3 : 4;
}

Series arm_series(const Findings& findings, const std::string& arm, std::size_t count) {
  const auto arms = findings.plan.arms(count);
  if (std::find(arms.begin(), arms.end(), arm) == arms.end()) return {};
  return findings.series([&](int seed) { return findings.plan.arm_cell(arm, count, seed); }, "/accuracy");
}

/// What the arm adds to "none", seed by seed, in points.
Series gain(const Series& arm, const Series& none) {
  Series gain;
  for (std::size_t i = 0; i < std::min(arm.values.size(), none.values.size()); ++i)
    gain.values.push_back(100.0 * (arm.values[i] - none.values[i]));
  return gain;
}

std::string mark(Outcome outcome) {
  return outcome == Outcome::holds ? " ▲" : outcome == Outcome::reversed ? " ▼" : "";
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
  for (const std::string& arm : arms) {
    Curve curve;
    curve.label = short_text(arm);
    curve.look = arm_look(arm);
    for (const std::size_t count : counts) {
      const Series values = arm_series(findings, arm, count);
      const Series shown = gains ? gain(values, arm_series(findings, "none", count)) : values;
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

void add_chart(Findings& findings, Pictures& pictures, Chart chart, const std::string& title, const std::string& name,
               const std::string& caption) {
  // One point is no curve: a study that has just begun.
  const auto is_curve = [](const Curve& curve) { return curve.x.size() > 1; };
  if (std::none_of(chart.curves.begin(), chart.curves.end(), is_curve)) return;
  chart.title = title;
  if (auto picture = draw_chart(chart, findings.figures, name, title, caption, findings.note))
    pictures.pictures.push_back(std::move(*picture));
}

}  // namespace

void add_augmentation_claim(Findings& findings, Document& document, std::string& summary) {
  const Plan& plan = findings.plan;
  const auto counts = plan.real_counts();
  const auto add = [&](Block block) { document.blocks.push_back(std::move(block)); };
  add(Paragraph{
      "**Question.** Does a small classifier read the test digits better if half of each batch is generated?"});
  add(Paragraph{
      "**Protocol.** For each subset of the training digits (the first n) and each seed, the generator, InfoGAN's map "
      "from code "
      "to digit, and the classifier are trained on that subset and nothing else. The classifier (two strided "
      "convolutions and a linear layer, 28,938 weights) takes " +
      count_text(static_cast<std::size_t>(plan.size().classifier_steps)) + " steps of " +
      std::to_string(plan.size().classifier_batch) + " in every arm; generated digits come from a pool of " +
      count_text(plan.size().pool_count) + ". Accuracy on " + count_text(plan.data().test.count) + " test digits."});

  std::vector<std::string> header{"accuracy, %"};
  for (const std::size_t count : counts) header.push_back("n = " + count_text(count));
  Table accuracy{header, {}}, gains{header, {}}, values{{"each seed, accuracy in %"}, {}};
  for (std::size_t i = 1; i < header.size(); ++i) values.header.push_back(header[i]);
  gains.header[0] = "points more than real digits only";
  std::vector<Outcome> outcomes;
  std::map<std::string, std::map<Outcome, int>> tally;
  for (const std::string arm : kArms) {
    std::vector<std::string> row{arm_text(arm)}, gain_row = row, value_row = row;
    for (const std::size_t count : counts) {
      const Series series = arm_series(findings, arm, count), none = arm_series(findings, "none", count);
      row.push_back(mean_text(series, 100.0));
      value_row.push_back(values_text(series, 100.0));
      const Outcome outcome = compare(series, none, true);
      const Series more = gain(series, none);
      gain_row.push_back(more.values.empty() ? "–" : (more.mean() > 0 ? "+" : "") + mean_text(more) + mark(outcome));
      if (!findings.whole(series) || !findings.whole(none) || arm == "none") continue;
      ++tally[arm][outcome];
      if (arm == "cgan" || arm == "infogan") outcomes.push_back(outcome);
    }
    accuracy.rows.push_back(row);
    values.rows.push_back(value_row);
    if (arm != "none") gains.rows.push_back(gain_row);
  }
  add(std::move(accuracy));
  add(std::move(gains));
  add(Paragraph{"▲ better and ▼ worse than real digits only, by the rule; no mark: undecided."});

  Pictures pictures;
  add_chart(findings, pictures, size_chart(findings, {"classical", "cgan", "infogan", "cvae"}, true),
            "What each arm adds to real digits only", "augmentation-gain",
            "Points of test accuracy more than with real digits only, mean and standard deviation over seeds");
  add_chart(findings, pictures, size_chart(findings, {"none", "classical", "cgan", "infogan", "cvae"}, false),
            "Accuracy, half of each batch generated", "augmentation-accuracy",
            "Test accuracy, mean and standard deviation over seeds");
  add_chart(findings, pictures, size_chart(findings, {"none", "cgan-only", "infogan-only", "cvae-only"}, false),
            "Accuracy, generated digits only", "generated-only",
            "Trained on generated digits alone, beside real digits alone");
  if (!pictures.pictures.empty()) add(std::move(pictures));

  Table labels{header, {}};
  labels.header[0] = "generated digits read as labelled, %";
  for (const std::string config : {"cgan", "cvae", "infogan"}) {
    std::vector<std::string> row{"`" + config + "`"}, map_row{"subset's digits that `infogan`'s map reads rightly"};
    for (const std::size_t count : counts) {
      const auto arms = plan.arms(count);
      const bool there = std::find(arms.begin(), arms.end(), config) != arms.end();
      const auto cell = [&](int seed) { return plan.generator_cell(config, count, seed); };
      row.push_back(there ? mean_text(findings.series(cell, "/label_read"), 100.0) : "–");
      map_row.push_back(there ? mean_text(findings.series(cell, "/code_accuracy"), 100.0) : "–");
    }
    labels.rows.push_back(row);
    if (config == "infogan") labels.rows.push_back(map_row);
  }
  add(std::move(labels));
  add(std::move(values));

  summary = verdict(outcomes);
  std::string text;
  for (const std::string arm : {"cgan", "infogan", "cvae", "classical"})
    if (tally.contains(arm)) {
      auto& of = tally[arm];
      text += arm_text(arm) + ": better at " + std::to_string(of[Outcome::holds]) + ", worse at " +
              std::to_string(of[Outcome::reversed]) + ", undecided at " + std::to_string(of[Outcome::undecided]) +
              " subset sizes. ";
    }
  add(Conclusion{summary, text + "The verdict counts the paper's two, `cgan` and `infogan`."});
  add(
      Paragraph{"**What this does not show.** How it varies with which digits are in the subset: seeds change the "
                "training, not the digits. "
                "Nor what generators trained to their best would add: their steps are in the last table, and the "
                "read-as-labelled rows above "
                "say how good the labels were. A generator that had seen more digits than the classifier would leak "
                "them; none here has."});
}

}  // namespace latentwalk
