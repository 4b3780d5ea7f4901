#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

// Only this header includes xtensor, whose header paths changed in version 0.26.
#if __has_include(<xtensor/containers/xarray.hpp>)
#include <xtensor/containers/xarray.hpp>
#else
#include <xtensor/xarray.hpp>
#endif

namespace latentwalk {

/// A dense, row-major tensor of 32-bit floats.
using Tensor = xt::xarray<float, xt::layout_type::row_major>;

/// The sizes of a tensor's axes, outermost first.
using Shape = std::vector<std::size_t>;
/// The shape of a tensor.
inline Shape shape_of(const Tensor& tensor) { return {tensor.shape().begin(), tensor.shape().end()}; }

/// A tensor of the given shape, all zeros.
inline Tensor zeros(const Shape& shape) {
  Tensor tensor;
  tensor.resize(Tensor::shape_type(shape.begin(), shape.end()));
  tensor.fill(0.0F);
  return tensor;
}

/// The number of elements of a shape. The caller makes sure that it does not overflow.
inline std::size_t element_count(const Shape& shape) {
  std::size_t count = 1;
  for (const std::size_t axis : shape) count *= axis;
  return count;
}

/// Copies rows [first, first + count) of a tensor, along its outermost axis.
inline Tensor rows_of(const Tensor& tensor, std::size_t first, std::size_t count) {
  Shape shape = shape_of(tensor);
  const std::size_t row = tensor.size() / shape.front();
  shape.front() = count;
  Tensor rows = zeros(shape);
  std::copy_n(tensor.data() + first * row, count * row, rows.data());
  return rows;
}

/// "[64, 100]"
inline std::string shape_text(const Shape& shape) {
  std::string text = "[";
  for (std::size_t i = 0; i < shape.size(); ++i) text += (i ? ", " : "") + std::to_string(shape[i]);
  return text + "]";
}

}  // namespace latentwalk
