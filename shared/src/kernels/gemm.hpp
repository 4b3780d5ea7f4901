#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "kernels/float_buffer.hpp"

namespace latentwalk::kernels {

/// The columns of a panel: what one micro-kernel call computes of a row.
inline constexpr std::size_t kPanel = 16;

/// A matrix B (k, n) stored as the micro-kernel reads it: ceil(n / kPanel) panels, each k rows of kPanel floats, zeros
/// beyond column n.
struct PackedMatrix {
  std::size_t k = 0, n = 0;
  FloatBuffer panels;
  Buffer<std::uint16_t> halves = {};  ///< The panels as binary16; then `panels` is empty.
};

/// Packs B given row-major: as binary16 where that is exact and the processor widens it in passing, since one row (a
/// single sample) takes as long as it takes to read B.
PackedMatrix pack(const float* b, std::size_t k, std::size_t n);

/// Where a row of A begins and where the row of C that belongs to it begins, in floats.
struct RowPair {
  std::uint32_t a, c;
};

enum class Write { store, add };

/// What becomes of a sum before it is stored: plus its column's bias, and what is negative times `slope` (1: left as it
/// is, 0: relu).
struct Finish {
  const float* bias;
  float slope;
};

/// For each row r: C[r.c .. r.c + n) = finish(A[r.a .. r.a + k) * B).
void multiply(std::span<const RowPair> rows, const float* a, const PackedMatrix& b, float* c, Finish finish);

/// For each row r: C[r.c .. r.c + n) = or += A[r.a .. r.a + k) * B. No two rows may share a row of C. The k products
/// are summed `depth_block` at a time: sums of short sums lose fewer bits than one long sum, but C is passed more
/// often.
void multiply(std::span<const RowPair> rows, const float* a, const PackedMatrix& b, float* c, Write write,
              std::size_t depth_block = SIZE_MAX / 2);

}  // namespace latentwalk::kernels
