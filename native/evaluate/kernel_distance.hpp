#pragma once

#include <torch/torch.h>

/// Unbiased estimates of the squared maximum mean discrepancy between two clouds (N, F) and (M, F), N, M >= 2. The mean
/// estimate is 0 for two clouds from the same distribution, so a single one can be negative. Other shapes throw Error.
namespace latentwalk {

/// With the kernel (x·y / F + 1)³ of the kernel inception distance (Bińkowski et al., 2018).
double kernel_distance(const torch::Tensor& a, const torch::Tensor& b);

/// With the kernel exp(-|x - y|² / F), which InfoVAE uses to pull the codes to the prior (Zhao et al., 2017).
double gaussian_discrepancy(const torch::Tensor& a, const torch::Tensor& b);

}  // namespace latentwalk
