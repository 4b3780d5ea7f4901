#pragma once

#include <string>

namespace latentwalk {

/// Sets the number of threads of LibTorch and of OpenBLAS. 0: one for each core as the system counts them, where
/// LibTorch's default counts two hyper-threads as one core.
void set_threads(int threads);

/// The number of LibTorch's threads as text: "1 thread", "2 threads".
std::string threads_text();

/// Whether the BLAS library is OpenBLAS with POSIX threads (Debian's libopenblas0-pthread), which compete with
/// LibTorch's threads for the cores.
bool blas_spins_beside();

}  // namespace latentwalk
