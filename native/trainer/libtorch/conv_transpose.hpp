#pragma once

#include <torch/torch.h>

#include <cstdint>

namespace latentwalk {

/// How a transposed convolution is computed on the CPU.
enum class ConvTransposePath {
  gradient,  // as the data gradient of a convolution, which oneDNN computes in every version of LibTorch
  stock      // at::conv_transpose2d, what torch::nn::ConvTranspose2d calls: slow in LibTorch 1.13
};

/// x (N, in, height, width), weight (in, out, kernel, kernel), bias (out) or undefined -> (N, out, …). A side of length
/// s becomes (s - 1) stride - 2 padding + kernel. Differentiable in x, weight and bias. Computes in the type of the
/// weight, or in bfloat16 under Autocast. On other devices than the CPU, both paths call at::conv_transpose2d.
torch::Tensor conv_transpose2d(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias,
                               std::int64_t stride, std::int64_t padding,
                               ConvTransposePath path = ConvTransposePath::gradient);

}  // namespace latentwalk
