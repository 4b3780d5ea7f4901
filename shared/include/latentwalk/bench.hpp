#pragma once

namespace latentwalk {

/// The highest rate, in GFLOP/s, at which one thread of this machine runs the core's matrix kernel on data in the
/// first-level cache. Measures for about `seconds`.
double measure_peak_gflops(double seconds);

}  // namespace latentwalk
