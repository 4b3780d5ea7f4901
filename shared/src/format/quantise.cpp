#include "latentwalk/quantise.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "format/no_fast_math.hpp"
#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

constexpr float kLargest = 127.0F;

// Calls each(i, channel) for all elements of a parameter in order.
template <class Each>
void for_each_element(const Parameter& parameter, Each each) {
  const auto axis = parameter.shape.begin() + static_cast<std::ptrdiff_t>(parameter.channel_axis);
  const std::size_t outer = element_count({parameter.shape.begin(), axis}),
                    inner = element_count({axis + 1, parameter.shape.end()});
  std::size_t i = 0;
  for (std::size_t o = 0; o < outer; ++o)
    for (std::size_t channel = 0; channel < *axis; ++channel)
      for (std::size_t k = 0; k < inner; ++k) each(i++, channel);
}

void store_quantised(Safetensors& file, const Parameter& parameter, const Tensor& values) {
  const std::size_t channels = parameter.shape[parameter.channel_axis];
  Tensor scales = zeros({channels});
  for_each_element(parameter, [&](std::size_t i, std::size_t channel) {
    scales.data()[channel] = std::max(scales.data()[channel], std::abs(values.data()[i]) / kLargest);
  });
  // A channel of zeros: any scale will do.
  for (float& scale : scales) scale = scale > 0 ? scale : 1.0F;
  StoredTensor numbers{DType::i8, parameter.shape, std::vector<std::uint8_t>(values.size())};
  for_each_element(parameter, [&](std::size_t i, std::size_t channel) {
    const float number = std::nearbyint(values.data()[i] / scales.data()[channel]);
    numbers.bytes[i] = static_cast<std::uint8_t>(static_cast<std::int8_t>(std::clamp(number, -kLargest, kLargest)));
  });
  file.tensors[parameter.name] = std::move(numbers);
  file.tensors[scale_name(parameter.name)] = store(scales);
}

/// Throws Error where a finite number became infinite as F16.
void check_range(const Parameter& parameter, const Tensor& values) {
  constexpr float kBeyond = 65520.0F;  // the smallest number that rounds to infinity
  for (std::size_t i = 0; i < values.size(); ++i)
    if (const float value = values.data()[i]; std::isfinite(value) && std::abs(value) >= kBeyond)
      fail("\"", parameter.name, "\": element ", i, " is ", value,
           ", beyond the largest number of F16, 65504: store the weights as F32 (--storage f32)");
}

}  // namespace

std::string scale_name(const std::string& weight) { return weight + "_scale"; }

void store_parameter(Safetensors& file, const Parameter& parameter, const Tensor& values, DType storage) {
  if (storage == DType::f16) check_range(parameter, values);
  if (storage != DType::i8)
    file.tensors[parameter.name] = store(values, storage);
  else if (parameter.shape.size() < 2)
    file.tensors[parameter.name] = store(values);
  else
    store_quantised(file, parameter, values);
}

Tensor load_parameter(const Safetensors& file, const Parameter& parameter, const std::string& where) {
  const auto find = [&](const std::string& name, const Shape& shape) -> const StoredTensor& {
    const auto found = file.tensors.find(name);
    if (found == file.tensors.end()) fail(where, ": the tensor \"", name, "\" ", shape_text(shape), " is missing");
    if (found->second.shape != shape)
      fail(where, ": tensor \"", name, "\": expected the shape ", shape_text(shape), ", found ",
           shape_text(found->second.shape));
    return found->second;
  };
  const StoredTensor& stored = find(parameter.name, parameter.shape);
  if (stored.dtype != DType::i8 || parameter.shape.size() < 2)
    return load(stored, where + ": tensor \"" + parameter.name + "\"");
  const std::string name = scale_name(parameter.name);
  const Tensor scales =
      load(find(name, {parameter.shape[parameter.channel_axis]}), where + ": tensor \"" + name + "\"");
  for (const float scale : scales)
    if (!(scale > 0) || !std::isfinite(scale))
      fail(where, ": tensor \"", name, "\": a scale must be positive, found ", scale);
  Tensor values = zeros(parameter.shape);
  float* const to = values.data();
  const float* const scale = scales.data();
  const std::uint8_t* const from = stored.bytes.data();
  for_each_element(parameter, [&](std::size_t i, std::size_t channel) {
    to[i] = static_cast<float>(static_cast<std::int8_t>(from[i])) * scale[channel];
  });
  return values;
}

}  // namespace latentwalk
