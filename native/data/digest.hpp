#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace latentwalk {

/// Checksums in hexadecimal, computed by OpenSSL. They throw Error if this machine's OpenSSL does not provide them.
std::string md5(std::span<const std::uint8_t> bytes);
std::string sha256(std::span<const std::uint8_t> bytes);

}  // namespace latentwalk
