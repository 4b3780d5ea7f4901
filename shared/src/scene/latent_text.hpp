#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Latent vectors in an address, as web/page/params/latent_text.js has them.
namespace latentwalk {

inline constexpr std::size_t kMaxNumbers = 65536;  ///< Of a latent vector that a station holds.
inline constexpr double kLargestNumber = 1e6;

/// The numbers as little-endian floats in base64url (RFC 4648, section 5) without padding.
std::string latent_text(const std::vector<float>& latent);
/// What latent_text wrote; nothing for any other text, and for numbers beyond kLargestNumber.
std::optional<std::vector<float>> parse_latent(std::string_view text);

}  // namespace latentwalk
