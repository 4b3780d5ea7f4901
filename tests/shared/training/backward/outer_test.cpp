#include "training/backward/outer.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "latentwalk/rng.hpp"

using namespace latentwalk;
using kernels::Outer;
using kernels::Panels;

namespace {

std::vector<float> random_floats(std::size_t size, std::uint64_t seed) {
  Rng rng(seed);
  std::vector<float> values(size);
  for (float& value : values) value = static_cast<float>(rng.normal());
  return values;
}

float at(const std::vector<float>& panels, std::size_t k, std::size_t i, std::size_t j) {
  return panels[j / kernels::kPanel * kernels::kPanel * k + i * kernels::kPanel + j % kernels::kPanel];
}

std::vector<float> product(const Outer& p) {
  std::vector<float> c(Panels::size(p.k, p.n)), scratch(kernels::outer_scratch(p.depth * p.groups));
  kernels::add_outer(p, 0, (p.n + kernels::kPanel - 1) / kernels::kPanel, c.data(), kernels::Write::store,
                     scratch.data());
  return c;
}

}  // namespace

TEST_CASE("the product of a transposed matrix agrees with its definition at every width near the kernel's tiles") {
  for (const std::size_t k : {1, 2, 5, 12, 13, 31, 40})
    for (const std::size_t n : {1, 7, 15, 16, 17, 32, 33, 64, 70})
      for (const std::size_t groups : {1, 3, 4}) {
        const std::size_t depth = 5, a_step = k + 3, b_step = n + 2;
        const auto a = random_floats(depth * groups * a_step, 1), b = random_floats(depth * groups * b_step, 2);
        const auto c = product({a.data(), a_step, b.data(), b_step, depth, groups, k, n});
        double largest = 0;
        for (std::size_t i = 0; i < k; ++i)
          for (std::size_t j = 0; j < n; ++j) {
            double sum = 0;
            for (std::size_t row = 0; row < depth * groups; ++row)
              sum += static_cast<double>(a[row * a_step + i]) * b[row * b_step + j];
            largest = std::max(largest, std::abs(sum - static_cast<double>(at(c, k, i, j))));
          }
        CHECK_MESSAGE(largest < 1e-5, k, " ", n, " ", groups);
      }
}

TEST_CASE("halves of the groups add up to the same bits as all groups at once, and padding stays zero") {
  const std::size_t depth = 7, groups = 8, k = 29, n = 37;
  const auto a = random_floats(depth * groups * k, 3), b = random_floats(depth * groups * n, 4);
  const auto whole = product({a.data(), k, b.data(), n, depth, groups, k, n});
  const auto low = product({a.data(), k, b.data(), n, depth, groups / 2, k, n});
  const auto high =
      product({a.data() + depth * groups / 2 * k, k, b.data() + depth * groups / 2 * n, n, depth, groups / 2, k, n});
  bool same = true;
  for (std::size_t i = 0; i < whole.size(); ++i) same = same && whole[i] == low[i] + high[i];
  CHECK(same);
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t j = n; j < 48; ++j) CHECK(at(whole, k, i, j) == 0.0F);

  // add_groups follows the same tree.
  std::vector<float> parts, sum(whole.size());
  for (std::size_t g = 0; g < groups; ++g) {
    const auto part = product({a.data() + depth * g * k, k, b.data() + depth * g * n, n, depth, 1, k, n});
    parts.insert(parts.end(), part.begin(), part.end());
  }
  kernels::add_groups(parts.data(), groups, whole.size(), sum.data());
  CHECK(sum == whole);
}

TEST_CASE("transposed panels hold the transposed matrix") {
  for (const std::size_t k : {1, 15, 16, 33})
    for (const std::size_t n : {1, 16, 20, 49}) {
      const auto from = random_floats(Panels::size(k, n), 5);
      std::vector<float> to(Panels::size(n, k), -1.0F);
      kernels::transpose_panels({k, n, from.data()}, 0, (k + kernels::kPanel - 1) / kernels::kPanel, to.data());
      bool same = true;
      for (std::size_t i = 0; i < k; ++i)
        for (std::size_t j = 0; j < n; ++j) same = same && at(from, k, i, j) == at(to, n, j, i);
      CHECK_MESSAGE(same, k, " ", n);
    }
}
