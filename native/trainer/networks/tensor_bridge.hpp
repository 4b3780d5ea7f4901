#pragma once

#include <torch/torch.h>

#include <string_view>

#include "latentwalk/safetensors.hpp"
#include "latentwalk/tensor.hpp"

/// Tensors between LibTorch, the core and files. All three are row-major and little-endian here.
namespace latentwalk {

/// A copy as 32-bit floats.
Tensor core_tensor(const torch::Tensor& tensor);
torch::Tensor torch_tensor(const Tensor& tensor);

/// The bytes of a float, double, 64-bit integer or byte tensor, as they are.
StoredTensor store_torch(const torch::Tensor& tensor);
torch::Tensor load_torch(const StoredTensor& stored);

}  // namespace latentwalk
