#pragma once

#include <string>

#include "latentwalk/json.hpp"
#include "latentwalk/spec.hpp"

namespace latentwalk {

/// One network on its own, outside a model: {"input": […], "layers": […]}. Checked like those of a model.
NetworkSpec parse_network_spec(const Json& json, const std::string& where);
Json network_spec_json(const NetworkSpec& network);  ///< What parse_network_spec reads as the same network.

}  // namespace latentwalk
