// The values of the whole report; each claim's own are made in its section.
#include "study/report/report.hpp"

#include <algorithm>
#include <regex>

#include "embedded/report_md.hpp"
#include "embedded/samples_md.hpp"
#include "latentwalk/error.hpp"
#include "study/report/document.hpp"
#include "study/report/findings.hpp"
#include "support/files.hpp"

namespace latentwalk {
namespace {

namespace fs = std::filesystem;

std::string text_of(std::span<const unsigned char> bytes) { return {bytes.begin(), bytes.end()}; }

Json budget_row(const std::string& config, std::size_t digits, const Budget& budget) {
  const std::int64_t images = budget.steps() * budget.batch_size;
  return {{"config", config},
          {"digits", std::min(digits, static_cast<std::size_t>(budget.pass_steps * budget.batch_size))},
          {"batch", budget.batch_size},
          {"steps", budget.steps()},
          {"images", images}};
}

/// How long each network trained, in the order of the claims.
Json budgets(const Plan& plan) {
  Json rows = Json::array();
  const auto tasks = plan.tasks();
  for (const Plan::Task& task : tasks)
    if (task.kind == Plan::Task::Kind::model && task.seed == 1)
      rows.push_back(budget_row(task.config, task.count, plan.model_budget(task.config)));
  for (const std::string config : {"cgan", "cvae", "infogan"})
    for (const std::size_t count : plan.has_claim(4) ? plan.real_counts() : std::vector<std::size_t>{})
      if (plan.has_arm(config, count)) rows.push_back(budget_row(config, count, plan.generator_budget(config, count)));
  return rows;
}

Json values_of_report(Findings& findings) {
  const Plan& plan = findings.plan;
  const StudySize& size = plan.size();
  const auto tasks = plan.tasks();
  const auto found = std::count_if(tasks.begin(), tasks.end(),
                                   [&](const Plan::Task& task) { return findings.store.find(task.cell).has_value(); });
  Json values{{"size", size.name},
              {"seeds", std::to_string(size.seeds)},  // part of a command, so without commas
              {"printed_seeds", size.printed_seeds},
              {"test_count", plan.data().test.count},
              {"extractor", plan.extractor()},
              {"too_small", size.test_count < 10000},
              {"incomplete", static_cast<std::size_t>(found) < tasks.size()},
              {"found", found},
              {"cells", tasks.size()},
              {"budgets", budgets(plan)},
              {"classifier", budget_row("", 0, {1, size.classifier_steps, size.classifier_batch})},
              {"toy", budget_row("", 0, {1, size.toy_steps, 2000})},
              {"samples", text_of(embedded::samples_md)}};
  const std::function<Json()> sections[] = {
      [&] { return samples_section(findings, 1); },     [&] { return samples_section(findings, 2); },
      [&] { return reconstruction_section(findings); }, [&] { return augmentation_section(findings); },
      [&] { return divergence_section(findings); },     [&] { return convolution_section(findings); },
      [&] { return start_section(findings); }};
  for (int claim = 1; claim <= kClaims; ++claim)
    values["claim" + std::to_string(claim)] = plan.has_claim(claim) ? sections[claim - 1]() : Json(false);
  return values;
}

}  // namespace

std::string write_report(const Plan& plan, const fs::path& out) try {
  const CellStore store(out);
  Findings findings{plan, store, out / "figures", ""};
  make_folder(out);
  // A section that is left out leaves its blank lines.
  const std::string markdown = std::regex_replace(
      fill_template(text_of(embedded::report_md), values_of_report(findings)), std::regex("\n{3,}"), "\n\n");
  write_text(out / "report.md", markdown);
  write_text(out / "report.html", render_html(markdown, out));
  return findings.note;
} catch (const Json::exception&) {
  fail(out.string(), ": a cell's result is not as a study writes it; remove that cell, and it is computed again");
}

}  // namespace latentwalk
