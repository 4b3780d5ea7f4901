#pragma once

#include <torch/torch.h>

#include "latentwalk/safetensors.hpp"
#include "latentwalk/tensor.hpp"

/// Conversions between tensors of LibTorch, tensors of the core and tensors in files. All three are row-major and
/// little-endian.
namespace latentwalk {

/// Copies of the same shape as 32-bit floats, in the memory of the CPU.
Tensor core_tensor(const torch::Tensor& tensor);
torch::Tensor torch_tensor(const Tensor& tensor);

/// A copy with the same type and bytes. Throws Error unless the type is float, double, 64-bit integer or byte.
StoredTensor store_torch(const torch::Tensor& tensor);
/// A copy with the same type; F16 becomes float. Throws Error on I8.
torch::Tensor load_torch(const StoredTensor& stored);

}  // namespace latentwalk
