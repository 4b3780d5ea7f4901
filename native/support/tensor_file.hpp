#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace latentwalk {

/// Reads a safetensors file: its header first, so that a large file of another kind is refused before it is read.
/// Throws Error as read_file and parse_safetensors do.
std::vector<std::uint8_t> read_tensor_file(const std::filesystem::path& path);

}  // namespace latentwalk
