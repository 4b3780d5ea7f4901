// Twenty seeded steps of each objective on the committed digits against committed losses (losses.json, written by
// this program when LATENTWALK_WRITE_LOSSES is set).
#include <cstdlib>

#include "setup.hpp"
#include "torch_doctest.hpp"

using namespace latentwalk;

namespace {

/// Relative, of the first steps and of the others. Float sums run in another order on another processor or LibTorch, and
/// Adam, which divides by a gradient's size, widens that from step to step: a GAN's losses were seen to part by 5 % at
/// step 18, InfoGAN's codes from step 4 on, between two generations of one processor. A wrong sign, factor or order of
/// updates moves the losses by far more, and from the first step on.
constexpr std::size_t kFirstSteps = 4;
constexpr double kFirstTolerance = 0.02, kTolerance = 0.25;

Json run(const std::string& name) {
  const Config config = make_config(name, "best", {{{"training", {{"epochs", 100}, {"batch_size", 64}}}}});
  Trainer trainer = make_trainer(config, 1000);
  Json steps = Json::array();
  for (int i = 0; i < 20; ++i) {
    trainer.step();
    Json terms;
    for (const auto& [term, value] : trainer.last_terms()) terms[term] = value;
    steps.push_back(terms);
  }
  return steps;
}

}  // namespace

TEST_CASE("twenty seeded steps of each configuration give the committed losses") {
  if (std::getenv("LATENTWALK_WRITE_LOSSES") != nullptr) {
    Json all;
    for (const std::string& name : config_names()) all[name] = run(name);
    const std::string text = all.dump(1) + "\n";
    write_file(LATENTWALK_LOSSES, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    return;
  }
  const auto bytes = read_file(LATENTWALK_LOSSES);
  const Json committed = parse_json({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, LATENTWALK_LOSSES);
  for (const std::string& name : config_names()) {
    CAPTURE(name);
    REQUIRE_MESSAGE(committed.contains(name), "run this test with LATENTWALK_WRITE_LOSSES=1 once");
    const Json found = run(name);
    for (std::size_t i = 0; i < found.size(); ++i) {
      CAPTURE(i);
      CHECK(found[i].size() == committed[name][i].size());
      for (const auto& [term, value] : found[i].items()) {
        CAPTURE(term);
        const double expected = committed[name][i][term].get<double>();
        const double tolerance = i < kFirstSteps ? kFirstTolerance : kTolerance;
        CHECK(std::abs(value.get<double>() - expected) <= tolerance * std::max(0.05, std::abs(expected)));
      }
    }
  }
}
