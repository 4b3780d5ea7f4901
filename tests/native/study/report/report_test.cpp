// Whole reports of made-up cells: the verdicts, and that every sentence has its numbers.
#include "study/report/report.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "study/plan/base64.hpp"
#include "study/plan/cells.hpp"
#include "support/files.hpp"

using namespace latentwalk;

namespace {

Plan quick_plan() {
  Digits digits{600, 1, 1, std::vector<std::uint8_t>(600, 7), std::vector<std::uint8_t>(600, 1)};
  Digits test{400, 1, 1, std::vector<std::uint8_t>(400, 7), std::vector<std::uint8_t>(400, 1)};
  return Plan(study_size("quick"), {1, 2, 3, 4, 5, 6, 7}, {digits, test, {{"digits", 400}}}, "0123");
}

/// A result of the task's kind. `good`: whether it comes out as the paper claims.
Json made_up(const Plan::Task& task, bool good) {
  const double noise = 0.01 * task.seed;
  const bool praised = task.config == "fc-vae" || task.config == "conv-gan";
  const double quality = (good == praised ? 0.9 : 0.5) + noise;
  const std::string sheet = base64({1, 2, 3});
  const Json samples{{"fcd", 100 * (2 - quality)},
                     {"coverage", quality},
                     {"score", 10 * quality},
                     {"sharpness", quality},
                     {"sharpness_gap", 1.2 - quality}};
  switch (task.kind) {
    case Plan::Task::Kind::real:
      return {{"samples", samples},
              {"sheet", sheet},
              {"reconstructions",
               {{"originals", {{"distance", 0.0}, {"ssim", 1.0}, {"read", 0.99}}}, {"nearest", {{"distance", 4.0}}}}}};
    case Plan::Task::Kind::start:
      return {{"kl", 0.1 + noise}};
    case Plan::Task::Kind::model:
    case Plan::Task::Kind::printed:
    case Plan::Task::Kind::shipped:
      return {{"samples", samples},
              {"sheet", sheet},
              {"training", {{"epochs", "120"}}},
              {"reconstructions", {{"distance", good ? 2.0 : 5.0}, {"ssim", 0.9}, {"read", good ? 0.98 : 0.5}}}};
    case Plan::Task::Kind::generator:
      return {{"label_read", 0.95}, {"code_accuracy", 0.7}};
    case Plan::Task::Kind::arm:
      return {{"accuracy", (task.config == "none" ? 0.8 : good ? 0.9 : 0.7) + noise}};
    case Plan::Task::Kind::toy:
      break;
  }
  const Json line = Json::array({0.0, 1.0});
  const bool apart = task.toy.shape == ToyShape::uniforms;
  return {{"kl", apart ? Json() : Json(0.5)},
          {"jsd", good ? std::log(2.0) : 0.5},
          {"value", -1.0},
          {"trained_value", good ? -1.001 : -1.5},
          {"trained_jsd", 0.1},
          {"discriminator_error", 0.001},
          {"curve", {{"x", line}, {"p", line}, {"q", line}, {"d", line}, {"d_best", line}}}};
}

/// The report of a study that computed the tasks which `computed` takes.
std::string report_of(const std::filesystem::path& out, bool good, bool (*computed)(const Plan::Task&)) {
  const Plan plan = quick_plan();
  std::string cells;
  for (const Plan::Task& task : plan.tasks())
    if (computed(task)) {
      const Cell& cell = task.cell;
      const Json line{{"cell", cell.stem()}, {"inputs", cell.inputs}, {"result", made_up(task, good)}};
      cells += line.dump() + "\n";
    }
  write_text(out / "cells.jsonl", cells);
  write_report(plan, out);
  return read_text(out / "report.md");
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++found;
  return found;
}

}  // namespace

TEST_CASE("a study that has computed nothing has a report that says so, without a verdict") {
  const TemporaryFolder out;
  const std::string report = report_of(out.path(), true, [](const Plan::Task&) { return false; });
  CHECK(report.find("**Not complete:** 0 of ") != std::string::npos);
  CHECK(count(report, "| **not measured** |") == 7);
  CHECK(count(report, "> **Verdict: not measured.**") == 6);
  CHECK(count(report, "> **Verdict: as printed not measured, at its best not measured.**") == 1);
  CHECK(report.find("![") == std::string::npos);
}

TEST_CASE("a study in which all comes out as the paper says confirms every claim about GAN and VAE, and one in which nothing does none") {
  for (const bool good : {true, false}) {
    CAPTURE(good);
    const TemporaryFolder out;
    const std::string report = report_of(out.path(), good, [](const Plan::Task&) { return true; });
    CHECK(report.find("Not complete") == std::string::npos);
    // Claim 6 finds one family better and one worse either way, and a KL divergence that is measured refutes claim 7.
    CHECK(count(report, good ? "| **confirmed** |" : "| **refuted** |") == (good ? 5 : 6));
    CHECK(count(report, good ? "> **Verdict: confirmed.**" : "> **Verdict: refuted.**") == (good ? 3 : 4) + 1);
    CHECK(count(report, good ? "> **Verdict as printed: confirmed.**" : "> **Verdict as printed: refuted.**") == 1);
    CHECK(count(report, "> **Verdict: mixed.**") == 1);
    CHECK(count(report, good ? "is better than `fc-gan` in distance, coverage, score."
                             : "is worse than `fc-gan` in distance, coverage, score.") == 3);
    CHECK(count(report, good ? "`cgan` digits, half of each batch: better at 2, worse at 0, undecided at 0"
                             : "`cgan` digits, half of each batch: better at 0, worse at 2, undecided at 0") == 1);
    CHECK(report.find("\n\n\n") == std::string::npos);
    CHECK(report.find("-|\n\n") == std::string::npos);  // a table without rows
    CHECK(report.find("{{") == std::string::npos);
    CHECK(report.find("figures/samples-conv-gan-shipped.png") != std::string::npos);
    CHECK(count(read_text(out.path() / "report.html"), "<img src=\"data:image/") == count(report, "!["));
  }
}

TEST_CASE("a claim with a seed missing has no verdict, and the others keep theirs") {
  const TemporaryFolder out;
  const std::string report = report_of(out.path(), true, [](const Plan::Task& task) {
    return task.kind != Plan::Task::Kind::model || task.config != "conv-gan" || task.seed != 2;
  });
  CHECK(count(report, "| **confirmed** |") == 4);
  CHECK(report.find("has not trained `conv-gan` and `conv-vae` with every seed yet") != std::string::npos);
}
