#include "trainer/libtorch/out_of_memory.hpp"

#include <new>
#include <string>

namespace latentwalk {

bool is_out_of_memory(const std::exception& error) {
  // The class of this error differs between versions of LibTorch. Its text does not.
  const std::string text = error.what();
  for (const char* part :
       {"out of memory", "not enough memory", "CUDNN_STATUS_ALLOC_FAILED", "CUBLAS_STATUS_ALLOC_FAILED"})
    if (text.find(part) != std::string::npos) return true;
  return dynamic_cast<const std::bad_alloc*>(&error) != nullptr;
}

std::optional<std::int64_t> fitting_batch_size(std::int64_t failed, const std::function<bool(std::int64_t)>& fits) {
  for (std::int64_t size = failed / 2; size >= 2; size /= 2)
    if (fits(size)) return size;
  return std::nullopt;
}

}  // namespace latentwalk
