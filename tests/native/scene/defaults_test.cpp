// What a view shows first is worth looking at. Each new training of a model draws other digits for the same numbers.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

#include "latentwalk/classifier.hpp"
#include "latentwalk/scene.hpp"
#include "support/files.hpp"
#include "support/model_file.hpp"

using namespace latentwalk;

namespace {

/// How many different digits the classifier reads; fails where it is not sure of one.
std::size_t different_digits(const std::string& name, const std::vector<Station>& stations) {
  const Model model = load_model(std::string(LATENTWALK_MODELS) + "/" + name + ".safetensors").model;
  const auto bytes = read_file(LATENTWALK_CLASSIFIER);
  const auto read = ClassifierNetworks::parse(bytes, LATENTWALK_CLASSIFIER);
  const Tensor probabilities = read(model.decode(latents_of(model, stations, model.prior_named("")))).probabilities;
  std::set<std::ptrdiff_t> digits;
  for (std::size_t i = 0; i < stations.size(); ++i) {
    const float* row = probabilities.data() + i * read.class_count();
    const float* most = std::max_element(row, row + read.class_count());
    CAPTURE(stations[i].index);
    CHECK(*most > 0.95F);
    digits.insert(most - row);
  }
  return digits.size();
}

}  // namespace

TEST_CASE("The walk that is there first leads from one digit to another, both plain to see") {
  CHECK(different_digits("conv-vae", Scene{}.stations) == 2);
}

TEST_CASE("The digit whose numbers are shown first is plain to see") {
  CHECK(different_digits("conv-vae", {Scene{}.base}) == 1);
}

TEST_CASE("a GAN's plane goes through three different digits at first") {
  CHECK(different_digits("conv-gan", Scene{}.corners) == 3);
}
