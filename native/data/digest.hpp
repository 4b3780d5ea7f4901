#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace latentwalk {

/// Checksums as OpenSSL computes them, in hexadecimal. Throw Error where this machine's OpenSSL leaves one out.
std::string md5(std::span<const std::uint8_t> bytes);
std::string sha256(std::span<const std::uint8_t> bytes);

}  // namespace latentwalk
