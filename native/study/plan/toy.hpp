#pragma once

#include <vector>

/// The paper's equations 13 to 15 on a line, where everything can be computed: p is the data, q the generator.
namespace latentwalk {

enum class ToyShape {
  normals,  // p = N(0, 1), q = N(distance, 1)
  uniforms  // p uniform on [0, 1], q uniform on [distance, distance + 1]: disjoint from distance 1 on
};

struct ToyCase {
  ToyShape shape = ToyShape::normals;
  double distance = 0.0;
};

/// The values of p and q at equally spaced points, and the spacing: integrals are sums over them.
struct ToyGrid {
  std::vector<double> x, p, q;
  double step = 0.0;
};
ToyGrid toy_grid(const ToyCase& toy);

/// By numerical integration, in nats.
struct Divergences {
  double jsd = 0.0;
  double kl = 0.0;  // KL(p || q); infinite where p has mass and q none
};
Divergences integrate_divergences(const ToyGrid& grid);

/// V(D) = E_p log D + E_q log(1 - D) by numerical integration; `logits`: those of D at the grid's points.
double integrate_value(const ToyGrid& grid, const std::vector<double>& logits);

/// How near the trained discriminator must come to the theory for the study to call the equations confirmed.
inline constexpr double kToyValueTolerance = 0.02;          // nats, of V
inline constexpr double kToyDiscriminatorTolerance = 0.02;  // of D, on average

}  // namespace latentwalk
