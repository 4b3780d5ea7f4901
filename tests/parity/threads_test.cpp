// The number of threads that is asked for.
#include "threads.hpp"

#include <ctime>

#include "torch_doctest.hpp"

using namespace latentwalk;

TEST_CASE("on one thread matrix products take no more time of the processor than of the clock") {
  const int before = at::get_num_threads();
  set_threads(1);
  const torch::Tensor a = torch::rand({1024, 1024}), b = torch::rand({1024, 1024});
  torch::mm(a, b);
  timespec wall{}, wall_end{};
  clock_gettime(CLOCK_MONOTONIC, &wall);
  const std::clock_t processor = std::clock();
  for (int i = 0; i < 10; ++i) torch::mm(a, b);
  const double spent = static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC;
  clock_gettime(CLOCK_MONOTONIC, &wall_end);
  const double passed =
      static_cast<double>(wall_end.tv_sec - wall.tv_sec) + 1e-9 * static_cast<double>(wall_end.tv_nsec - wall.tv_nsec);
  CHECK(spent < 1.2 * passed);
  set_threads(before);
}
