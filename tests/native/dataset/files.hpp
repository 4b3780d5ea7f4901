#pragma once

#include <zlib.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Files of others, made byte by byte: PNG, .npy, .npz.
namespace latentwalk::tests {

using RawBytes = std::vector<std::uint8_t>;

inline void append_big(RawBytes& bytes, std::uint64_t value, int count = 4) {
  for (int i = count - 1; i >= 0; --i) bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}
inline void append_little(RawBytes& bytes, std::uint64_t value, int count) {
  for (int i = 0; i < count; ++i, value >>= 8U) bytes.push_back(static_cast<std::uint8_t>(value));
}
inline void append_text(RawBytes& bytes, std::string_view text) { bytes.insert(bytes.end(), text.begin(), text.end()); }

inline void append_chunk(RawBytes& png, std::string_view type, const RawBytes& data) {
  append_big(png, data.size());
  const std::size_t begin = png.size();
  append_text(png, type);
  png.insert(png.end(), data.begin(), data.end());
  append_big(png, crc32(0, png.data() + begin, static_cast<uInt>(png.size() - begin)));
}

/// A PNG of a colour type (0 grey, 2 RGB, 4 grey and alpha, 6 RGBA) and a depth of 8 or 16 bits.
inline RawBytes png_of(std::uint32_t width, std::uint32_t height, int colour, int depth, const RawBytes& samples,
                       bool animated = false) {
  RawBytes png;
  append_text(png, "\x89PNG\r\n\x1a\n");
  RawBytes head;
  append_big(head, width);
  append_big(head, height);
  for (const int value : {depth, colour, 0, 0, 0}) head.push_back(static_cast<std::uint8_t>(value));
  append_chunk(png, "IHDR", head);
  if (animated) append_chunk(png, "acTL", {0, 0, 0, 2, 0, 0, 0, 0});
  RawBytes rows;
  for (std::size_t row = 0; row < height && !samples.empty(); ++row) {
    const std::size_t length = samples.size() / height;
    rows.push_back(0);  // no filter
    rows.insert(rows.end(), samples.begin() + static_cast<std::ptrdiff_t>(row * length),
                samples.begin() + static_cast<std::ptrdiff_t>((row + 1) * length));
  }
  RawBytes packed(compressBound(rows.size()));
  uLongf size = packed.size();
  compress(packed.data(), &size, rows.data(), rows.size());
  packed.resize(size);
  append_chunk(png, "IDAT", packed);
  append_chunk(png, "IEND", {});
  return png;
}

/// A .npy file as numpy.save writes it.
inline RawBytes npy_of(const std::string& type, const std::string& shape, const RawBytes& data, bool fortran = false) {
  std::string header =
      "{'descr': '" + type + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': " + shape + ", }";
  header.append(63 - (10 + header.size()) % 64, ' ');
  header += '\n';
  RawBytes bytes;
  append_text(bytes, "\x93NUMPY");
  bytes.insert(bytes.end(), {1, 0});
  append_little(bytes, header.size(), 2);
  append_text(bytes, header);
  bytes.insert(bytes.end(), data.begin(), data.end());
  return bytes;
}

/// A zip archive as numpy.savez (stored) or numpy.savez_compressed (deflated) writes it.
inline RawBytes zip_of(const std::vector<std::pair<std::string, RawBytes>>& members, bool deflated, int flags = 0) {
  RawBytes zip, directory;
  for (const auto& member : members) {
    const auto& name = member.first;  // clang 14 captures no structured binding
    const auto& data = member.second;
    RawBytes packed = data;
    if (deflated) {
      packed.resize(compressBound(data.size()) + 64);
      z_stream stream{};
      deflateInit2(&stream, 6, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
      stream.next_in = const_cast<Bytef*>(data.data());
      stream.avail_in = static_cast<uInt>(data.size());
      stream.next_out = packed.data();
      stream.avail_out = static_cast<uInt>(packed.size());
      deflate(&stream, Z_FINISH);
      packed.resize(stream.total_out);
      deflateEnd(&stream);
    }
    const std::size_t place = zip.size();
    const auto common = [&](RawBytes& bytes) {
      append_little(bytes, 20, 2);
      append_little(bytes, static_cast<std::uint64_t>(flags), 2);
      append_little(bytes, deflated ? 8 : 0, 2);
      append_little(bytes, 0, 4);
      append_little(bytes, crc32(0, data.data(), static_cast<uInt>(data.size())), 4);
      append_little(bytes, packed.size(), 4);
      append_little(bytes, data.size(), 4);
      append_little(bytes, name.size(), 2);
      append_little(bytes, 0, 2);
    };
    append_text(zip, "PK\3\4");
    common(zip);
    append_text(zip, name);
    zip.insert(zip.end(), packed.begin(), packed.end());
    append_text(directory, "PK\1\2");
    append_little(directory, 20, 2);
    common(directory);
    append_little(directory, 0, 10);
    append_little(directory, place, 4);
    append_text(directory, name);
  }
  const std::size_t start = zip.size();
  zip.insert(zip.end(), directory.begin(), directory.end());
  append_text(zip, "PK\5\6");
  append_little(zip, 0, 4);
  append_little(zip, members.size(), 2);
  append_little(zip, members.size(), 2);
  append_little(zip, directory.size(), 4);
  append_little(zip, start, 4);
  append_little(zip, 0, 2);
  return zip;
}

}  // namespace latentwalk::tests
