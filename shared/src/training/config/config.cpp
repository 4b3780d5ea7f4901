#include "latentwalk/config.hpp"

#include <utility>

#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

/// `path`: the keys above, each with a dot behind it.
std::string difference_below(const Json& a, const Json& b, const std::string& path) {
  if (a == b) return "";
  if (a.is_object() && b.is_object()) {
    for (const auto& [key, value] : a.items()) {
      if (!b.contains(key)) return path + key;
      if (std::string found = difference_below(value, b[key], path + key + "."); !found.empty()) return found;
    }
    for (const auto& [key, value] : b.items()) {
      if (!a.contains(key)) return path + key;
    }
    return "";  // the keys differ in their order only
  }
  return path.empty() ? path : path.substr(0, path.size() - 1);
}

}  // namespace

Config parse_config(const Json& resolved, const std::string& where) {
  check_keys(resolved,
             {"name", "description", "family", "image", "latent", "class_count", "classes", "networks", "objective",
              "training", "preset"},
             where);
  Config config;
  config.json = resolved;
  const Json& objective = require(resolved, "objective", where);
  const Json& training = require(resolved, "training", where);
  Json model = resolved;
  for (const char* key : {"objective", "training", "preset"}) model.erase(key);
  config.model = parse_model_spec(model, where);
  config.training = parse_training_config(training, config.model, where + ": training");
  config.objective = parse_objective_config(objective, config.model, where + ": objective");
  return config;
}

Config resolve_config(std::string_view text, const std::string& preset, const std::vector<Json>& patches,
                      const std::string& where) {
  Json json = parse_json(text, where);
  if (json.is_object()) json.erase("$schema");  // names configs/schema.json, for editors
  // A run saves its configuration resolved, without presets.
  if (!json.contains("presets") && json.contains("preset") && preset.empty()) {
    for (const Json& patch : patches) json.merge_patch(patch);
    return parse_config(json, where);
  }
  const Json presets = require(json, "presets", where);
  if (!presets.is_object() || presets.empty())
    fail(where, ": presets must be an object with one member for each preset");
  // The other presets are checked too, so that a mistake in one is found early.
  json.erase("presets");
  for (const auto& [name, patch] : presets.items()) {
    Json patched = json;
    patched.merge_patch(patch);
    parse_config(patched, where + ", preset " + name);
  }
  if (!presets.contains(preset)) {
    std::string known;
    for (const auto& [name, patch] : presets.items()) known += (known.empty() ? "" : ", ") + name;
    fail(where, ": there is no preset ", in_quotes(preset), "; there are ", known);
  }
  json.merge_patch(presets[preset]);
  for (const Json& patch : patches) json.merge_patch(patch);
  json["preset"] = preset;
  return parse_config(json, where);
}

std::string first_difference(const Json& a, const Json& b) { return difference_below(a, b, ""); }

}  // namespace latentwalk
