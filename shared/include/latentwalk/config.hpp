#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "latentwalk/json.hpp"
#include "latentwalk/objective_config.hpp"
#include "latentwalk/spec.hpp"
#include "latentwalk/training_config.hpp"

/// configs/NAME.json: the model, its objective, how to train it, and presets that patch these three.
/// docs/configuration.md lists every key.
namespace latentwalk {

/// A resolved configuration.
struct Config {
  Json json;                  ///< With preset and options applied, without "presets", with "preset".
  ModelSpec model;            ///< The model with all its networks.
  ObjectiveConfig objective;  ///< What is minimised.
  TrainingConfig training;    ///< How it is minimised.
};

/// Checks a resolved configuration. Throws Error on an unknown key (with the list of known ones) and on a value out of
/// range. `where` starts the message.
Config parse_config(const Json& resolved, const std::string& where);

/// Parses `text`, applies the preset (a JSON merge patch, RFC 7396, under "presets") and then each of `patches`. Throws
/// Error where the configuration, or any of its presets, is not valid.
Config resolve_config(std::string_view text, const std::string& preset, const std::vector<Json>& patches,
                      const std::string& where);

/// The first key in which two resolved configurations differ, such as "training.epochs"; empty where they are equal.
std::string first_difference(const Json& a, const Json& b);

}  // namespace latentwalk
