#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "latentwalk/tensor.hpp"

/// NumPy's .npy format, versions 1.0 to 3.0. Latents are 32-bit little-endian floats in row-major order.
namespace latentwalk {

/// What the header of a .npy file says, and where the data begins. Throws Error on what NumPy would not read.
struct NpyHeader {
  std::string type;           // as NumPy writes it: "<f4", "|u1", …
  bool column_major = false;  // 'fortran_order'
  Shape shape;
  std::size_t data_start = 0;  // in bytes
};
NpyHeader parse_npy_header(std::span<const std::uint8_t> bytes, std::string_view name);

std::vector<std::uint8_t> encode_npy(const Tensor& tensor);

/// Reads what encode_npy and numpy.save of such an array write; throws Error on anything else, such as a header that is
/// not the dictionary that NumPy expects, or a number that is not finite.
Tensor parse_npy(std::span<const std::uint8_t> bytes, std::string_view name);

}  // namespace latentwalk
