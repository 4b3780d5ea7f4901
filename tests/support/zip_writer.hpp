#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace latentwalk::tests {

/// Writes zip archives of stored members, also such that no real program would write.
struct ZipWriter {
  bool zip64 = false;              ///< Sizes and places in 64-bit fields.
  std::uint32_t claimed_size = 0;  ///< If not 0, what the directory says of the last member's unpacked size.
  std::uint16_t method = 0, flags = 0;
  std::vector<std::pair<std::string, std::string>> members = {};

  std::vector<std::uint8_t> bytes(std::uint32_t (*checksum)(const std::string&)) const {
    std::string text, directory;
    const auto number = [](std::uint64_t value, int size) {
      std::string digits;
      for (int i = 0; i < size; ++i) digits += static_cast<char>(value >> (8 * i) & 255U);
      return digits;
    };
    for (std::size_t i = 0; i < members.size(); ++i) {
      const auto& [name, data] = members[i];
      const std::uint64_t offset = text.size();
      const std::uint32_t sum = checksum(data);
      const std::string sizes = number(data.size(), 4) + number(data.size(), 4);
      text += "PK\3\4" + number(20, 2) + number(flags, 2) + number(method, 2) + number(0, 4) + number(sum, 4) + sizes +
              number(name.size(), 2) + number(0, 2) + name + data;
      const bool lies = claimed_size != 0 && i + 1 == members.size();
      const std::string extra =
          zip64 ? number(1, 2) + number(24, 2) + number(data.size(), 8) + number(data.size(), 8) + number(offset, 8)
                : "";
      directory += "PK\1\2" + number(20, 2) + number(20, 2) + number(flags, 2) + number(method, 2) + number(0, 4) +
                   number(sum, 4) +
                   (zip64 ? number(0xFFFFFFFFU, 4) + number(0xFFFFFFFFU, 4)
                          : number(data.size(), 4) + number(lies ? claimed_size : data.size(), 4)) +
                   number(name.size(), 2) + number(extra.size(), 2) + number(0, 2) + number(0, 2) + number(0, 2) +
                   number(0, 4) + (zip64 ? number(0xFFFFFFFFU, 4) : number(offset, 4)) + name + extra;
    }
    const std::uint64_t begin = text.size(), end64 = begin + directory.size();
    text += directory;
    if (zip64) {
      text += "PK\6\6" + number(44, 8) + number(45, 2) + number(45, 2) + number(0, 4) + number(0, 4) +
              number(members.size(), 8) + number(members.size(), 8) + number(directory.size(), 8) + number(begin, 8);
      text += "PK\6\7" + number(0, 4) + number(end64, 8) + number(1, 4);
    }
    text += "PK\5\6" + number(0, 4) + number(zip64 ? 0xFFFFU : members.size(), 2) +
            number(zip64 ? 0xFFFFU : members.size(), 2) + number(directory.size(), 4) +
            number(zip64 ? 0xFFFFFFFFU : begin, 4) + number(0, 2);
    return {text.begin(), text.end()};
  }
};

}  // namespace latentwalk::tests
