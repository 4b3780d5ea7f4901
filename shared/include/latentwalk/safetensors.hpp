#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "latentwalk/tensor.hpp"

/// The safetensors format (huggingface/safetensors): an 8-byte little-endian header length, a JSON header, and the
/// tensors' bytes back to back. Reading is strict: no duplicate names, holes, overlaps, trailing bytes or lies about
/// sizes. Parsing takes bytes, never a path; `name` (a file's name, a URL) only opens the messages.
namespace latentwalk {
/// How the elements of a stored tensor are written.
enum class DType { f32, f16, f64, i64, u8, i8 };

/// Bytes an element takes.
std::size_t dtype_size(DType dtype);
/// The name in the file: "F32" and so on.
const char* dtype_name(DType dtype);
/// A tensor as a file has it.
struct StoredTensor {
  DType dtype = DType::f32;         ///< Of every element.
  Shape shape;                      ///< Empty for a single number.
  std::vector<std::uint8_t> bytes;  ///< Little-endian, row-major.
};
/// All that a file holds.
struct Safetensors {
  std::map<std::string, std::string> metadata;  ///< __metadata__ of the header.
  std::map<std::string, StoredTensor> tensors;  ///< By name.
};

/// Throws Error on any breach of the format.
Safetensors parse_safetensors(std::span<const std::uint8_t> bytes, std::string_view name);

/// The file's bytes: tensors in order of name, the header padded with spaces to a multiple of 8.
std::vector<std::uint8_t> serialize_safetensors(const Safetensors& file);

/// A float tensor stored as it is, or rounded to F16. Only F32 and F16 are accepted.
StoredTensor store(const Tensor& tensor, DType dtype = DType::f32);

/// Widens F32, F16 or F64 storage to 32-bit floats. `what` opens the message for any other dtype.
Tensor load(const StoredTensor& stored, std::string_view what);

}  // namespace latentwalk
