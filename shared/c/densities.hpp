#pragma once

#include "guard.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/theory.hpp"

namespace latentwalk::c {

/// A density that came as three floats: shape, centre and width.
inline LineDensity density_in(const float* row, const char* what) {
  require_pointer(row, what);
  if (row[0] != 0.0F && row[0] != 1.0F && row[0] != 2.0F) fail(what, ": the shape is ", row[0], ", expected 0, 1 or 2");
  return {static_cast<DensityShape>(static_cast<int>(row[0])), row[1], row[2]};
}

}  // namespace latentwalk::c
