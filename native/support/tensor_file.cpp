#include "support/tensor_file.hpp"

#include <cstring>

#include "latentwalk/error.hpp"
#include "latentwalk/safetensors.hpp"
#include "support/files.hpp"

namespace latentwalk {

std::vector<std::uint8_t> read_tensor_file(const std::filesystem::path& path) {
  constexpr std::size_t kLengthBytes = 8, kMaxHeader = 8U << 20U;  // as parse_safetensors has them
  InputFile file(path);
  std::vector<std::uint8_t> bytes;
  file.append_to(bytes, kLengthBytes + kMaxHeader);
  if (file.size() <= bytes.size()) return bytes;
  std::uint64_t header = 0;
  std::memcpy(&header, bytes.data(), kLengthBytes);
  if (header < 2 || header > kMaxHeader || bytes[kLengthBytes] != '{') {
    parse_safetensors(bytes, path.string());  // says what the file is
    fail(path.string(), ": not a safetensors file");
  }
  file.check_size(kMaxFile);
  file.append_to(bytes, static_cast<std::size_t>(kMaxFile - bytes.size()) + 1);
  if (bytes.size() > kMaxFile) fail(path.string(), ": expected at most ", kMaxFile, " bytes, found more");
  return bytes;
}

}  // namespace latentwalk
