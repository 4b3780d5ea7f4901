#pragma once

#include <torch/torch.h>

/// Squared maximum mean discrepancies between two clouds (N, F) and (M, F), N, M >= 2, unbiased: 0 on average where
/// both come from the same distribution, so a little below 0 at times. They throw Error on clouds of other shapes.
namespace latentwalk {

/// With the kernel (x·y / F + 1)³ of the kernel inception distance (Bińkowski et al., 2018).
double kernel_distance(const torch::Tensor& a, const torch::Tensor& b);

/// With the kernel exp(-|x - y|² / F), with which InfoVAE draws codes to the prior (Zhao et al., 2017).
double gaussian_discrepancy(const torch::Tensor& a, const torch::Tensor& b);

}  // namespace latentwalk
