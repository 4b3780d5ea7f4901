// The peak rate of the core's matrix kernel on this machine.
#include "latentwalk/bench.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <vector>

#include "kernels/gemm.hpp"

namespace latentwalk {

double measure_peak_gflops(double seconds) {
  using namespace kernels;
  // 24 rows of A and two panels of B take 40 KB at k = 128; each row of C is written once.
  constexpr std::size_t kRows = 24, kDepth = 128, kColumns = 32;
  const std::vector<float> a(kRows * kDepth, 0.5F), b(kDepth * kColumns, 0.3F);  // 0.3 is not exact in binary16
  const PackedMatrix packed = pack(b.data(), kDepth, kColumns);
  std::vector<float> c(kRows * kColumns);
  std::vector<RowPair> rows;
  for (std::uint32_t r = 0; r < kRows; ++r)
    rows.push_back({r * static_cast<std::uint32_t>(kDepth), r * static_cast<std::uint32_t>(kColumns)});
  using Clock = std::chrono::steady_clock;
  double best = 0, spent = 0;
  while (spent < seconds) {
    constexpr int kRepeats = 200;
    const auto start = Clock::now();
    for (int i = 0; i < kRepeats; ++i) multiply(rows, a.data(), packed, c.data(), Write::store);
    const double elapsed = std::chrono::duration<double>(Clock::now() - start).count();
    spent += elapsed;
    best = std::max(best, 2.0 * kRows * kDepth * kColumns * kRepeats / elapsed * 1e-9);
  }
  return best;
}

}  // namespace latentwalk
