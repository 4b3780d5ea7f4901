#pragma once

#include <filesystem>
#include <optional>

#include "study/plan/cells.hpp"

namespace latentwalk {

/// That this process computes a cell, so that several can share a study's folder: a lock on one byte of FOLDER/.lock,
/// the one that the cell's checksum numbers. The system lets go of it when the process ends, however it ends.
class CellClaim {
 public:
  /// Nothing where another process holds it.
  static std::optional<CellClaim> take(const std::filesystem::path& folder, const Cell& cell);
  /// Waits for it.
  static CellClaim wait(const std::filesystem::path& folder, const Cell& cell);
  ~CellClaim();
  CellClaim(CellClaim&& other) noexcept;
  CellClaim& operator=(CellClaim&&) = delete;

 private:
  explicit CellClaim(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace latentwalk
