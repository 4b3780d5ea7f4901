#include "latentwalk/parallel.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

using namespace latentwalk;

TEST_CASE("every task runs once, on any number of threads, and all have ended when parallel_for returns") {
  for (const std::size_t threads : {0, 1, 2, 3, 16})
    for (const std::size_t count : {0, 1, 2, 7, 100}) {
      std::vector<std::atomic<int>> runs(count);
      parallel_for(count, threads, [&](std::size_t i) { ++runs[i]; });
      for (const std::atomic<int>& times : runs) CHECK(times == 1);
    }
}

TEST_CASE("an exception in a task comes out of parallel_for, after the others have ended, and leaves it fit for more") {
  for (int round = 0; round < 50; ++round) {
    std::atomic<int> ended{0};
    CHECK_THROWS_WITH_AS(parallel_for(8, 3,
                                      [&](std::size_t i) {
                                        if (i == 5) throw std::runtime_error("five");
                                        ++ended;
                                      }),
                         "five", std::runtime_error);
#ifndef __EMSCRIPTEN__  // one thread stops at the first
    CHECK(ended == 7);
#endif
  }
}

TEST_CASE("a task may call parallel_for itself") {
  std::atomic<int> sum{0};
  parallel_for(8, 4, [&](std::size_t) { parallel_for(8, 4, [&](std::size_t i) { sum += static_cast<int>(i); }); });
  CHECK(sum == 8 * 28);
}

#ifndef __EMSCRIPTEN__
TEST_CASE("several threads may call parallel_for at once") {
  std::vector<std::thread> callers;
  std::atomic<int> sum{0};
  for (int c = 0; c < 4; ++c)
    callers.emplace_back([&] {
      for (int round = 0; round < 200; ++round)
        parallel_for(5, 1 + static_cast<std::size_t>(round % 4), [&](std::size_t i) { sum += static_cast<int>(i); });
    });
  for (std::thread& caller : callers) caller.join();
  CHECK(sum == 4 * 200 * 10);
}
#endif
