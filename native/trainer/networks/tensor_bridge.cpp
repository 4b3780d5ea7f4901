#include "trainer/networks/tensor_bridge.hpp"

#include <cstring>

#include "latentwalk/error.hpp"
#include "trainer/networks/torch_network.hpp"

namespace latentwalk {

Tensor core_tensor(const torch::Tensor& tensor) {
  const torch::Tensor source = tensor.detach().to(torch::kCPU, torch::kFloat32).contiguous();
  Tensor copy = zeros(Shape(source.sizes().begin(), source.sizes().end()));
  std::memcpy(copy.data(), source.data_ptr(), source.nbytes());
  return copy;
}

torch::Tensor torch_tensor(const Tensor& tensor) {
  torch::Tensor copy = torch::empty(torch_shape(shape_of(tensor)), torch::kFloat32);
  std::memcpy(copy.data_ptr(), tensor.data(), copy.nbytes());
  return copy;
}

StoredTensor store_torch(const torch::Tensor& tensor) {
  const torch::Tensor source = tensor.detach().to(torch::kCPU).contiguous();
  StoredTensor stored;
  switch (source.scalar_type()) {
    case torch::kFloat32:
      stored.dtype = DType::f32;
      break;
    case torch::kFloat64:
      stored.dtype = DType::f64;
      break;
    case torch::kInt64:
      stored.dtype = DType::i64;
      break;
    case torch::kUInt8:
      stored.dtype = DType::u8;
      break;
    default:
      fail("a tensor of type ", source.scalar_type(), " cannot be stored");
  }
  stored.shape.assign(source.sizes().begin(), source.sizes().end());
  stored.bytes.resize(source.nbytes());
  if (!stored.bytes.empty()) std::memcpy(stored.bytes.data(), source.data_ptr(), stored.bytes.size());
  return stored;
}

torch::Tensor load_torch(const StoredTensor& stored) {
  torch::ScalarType type = torch::kFloat32;
  switch (stored.dtype) {
    case DType::f32:
      break;
    case DType::f16:
      return torch_tensor(load(stored, "tensor"));
    case DType::f64:
      type = torch::kFloat64;
      break;
    case DType::i64:
      type = torch::kInt64;
      break;
    case DType::u8:
      type = torch::kUInt8;
      break;
    default:
      fail("a tensor is stored as ", dtype_name(stored.dtype), ": checkpoints have F32, F64, F16, I64 and U8");
  }
  torch::Tensor tensor = torch::empty(torch_shape(stored.shape), type);
  if (!stored.bytes.empty()) std::memcpy(tensor.data_ptr(), stored.bytes.data(), stored.bytes.size());
  return tensor;
}

}  // namespace latentwalk
