#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace latentwalk {

/// The model card (Markdown) of a shipped model, from what its file, `bytes`, says about itself. Throws Error where it
/// cannot be read.
std::string model_card(const std::string& file_name, std::span<const std::uint8_t> bytes);

}  // namespace latentwalk
