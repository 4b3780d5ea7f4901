#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace latentwalk {

/// Unpacks a stream of DEFLATE (RFC 1951) that gives exactly `size` bytes. Throws Error, beginning with `where`, if the
/// stream is broken, ends too early, or gives more or fewer bytes.
std::vector<std::uint8_t> inflate(std::span<const std::uint8_t> packed, std::size_t size, std::string_view where);

/// The checksum of zip archives and gzip files.
std::uint32_t crc32(std::span<const std::uint8_t> bytes);

}  // namespace latentwalk
