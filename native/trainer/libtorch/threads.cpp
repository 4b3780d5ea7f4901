#include "trainer/libtorch/threads.hpp"

#include <ATen/Parallel.h>
#include <dlfcn.h>

#include <algorithm>
#include <thread>

namespace latentwalk {

void set_threads(int threads) {
  if (threads <= 0) threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  at::set_num_threads(threads);
  // LibTorch's matrix products call the system's BLAS. OpenBLAS has threads of its own, one for each core, and LibTorch
  // does not set their number.
  if (void* set = dlsym(RTLD_DEFAULT, "openblas_set_num_threads")) reinterpret_cast<void (*)(int)>(set)(threads);
}

std::string threads_text() {
  const int threads = at::get_num_threads();
  return std::to_string(threads) + (threads == 1 ? " thread" : " threads");
}

bool blas_spins_beside() {
  constexpr int kPthreads = 1;  // from OpenBLAS's cblas.h; 0: no threads, 2: OpenMP
  void* kind = dlsym(RTLD_DEFAULT, "openblas_get_parallel");
  return kind != nullptr && reinterpret_cast<int (*)()>(kind)() == kPthreads;
}

}  // namespace latentwalk
