#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace latentwalk {

/// A zip archive in memory, also zip64: its members, stored or deflated. Reading is strict: it refuses several disks,
/// encryption, two members of one name, members beyond the file's end, and a wrong checksum.
class ZipArchive {
 public:
  /// Reads the directory. Throws Error, beginning with `name`. The bytes must outlive the archive. All members together
  /// may take `limit` bytes, so that a bomb does not fill the memory; 0: 16 times the archive and 64 MiB.
  ZipArchive(std::span<const std::uint8_t> bytes, std::string_view name, std::uint64_t limit = 0);

  /// The names of the members, sorted.
  std::vector<std::string> names() const;
  bool contains(const std::string& member) const { return members_.contains(member); }
  /// The member's bytes, unpacked. Throws Error if there is no such member, or it is damaged.
  std::vector<std::uint8_t> read(const std::string& member);

 private:
  struct Member {
    std::uint64_t offset, packed, size;
    std::uint32_t checksum;
    std::uint16_t method;
  };
  std::uint64_t number(std::uint64_t at, int bytes, std::string_view what) const;
  void add_member(std::uint64_t& at);

  std::span<const std::uint8_t> bytes_;
  std::string name_;
  std::map<std::string, Member> members_;
  std::uint64_t allowed_;  // bytes that members may still take
};

}  // namespace latentwalk
