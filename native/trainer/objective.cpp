#include "objective.hpp"

#include <array>
#include <utility>

#include "latentwalk/error.hpp"
#include "objectives/objectives.hpp"

namespace latentwalk {
namespace {

using Make = std::unique_ptr<Objective> (*)(const Json&, const ModelSpec&, const std::string&);
constexpr std::array<std::pair<const char*, Make>, 4> kObjectives{
    {{"gan", make_gan}, {"vae", make_vae}, {"infogan", make_infogan}, {"infovae", make_infovae}}};

}  // namespace

std::unique_ptr<Objective> make_objective(const Json& config, const ModelSpec& model, const std::string& where) {
  const std::string type = read_string(config, "type", where);
  std::string known;
  for (const auto& [name, make] : kObjectives) {
    if (type == name) return make(config, model, where);
    known += (known.empty() ? "" : ", ") + std::string(name);
  }
  fail(where, ": unknown type ", Json(type).dump(), "; known: ", known);
}

}  // namespace latentwalk
