// What the core's reader says of each file that comes in, for the oracle to compare (oracle_test.mjs): on standard
// input a 32-bit length and that many bytes, again and again; on standard output a line of JSON for each.
#include <cstdio>
#include <string>
#include <vector>

#include "latentwalk/error.hpp"
#include "latentwalk/json.hpp"
#include "latentwalk/safetensors.hpp"

using namespace latentwalk;

namespace {

// FNV-1a, as in reader.mjs.
std::uint32_t digest(const std::vector<std::uint8_t>& bytes) {
  std::uint32_t hash = 0x811C9DC5U;
  for (const std::uint8_t byte : bytes) hash = (hash ^ byte) * 0x01000193U;
  return hash;
}

Json verdict(const std::vector<std::uint8_t>& bytes) {
  try {
    const Safetensors file = parse_safetensors(bytes, "file");
    Json said = {{"metadata", Json::array()}, {"tensors", Json::array()}};
    for (const auto& [key, text] : file.metadata) said["metadata"].push_back(Json::array({key, text}));
    for (const auto& [name, tensor] : file.tensors) {
      Json shape = Json::array();
      for (const std::size_t axis : tensor.shape) shape.push_back(axis);
      said["tensors"].push_back(Json::array({name, dtype_name(tensor.dtype), shape, digest(tensor.bytes)}));
    }
    return said;
  } catch (const Error& error) {
    return {{"refused", error.what()}};
  }
}

}  // namespace

int main() {
  std::uint32_t size = 0;
  std::vector<std::uint8_t> bytes;
  while (std::fread(&size, sizeof size, 1, stdin) == 1) {
    bytes.resize(size);
    if (std::fread(bytes.data(), 1, size, stdin) != size) return 1;
    std::puts(verdict(bytes).dump(-1, ' ', false, Json::error_handler_t::replace).c_str());
  }
  return 0;
}
