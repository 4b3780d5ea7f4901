#pragma once

#include <torch/torch.h>

namespace latentwalk {

/// The mean and covariance of feature vectors, in double precision.
struct Moments {
  torch::Tensor mean;        // (F)
  torch::Tensor covariance;  // (F, F), divided by N - 1
};

/// features (N, F), N >= 2. Throws Error otherwise.
Moments moments_of(const torch::Tensor& features);

/// The Fréchet distance between the normal distributions with these moments (Dowson & Landau, 1982; as FID, Heusel et
/// al., 2017): |m1 - m2|² + tr(C1 + C2 - 2 (C1^½ C2 C1^½)^½). It is 0 for equal moments, and negative only by
/// rounding.
double frechet_distance(const Moments& a, const Moments& b);

}  // namespace latentwalk
