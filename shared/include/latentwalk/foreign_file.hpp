#pragma once

#include <cstdint>
#include <span>

namespace latentwalk {

/// What a file is that is not of this project, and what to do with it.
struct ForeignFile {
  const char* what = nullptr;    ///< "a PyTorch file"; null for a file that is not recognised.
  const char* advice = nullptr;  ///< How to get a safetensors file instead.
};

/// Recognises a file by its bytes: Git LFS pointers, web pages and other text, weights of other programs, archives.
/// Call it for a file that could not be read, because a safetensors file can begin with any byte.
ForeignFile foreign_file(std::span<const std::uint8_t> bytes);

}  // namespace latentwalk
