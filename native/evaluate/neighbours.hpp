#pragma once

#include <torch/torch.h>

namespace latentwalk {

/// How a cloud of samples and a cloud of real digits lie in one another, by their k-th nearest neighbours.
struct CloudOverlap {
  double precision = 0.0;  // samples within a real digit's k-th neighbour distance (Kynkäänniemi et al., 2019)
  double recall = 0.0;     // real digits within a sample's
  double density = 0.0;    // real neighbourhoods that a sample lies in, on average, over k (Naeem et al., 2020)
  double coverage = 0.0;   // real digits in whose neighbourhood there is a sample
};

/// real (N, F), samples (M, F), floats; k from 1 to min(N, M) - 1. Throws Error otherwise.
CloudOverlap cloud_overlap(const torch::Tensor& real, const torch::Tensor& samples, std::int64_t k);

/// |a - b|² of each of a (N, F) to each of b (M, F): (N, M), never below 0.
torch::Tensor squared_distances(const torch::Tensor& a, const torch::Tensor& b);

/// The distance of each of `points` (N, F) to the nearest of `others` (M, F): (N), floats.
torch::Tensor nearest_distances(const torch::Tensor& points, const torch::Tensor& others);

}  // namespace latentwalk
