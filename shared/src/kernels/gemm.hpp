#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "kernels/float_buffer.hpp"

namespace latentwalk::kernels {

/// The columns of a panel, which one call of the micro-kernel computes for each row.
inline constexpr std::size_t kPanel = 16;

/// A matrix B (k, n) in the order in which the micro-kernel reads it: ceil(n / kPanel) panels, each of k rows of kPanel
/// floats. Columns beyond n are zero.
struct PackedMatrix {
  std::size_t k = 0, n = 0;
  FloatBuffer panels;
  Buffer<std::uint16_t> halves = {};  ///< The panels as binary16; then `panels` is empty.
};

/// The panels of a matrix B (k, n) of floats, in the same order, whose owner may change them between products.
struct Panels {
  std::size_t k, n;
  const float* data;

  /// The floats of all panels.
  static std::size_t size(std::size_t k, std::size_t n) { return (n + kPanel - 1) / kPanel * kPanel * k; }
};

/// Packs a row-major B. Stores it as binary16 if that is exact and the processor can widen it while loading: for a
/// single row, the time to read B dominates.
PackedMatrix pack(const float* b, std::size_t k, std::size_t n);

/// Offsets, in floats, of a row of A and of the row of C that it contributes to.
struct RowPair {
  std::uint32_t a, c;
};

enum class Write { store, add };

/// The last step for each sum before it is stored: adds the bias of its column, then multiplies a negative result by
/// `slope` (1: no activation, 0: ReLU). Without a bias (nullptr) there is no last step.
struct Finish {
  const float* bias;
  float slope;
};

/// For each row r: C[r.c .. r.c + n) = finish(A[r.a .. r.a + k) * B).
void multiply(std::span<const RowPair> rows, const float* a, const PackedMatrix& b, float* c, Finish finish);

void multiply(std::span<const RowPair> rows, const float* a, Panels b, float* c, Finish finish);

/// For each row r: C[r.c .. r.c + n) = or += A[r.a .. r.a + k) * B. No two rows may share a row of C. Adds the k
/// products in blocks of `depth_block`: sums of short sums round less than one long sum, but they pass over C more
/// often.
void multiply(std::span<const RowPair> rows, const float* a, const PackedMatrix& b, float* c, Write write,
              std::size_t depth_block = SIZE_MAX / 2);

}  // namespace latentwalk::kernels
