#include "data/idx.hpp"

#include <zlib.h>

#include <algorithm>

#include "latentwalk/error.hpp"
#include "latentwalk/foreign_file.hpp"
#include "support/files.hpp"

namespace latentwalk {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t kImagesMagic = 2051, kLabelsMagic = 2049;  // unsigned bytes with three axes, and with one
constexpr std::size_t kMaxSide = 1024, kMaxCount = 10'000'000;

std::uint32_t big_endian(std::span<const std::uint8_t> bytes, std::size_t offset) {
  return std::uint32_t{bytes[offset]} << 24 | std::uint32_t{bytes[offset + 1]} << 16 |
         std::uint32_t{bytes[offset + 2]} << 8 | std::uint32_t{bytes[offset + 3]};
}

void check_header(std::span<const std::uint8_t> bytes, std::size_t header_size, std::uint32_t magic, const char* what,
                  std::string_view name) {
  const ForeignFile foreign = foreign_file(bytes);
  const std::string known = foreign.what == nullptr ? "" : std::string(" (").append(foreign.what).append(")");
  if (bytes.size() < header_size) {
    fail(name, ": expected an IDX file of ", what, " with a header of ", header_size, " bytes, found ", bytes.size(),
         " bytes in all", known);
  }
  const std::uint32_t found = big_endian(bytes, 0);
  if (found != magic)
    fail(name, ": expected an IDX file of ", what, " (magic ", magic, "), found magic ", found, known);
}

void check_range(std::size_t value, std::size_t high, const char* what, std::string_view name) {
  if (value < 1 || value > high) fail(name, ": expected 1 to ", high, " ", what, ", the header says ", value);
}

void check_body(std::size_t expected, std::size_t found, const std::string& claim, std::string_view name) {
  if (expected != found) {
    fail(name, ": the header says ", claim, ", which takes ", expected, " bytes; found ", found,
         found < expected ? " (is the file truncated?)" : " (is there extra data?)");
  }
}

class Inflater {
 public:
  Inflater() : ready_(inflateInit2(&stream_, 16 + MAX_WBITS) == Z_OK) {}
  ~Inflater() {
    if (ready_) inflateEnd(&stream_);
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  z_stream stream_{};
  const bool ready_;
};

bool is_gzip(std::span<const std::uint8_t> bytes) { return bytes.size() >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b; }

/// Unpacks at most `limit` bytes. Where `whole` is set, throws Error unless these are all.
std::vector<std::uint8_t> inflate_up_to(std::span<const std::uint8_t> bytes, std::string_view name, std::size_t limit,
                                        bool whole) {
  Inflater inflater;
  if (!inflater.ready_) fail(name, ": not enough memory to unpack");
  z_stream& stream = inflater.stream_;
  stream.next_in = const_cast<Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  const std::size_t room_at_most = whole ? limit + 1 : limit;  // one byte more shows that there is more
  std::vector<std::uint8_t> unpacked(std::min(room_at_most, std::max<std::size_t>(4 * bytes.size(), 4096)));
  std::size_t size = 0;
  int status = Z_OK;
  while (status == Z_OK) {
    if (size == unpacked.size()) {
      if (size == room_at_most) break;
      unpacked.resize(std::min(room_at_most, 2 * unpacked.size()));
    }
    stream.next_out = unpacked.data() + size;
    const std::size_t room = std::min<std::size_t>(unpacked.size() - size, 1U << 30);
    stream.avail_out = static_cast<uInt>(room);
    status = inflate(&stream, Z_NO_FLUSH);
    size += room - stream.avail_out;
    // Like gunzip: several members are one file, and zeros behind the last one are the padding of a tape or a disk.
    if (status == Z_STREAM_END && is_gzip({stream.next_in, stream.avail_in})) status = inflateReset(&stream);
  }
  unpacked.resize(size);
  if (!whole && size == limit) return unpacked;
  if (size > limit) fail(name, ": expected ", limit, " bytes when unpacked, found more");
  if (status == Z_BUF_ERROR) fail(name, ": the gzip data ends early, after ", bytes.size(), " bytes (truncated)");
  if (status != Z_STREAM_END) fail(name, ": the gzip data is corrupt: ", stream.msg ? stream.msg : zError(status));
  if (std::any_of(stream.next_in, stream.next_in + stream.avail_in, [](Bytef byte) { return byte != 0; }))
    fail(name, ": ", stream.avail_in, " bytes follow the end of the gzip data");
  return unpacked;
}

/// The first bytes of a file, unpacked.
std::vector<std::uint8_t> start_of(std::span<const std::uint8_t> bytes, std::size_t count, std::string_view name) {
  if (is_gzip(bytes)) return inflate_up_to(bytes, name, count, /*whole=*/false);
  const auto start = bytes.first(std::min(count, bytes.size()));
  return {start.begin(), start.end()};
}

/// What follows the header. The header has said how many bytes that are, so a small .gz does not fill the memory.
std::vector<std::uint8_t> body(std::span<const std::uint8_t> packed, std::size_t header_size, std::size_t expected,
                               const std::string& claim, std::string_view name) {
  if (expected > kMaxUnpacked)
    fail(name, ": the header says ", claim, ", which takes ", expected, " bytes, expected at most ", kMaxUnpacked);
  std::vector<std::uint8_t> bytes = gunzip_if_needed(packed, name, header_size + expected);
  check_body(expected, bytes.size() - header_size, claim, name);
  bytes.erase(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(header_size));
  return bytes;
}

}  // namespace

std::vector<std::uint8_t> gunzip_if_needed(std::span<const std::uint8_t> bytes, std::string_view name,
                                           std::size_t limit) {
  if (!is_gzip(bytes)) return {bytes.begin(), bytes.end()};
  return inflate_up_to(bytes, name, limit, /*whole=*/true);
}

Digits parse_idx_images(std::span<const std::uint8_t> packed, std::string_view name) {
  constexpr std::size_t kHeaderSize = 16;
  const std::vector<std::uint8_t> bytes = start_of(packed, kHeaderSize, name);
  check_header(bytes, kHeaderSize, kImagesMagic, "images", name);
  Digits digits;
  digits.count = big_endian(bytes, 4);
  digits.height = big_endian(bytes, 8);
  digits.width = big_endian(bytes, 12);
  check_range(digits.count, kMaxCount, "images", name);
  check_range(digits.height, kMaxSide, "rows", name);
  check_range(digits.width, kMaxSide, "columns", name);
  digits.pixels = body(packed, kHeaderSize, digits.count * digits.height * digits.width,
                       std::to_string(digits.count) + " images of " + std::to_string(digits.width) + " x " +
                           std::to_string(digits.height),
                       name);
  return digits;
}

std::vector<std::uint8_t> parse_idx_labels(std::span<const std::uint8_t> packed, std::string_view name) {
  constexpr std::size_t kHeaderSize = 8;
  const std::vector<std::uint8_t> bytes = start_of(packed, kHeaderSize, name);
  check_header(bytes, kHeaderSize, kLabelsMagic, "labels", name);
  const std::size_t count = big_endian(bytes, 4);
  check_range(count, kMaxCount, "labels", name);
  return body(packed, kHeaderSize, count, std::to_string(count) + " labels", name);
}

std::optional<fs::path> find_idx(const fs::path& folder, const std::string& name) {
  std::string dotted = name;
  if (const std::size_t dash = dotted.find("-idx"); dash != std::string::npos) dotted[dash] = '.';
  for (const std::string& spelling : {name, name + ".gz", dotted, dotted + ".gz"}) {
    std::error_code ignored;
    if (fs::is_regular_file(folder / spelling, ignored)) return folder / spelling;
  }
  return std::nullopt;
}

namespace {

/// The bytes of a file, packed or not. Where it begins as neither, it is not read on.
std::vector<std::uint8_t> read_idx(const fs::path& path, std::uint32_t magic) {
  InputFile file(path);
  std::vector<std::uint8_t> bytes;
  file.append_to(bytes, 4);
  if (bytes.size() == 4 && !is_gzip(bytes))
    check_header(bytes, 4, magic, magic == kImagesMagic ? "images" : "labels", path.string());
  file.check_size(kMaxUnpacked);
  file.append_to(bytes, kMaxUnpacked);
  return bytes;
}

}  // namespace

Digits load_digits(const fs::path& folder, const std::string& split) {
  if (split != "train" && split != "t10k") fail("expected the split \"train\" or \"t10k\", found \"", split, "\"");
  const auto find = [&](const std::string& name) {
    const std::optional<fs::path> path = find_idx(folder, split + name);
    if (!path) {
      fail(folder.string(), ": expected the file ", split, name, " (or ", split, name,
           ".gz), found neither; \"latentwalk-train data --fetch ", folder.string(), "\" downloads MNIST");
    }
    return *path;
  };
  const fs::path images_path = find("-images-idx3-ubyte"), labels_path = find("-labels-idx1-ubyte");
  Digits digits = parse_idx_images(read_idx(images_path, kImagesMagic), images_path.string());
  digits.labels = parse_idx_labels(read_idx(labels_path, kLabelsMagic), labels_path.string());
  if (digits.labels.size() != digits.count) {
    fail(labels_path.string(), ": expected ", digits.count, " labels, as many as ", images_path.filename().string(),
         " has images, found ", digits.labels.size());
  }
  return digits;
}

}  // namespace latentwalk
