#pragma once

#include <cstddef>
#include <string_view>

#include "latentwalk/tensor.hpp"

/// The theory of section 2.1 of the paper on a line: densities, the optimal discriminator and divergences, in nats.
namespace latentwalk {

/// The shape of a density.
enum class DensityShape {
  normal,   ///< A normal distribution; the width is its standard deviation.
  uniform,  ///< Even on [centre - width, centre + width] and 0 elsewhere.
  bumps,    ///< Two normal distributions, a third of the width wide, at centre - width and centre + width.
};

inline constexpr double kLineEnd = 4.0;              ///< The line is shown from -kLineEnd to kLineEnd.
inline constexpr double kMostCentre = 3.0;           ///< Centres are from -kMostCentre to kMostCentre.
inline constexpr double kLeastWidth = 0.2;           ///< The smallest width.
inline constexpr double kMostWidth = 2.0;            ///< The largest width.
inline constexpr std::size_t kMaxLinePoints = 4096;  ///< The most points of a curve.

/// A density on the whole line.
struct LineDensity {
  DensityShape shape = DensityShape::normal;  ///< Its shape.
  double centre = 0.0;                        ///< Where it is symmetric.
  double width = 1.0;                         ///< How wide it is; see DensityShape.

  /// Compares all members.
  bool operator==(const LineDensity&) const = default;
};

/// Throws Error if centre or width is out of range.
void check_density(const LineDensity& density, std::string_view where);

/// The logarithm of the density at x; -infinity outside its support.
double log_density(const LineDensity& density, double x);

/// The optimal discriminator D*(x) = p(x) / (p(x) + q(x)), equation 13 of the paper; NaN where both are 0.
double optimal_discriminator(const LineDensity& p, const LineDensity& q, double x);

/// Curves over `count` even points from -kLineEnd to kLineEnd: (4, count), the rows x, p, q and D*. Throws Error if a
/// density is out of range or count is not from 2 to kMaxLinePoints.
Tensor line_curves(const LineDensity& p, const LineDensity& q, std::size_t count);

/// How far p and q are apart.
struct Divergences {
  double kl;          ///< KL(p || q); infinite where p has mass outside the support of q.
  double reverse_kl;  ///< KL(q || p).
  double jsd;         ///< The Jensen-Shannon divergence, from 0 to log 2.
  double value;       ///< V(D*, G) = -log 4 + 2 JSD, equation 15 of the paper.
};

/// The divergences over the whole line, with an absolute error below 1e-6. Throws Error if a density is out of range.
Divergences divergences(const LineDensity& p, const LineDensity& q);

}  // namespace latentwalk
