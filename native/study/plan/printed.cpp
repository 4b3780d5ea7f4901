#include "study/plan/printed.hpp"

#include <algorithm>

#include "latentwalk/error.hpp"

namespace latentwalk {

const std::vector<PrintedArm>& printed_arms() {
  static const Json low_rate{{"generator", {{"lr", 2e-4}}}, {"discriminator", {{"lr", 2e-4}}}};
  static const std::vector<PrintedArm> arms{
      {"fc-vae", "fc-vae", "`fc-vae` as printed", Json::object()},
      {"fc-gan", "fc-gan", "`fc-gan` as printed", Json::object()},
      {"fc-gan-non-saturating",
       "fc-gan",
       "`fc-gan` with the non-saturating loss",
       {{"objective", {{"generator_loss", "non_saturating"}}}}},
      {"fc-gan-low-rate",
       "fc-gan",
       "`fc-gan` with a learning rate of 2e-4",
       {{"training", {{"optimisers", low_rate}}}}},
  };
  return arms;
}

const PrintedArm& printed_arm(const std::string& name) {
  const auto found = std::ranges::find(printed_arms(), name, &PrintedArm::name);
  if (found == printed_arms().end()) fail("study: there is no arm \"", name, "\" of the paper as printed");
  return *found;
}

}  // namespace latentwalk
