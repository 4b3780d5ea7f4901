#include "trainer/libtorch/caught_training.hpp"

#include <torch/torch.h>

#include "latentwalk/error.hpp"
#include "support/caught.hpp"
#include "trainer/libtorch/out_of_memory.hpp"

namespace latentwalk {

std::string caught_training_message() {
  try {
    throw;
  } catch (const c10::Error& error) {
    const std::string what = error.what_without_backtrace(), line = printable(what.substr(0, what.find('\n')), 800);
    return is_out_of_memory(error) ? "not enough memory: choose a smaller batch (LibTorch: " + line + ")"
                                   : "LibTorch: " + line;
  } catch (...) {
    return caught_message();
  }
}

}  // namespace latentwalk
