#pragma once

#include <span>
#include <variant>

#include "latentwalk/scene.hpp"

/// The parameters of scenes: one table from which both forms are read and written.
namespace latentwalk {

/// One parameter. The views that have it are bits of `views`, counted in the order of View.
struct SceneParameter {
  using Member =
      std::variant<std::uint64_t Scene::*, unsigned Scene::*, std::optional<std::size_t> Scene::*, double Scene::*,
                   bool Scene::*, std::string Scene::*, Station Scene::*, std::vector<Station> Scene::*,
                   std::vector<std::string> Scene::*, std::vector<double> Scene::*,
                   std::map<std::size_t, double> Scene::*, LineDensity Scene::*>;
  const char* name;
  unsigned views;
  Member member;
  double low = 0, high = 0;       ///< The range of a number, or how many elements a list has.
  int places = 0;                 ///< Decimals that are written.
  const char* choices = nullptr;  ///< What a text or number may be, separated by "|".
};

/// All parameters, in the order in which they are written.
std::span<const SceneParameter> scene_parameters();

inline bool belongs(const SceneParameter& parameter, View view) {
  return (parameter.views >> static_cast<unsigned>(view) & 1U) != 0;
}

/// The parameter's value in an address; empty for "none".
std::string text_of(const SceneParameter& parameter, const Scene& scene);
/// Reads it. Throws Error if the text is no value.
void read_text(const SceneParameter& parameter, std::string_view text, Scene& scene, const std::string& where);
/// The value in the JSON form.
Json json_of(const SceneParameter& parameter, const Scene& scene);
/// Reads it.
void read_json(const SceneParameter& parameter, const Json& json, Scene& scene, const std::string& where);
/// Whether the two scenes have the same value.
bool same(const SceneParameter& parameter, const Scene& a, const Scene& b);

}  // namespace latentwalk
