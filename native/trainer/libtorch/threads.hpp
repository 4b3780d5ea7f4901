#pragma once

#include <string>

namespace latentwalk {

/// How many threads LibTorch computes with, those of the BLAS library behind it included; 0: one a core (LibTorch's own
/// default counts a hyper-thread pair as one).
void set_threads(int threads);

/// "1 thread", "2 threads": how many LibTorch computes with.
std::string threads_text();

/// Whether the BLAS library is OpenBLAS with threads of its own (Debian's libopenblas0-pthread) beside LibTorch's.
bool blas_spins_beside();

}  // namespace latentwalk
