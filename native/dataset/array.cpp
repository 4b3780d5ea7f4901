#include "dataset/array.hpp"

#include <charconv>
#include <cmath>
#include <cstring>
#include <utility>

#include "import/zip.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/float16.hpp"
#include "support/npy.hpp"

namespace latentwalk {
namespace {

bool is_readable(char kind, std::size_t width) {
  switch (kind) {
    case 'b':
      return width == 1;
    case 'i':
    case 'u':
      return width == 1 || width == 2 || width == 4 || width == 8;
    case 'f':
      return width == 2 || width == 4 || width == 8;
    case 'U':
    case 'S':
      return width >= 1 && width <= 1024;
    default:
      return false;
  }
}

void append_utf8(std::string& text, std::uint32_t code) {
  const auto put = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xc0 | code >> 6);
  } else {
    if (code < 0x10000) {
      put(0xe0 | code >> 12);
    } else {
      put(0xf0 | (code >> 18 & 7));
      put(0x80 | (code >> 12 & 0x3f));
    }
    put(0x80 | (code >> 6 & 0x3f));
  }
  put(0x80 | (code & 0x3f));
}

}  // namespace

Array Array::parse(std::vector<std::uint8_t> bytes, std::string name) {
  NpyHeader header = parse_npy_header(bytes, name);
  const std::string_view type = header.type;
  Array array;
  if (type == "|O" || type == "O")
    fail(name,
         ": holds Python objects (dtype object), which are pickled and not read, because that can run code; save "
         "numbers, for example with .astype('uint8')");
  const bool has_order = !type.empty() && std::string_view("<>|=").find(type[0]) != std::string_view::npos;
  const std::string_view kind = type.substr(has_order ? 1 : 0);
  std::size_t width = 0;
  const char* end = kind.data() + kind.size();
  if (kind.size() < 2 || std::from_chars(kind.data() + 1, end, width).ptr != end || !is_readable(kind[0], width))
    fail(name, ": expected whole or real numbers, or texts, found the dtype ", in_quotes(type));
  array.kind_ = kind[0];
  array.width_ = kind[0] == 'U' ? 4 * width : width;
  array.big_endian_ = type[0] == '>';
  array.shape_ = header.shape;
  array.start_ = header.data_start;
  const std::size_t count = element_count(header.shape);
  if ((bytes.size() - header.data_start) / array.width_ != count ||
      (bytes.size() - header.data_start) % array.width_ != 0)
    fail(name, ": the header says ", shape_text(header.shape), " of ", type, ", which takes ", count, " x ",
         array.width_, " bytes, found ", bytes.size() - header.data_start);
  array.strides_.assign(header.shape.size(), 1);
  std::size_t step = 1;
  for (std::size_t i = 0; i < header.shape.size(); ++i) {
    const std::size_t axis = header.column_major ? i : header.shape.size() - 1 - i;
    array.strides_[axis] = step;
    step *= header.shape[axis];
  }
  array.bytes_ = std::move(bytes);
  array.name_ = std::move(name);
  return array;
}

std::uint64_t Array::raw(std::size_t at, std::size_t width) const {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < width; ++i)
    value |= std::uint64_t{bytes_[at + i]} << (8 * (big_endian_ ? width - 1 - i : i));
  return value;
}

double Array::number(std::size_t place) const {
  if (is_text()) fail(name_, ": expected numbers, found texts");
  const std::uint64_t bits = raw(start_ + place * width_, width_);
  if (kind_ == 'i') {
    const unsigned unused = 64 - 8 * static_cast<unsigned>(width_);
    return static_cast<double>(static_cast<std::int64_t>(bits << unused) >> unused);
  }
  if (kind_ != 'f') return static_cast<double>(bits);
  double value = 0;
  if (width_ == 8) {
    std::memcpy(&value, &bits, 8);
  } else if (width_ == 4) {
    const auto low = static_cast<std::uint32_t>(bits);
    float single = 0;
    std::memcpy(&single, &low, 4);
    value = single;
  } else {
    value = float_from_float16(static_cast<std::uint16_t>(bits));
  }
  if (!std::isfinite(value)) fail(name_, ": number ", place, " is not finite");
  return value;
}

std::string Array::text(std::size_t place) const {
  std::string text;
  const std::size_t letter = kind_ == 'U' ? 4 : 1;
  for (std::size_t at = 0; at < width_; at += letter) {
    const std::uint64_t code = raw(start_ + place * width_ + at, letter);
    if (code == 0) break;
    if (code > 0x10ffff) fail(name_, ": text ", place, " is not Unicode");
    append_utf8(text, static_cast<std::uint32_t>(code));
  }
  return text;
}

std::vector<NamedArray> parse_npz(std::span<const std::uint8_t> bytes, std::string_view name, std::size_t limit) {
  std::vector<NamedArray> arrays;
  ZipArchive archive(bytes, name, limit);
  for (const std::string& member : archive.names()) {
    const std::string place = std::string(name) + ": " + printable(member, 200);
    if (!member.ends_with(".npy")) fail(place, ": expected only .npy files in a .npz");
    arrays.push_back({member.substr(0, member.size() - 4), Array::parse(archive.read(member), place)});
  }
  if (arrays.empty()) fail(name, ": holds no arrays");
  return arrays;
}

}  // namespace latentwalk
