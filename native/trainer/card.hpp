#pragma once

#include <string>

#include "latentwalk/model.hpp"

namespace latentwalk {

/// The model card (Markdown) of a shipped model, from what its file says about itself.
std::string model_card(const Model& model, const std::string& file_name, std::size_t file_bytes);

}  // namespace latentwalk
