#pragma once

#include <torch/torch.h>

namespace latentwalk {

/// How a cloud of samples and a cloud of real digits overlap. The neighbourhood of a point is the ball that reaches its
/// k-th nearest neighbour in its own cloud.
struct CloudOverlap {
  double precision = 0.0;  // share of samples in the neighbourhood of a real digit (Kynkäänniemi et al., 2019)
  double recall = 0.0;     // share of real digits in the neighbourhood of a sample
  double density = 0.0;    // mean number of real neighbourhoods around a sample, divided by k (Naeem et al., 2020)
  double coverage = 0.0;   // share of real digits with a sample in their neighbourhood
};

/// real (N, F), samples (M, F), floats; k from 1 to min(N, M) - 1. Throws Error otherwise.
CloudOverlap cloud_overlap(const torch::Tensor& real, const torch::Tensor& samples, std::int64_t k);

/// The squared distances of all rows of a (N, F) to all rows of b (M, F): (N, M), never negative.
torch::Tensor squared_distances(const torch::Tensor& a, const torch::Tensor& b);

/// The distance of each of `points` (N, F) to the nearest of `others` (M, F): (N), floats.
torch::Tensor nearest_distances(const torch::Tensor& points, const torch::Tensor& others);

}  // namespace latentwalk
