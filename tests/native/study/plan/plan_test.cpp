// What a study computes: subsets and their guard, the plan, and sizes and claims by name.
#include "study/plan/plan.hpp"

#include <doctest/doctest.h>

#include <map>

#include "study/plan/subset.hpp"
#include "tests/support/test_files.hpp"

using namespace latentwalk;
using tests::message_of;

namespace {

Digits digits(std::size_t count) {
  Digits made{count, 2, 2, {}, {}};
  for (std::size_t n = 0; n < count; ++n) {
    for (std::size_t i = 0; i < 4; ++i) made.pixels.push_back(static_cast<std::uint8_t>(n * 4 + i));
    made.labels.push_back(static_cast<std::uint8_t>(n % 10));
  }
  return made;
}

Plan plan(const std::string& size, std::size_t train) {
  StudyData data{digits(train), digits(30), {{"digits", 30}, {"crc32c", "0"}}};
  return Plan(study_size(size), {1, 2, 3, 4, 5, 6, 7}, data, "extractor");
}

}  // namespace

TEST_CASE("a subset holds the first digits and no others") {
  const Digits all = digits(20);
  const Subset subset = Subset::first(all, 5);
  CHECK(subset.digits().count == 5);
  CHECK(subset.digits().pixels == std::vector<std::uint8_t>(all.pixels.begin(), all.pixels.begin() + 20));
  CHECK(subset.digits().labels == std::vector<std::uint8_t>(all.labels.begin(), all.labels.begin() + 5));
  CHECK(message_of([&] { Subset::first(all, 21); }) == "a subset of 21 digits was asked for, the data has 20");
}

TEST_CASE("a generator that was trained on more digits, or on others, is refused") {
  const Digits all = digits(20);
  Digits other = all;
  other.labels[3] ^= 1;
  const Subset subset = Subset::first(all, 5);
  const auto inputs = [](const Subset& of) { return Json{{"subset", of.identity()}}; };
  check_same_subset(inputs(Subset::first(all, 5)), subset, "cgan");
  CHECK(message_of([&] {
          check_same_subset(inputs(Subset::first(all, 6)), subset, "cgan");
        }).find("cgan: this generator was trained on the digits") == 0);
  CHECK(message_of([&] { check_same_subset(inputs(Subset::first(other, 5)), subset, "cgan"); }) != "no error");
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

TEST_CASE("claims and sizes that do not exist are named") {
  CHECK(parse_claims({}) == std::vector<int>{1, 2, 3, 4, 5, 6, 7});
  CHECK(parse_claims({"3", "1", "3"}) == std::vector<int>{1, 3});
  CHECK(message_of([] { parse_claims({"8"}); }) == "--claims: there is no claim \"8\"; there are 1 to 7");
  CHECK(message_of([] { parse_claims({""}); }) != "no error");
  CHECK(message_of([] { study_size("huge"); }) == "--size huge: expected quick, small, medium or full");
}

TEST_CASE(
    "the paper as printed is Table 4 and equation 2, for as many epochs as the size says, with seeds of its own") {
  const Plan study = plan("medium", 60000);
  std::map<std::string, int> cells;
  for (const Plan::Task& task : study.tasks())
    if (task.kind == Plan::Task::Kind::printed) ++cells[task.config];
  CHECK(cells == std::map<std::string, int>{
                     {"fc-vae", 10}, {"fc-gan", 10}, {"fc-gan-non-saturating", 10}, {"fc-gan-low-rate", 10}});
  CHECK(study.printed_budget(10).steps() == 10 * 469);  // 60,000 digits, 128 a batch
  const auto config = [&](const char* name) {
    const PrintedArm& arm = printed_arm(name);
    return study_config(arm.config, study.printed_budget(10), 1, "paper", arm.patch);
  };
  const Json printed = config("fc-gan");
  CHECK(printed["objective"]["generator_loss"] == "minimax");
  CHECK(printed["training"]["optimisers"]["discriminator"]["lr"] == 0.002);
  CHECK(printed["networks"]["discriminator"].dump().find("leaky_relu") == std::string::npos);
  CHECK(config("fc-gan-non-saturating")["objective"]["generator_loss"] == "non_saturating");
  CHECK(config("fc-gan-low-rate")["training"]["optimisers"]["generator"]["lr"] == 2e-4);
  CHECK(message_of([] { printed_arm("gan"); }).find("no arm \"gan\"") != std::string::npos);
}
