#include "data/digest.hpp"

#include <openssl/evp.h>

#include <array>

#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

std::string digest(std::span<const std::uint8_t> bytes, const EVP_MD* kind, const char* name) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> value{};
  unsigned int size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), value.data(), &size, kind, nullptr) != 1)
    fail("OpenSSL on this machine does not provide ", name);
  static constexpr char kHex[] = "0123456789abcdef";
  std::string text;
  for (unsigned int i = 0; i < size; ++i) {
    text += kHex[value[i] >> 4];
    text += kHex[value[i] & 15];
  }
  return text;
}

}  // namespace

std::string md5(std::span<const std::uint8_t> bytes) { return digest(bytes, EVP_md5(), "MD5"); }
std::string sha256(std::span<const std::uint8_t> bytes) { return digest(bytes, EVP_sha256(), "SHA-256"); }

}  // namespace latentwalk
