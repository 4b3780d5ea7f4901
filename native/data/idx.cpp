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
constexpr std::size_t kMaxUnpacked = std::size_t{1} << 31;  // because a small .gz can unpack to terabytes

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

bool begins_member(std::span<const std::uint8_t> bytes) {
  return bytes.size() >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b;
}

}  // namespace

std::vector<std::uint8_t> gunzip_if_needed(std::span<const std::uint8_t> bytes, std::string_view name) {
  if (!begins_member(bytes)) return {bytes.begin(), bytes.end()};

  Inflater inflater;
  if (!inflater.ready_) fail(name, ": not enough memory to unpack");
  z_stream& stream = inflater.stream_;
  stream.next_in = const_cast<Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::vector<std::uint8_t> unpacked(std::max<std::size_t>(4 * bytes.size(), 4096));
  std::size_t size = 0;
  int status = Z_OK;
  while (status == Z_OK) {
    if (size == unpacked.size()) {
      if (size >= kMaxUnpacked) fail(name, ": expected at most ", kMaxUnpacked, " bytes when unpacked, found more");
      unpacked.resize(2 * unpacked.size());
    }
    stream.next_out = unpacked.data() + size;
    const std::size_t room = std::min<std::size_t>(unpacked.size() - size, 1U << 30);
    stream.avail_out = static_cast<uInt>(room);
    status = inflate(&stream, Z_NO_FLUSH);
    size += room - stream.avail_out;
    // Like gunzip: several members are one file, and zeros behind the last one are the padding of a tape or a disk.
    if (status == Z_STREAM_END && begins_member({stream.next_in, stream.avail_in})) status = inflateReset(&stream);
  }
  if (status == Z_BUF_ERROR) fail(name, ": the gzip data ends early, after ", bytes.size(), " bytes (truncated)");
  if (status != Z_STREAM_END) fail(name, ": the gzip data is corrupt: ", stream.msg ? stream.msg : zError(status));
  if (std::any_of(stream.next_in, stream.next_in + stream.avail_in, [](Bytef byte) { return byte != 0; }))
    fail(name, ": ", stream.avail_in, " bytes follow the end of the gzip data");
  unpacked.resize(size);
  return unpacked;
}

Digits parse_idx_images(std::span<const std::uint8_t> packed, std::string_view name) {
  const std::vector<std::uint8_t> bytes = gunzip_if_needed(packed, name);
  constexpr std::size_t kHeaderSize = 16;
  check_header(bytes, kHeaderSize, kImagesMagic, "images", name);
  Digits digits;
  digits.count = big_endian(bytes, 4);
  digits.height = big_endian(bytes, 8);
  digits.width = big_endian(bytes, 12);
  check_range(digits.count, kMaxCount, "images", name);
  check_range(digits.height, kMaxSide, "rows", name);
  check_range(digits.width, kMaxSide, "columns", name);
  check_body(digits.count * digits.height * digits.width, bytes.size() - kHeaderSize,
             std::to_string(digits.count) + " images of " + std::to_string(digits.width) + " x " +
                 std::to_string(digits.height),
             name);
  digits.pixels.assign(bytes.begin() + kHeaderSize, bytes.end());
  return digits;
}

std::vector<std::uint8_t> parse_idx_labels(std::span<const std::uint8_t> packed, std::string_view name) {
  const std::vector<std::uint8_t> bytes = gunzip_if_needed(packed, name);
  constexpr std::size_t kHeaderSize = 8;
  check_header(bytes, kHeaderSize, kLabelsMagic, "labels", name);
  const std::size_t count = big_endian(bytes, 4);
  check_range(count, kMaxCount, "labels", name);
  check_body(count, bytes.size() - kHeaderSize, std::to_string(count) + " labels", name);
  return {bytes.begin() + kHeaderSize, bytes.end()};
}

void check_labels(const Digits& digits, std::size_t class_count, const std::string& where) {
  const auto wrong = std::find_if(digits.labels.begin(), digits.labels.end(),
                                  [&](std::uint8_t label) { return label >= class_count; });
  if (wrong != digits.labels.end())
    fail(where, ": expected labels 0 to ", class_count - 1, ", found ", int{*wrong}, " at position ",
         wrong - digits.labels.begin());
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
  Digits digits = parse_idx_images(read_file(images_path), images_path.string());
  digits.labels = parse_idx_labels(read_file(labels_path), labels_path.string());
  if (digits.labels.size() != digits.count) {
    fail(labels_path.string(), ": expected ", digits.count, " labels, as many as ", images_path.filename().string(),
         " has images, found ", digits.labels.size());
  }
  return digits;
}

}  // namespace latentwalk
