#pragma once

#include <torch/torch.h>

#include <cstdint>

namespace latentwalk {

/// How a transposed convolution is computed on the CPU.
enum class ConvTransposePath {
  gradient,  // as the data gradient of a convolution: reaches oneDNN everywhere
  stock      // at::conv_transpose2d, what torch::nn::ConvTranspose2d calls: slow in LibTorch 1.13
};

/// x (N, in, height, width), weight (in, out, kernel, kernel), bias (out) or undefined -> (N, out, …), where a side
/// of s becomes (s - 1) stride - 2 padding + kernel. Differentiable in x, weight and bias. Computed in the weight's
/// type, or in bfloat16 under Autocast (the stock path, which autocast takes back to floats, aside). Off the CPU both
/// paths are LibTorch's own.
torch::Tensor conv_transpose2d(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias,
                               std::int64_t stride, std::int64_t padding,
                               ConvTransposePath path = ConvTransposePath::gradient);

}  // namespace latentwalk
