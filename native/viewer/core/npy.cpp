#include "viewer/core/npy.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <string>

#include "latentwalk/error.hpp"

namespace latentwalk::viewer {
namespace {

constexpr std::string_view kMagic("\x93NUMPY\x01\x00", 8);
constexpr std::size_t kMaxElements = std::size_t{1} << 26;

std::uint32_t little_endian(std::uint32_t value) {
  const std::uint32_t probe = 1;
  std::uint8_t first = 0;
  std::memcpy(&first, &probe, 1);
  return first == 1 ? value : __builtin_bswap32(value);
}

/// The shape in "(3, 100)" or "(5,)".
Shape parse_shape(std::string_view text, std::string_view name) {
  Shape shape;
  std::size_t count = 1;
  for (std::size_t at = text.find_first_not_of(" (,"); at < text.size() && text[at] != ')';
       at = text.find_first_not_of(" ,", at)) {
    std::size_t axis = 0;
    const auto [rest, error] = std::from_chars(text.data() + at, text.data() + text.size(), axis);
    if (error != std::errc() || axis == 0 || axis > kMaxElements / count) fail(name, ": no sound shape, found ", text);
    count *= axis;
    shape.push_back(axis);
    at = static_cast<std::size_t>(rest - text.data());
  }
  return shape;
}

}  // namespace

std::vector<std::uint8_t> encode_npy(const Tensor& tensor) {
  std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (";
  for (const std::size_t axis : shape_of(tensor)) header += std::to_string(axis) + ", ";
  header += "), }";
  // The data starts at a multiple of 64.
  header.append(63 - (kMagic.size() + 2 + header.size()) % 64, ' ');
  header += '\n';
  std::vector<std::uint8_t> bytes(kMagic.begin(), kMagic.end());
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

Tensor parse_npy(std::span<const std::uint8_t> bytes, std::string_view name) {
  if (bytes.size() < kMagic.size() + 2 || !std::equal(kMagic.begin(), kMagic.end(), bytes.begin(),
                                                      [](char a, auto b) { return static_cast<std::uint8_t>(a) == b; }))
    fail(name, ": not a .npy file of version 1.0");
  const std::size_t length = bytes[8] + 256U * bytes[9], start = 10 + length;
  if (start > bytes.size()) fail(name, ": cut short in its header");
  const std::string_view header(reinterpret_cast<const char*>(bytes.data()) + 10, length);
  if (header.find("'<f4'") == std::string_view::npos || header.find("'fortran_order': False") == std::string_view::npos)
    fail(name, ": expected 32-bit floats ('<f4') in row-major order, found ", header.substr(0, header.find('\n')));
  const std::size_t open = header.find('(');
  if (open == std::string_view::npos) fail(name, ": no shape in its header");
  const Shape shape = parse_shape(header.substr(open), name);
  if (shape.empty() || bytes.size() - start != 4 * element_count(shape))
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

}  // namespace latentwalk::viewer
