// Subsets and their guard, cells, the rule of the verdicts, the report's two renderings, similarity of pictures.
#include <doctest/doctest.h>

#include <cmath>
#include <fstream>
#include <functional>

#include "latentwalk/error.hpp"
#include "study/cells.hpp"
#include "study/judge.hpp"
#include "study/plan.hpp"
#include "study/report_document.hpp"
#include "study/statistics.hpp"
#include "study/subset.hpp"
#include "support/files.hpp"

using namespace latentwalk;

namespace {

Digits digits(std::size_t count) {
  Digits made{count, 2, 2, {}, {}};
  for (std::size_t n = 0; n < count; ++n) {
    for (std::size_t i = 0; i < 4; ++i) made.pixels.push_back(static_cast<std::uint8_t>(n * 4 + i));
    made.labels.push_back(static_cast<std::uint8_t>(n % 10));
  }
  return made;
}

std::string message(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

Plan plan(const std::string& size, std::size_t train) {
  StudyData data{digits(train), digits(30), {{"digits", 30}, {"crc32c", "0"}}};
  return Plan(study_size(size), {1, 2, 3, 4, 5}, data, "extractor");
}

}  // namespace

TEST_CASE("a subset holds the first digits and no others") {
  const Digits all = digits(20);
  const Subset subset = Subset::first(all, 5);
  CHECK(subset.digits().count == 5);
  CHECK(subset.digits().pixels == std::vector<std::uint8_t>(all.pixels.begin(), all.pixels.begin() + 20));
  CHECK(subset.digits().labels == std::vector<std::uint8_t>(all.labels.begin(), all.labels.begin() + 5));
  CHECK(message([&] { Subset::first(all, 21); }) == "a subset of 21 digits was asked for, the data has 20");
}

TEST_CASE("a generator that was trained on more digits, or on others, is refused") {
  const Digits all = digits(20);
  Digits other = all;
  other.labels[3] ^= 1;
  const Subset subset = Subset::first(all, 5);
  const auto inputs = [](const Subset& of) { return Json{{"subset", of.identity()}}; };
  check_same_subset(inputs(Subset::first(all, 5)), subset, "cgan");
  CHECK(message([&] {
          check_same_subset(inputs(Subset::first(all, 6)), subset, "cgan");
        }).find("cgan: this generator was trained on the digits") == 0);
  CHECK(message([&] { check_same_subset(inputs(Subset::first(other, 5)), subset, "cgan"); }) != "no error");
}

TEST_CASE("each arm's generator is planned on the arm's own subset") {
  const Plan study = plan("quick", 600);
  std::size_t arms = 0;
  for (const Plan::Task& task : study.tasks()) {
    if (task.kind != Plan::Task::Kind::arm) continue;
    const std::string config = Plan::arm_generator(task.config);
    if (config.empty()) continue;
    ++arms;
    const Cell generator = study.generator_cell(config, task.count, task.seed);
    CHECK(generator.inputs["subset"] == task.cell.inputs["subset"]);
    CHECK(task.cell.inputs["generator"] == generator.stem());
  }
  CHECK(arms == 2 * (4 + 4 + 2));  // seeds; CGAN and CVAE mixed and alone at two sizes, InfoGAN at one
}

TEST_CASE("rivals see the same number of images, and every digit where there are steps enough") {
  for (const char* size : {"quick", "small", "medium", "full"}) {
    CAPTURE(size);
    const Plan study = plan(size, 60000);
    for (const int claim : {1, 2}) {
      const Budget a = study.model_budget(rivals(claim)[0]), b = study.model_budget(rivals(claim)[1]);
      CHECK(a.steps() * a.batch_size == b.steps() * b.batch_size);
      if (a.steps() * a.batch_size >= 60000) CHECK(a.pass_steps * a.batch_size >= 60000);
    }
  }
}

TEST_CASE("a cell is found by its inputs, not by its name") {
  const TemporaryFolder folder;
  const CellStore store(folder.path());
  const Cell cell{"model", {{"seed", 1}}}, other{"model", {{"seed", 2}}};
  CHECK_FALSE(store.find(cell));
  store.write(cell, {{"accuracy", 0.5}});
  CHECK(store.find(cell).value() == Json{{"accuracy", 0.5}});
  CHECK_FALSE(store.find(other));
  // The same file name for other inputs, as a checksum might have it.
  std::filesystem::copy(folder.path() / "cells" / (cell.stem() + ".json"),
                        folder.path() / "cells" / (other.stem() + ".json"));
  CHECK_FALSE(store.find(other));
  std::ofstream(folder.path() / "cells" / (cell.stem() + ".json")) << "{\"inputs\":";
  CHECK(message([&] { store.find(cell); }).find(cell.stem() + ".json") != std::string::npos);
}

TEST_CASE("gathered cells are one file, sorted, in which each is found, and new ones join them") {
  const TemporaryFolder folder;
  CellStore store(folder.path());
  const Cell first{"b", {{"seed", 1}}}, second{"a", {{"seed", 2}}}, third{"c", {{"seed", 3}}};
  store.write(first, {{"accuracy", 0.5}});
  store.gather();
  store.write(second, 0.25);
  CellStore again(folder.path());
  again.gather();
  CHECK(std::filesystem::is_empty(folder.path() / "cells"));
  const auto bytes = read_file(folder.path() / "cells.jsonl");
  const std::string text(bytes.begin(), bytes.end());
  CHECK(std::count(text.begin(), text.end(), '\n') == 2);
  CHECK(text.find("\"cell\":\"a-") < text.find("\"cell\":\"b-"));
  const CellStore read(folder.path());
  CHECK(read.find(first).value() == Json{{"accuracy", 0.5}});
  CHECK(read.find(second).value() == 0.25);
  CHECK_FALSE(read.find(third));
  std::ofstream(folder.path() / "cells.jsonl", std::ios::app) << "{\"cell\":";
  CHECK(message([&] { CellStore{folder.path()}; }).find("cells.jsonl, line 3") != std::string::npos);
}

TEST_CASE("a difference counts where all seeds agree and it exceeds two standard errors") {
  const Series low{{1.0, 1.1, 0.9}}, high{{2.0, 2.1, 1.9}}, wide{{0.5, 5.0, 1.0}};
  CHECK(compare(high, low, true) == Outcome::holds);
  CHECK(compare(high, low, false) == Outcome::reversed);
  CHECK(compare(low, low, true) == Outcome::undecided);
  CHECK(compare(wide, low, true) == Outcome::undecided);               // the seeds disagree
  CHECK(compare({{1.2, 1.3, 5.0}}, low, true) == Outcome::undecided);  // they agree, but scatter
  CHECK(compare({{2.0}}, {{1.0}}, true) == Outcome::undecided);        // one seed proves nothing
  CHECK(verdict({Outcome::holds, Outcome::holds}) == "confirmed");
  CHECK(verdict({Outcome::holds, Outcome::undecided}) == "mixed");
  CHECK(verdict({Outcome::reversed, Outcome::undecided}) == "not confirmed");
  CHECK(verdict({}) == "not measured");
}

TEST_CASE("mean and standard deviation are those of the values, divided by one less") {
  const Series series{{2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0}};
  CHECK(series.mean() == doctest::Approx(5.0));
  CHECK(series.sd() == doctest::Approx(std::sqrt(32.0 / 7.0)));
  CHECK(mean_text({{240.0, 250.0}}) == "245 ± 7.07");
  CHECK(mean_text({}) == "–");
  CHECK(count_text(1234567) == "1,234,567");
  CHECK(count_text(600) == "600");
}

TEST_CASE("a document is rendered twice; what HTML would take for markup is escaped") {
  Document document{"A < B",
                    {Paragraph{"`x<y` is **so** & more"}, Table{{"a", "b"}, {{"1", "2"}}},
                     Pictures{{{"figures/f.png", {1, 2, 3, 4}, "alt", "cap"}}}, Conclusion{"mixed", "Why."}}};
  const std::string html = render_html(document), markdown = render_markdown(document);
  CHECK(html.find("<h1>A &lt; B</h1>") != std::string::npos);
  CHECK(html.find("<code>x&lt;y</code> is <strong>so</strong> &amp; more") != std::string::npos);
  CHECK(html.find("src=\"data:image/png;base64,AQIDBA==\"") != std::string::npos);
  CHECK(markdown.find("| a | b |\n|---|---:|\n| 1 | 2 |\n") != std::string::npos);
  CHECK(markdown.find("![alt](figures/f.png)") != std::string::npos);
  CHECK(markdown.find("> **Mixed.** Why.") != std::string::npos);
  for (const std::vector<std::uint8_t>& bytes : std::vector<std::vector<std::uint8_t>>{{1}, {1, 2}, {1, 2, 3}, {}})
    CHECK(from_base64(base64(bytes)) == bytes);
}

TEST_CASE("claims and sizes that do not exist are named") {
  CHECK(parse_claims({}) == std::vector<int>{1, 2, 3, 4, 5});
  CHECK(parse_claims({"3", "1", "3"}) == std::vector<int>{1, 3});
  CHECK(message([] { parse_claims({"6"}); }) == "--claims: there is no claim \"6\"; there are 1, 2, 3, 4 and 5");
  CHECK(message([] { parse_claims({""}); }) != "no error");
  CHECK(message([] { study_size("huge"); }) == "--size huge: expected quick, small, medium or full");
}

TEST_CASE("structural similarity is 1 for equal pictures, known for flat ones, and falls with noise") {
  Tensor a = zeros({1, 8, 8}), b = zeros({1, 8, 8}), noisy = zeros({1, 8, 8});
  a.fill(0.5F);
  b.fill(0.25F);
  // Without variance only the means count: (2 ab + c1) / (a² + b² + c1).
  CHECK(structural_similarity(a, b) == doctest::Approx((2 * 0.5 * 0.25 + 1e-4) / (0.25 + 0.0625 + 1e-4)).epsilon(1e-6));
  for (std::size_t i = 0; i < 64; ++i) a.data()[i] = static_cast<float>(i % 8) / 8.0F;
  CHECK(structural_similarity(a, a) == doctest::Approx(1.0));
  for (std::size_t i = 0; i < 64; ++i) noisy.data()[i] = 1.0F - a.data()[i];
  CHECK(structural_similarity(a, noisy) < 0.0);
}
