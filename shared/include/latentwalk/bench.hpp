#pragma once

namespace latentwalk {

/// What one thread of this machine reaches at best with the core's own matrix kernel on data in the first cache,
/// measured for about `seconds`. GFLOP/s.
double measure_peak_gflops(double seconds);

}  // namespace latentwalk
