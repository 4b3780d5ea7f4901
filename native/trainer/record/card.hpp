#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace latentwalk {

/// The model card, in Markdown, of a model file. `bytes` is its content. Throws Error where it is not a model file.
std::string model_card(const std::string& file_name, std::span<const std::uint8_t> bytes);

}  // namespace latentwalk
