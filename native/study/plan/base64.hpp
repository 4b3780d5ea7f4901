#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace latentwalk {

/// The bytes as base64 (RFC 4648), and back. Throws Error on text that is not base64.
std::string base64(const std::vector<std::uint8_t>& bytes);
std::vector<std::uint8_t> from_base64(const std::string& text);

}  // namespace latentwalk
