#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "latentwalk/tensor.hpp"

namespace latentwalk {

/// An array of NumPy: numbers of any width and byte order, or texts, in row-major or column-major order.
class Array {
 public:
  /// Reads a .npy file; `name` begins each message. Throws Error on objects (they are pickled, and reading them could
  /// run code), complex numbers, dates, records, and on a size that does not match.
  static Array parse(std::vector<std::uint8_t> bytes, std::string name);

  const std::string& name() const { return name_; }
  const Shape& shape() const { return shape_; }
  /// Whether the elements are unsigned bytes: 0 to 255 by their type.
  bool is_bytes() const { return kind_ == 'u' && width_ == 1; }
  bool is_text() const { return kind_ == 'U' || kind_ == 'S'; }
  /// The steps between neighbours along each axis, in elements.
  const std::vector<std::size_t>& strides() const { return strides_; }
  /// The number at a place in memory, counted in elements. Throws Error where it is not finite.
  double number(std::size_t place) const;
  /// The text at a place in memory, as UTF-8.
  std::string text(std::size_t place) const;

 private:
  std::uint64_t raw(std::size_t at, std::size_t width) const;

  std::string name_;
  std::vector<std::uint8_t> bytes_;
  Shape shape_;
  std::vector<std::size_t> strides_;
  std::size_t start_ = 0, width_ = 1;  // in bytes
  char kind_ = 'u';
  bool big_endian_ = false;
};

/// An array of an archive (.npz) with its name, "x_train".
struct NamedArray {
  std::string name;
  Array array;
};

/// Reads all arrays of a .npz file, `limit` bytes of them at most. Throws Error as Array::parse does.
std::vector<NamedArray> parse_npz(std::span<const std::uint8_t> bytes, std::string_view name, std::size_t limit);

}  // namespace latentwalk
