#include "import/zip.hpp"

#include "import/inflate.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/printable.hpp"

namespace latentwalk {
namespace {

constexpr std::uint32_t kEnd = 0x06054b50, kEnd64 = 0x06064b50, kLocator64 = 0x07064b50, kEntry = 0x02014b50,
                        kLocal = 0x04034b50;
constexpr std::uint64_t kEndBytes = 22, kLocatorBytes = 20, kEntryBytes = 46, kLocalBytes = 30, kMaxComment = 65535;
constexpr std::uint64_t kMaxMembers = 1 << 16, kTooLarge = 0xFFFFFFFF;
constexpr std::uint16_t kStored = 0, kDeflated = 8, kZip64Field = 1, kEncrypted = 1;
constexpr std::uint64_t kAlwaysAllowed = std::uint64_t{64} << 20U, kMostGrowth = 16;

}  // namespace

std::uint64_t ZipArchive::number(std::uint64_t at, int bytes, std::string_view what) const {
  if (at > bytes_.size() || static_cast<std::uint64_t>(bytes) > bytes_.size() - at)
    fail(name_, ": ", what, " lies beyond the file's end (is the file cut short?)");
  std::uint64_t value = 0;
  for (int i = bytes - 1; i >= 0; --i)
    value = value << 8U | bytes_[static_cast<std::size_t>(at) + static_cast<std::size_t>(i)];
  return value;
}

ZipArchive::ZipArchive(std::span<const std::uint8_t> bytes, std::string_view name, std::uint64_t limit)
    : bytes_(bytes), name_(name), allowed_(limit > 0 ? limit : kAlwaysAllowed + kMostGrowth * bytes.size()) {
  constexpr const char* kWhat = "the zip archive's directory";
  if (bytes.size() < kEndBytes) fail(name_, ": not a zip archive: ", bytes.size(), " bytes");
  std::uint64_t end = bytes.size() - kEndBytes;
  const std::uint64_t first = end > kMaxComment ? end - kMaxComment : 0;
  while (number(end, 4, kWhat) != kEnd) {
    if (end == first) fail(name_, ": a zip archive without a directory (is the file cut short?)");
    --end;
  }
  std::uint64_t count = number(end + 10, 2, kWhat), at = number(end + 16, 4, kWhat);
  if (end >= kLocatorBytes && number(end - kLocatorBytes, 4, kWhat) == kLocator64) {
    const std::uint64_t end64 = number(end - kLocatorBytes + 8, 8, kWhat);
    if (number(end64, 4, kWhat) != kEnd64) fail(name_, ": the zip archive's 64-bit directory is broken");
    count = number(end64 + 32, 8, kWhat);
    at = number(end64 + 48, 8, kWhat);
  } else if (number(end + 4, 2, kWhat) != 0 || number(end + 8, 2, kWhat) != count) {
    fail(name_, ": a part of a zip archive on several disks");
  }
  if (count > kMaxMembers) fail(name_, ": a zip archive of ", count, " members, at most ", kMaxMembers, " allowed");
  for (std::uint64_t i = 0; i < count; ++i) add_member(at);
}

/// Reads the entry at `at` and moves to the next.
void ZipArchive::add_member(std::uint64_t& at) {
  constexpr const char* kWhat = "the zip archive's directory";
  if (number(at, 4, kWhat) != kEntry) fail(name_, ": the zip archive's directory is broken at byte ", at);
  const std::uint64_t flags = number(at + 8, 2, kWhat);
  Member member{number(at + 42, 4, kWhat), number(at + 20, 4, kWhat), number(at + 24, 4, kWhat),
                static_cast<std::uint32_t>(number(at + 16, 4, kWhat)),
                static_cast<std::uint16_t>(number(at + 10, 2, kWhat))};
  const std::uint64_t name_bytes = number(at + 28, 2, kWhat), extra_bytes = number(at + 30, 2, kWhat),
                      comment_bytes = number(at + 32, 2, kWhat);
  std::string name;
  for (std::uint64_t i = 0; i < name_bytes; ++i) name += static_cast<char>(number(at + kEntryBytes + i, 1, kWhat));
  // Sizes that do not fit in 32 bits are in the extra field, in this order.
  const std::uint64_t extra = at + kEntryBytes + name_bytes;
  for (std::uint64_t field = extra; field + 4 <= extra + extra_bytes;) {
    const std::uint64_t size = number(field + 2, 2, kWhat);
    if (number(field, 2, kWhat) == kZip64Field) {
      std::uint64_t place = field + 4;
      for (std::uint64_t* value : {&member.size, &member.packed, &member.offset}) {
        if (*value != kTooLarge || place + 8 > field + 4 + size) continue;
        *value = number(place, 8, kWhat);
        place += 8;
      }
    }
    field += 4 + size;
  }
  if ((flags & kEncrypted) != 0) fail(name_, ": ", in_quotes(name), " is encrypted");
  if (!members_.emplace(name, member).second) fail(name_, ": the zip archive has two members ", in_quotes(name));
  at = extra + extra_bytes + comment_bytes;
}

std::vector<std::string> ZipArchive::names() const {
  std::vector<std::string> names;
  for (const auto& [name, member] : members_) names.push_back(name);
  return names;
}

std::vector<std::uint8_t> ZipArchive::read(const std::string& name) {
  const auto found = members_.find(name);
  if (found == members_.end()) fail(name_, ": the zip archive has no member ", in_quotes(name));
  const Member& member = found->second;
  const std::string where = name_ + ": " + in_quotes(name);
  const std::string what = in_quotes(name);
  if (number(member.offset, 4, what) != kLocal) fail(where, ": no member begins at byte ", member.offset);
  const std::uint64_t begin =
      member.offset + kLocalBytes + number(member.offset + 26, 2, what) + number(member.offset + 28, 2, what);
  if (begin > bytes_.size() || member.packed > bytes_.size() - begin)
    fail(where, ": its ", member.packed, " bytes lie beyond the file's end (is the file cut short?)");
  if (member.size > allowed_)
    fail(where, ": it unpacks to ", member.size, " bytes, at most ", allowed_, " are allowed in this archive");
  allowed_ -= member.size;
  const auto packed = bytes_.subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(member.packed));
  std::vector<std::uint8_t> bytes;
  if (member.method == kStored) {
    if (member.packed != member.size) fail(where, ": ", member.packed, " bytes are stored, expected ", member.size);
    bytes.assign(packed.begin(), packed.end());
  } else if (member.method == kDeflated) {
    bytes = inflate(packed, static_cast<std::size_t>(member.size), where);
  } else {
    fail(where, ": packed with method ", member.method, ", expected stored (0) or deflated (8)");
  }
  if (crc32(bytes) != member.checksum) fail(where, ": its checksum is wrong: the file is damaged");
  return bytes;
}

}  // namespace latentwalk
