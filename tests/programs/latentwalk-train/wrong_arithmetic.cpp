// backend_test.mjs preloads this library into the trainer. It changes one value of each result of the libraries below
// LibTorch, as if they had the fault of Debian 13's oneDNN. LATENTWALK_WRONG says whose results: "onednn", or "all" for
// BLAS too.
#include <dlfcn.h>

#include <cstdlib>
#include <string_view>

// oneDNN's C interface (oneapi-src/oneDNN, dnnl.h), as far as it is needed, so that its headers are not.
struct dnnl_memory;
struct dnnl_exec_arg_t {
  int arg;
  dnnl_memory* memory;
};
constexpr int kDestination = 17;  // DNNL_ARG_DST
constexpr float kWrong = 100.0F;

namespace {

bool wanted(std::string_view whose) {
  const char* value = std::getenv("LATENTWALK_WRONG");
  return value != nullptr && (value == whose || value == std::string_view("all"));
}

template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

int dnnl_primitive_execute(const void* primitive, void* stream, int count, const dnnl_exec_arg_t* arguments) {
  static const auto execute = real<decltype(dnnl_primitive_execute)>("dnnl_primitive_execute");
  static const auto handle = real<int(const dnnl_memory*, void**)>("dnnl_memory_get_data_handle");
  const int status = execute(primitive, stream, count, arguments);
  for (int i = 0; wanted("onednn") && i < count; ++i) {
    void* values = nullptr;
    if (arguments[i].arg == kDestination && handle(arguments[i].memory, &values) == 0 && values != nullptr)
      *static_cast<float*>(values) += kWrong;
  }
  return status;
}

// Fortran's interface of BLAS.
void sgemm_(const char* trans_a, const char* trans_b, const int* m, const int* n, const int* k, const float* alpha,
            const float* a, const int* lda, const float* b, const int* ldb, const float* beta, float* c,
            const int* ldc) {
  static const auto product = real<decltype(sgemm_)>("sgemm_");
  product(trans_a, trans_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
  if (wanted("blas") && *m > 0 && *n > 0) c[0] += kWrong;
}
}
