// The message about a batch that does not fit in memory.
#include "trainer/libtorch/out_of_memory.hpp"

#include <doctest/doctest.h>

#include <new>
#include <stdexcept>
#include <vector>

using namespace latentwalk;

TEST_CASE("the batch that is named is the first half that fits") {
  std::vector<std::int64_t> tried;
  const auto up_to = [&](std::int64_t limit) {
    return [&tried, limit](std::int64_t size) {
      tried.push_back(size);
      return size <= limit;
    };
  };
  CHECK(fitting_batch_size(4096, up_to(1100)) == 1024);
  CHECK(tried == std::vector<std::int64_t>{2048, 1024});
  CHECK(fitting_batch_size(100, up_to(50)) == 50);
  CHECK(fitting_batch_size(3, up_to(2)) == std::nullopt);  // a batch has at least two digits
  CHECK(fitting_batch_size(4096, up_to(1)) == std::nullopt);
}

TEST_CASE("the words of CUDA, cuDNN, cuBLAS and the allocators for a full memory are known") {
  for (const char* text :
       {"CUDA out of memory. Tried to allocate 2.00 GiB (GPU 0; 79.10 GiB total capacity)",
        "cuDNN error: CUDNN_STATUS_ALLOC_FAILED", "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling",
        "DefaultCPUAllocator: not enough memory: you tried to allocate 8000000000000 bytes."})
    CHECK(is_out_of_memory(std::runtime_error(text)));
  CHECK(is_out_of_memory(std::bad_alloc()));
  CHECK_FALSE(is_out_of_memory(std::runtime_error("CUDA error: an illegal memory access was encountered")));
}
