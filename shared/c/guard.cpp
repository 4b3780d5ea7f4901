#include "guard.hpp"

#include <cstring>
#include <limits>
#include <new>
#include <stdexcept>

#include "latentwalk/error.hpp"

namespace latentwalk::c {
namespace {

// One per thread. In wasm there is only one thread, and accessing a thread_local traps under -fwasm-exceptions
// (Emscripten 3.1.6).
#ifdef __EMSCRIPTEN__
#define LW_EACH_THREAD
#else
#define LW_EACH_THREAD thread_local
#endif
// A fixed buffer can report an error even when memory has run out.
LW_EACH_THREAD char g_last_error[2048] = "";

constexpr const char* kNoMemory =
    "out of memory: ask for fewer samples at a time, or close models that are no longer used";

void keep_message(const char* message) noexcept {
  std::strncpy(g_last_error, message, sizeof(g_last_error) - 1);
  g_last_error[sizeof(g_last_error) - 1] = '\0';
}

}  // namespace

lw_status guarded(void (*body)(void*), void* context) noexcept {
  try {
    body(context);
    return LW_OK;
  } catch (const Error& error) {
    keep_message(error.what());
  } catch (const std::bad_alloc&) {
    keep_message(kNoMemory);
  } catch (const std::length_error&) {  // a buffer longer than the address space
    keep_message(kNoMemory);
  } catch (...) {
    keep_message("a fault of latentwalk: an unexpected exception; please report it");
  }
  return LW_ERROR;
}

void require_pointer(const void* pointer, const char* what) {
  if (pointer == nullptr) fail(what, " is NULL, expected a pointer");
}

void require_count(std::size_t count, std::size_t floats_each, const char* what) {
  const std::size_t most =
      std::numeric_limits<std::ptrdiff_t>::max() / sizeof(float) / std::max<std::size_t>(floats_each, 1);
  if (count < 1 || count > most) fail(what, " is ", count, ", expected 1 to ", most);
}

Tensor copy_in(const float* values, const Shape& shape) {
  Tensor tensor = zeros(shape);
  std::copy_n(values, tensor.size(), tensor.data());
  return tensor;
}

void copy_out(const Tensor& tensor, float* values) { std::copy_n(tensor.data(), tensor.size(), values); }

}  // namespace latentwalk::c

const char* lw_last_error(void) { return latentwalk::c::g_last_error; }
