#include "trainer/config/config.hpp"

#include <utility>

#include "latentwalk/error.hpp"

namespace latentwalk {

Config parse_config(const Json& resolved, const std::string& where) {
  check_keys(resolved,
             {"name", "description", "family", "image", "latent", "class_count", "networks", "objective", "training",
              "preset"},
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
  if (json.is_object()) json.erase("$schema");  // for editors: configs/schema.json
  // A resolved configuration, as a run saves it, has no presets any more.
  if (!json.contains("presets") && json.contains("preset") && preset.empty()) {
    for (const Json& patch : patches) json.merge_patch(patch);
    return parse_config(json, where);
  }
  const Json presets = require(json, "presets", where);
  if (!presets.is_object() || presets.empty()) fail(where, ": presets must be an object with a member a preset");
  // A preset that nobody asked for must be sound too, or its fault would show at the worst moment.
  json.erase("presets");
  for (const auto& [name, patch] : presets.items()) {
    Json patched = json;
    patched.merge_patch(patch);
    parse_config(patched, where + ", preset " + name);
  }
  if (!presets.contains(preset)) {
    std::string known;
    for (const auto& [name, patch] : presets.items()) known += (known.empty() ? "" : ", ") + name;
    fail(where, ": there is no preset \"", preset, "\"; there are ", known);
  }
  json.merge_patch(presets[preset]);
  for (const Json& patch : patches) json.merge_patch(patch);
  json["preset"] = preset;
  return parse_config(json, where);
}

}  // namespace latentwalk
