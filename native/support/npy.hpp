#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "latentwalk/tensor.hpp"

/// NumPy's .npy format, versions 1.0 to 3.0, of 32-bit little-endian floats in row-major order: all that latents need.
namespace latentwalk {

std::vector<std::uint8_t> encode_npy(const Tensor& tensor);

/// Reads what encode_npy and numpy.save of such an array write; throws Error on anything else, such as a header that is
/// not the dictionary that NumPy expects, or a number that is not finite.
Tensor parse_npy(std::span<const std::uint8_t> bytes, std::string_view name);

}  // namespace latentwalk
