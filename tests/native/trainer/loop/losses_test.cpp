// Twenty seeded steps of each objective on the committed digits against committed losses (losses.json, written by
// this program when LATENTWALK_WRITE_LOSSES is set).
#include <cstdlib>

#include "tests/support/torch_doctest.hpp"
#include "tests/support/training_setup.hpp"

using namespace latentwalk;

namespace {

/// Relative. Another processor or LibTorch sums in another order. In floats the losses then differ by a fifth after
/// twenty steps, because Adam divides by the size of the gradient. In doubles that takes hundreds of steps.
constexpr double kTolerance = 1e-6;

struct InDoubles {
  InDoubles() { torch::set_default_dtype(caffe2::TypeMeta::Make<double>()); }
  ~InDoubles() { torch::set_default_dtype(caffe2::TypeMeta::Make<float>()); }
};

Json run(const std::string& name) {
  const InDoubles in_doubles;
  const Config config = make_config(name, "best", {{{"training", {{"epochs", 100}, {"batch_size", 16}}}}});
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
    write_text(LATENTWALK_LOSSES, all.dump(1) + "\n");
    return;
  }
  const Json committed = parse_json(read_text(LATENTWALK_LOSSES), LATENTWALK_LOSSES);
  for (const std::string& name : config_names()) {
    CAPTURE(name);
    REQUIRE_MESSAGE(committed.contains(name), "run this test with LATENTWALK_WRITE_LOSSES=1 once");
    const Json found = run(name);
    for (std::size_t i = 0; i < found.size(); ++i) {
      CAPTURE(i);
      CHECK(found[i].size() == committed[name][i].size());
      for (const auto& item : found[i].items()) {
        const std::string& term = item.key();
        CAPTURE(term);
        const double expected = committed[name][i][term].get<double>();
        CHECK(std::abs(item.value().get<double>() - expected) <= kTolerance * std::max(0.05, std::abs(expected)));
      }
    }
  }
}
