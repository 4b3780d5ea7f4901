#pragma once

#include <cstddef>

#include "kernels/gemm.hpp"

/// Products for weight gradients, and the transposed weights for data gradients.
namespace latentwalk::kernels {

/// A sum of products of rows, one for each group of `depth` rows: A (groups * depth, k) and B (groups * depth, n),
/// whose rows begin `a_stride` and `b_stride` floats apart.
struct Outer {
  const float* a;
  std::size_t a_stride;
  const float* b;
  std::size_t b_stride;
  std::size_t depth, groups, k, n;
};

/// The most groups of one product.
inline constexpr std::size_t kMaxGroups = 64;

/// The floats of scratch that one call of add_outer needs.
std::size_t outer_scratch(std::size_t rows);

/// C = or += the sum over the groups of transpose(A_group) * B_group, for panels [first, last) of C: the panels of a
/// matrix (k, n). The sums of the groups are added as a balanced binary tree, so a range of groups that is a node of
/// the tree gives that node's bits.
void add_outer(const Outer& product, std::size_t first, std::size_t last, float* c, Write write, float* scratch);

/// The panels of the transposed matrix (n, k), for its panels [first, last), from the panels of a matrix (k, n).
void transpose_panels(Panels from, std::size_t first, std::size_t last, float* to);

/// Adds `count` groups of `size` floats as the same balanced tree, into `sum`. `groups` is
/// overwritten.
void add_groups(float* groups, std::size_t count, std::size_t size, float* sum);

}  // namespace latentwalk::kernels
