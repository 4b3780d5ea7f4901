#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Zip archives in memory, as NumPy writes .npz: members that are stored or deflated.
namespace latentwalk {

struct ArchiveMember {
  std::string name;
  std::size_t size = 0;                  // when unpacked
  std::span<const std::uint8_t> packed;  // of the archive's bytes, which must outlive it
  bool deflated = false;
  std::uint32_t sum = 0;  // CRC-32
};

/// Lists the members by the directory at the end. Throws Error, beginning with `name`, on a cut or damaged archive, and
/// on encrypted, split or oddly packed members.
std::vector<ArchiveMember> list_archive(std::span<const std::uint8_t> bytes, std::string_view name);

/// Unpacks a member and checks its sum. Throws Error where it is damaged, or larger than `limit` bytes.
std::vector<std::uint8_t> unpack(const ArchiveMember& member, std::string_view name, std::size_t limit);

}  // namespace latentwalk
