#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "latentwalk/tensor.hpp"

/// The safetensors format (huggingface/safetensors): an 8-byte little-endian header length, a JSON header, and the
/// contiguous bytes of the tensors. Reading is strict: it refuses duplicate names, holes, overlaps, trailing bytes and
/// sizes that contradict each other. Parsing takes bytes, never a path; `name` (of a file or URL) begins each error
/// message.
namespace latentwalk {
/// The element type of a stored tensor. A model file has F32, F16, F64 and I8; other programs use the others too.
enum class DType { f32, f16, f64, i64, u8, i8, bf16, f8_e4m3, f8_e5m2, f8_e8m0, boolean, i32, i16, u64, u32, u16, c64 };

/// The size of an element in bytes.
std::size_t dtype_size(DType dtype);
/// The type's name in the file: "F32", "F16", …
const char* dtype_name(DType dtype);
/// A tensor as it is stored in a file.
struct StoredTensor {
  DType dtype = DType::f32;         ///< The type of its elements.
  Shape shape;                      ///< Empty for a scalar.
  std::vector<std::uint8_t> bytes;  ///< Little-endian, row-major.
};
/// The contents of a safetensors file.
struct Safetensors {
  std::map<std::string, std::string> metadata;  ///< "__metadata__" of the header.
  std::map<std::string, StoredTensor> tensors;  ///< The tensors by name.
  std::vector<std::string> skipped;             ///< The names of the tensors that parse_safetensors skipped.
};

/// Whether a tensor's name is `prefix`, or begins with it and a dot: "generator.0.bias" is below "generator".
bool is_below(std::string_view name, std::string_view prefix);

/// Parses a file. Skips the tensors below one of the prefixes `skipped`: their dtypes and shapes can be any. Throws
/// Error if the file breaks the format in any other way, and says what it is if it is of a known other format.
Safetensors parse_safetensors(std::span<const std::uint8_t> bytes, std::string_view name,
                              std::span<const std::string> skipped = {});

/// The bytes of a file: tensors sorted by name, the header padded with spaces to a multiple of 8 bytes.
std::vector<std::uint8_t> serialize_safetensors(const Safetensors& file);

/// Stores a float tensor as F32, or rounded to F16. Throws Error on another dtype.
StoredTensor store(const Tensor& tensor, DType dtype = DType::f32);

/// Converts an F32, F16 or F64 tensor to 32-bit floats. Throws Error, beginning with `what`, on another dtype.
Tensor load(const StoredTensor& stored, std::string_view what);

}  // namespace latentwalk
