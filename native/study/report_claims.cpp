// Claims 1 to 3: pictures, and what is measured of them.
#include <algorithm>

#include "latentwalk/error.hpp"
#include "study/figures.hpp"
#include "study/report.hpp"

namespace latentwalk {
namespace {

struct Measure {
  const char* key;    // of a cell's "samples"
  const char* name;   // with which way is better
  const char* plain;  // in a sentence
  bool higher_is_better;
};
constexpr Measure kMeasures[] = {{"fcd", "distance (lower)", "distance", false},
                                 {"coverage", "coverage (higher)", "coverage", true},
                                 {"score", "score (higher)", "score", true},
                                 {"sharpness_gap", "sharpness's gap to real digits (lower)", "sharpness", false}};

std::string outcome_text(Outcome outcome, const std::string& better, const std::string& other) {
  return outcome == Outcome::holds      ? better + " is better"
         : outcome == Outcome::reversed ? other + " is better"
                                        : "undecided";
}

std::string quoted(const std::string& config) { return "`" + config + "`"; }

std::string epochs_of(const Findings& findings, const Cell& shipped) {
  const auto result = findings.store.find(shipped);
  return result && result->contains("training") ? (*result)["training"].value("epochs", "?") : "?";
}

/// A sheet of a cell as a picture, where there is one.
void add_sheet(const Findings& findings, std::vector<Picture>& pictures, const Cell& cell, const char* key,
               const std::string& name, const std::string& what) {
  const auto result = findings.store.find(cell);
  if (!result || !result->contains(key)) return;
  pictures.push_back(write_sheet((*result)[key].get<std::string>(), findings.figures, name, what, what));
}

}  // namespace

void add_samples_claim(Findings& findings, int claim, Document& document, std::string& summary) {
  const Plan& plan = findings.plan;
  const std::vector<std::string> names = rivals(claim);  // the one that the claim calls better first
  const auto add = [&](Block block) { document.blocks.push_back(std::move(block)); };
  const auto cell = [&](const std::string& config) {
    return [&plan, config](int seed) { return plan.model_cell(config, seed); };
  };
  const Budget budget = plan.model_budget(names[0]);
  add(Paragraph{"**Question.** Are samples of " + quoted(names[0]) + " nearer to real digits than those of " +
                quoted(names[1]) + (claim == 2 ? ", and are their edges nearer to real edges?" : "?")});
  add(Paragraph{"**Protocol.** " + std::to_string(plan.size().seeds) + " trainings of each on the same " +
                count_text(plan.compare_digits()) + " digits, " + count_text(static_cast<std::size_t>(budget.steps())) +
                " steps of " + std::to_string(budget.batch_size) + " each (" +
                count_text(static_cast<std::size_t>(budget.steps() * budget.batch_size)) + " images seen); the same " +
                count_text(plan.size().test_count) + " latent seeds for all."});

  Table table{{"samples of", "distance (lower)", "coverage (higher)", "score (higher)", "sharpness"}, {}};
  const char* keys[] = {"fcd", "coverage", "score", "sharpness"};
  for (const std::string& config : names) {
    std::vector<std::string> row{quoted(config)};
    for (const char* key : keys)
      row.push_back(mean_text(findings.series(cell(config), std::string("/samples/") + key)));
    table.rows.push_back(row);
  }
  for (const std::string& config : names) {
    const Cell shipped = plan.shipped_cell(config);
    std::vector<std::string> row{quoted(config) + " as shipped, " + epochs_of(findings, shipped) + " epochs, one seed"};
    for (const char* key : keys) row.push_back(mean_text(findings.single(shipped, std::string("/samples/") + key)));
    table.rows.push_back(row);
  }
  std::vector<std::string> real{"real training digits, the floor"};
  for (const char* key : keys)
    real.push_back(mean_text(findings.single(plan.real_cell(), std::string("/samples/") + key)));
  table.rows.push_back(real);
  add(std::move(table));

  Table values{{"each seed", quoted(names[0]), quoted(names[1]), "by the rule"}, {}};
  std::vector<Outcome> outcomes;
  std::string better, worse, open, shipped_for, shipped_against;
  const auto list = [](std::string& text, const char* name) { text += (text.empty() ? "" : ", ") + std::string(name); };
  for (const Measure& measure : kMeasures) {
    if (claim == 1 && std::string(measure.key) == "sharpness_gap") continue;
    const std::string path = std::string("/samples/") + measure.key;
    const Series a = findings.series(cell(names[0]), path), b = findings.series(cell(names[1]), path);
    const Series sa = findings.single(plan.shipped_cell(names[0]), path),
                 sb = findings.single(plan.shipped_cell(names[1]), path);
    if (!sa.values.empty() && !sb.values.empty())
      list((sa.mean() > sb.mean()) == measure.higher_is_better ? shipped_for : shipped_against, measure.plain);
    if (!findings.whole(a) || !findings.whole(b)) continue;
    const Outcome outcome = compare(a, b, measure.higher_is_better);
    outcomes.push_back(outcome);
    values.rows.push_back(
        {measure.name, values_text(a), values_text(b), outcome_text(outcome, quoted(names[0]), quoted(names[1]))});
    list(outcome == Outcome::holds ? better : outcome == Outcome::reversed ? worse : open, measure.plain);
  }
  if (!values.rows.empty()) add(std::move(values));

  Pictures sheets;
  for (const std::string& config : names)
    add_sheet(findings, sheets.pictures, plan.model_cell(config, 1), "sheet", "samples-" + config,
              "Samples of `" + config + "`, trained for this study, seed 1");
  for (const std::string& config : names)
    add_sheet(findings, sheets.pictures, plan.shipped_cell(config), "sheet", "samples-" + config + "-shipped",
              "Samples of `" + config + "` as shipped");
  add_sheet(findings, sheets.pictures, plan.real_cell(), "sheet", "real-digits", "Real test digits");
  if (!sheets.pictures.empty()) add(std::move(sheets));

  summary = verdict(outcomes);
  std::string text = quoted(names[0]) + " against " + quoted(names[1]) +
                     (outcomes.empty() ? ": not trained yet at this budget." : " at this budget:");
  if (!better.empty()) text += " better in " + better + ";";
  if (!worse.empty()) text += " worse in " + worse + ";";
  if (!open.empty()) text += " undecided in " + open + ";";
  text.back() = '.';
  if (!shipped_for.empty() || !shipped_against.empty()) {
    text += " The shipped files, trained for many more steps, one seed each and so outside the rule, " +
            (shipped_against.empty() ? "have " + quoted(names[0]) + " better in " + shipped_for
             : shipped_for.empty()   ? "have it worse in " + shipped_against
                                     : "have it better in " + shipped_for + ", worse in " + shipped_against) +
            ".";
  }
  add(Conclusion{summary, text});
  add(Paragraph{
      std::string(
          "**What this does not show.** How the two compare after other budgets: GANs take longer to begin. Nor ") +
      (claim == 1
           ? "anything of other sizes of the networks, which the paper does not give. Realism is what a classifier's "
             "features see, not what people say."
           : "the paper's own discriminator and optimiser, which collapse (`docs/training.md`); the generator is "
             "its Table 1, the VAE its Table 3. Steep edges may also be noise: hence the gap to real digits, not the "
             "steepness itself, is judged.")});
}

void add_reconstruction_claim(Findings& findings, Document& document, std::string& summary) {
  constexpr double kReadTolerance = 0.02;
  const Plan& plan = findings.plan;
  const auto add = [&](Block block) { document.blocks.push_back(std::move(block)); };
  const std::size_t count = std::min<std::size_t>(1000, plan.size().test_count);
  add(
      Paragraph{"**Question.** Does a VAE's picture of its own code look like the digit that was encoded, and is it "
                "read as the same "
                "digit?"});
  add(Paragraph{"**Protocol.** The models of claims 1 and 2 encode the first " + count_text(count) +
                " test digits and decode the means. *Distance* is Euclidean over 784 pixels from 0 to 1; *similarity* "
                "is SSIM with "
                "windows of 7 × 7; *read rightly* is the part that the classifier reads as the original's digit."});
  Table table{{"picture", "distance (lower)", "similarity (higher)", "read rightly"}, {}};
  const auto row = [&](const std::string& name, const Series& distance, const Series& ssim, const Series& read) {
    const std::string per_cent = read.values.empty() ? "" : " %";
    table.rows.push_back({name, mean_text(distance), mean_text(ssim), mean_text(read, 100.0) + per_cent});
  };
  const Cell real = plan.real_cell();
  const auto stand_in = [&](const char* which, const char* key) {
    return findings.single(real, std::string("/reconstructions/") + which + "/" + key);
  };
  const Series floor = stand_in("originals", "read"), nearest = stand_in("nearest", "distance");
  std::vector<Outcome> outcomes;
  Table values{{"each seed", "distance", "similarity", "read rightly, %"}, {}};
  std::string text;
  Pictures sheets;
  for (const std::string config : {"fc-vae", "conv-vae"}) {
    const auto cell = [&](int seed) { return plan.model_cell(config, seed); };
    const Series distance = findings.series(cell, "/reconstructions/distance"),
                 ssim = findings.series(cell, "/reconstructions/ssim"),
                 read = findings.series(cell, "/reconstructions/read");
    row(quoted(config), distance, ssim, read);
    const Cell shipped = plan.shipped_cell(config);
    row(quoted(config) + " as shipped", findings.single(shipped, "/reconstructions/distance"),
        findings.single(shipped, "/reconstructions/ssim"), findings.single(shipped, "/reconstructions/read"));
    add_sheet(findings, sheets.pictures, plan.model_cell(config, 1), "reconstruction_sheet",
              "reconstructions-" + config,
              "Test digits, and under each row what `" + config + "`, trained for this study, makes of it");
    if (!findings.whole(distance) || floor.values.empty() || nearest.values.empty()) continue;
    values.rows.push_back({quoted(config), values_text(distance), values_text(ssim), values_text(read, 100.0)});
    const double worst_read = *std::min_element(read.values.begin(), read.values.end()),
                 worst_distance = *std::max_element(distance.values.begin(), distance.values.end());
    const bool reads = worst_read >= floor.mean() - kReadTolerance, near = worst_distance < nearest.mean();
    outcomes.push_back(reads ? Outcome::holds : Outcome::reversed);
    outcomes.push_back(near ? Outcome::holds : Outcome::reversed);
    text += quoted(config) + ": " +
            (near ? "nearer than the nearest training digit in every seed"
                  : "not always nearer than the nearest training digit") +
            ", " +
            (reads ? "read as the original to within two points of the originals themselves"
                   : "read as the original less often than the originals by more than two points in some seed") +
            ". ";
  }
  row("the original itself, the floor", stand_in("originals", "distance"), stand_in("originals", "ssim"), floor);
  row("the nearest of all training digits", nearest, {}, {});
  row("another test digit of the same class", stand_in("another", "distance"), stand_in("another", "ssim"), {});
  add(std::move(table));
  if (!values.rows.empty()) add(std::move(values));
  if (!sheets.pictures.empty()) add(std::move(sheets));
  summary = verdict(outcomes);
  add(Conclusion{
      summary, text +
                   "The rule here: in every seed, nearer to the original than the nearest training digit is, and read "
                   "rightly at most two points less often than the originals."});
  add(
      Paragraph{"**What this does not show.** That samples from the prior look as good: those are claims 1 and 2. "
                "\"The quality needs to be "
                "improved\", the paper adds, which the distances above 0 and the similarities below 1 bear out."});
}

}  // namespace latentwalk
