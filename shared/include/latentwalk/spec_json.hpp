#pragma once

#include <string>

#include "latentwalk/json.hpp"
#include "latentwalk/spec.hpp"

namespace latentwalk {

/// Reads a network that belongs to no model: {"input": […], "layers": […]}. Throws Error as parse_model_spec does.
NetworkSpec parse_network_spec(const Json& json, const std::string& where);
/// The JSON that parse_network_spec reads as this network.
Json network_spec_json(const NetworkSpec& network);

}  // namespace latentwalk
