// set_threads.
#include "trainer/libtorch/threads.hpp"

#include <chrono>
#include <ctime>

#include "tests/support/torch_doctest.hpp"

using namespace latentwalk;

namespace {

/// Processor time of all threads for each second that passes, while large matrices are multiplied.
double processors_of_products() {
  using Clock = std::chrono::steady_clock;
  const torch::Tensor a = torch::rand({1024, 1024}), b = torch::rand({1024, 1024});
  const Clock::time_point start = Clock::now();
  const std::clock_t processor = std::clock();
  for (int i = 0; i < 10; ++i) torch::mm(a, b);
  const double spent = static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC;
  return spent / std::chrono::duration<double>(Clock::now() - start).count();
}

}  // namespace

TEST_CASE("on one thread matrix products keep one processor busy") {
  const int before = at::get_num_threads();
  set_threads(1);
  // Threads that worked before wait for more by spinning, for some 40 ms.
  double processors = processors_of_products();
  for (int i = 0; i < 5 && processors > 1.2; ++i) processors = processors_of_products();
  CHECK(processors < 1.2);
  set_threads(before);
}
