#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "latentwalk/json.hpp"
#include "latentwalk/spec.hpp"
#include "trainer/config/objective_config.hpp"
#include "trainer/config/training_config.hpp"

/// configs/NAME.json: the model, its objective, how to train it, and presets that patch all three
/// (docs/configuration.md has every key).
namespace latentwalk {

struct Config {
  Json json;  // resolved: presets and options applied, "presets" gone, "preset" added
  ModelSpec model;
  ObjectiveConfig objective;
  TrainingConfig training;
};

/// Checks a resolved configuration. Throws Error on an unknown key (naming the known ones) or a value out of range.
Config parse_config(const Json& resolved, const std::string& where);

/// Parses `text`, applies the preset (a JSON merge patch, RFC 7396, under "presets"), then each of `patches`.
Config resolve_config(std::string_view text, const std::string& preset, const std::vector<Json>& patches,
                      const std::string& where);

}  // namespace latentwalk
