#include "dataset/archive.hpp"

#include <zlib.h>

#include <algorithm>

#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

constexpr std::size_t kEndSize = 22, kEntrySize = 46, kLocalSize = 30, kMaxComment = 65535, kMaxMembers = 10'000;

/// Little-endian numbers at places of the archive that have been checked to exist.
class Numbers {
 public:
  Numbers(std::span<const std::uint8_t> bytes, std::string_view name) : bytes_(bytes), name_(name) {}

  std::uint64_t at(std::size_t place, std::size_t count) const {
    check(place, count);
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < count; ++i) value |= std::uint64_t{bytes_[place + i]} << (8 * i);
    return value;
  }
  std::span<const std::uint8_t> part(std::uint64_t place, std::uint64_t count) const {
    check(place, count);
    return bytes_.subspan(place, count);
  }

 private:
  void check(std::uint64_t place, std::uint64_t count) const {
    if (place > bytes_.size() || count > bytes_.size() - place)
      fail(name_, ": the zip archive points to byte ", place, " of ", bytes_.size());
  }

  std::span<const std::uint8_t> bytes_;
  std::string_view name_;
};

std::size_t end_of_directory(std::span<const std::uint8_t> bytes, std::string_view name) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const std::size_t end = text.rfind("PK\5\6");
  if (end == std::string_view::npos || text.size() - end < kEndSize || text.size() - end > kEndSize + kMaxComment)
    fail(name, ": the zip archive has no directory at its end (truncated?)");
  return end;
}

/// The sizes and the place of an entry of more than 4 GiB or written as such: in the extra field of type 1.
void read_long_numbers(const Numbers& numbers, std::size_t extra, std::size_t length, std::uint64_t* (&values)[3]) {
  for (std::size_t at = extra; at + 4 <= extra + length;) {
    const std::uint64_t type = numbers.at(at, 2), size = numbers.at(at + 2, 2);
    std::size_t place = at + 4;
    for (std::uint64_t* value : values)
      if (type == 1 && *value == 0xffffffff && place + 8 <= at + 4 + size) {
        *value = numbers.at(place, 8);
        place += 8;
      }
    at += 4 + size;
  }
}

}  // namespace

std::vector<ArchiveMember> list_archive(std::span<const std::uint8_t> bytes, std::string_view name) {
  const Numbers numbers(bytes, name);
  const std::size_t end = end_of_directory(bytes, name);
  const std::uint64_t count = numbers.at(end + 10, 2);
  if (count > kMaxMembers) fail(name, ": the zip archive has ", count, " members, expected at most ", kMaxMembers);
  std::vector<ArchiveMember> members;
  std::uint64_t at = numbers.at(end + 16, 4);
  for (std::uint64_t i = 0; i < count; ++i) {
    if (numbers.at(at, 4) != 0x02014b50) fail(name, ": the directory of the zip archive is damaged at byte ", at);
    const std::uint64_t flags = numbers.at(at + 8, 2), method = numbers.at(at + 10, 2);
    const std::uint64_t name_length = numbers.at(at + 28, 2), extra = numbers.at(at + 30, 2);
    std::uint64_t packed = numbers.at(at + 20, 4), size = numbers.at(at + 24, 4), place = numbers.at(at + 42, 4);
    std::uint64_t* sizes[3] = {&size, &packed, &place};
    const auto letters = numbers.part(at + kEntrySize, name_length);
    numbers.part(at + kEntrySize + name_length, extra);
    read_long_numbers(numbers, at + kEntrySize + name_length, extra, sizes);
    ArchiveMember member{{letters.begin(), letters.end()}, size, {}, method == 8, 0};
    member.sum = static_cast<std::uint32_t>(numbers.at(at + 16, 4));
    if ((flags & 1) != 0) fail(name, ": the member ", in_quotes(member.name), " is encrypted");
    if (method != 0 && method != 8)
      fail(name, ": the member ", in_quotes(member.name), " is packed by method ", method,
           ", expected 0 or 8 (deflate)");
    if (numbers.at(place, 4) != 0x04034b50) fail(name, ": the zip archive is damaged at byte ", place);
    member.packed = numbers.part(place + kLocalSize + numbers.at(place + 26, 2) + numbers.at(place + 28, 2), packed);
    members.push_back(std::move(member));
    at += kEntrySize + name_length + extra + numbers.at(at + 32, 2);
  }
  return members;
}

std::vector<std::uint8_t> unpack(const ArchiveMember& member, std::string_view name, std::size_t limit) {
  const std::string place = std::string(name) + ": " + printable(member.name, 200);
  if (member.size > limit) fail(place, ": ", member.size, " bytes when unpacked, expected at most ", limit);
  std::vector<std::uint8_t> bytes;
  if (!member.deflated) {
    bytes.assign(member.packed.begin(), member.packed.end());
  } else {
    z_stream stream{};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) fail(place, ": not enough memory to unpack");
    stream.next_in = const_cast<Bytef*>(member.packed.data());
    stream.avail_in = static_cast<uInt>(member.packed.size());
    int status = Z_OK;
    // Grows with what comes, because the size that the directory states may be a lie.
    while (status == Z_OK && bytes.size() <= member.size) {
      constexpr std::size_t kStep = std::size_t{1} << 20;
      const std::size_t before = bytes.size(), room = std::min(std::max(kStep, before), member.size + 1 - before);
      bytes.resize(before + room);
      stream.next_out = bytes.data() + before;
      stream.avail_out = static_cast<uInt>(room);
      status = inflate(&stream, Z_NO_FLUSH);
      bytes.resize(before + room - stream.avail_out);
      if (stream.avail_out == room) break;  // nothing came
    }
    inflateEnd(&stream);
    if (status != Z_STREAM_END) fail(place, ": the packed data is damaged or ends early");
  }
  if (bytes.size() != member.size) fail(place, ": expected ", member.size, " bytes, found ", bytes.size());
  std::uint32_t sum = 0;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t part = std::min<std::size_t>(bytes.size() - at, 1U << 30);
    sum = static_cast<std::uint32_t>(crc32(sum, bytes.data() + at, static_cast<uInt>(part)));
    at += part;
  }
  if (sum != member.sum) fail(place, ": wrong checksum; the archive is damaged");
  return bytes;
}

}  // namespace latentwalk
