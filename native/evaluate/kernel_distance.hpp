#pragma once

#include <torch/torch.h>

namespace latentwalk {

/// The squared maximum mean discrepancy between two clouds (N, F) and (M, F), N, M >= 2, with the kernel
/// (x·y / F + 1)³ of the kernel inception distance (Bińkowski et al., 2018), unbiased: 0 on average where both come
/// from the same distribution, so a little below 0 at times. Throws Error on clouds of other shapes.
double kernel_distance(const torch::Tensor& a, const torch::Tensor& b);

}  // namespace latentwalk
