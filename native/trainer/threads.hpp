#pragma once

namespace latentwalk {

/// How many threads LibTorch computes with, those of the BLAS library behind it included; 0: one a core (LibTorch's own
/// default counts a hyper-thread pair as one).
void set_threads(int threads);

}  // namespace latentwalk
