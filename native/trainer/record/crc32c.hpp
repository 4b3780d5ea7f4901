#pragma once

#include <cstdint>
#include <span>

namespace latentwalk {

/// CRC-32C (Castagnoli; RFC 3720, appendix B.4), which TensorBoard's files use. It differs from zlib's CRC-32.
std::uint32_t crc32c(std::span<const std::uint8_t> bytes);

}  // namespace latentwalk
