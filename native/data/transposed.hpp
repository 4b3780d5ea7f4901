#pragma once

#include <filesystem>
#include <vector>

#include "data/idx.hpp"

/// EMNIST stores its pictures with rows and columns swapped.
namespace latentwalk {

/// Whether the pictures are wider than high on average, as handwriting is only when rows and columns are swapped. The
/// mean logarithm of the ratio of the ink's variances is -0.83 for MNIST, -0.26 for Fashion-MNIST, and above 0.15 here.
bool looks_transposed(const Digits& digits);

/// Writes the IDX files of `from` to the folder `to`, unpacked, with rows and columns of the pictures swapped. Returns
/// the paths. Throws Error where `from` has none, or the folders are the same.
std::vector<std::filesystem::path> transpose_idx(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace latentwalk
