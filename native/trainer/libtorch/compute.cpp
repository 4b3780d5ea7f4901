#include "trainer/libtorch/compute.hpp"

#include <torch/torch.h>

#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace latentwalk {

void apply_compute_options(const ComputeOptions& options) {
  auto& context = at::globalContext();
  context.setAllowTF32CuBLAS(options.tf32);
  context.setAllowTF32CuDNN(options.tf32);
  context.setDeterministicCuDNN(options.deterministic);
  context.setBenchmarkCuDNN(!options.deterministic);
  if (!options.deterministic) return;
  ::setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8", /*overwrite=*/0);  // without it cuBLAS may vary the order of sums
  context.setDeterministicAlgorithms(true, /*warn_only=*/false);
}

void keep_freed_memory() {
#ifdef __GLIBC__
  ::mallopt(M_MMAP_MAX, 0);         // large tensors come from the heap, not from mappings of their own
  ::mallopt(M_TRIM_THRESHOLD, -1);  // the heap never shrinks
#endif
}

const char* libtorch_version() { return TORCH_VERSION; }

}  // namespace latentwalk
