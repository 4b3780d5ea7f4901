#include "support/npy.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <string>
#include <utility>

#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

constexpr std::string_view kMagic("\x93NUMPY", 6);
constexpr std::size_t kMaxElements = std::size_t{1} << 31;
// NumPy refuses longer ones too. A real header has 118 bytes.
constexpr std::size_t kMaxHeader = 10'000;

std::uint32_t little_endian(std::uint32_t value) {
  const std::uint32_t probe = 1;
  std::uint8_t first = 0;
  std::memcpy(&first, &probe, 1);
  return first == 1 ? value : __builtin_bswap32(value);
}

/// Reads the header, a Python dictionary: {'descr': '<f4', 'fortran_order': False, 'shape': (3, 100), }, with its keys
/// in any order. Accepts only what NumPy reads as the same.
class HeaderReader {
 public:
  HeaderReader(std::string_view header, std::string_view name) : rest_(header), header_(header), name_(name) {}

  NpyHeader read() {
    expect("{");
    while (!take("}")) {
      const std::string_view key = text();
      expect(":");
      read_value(key);
      if (!take(",")) {
        expect("}");
        break;
      }
    }
    if (rest_ != "\n") refuse("a line break after its }");
    for (const auto& [key, seen] :
         {std::pair("descr", has_descr_), std::pair("fortran_order", has_order_), std::pair("shape", has_shape_)})
      if (!seen) fail(name_, ": its header has no '", key, "': ", in_quotes(header_));
    return std::move(found_);
  }

 private:
  void read_value(std::string_view key) {
    if (key == "descr") {
      once(key, has_descr_);
      if (rest_.starts_with("[")) fail(name_, ": expected numbers of one type, found records: ", in_quotes(header_));
      found_.type = text();
    } else if (key == "fortran_order") {
      once(key, has_order_);
      found_.column_major = take("True");
      if (!found_.column_major) expect("False");
    } else if (key == "shape") {
      once(key, has_shape_);
      read_shape();
    } else {
      fail(name_, ": unknown key ", in_quotes(key), " in its header; known: descr, fortran_order, shape");
    }
  }

  void read_shape() {
    expect("(");
    std::size_t count = 1;
    bool comma = true;
    while (!take(")")) {
      if (!comma) refuse("a comma between the sizes of the shape");
      const std::size_t axis = whole();
      if (axis == 0 || axis > kMaxElements / count)
        fail(name_, ": expected a shape of 1 to ", kMaxElements, " numbers, found ", in_quotes(header_));
      count *= axis;
      found_.shape.push_back(axis);
      comma = take(",");
    }
    if (found_.shape.empty() || (found_.shape.size() == 1 && !comma)) refuse("a shape such as (3, 100) or (100,)");
  }

  std::string_view text() {
    const std::string quote = take("'") ? "'" : "\"";
    if (quote == "\"") expect("\"");
    const std::size_t end = rest_.find_first_of(quote + "\\\n");
    if (end == std::string_view::npos || rest_[end] != quote[0]) refuse("a text without escapes");
    const std::string_view text = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    skip_spaces();
    return text;
  }

  std::size_t whole() {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    const auto digits = static_cast<std::size_t>(end - rest_.data());
    if (error != std::errc() || (digits > 1 && rest_.front() == '0')) refuse("a whole number");
    rest_.remove_prefix(digits);
    skip_spaces();
    return value;
  }

  bool take(std::string_view token) {
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    if (token != "'" && token != "\"") skip_spaces();
    return true;
  }
  void expect(std::string_view token) {
    if (!take(token)) refuse(token);
  }
  void skip_spaces() { rest_.remove_prefix(std::min(rest_.find_first_not_of(' '), rest_.size())); }

  void once(std::string_view key, bool& seen) const {
    if (seen) fail(name_, ": the key '", key, "' appears twice in its header");
    seen = true;
  }
  [[noreturn]] void refuse(std::string_view expected) const {
    fail(name_, ": not a .npy header: expected ", expected, " at position ", header_.size() - rest_.size(), " of ",
         in_quotes(header_));
  }

  std::string_view rest_, header_, name_;
  NpyHeader found_;
  bool has_descr_ = false, has_order_ = false, has_shape_ = false;
};

/// The header's text, and where the data begins.
std::pair<std::string_view, std::size_t> header_of(std::span<const std::uint8_t> bytes, std::string_view name) {
  const std::string_view all(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (!all.starts_with(kMagic) || all.size() < kMagic.size() + 2) fail(name, ": not a .npy file");
  const int major = bytes[6], minor = bytes[7];
  if (major < 1 || major > 3 || minor != 0)
    fail(name, ": expected a .npy file of version 1.0, 2.0 or 3.0, found ", major, ".", minor);
  const std::size_t length_bytes = major == 1 ? 2 : 4, start = kMagic.size() + 2 + length_bytes;
  if (bytes.size() < start) fail(name, ": cut short in its header");
  std::size_t length = 0;
  for (std::size_t i = 0; i < length_bytes; ++i) length |= std::size_t{bytes[8 + i]} << (8 * i);
  if (length > kMaxHeader) fail(name, ": a header of ", length, " bytes, at most ", kMaxHeader, " expected");
  if (length > bytes.size() - start) fail(name, ": cut short in its header");
  return {all.substr(start, length), start + length};
}

}  // namespace

std::vector<std::uint8_t> encode_npy(const Tensor& tensor) {
  std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (";
  for (const std::size_t axis : shape_of(tensor)) header += std::to_string(axis) + ", ";
  header += "), }";
  // The data starts at a multiple of 64.
  header.append(63 - (kMagic.size() + 4 + header.size()) % 64, ' ');
  header += '\n';
  std::vector<std::uint8_t> bytes(kMagic.begin(), kMagic.end());
  bytes.push_back(1);  // the version: 1.0
  bytes.push_back(0);
  bytes.push_back(static_cast<std::uint8_t>(header.size() & 0xff));
  bytes.push_back(static_cast<std::uint8_t>(header.size() >> 8));
  bytes.insert(bytes.end(), header.begin(), header.end());
  const std::size_t start = bytes.size();
  bytes.resize(start + 4 * tensor.size());
  for (std::size_t i = 0; i < tensor.size(); ++i) {
    std::uint32_t bits = 0;
    std::memcpy(&bits, tensor.data() + i, 4);
    bits = little_endian(bits);
    std::memcpy(bytes.data() + start + 4 * i, &bits, 4);
  }
  return bytes;
}

NpyHeader parse_npy_header(std::span<const std::uint8_t> bytes, std::string_view name) {
  const auto [text, start] = header_of(bytes, name);
  NpyHeader header = HeaderReader(text, name).read();
  header.data_start = start;
  return header;
}

Tensor parse_npy(std::span<const std::uint8_t> bytes, std::string_view name) {
  const auto [type, column_major, shape, start] = parse_npy_header(bytes, name);
  if (type != "<f4") fail(name, ": expected 32-bit floats ('<f4'), found ", in_quotes(type));
  if (column_major) fail(name, ": expected row-major order, found column-major ('fortran_order': True)");
  if (bytes.size() - start != 4 * element_count(shape))
    fail(name, ": expected ", 4 * element_count(shape), " bytes of data for the shape ", shape_text(shape), ", found ",
         bytes.size() - start);
  Tensor tensor = zeros(shape);
  for (std::size_t i = 0; i < tensor.size(); ++i) {
    std::uint32_t bits = 0;
    std::memcpy(&bits, bytes.data() + start + 4 * i, 4);
    bits = little_endian(bits);
    std::memcpy(tensor.data() + i, &bits, 4);
    if (!std::isfinite(tensor.data()[i])) fail(name, ": number ", i, " is not finite");
  }
  return tensor;
}

}  // namespace latentwalk
