// What frames the sections: the question, the rule of the verdicts, their table, and what each number cost.
#include "study/report.hpp"

#include <algorithm>

#include "latentwalk/error.hpp"
#include "support/files.hpp"
#include "trainer/record/gnuplot.hpp"

namespace latentwalk {
namespace {

namespace fs = std::filesystem;

void add_budget(const Plan& plan, Document& document) {
  Table table{{"trained", "different digits", "batch", "steps", "images seen", "seeds"}, {}};
  const std::string seeds = std::to_string(plan.size().seeds);
  const auto row = [&](const std::string& name, std::size_t digits, const Budget& budget) {
    const auto pass = static_cast<std::size_t>(budget.pass_steps * budget.batch_size);
    table.rows.push_back({name, count_text(std::min(digits, pass)), std::to_string(budget.batch_size),
                          count_text(static_cast<std::size_t>(budget.steps())),
                          count_text(static_cast<std::size_t>(budget.steps() * budget.batch_size)), seeds});
  };
  const auto model = [&](const std::string& config) {
    row("`" + config + "`", plan.compare_digits(), plan.model_budget(config));
  };
  if (plan.has_claim(1) || plan.has_claim(3)) model("fc-vae");
  if (plan.has_claim(1)) model("fc-gan");
  if (plan.has_claim(2) || plan.has_claim(3)) model("conv-vae");
  if (plan.has_claim(2)) model("conv-gan");
  if (plan.has_claim(4)) {
    for (const std::string config : {"cgan", "cvae", "infogan"})
      for (const std::size_t count : plan.real_counts())
        for (const std::string& arm : plan.arms(count))
          if (arm == config) row("`" + config + "`", count, plan.generator_budget(config, count));
    row("each classifier", plan.real_counts().back(), {1, plan.size().classifier_steps, plan.size().classifier_batch});
    table.rows.back()[1] = "each subset";
  }
  if (plan.has_claim(5)) row("each toy discriminator", 0, {1, plan.size().toy_steps, 2000});
  if (plan.has_claim(5)) table.rows.back()[1] = "fresh draws";
  document.blocks.push_back(Heading{2, "What each number cost"});
  document.blocks.push_back(Paragraph{"Everything was trained for this report, at the size `" + plan.size().name +
                                      "`, with the configurations of `configs/` (preset `best`, the schedule over the "
                                      "steps below). Rivals see the same "
                                      "number of images. Rows named \"as shipped\" are the files of `models/`, trained "
                                      "for their own epochs, one seed each."});
  document.blocks.push_back(std::move(table));
}

}  // namespace

Series Findings::single(const Cell& cell, const std::string& path) const {
  const Json::json_pointer at(path);
  const auto result = store.find(cell);
  if (!result || !result->contains(at)) return {};
  if (!result->at(at).is_number()) fail("the result of the cell ", cell.stem(), ": ", path, " is not a number");
  return Series{{result->at(at).get<double>()}};
}

Series Findings::series(const std::function<Cell(int)>& cell, const std::string& path) const {
  Series found;
  for (int seed = 1; seed <= plan.size().seeds; ++seed)
    for (const double value : single(cell(seed), path).values) found.values.push_back(value);
  return found;
}

std::string claim_text(int claim) {
  switch (claim) {
    case 1:
      return "With fully connected networks the VAE's images are more realistic than the GAN's";
    case 2:
      return "With convolutions the GAN's images are more realistic and crisper than the VAE's";
    case 3:
      return "The VAE's reconstructions are similar to the original digits";
    case 4:
      return "Digits of a conditional GAN or an InfoGAN make a classifier better";
    default:
      return "At the start the JSD is finite, log 2, where the KL divergence is not";
  }
}

std::string write_report(const Plan& plan, const fs::path& out) try {
  const CellStore store(out);
  Findings findings{plan, store, out / "figures", ""};
  std::size_t there = 0;
  const auto tasks = plan.tasks();
  for (const Plan::Task& task : tasks) there += store.find(task.cell) ? 1 : 0;

  Document sections;
  Table summary{{"the paper's claim", "verdict"}, {}};
  for (const int claim : plan.claims()) {
    std::string word;
    sections.blocks.push_back(Heading{2, std::to_string(claim) + ". " + claim_text(claim)});
    if (claim <= 2) add_samples_claim(findings, claim, sections, word);
    if (claim == 3) add_reconstruction_claim(findings, sections, word);
    if (claim == 4) add_augmentation_claim(findings, sections, word);
    if (claim == 5) add_divergence_claim(findings, sections, word);
    summary.rows.push_back({std::to_string(claim) + ". " + claim_text(claim), "**" + word + "**"});
  }

  Document document;
  document.title = "VAE and GAN: the paper's claims, measured";
  const auto add = [&](Block block) { document.blocks.push_back(std::move(block)); };
  add(Paragraph{
      "S. Ghosh's *Comparative study between VAE and GAN* compares the two by eye. Here each of its claims is "
      "put to numbers, over " +
      std::to_string(plan.size().seeds) + " training seeds, on MNIST."});
  add(std::move(summary));
  add(Paragraph{
      "**The rule.** A difference counts where it has the same sign for every seed and its mean exceeds two "
      "standard errors. A claim is *confirmed* where every comparison that it makes comes out its way, *not "
      "confirmed* where none does, *mixed* otherwise. Figures are means ± standard deviations over seeds, and every "
      "single value is given."});
  add(Paragraph{
      "**The measures.** " + count_text(plan.data().test.count) + " samples of each model are held against " +
      count_text(plan.data().test.count) +
      " test digits, through the features of the project's digit classifier (extractor `" + plan.extractor() +
      "`). *Distance* is the Fréchet classifier distance, lower is better; *coverage* the part of the test digits "
      "that have a sample near them; *score* the classifier score, 1 to 10; *sharpness* the steepness of edges, 1 "
      "where "
      "ink meets paper from one pixel to the next. `docs/metrics.md` defines them. The classifier of claim 4 is a "
      "smaller one, trained here."});
  if (plan.size().test_count < 10000)
    add(Paragraph{
        "**This is the size `" + plan.size().name +
        "`**, which shows that the study runs. Its trainings are far too short, and its samples too few, to say "
        "anything about the claims."});
  if (there < tasks.size())
    add(Paragraph{"**Not complete:** " + std::to_string(there) + " of " + std::to_string(tasks.size()) +
                  " cells have been computed. What is missing is shown as –, and the same command computes it."});
  for (Block& block : sections.blocks) add(std::move(block));
  add_budget(plan, document);
  add(Heading{2, "To repeat it"});
  add(Paragraph{"`latentwalk-train study --out DIR --data data/mnist --size " + plan.size().name + " --seeds " +
                std::to_string(plan.size().seeds) +
                "`. Each result is a file in `DIR/cells` or, after `--gather`, a line of `DIR/cells.jsonl`. A cell "
                "that exists is "
                "not computed again, and this report is made of the cells alone. On the CPU with one thread count the "
                "figures come out the same, bit for bit."});

  const auto write = [&](const char* name, const std::string& text) {
    write_file(out / name, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  };
  make_folder(out);
  write("report.md", render_markdown(document));
  write("report.html", render_html(document));
  return findings.note;
} catch (const Json::exception&) {
  fail(out.string(), ": a cell's result is not as a study writes it; remove that cell, and it is computed again");
}

}  // namespace latentwalk
