#include "import/onnx_values.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "import/numbers.hpp"
#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

constexpr std::size_t kMaxNumbers = 64;  // of a shape or of indices

std::int64_t whole(const OnnxNode& node, const char* name, std::int64_t fallback) {
  const OnnxAttribute* found = find_attribute(node, name);
  return found == nullptr ? fallback : found->whole;
}

}  // namespace

const OnnxAttribute* find_attribute(const OnnxNode& node, const char* name) {
  const auto found = node.attributes.find(name);
  return found == node.attributes.end() ? nullptr : &found->second;
}

std::string node_text(const OnnxNode& node) {
  const std::string domain = node.domain.empty() || node.domain == "ai.onnx" ? "" : node.domain + ".";
  return domain + node.type + (node.name.empty() ? "" : " (node " + in_quotes(node.name) + ")");
}

OnnxConstants::OnnxConstants(std::map<std::string, StoredTensor> constants, std::string where)
    : tensors_(std::move(constants)), where_(std::move(where)) {}

Tensor OnnxConstants::tensor(const std::string& name) const {
  const auto found = tensors_.find(name);
  if (found == tensors_.end())
    fail(where_, ": ", in_quotes(name),
         " is computed, where a weight is expected; export the network with constant folding");
  const std::string where = where_ + ": tensor " + in_quotes(name);
  Tensor values = load_numbers(found->second, where);
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!std::isfinite(values.data()[i]))
      fail(where, ": element ", i, " is not a finite number (", values.data()[i], ")");
  return values;
}

std::vector<std::int64_t> OnnxConstants::numbers(const std::string& name) const {
  if (const auto found = numbers_.find(name); found != numbers_.end()) return found->second;
  const auto found = tensors_.find(name);
  const std::size_t size = found == tensors_.end() ? 0 : dtype_size(found->second.dtype);
  const bool is_whole =
      found != tensors_.end() && (found->second.dtype == DType::i64 || found->second.dtype == DType::i32);
  if (!is_whole || found->second.bytes.size() / size > kMaxNumbers)
    fail(where_, ": ", in_quotes(name),
         " is not a known list of whole numbers: a shape that the input decides is not possible");
  std::vector<std::int64_t> numbers;
  for (std::size_t i = 0; i < found->second.bytes.size(); i += size) {
    std::int64_t value = 0;
    std::int32_t narrow = 0;
    std::memcpy(size == 8 ? static_cast<void*>(&value) : &narrow, found->second.bytes.data() + i, size);
    numbers.push_back(size == 8 ? value : narrow);
  }
  return numbers;
}

bool OnnxConstants::fold(const OnnxNode& node) {
  if (node.outputs.empty()) return false;
  const std::string& out = node.outputs.front();
  if (node.type == "Constant") {
    for (const char* name : {"value", "value_float", "value_int", "value_floats", "value_ints"}) {
      const OnnxAttribute* value = find_attribute(node, name);
      if (value == nullptr) continue;
      if (value->tensor) {
        tensors_[out] = *value->tensor;
      } else if (std::string(name).ends_with("int")) {
        numbers_[out] = {value->whole};
      } else if (std::string(name).ends_with("ints")) {
        numbers_[out] = value->wholes;
      } else {
        const std::vector<float> reals = value->reals.empty() ? std::vector<float>{value->real} : value->reals;
        Tensor tensor = zeros({reals.size()});
        std::copy(reals.begin(), reals.end(), tensor.data());
        tensors_[out] = store(tensor);
      }
      return true;
    }
    return false;
  }
  if (node.inputs.empty()) return false;
  const std::string& in = node.inputs.front();
  if (node.type == "Identity" || node.type == "Cast") {
    if (numbers_.contains(in))
      numbers_[out] = numbers_.at(in);
    else
      tensors_[out] = StoredTensor(tensors_.at(in));
    return true;
  }
  if (node.type == "Transpose" && tensors_.contains(in) && tensors_.at(in).shape.size() == 2) {
    const OnnxAttribute* order = find_attribute(node, "perm");
    if (order != nullptr && order->wholes == std::vector<std::int64_t>{0, 1}) return false;
    const Tensor values = tensor(in);
    Tensor turned = zeros({values.shape(1), values.shape(0)});
    for (std::size_t i = 0; i < values.shape(0); ++i)
      for (std::size_t j = 0; j < values.shape(1); ++j) turned(j, i) = values(i, j);
    tensors_[out] = store(turned);
    return true;
  }
  const bool is_real = std::all_of(node.inputs.begin(), node.inputs.end(), [&](const std::string& input) {
    const auto found = tensors_.find(input);
    return found != tensors_.end() && found->second.dtype == DType::f32 && found->second.shape.size() == 1;
  });
  if (node.type == "Concat" && is_real) {  // the factors of a Resize
    StoredTensor all{DType::f32, {0}, {}};
    for (const std::string& input : node.inputs) {
      const StoredTensor& part = tensors_.at(input);
      all.shape[0] += part.shape[0];
      all.bytes.insert(all.bytes.end(), part.bytes.begin(), part.bytes.end());
    }
    if (all.shape[0] > kMaxNumbers) fail(where_, ": ", node_text(node), " gives more than ", kMaxNumbers, " numbers");
    tensors_[out] = std::move(all);
    return true;
  }
  return fold_numbers(node, out);
}

bool OnnxConstants::fold_numbers(const OnnxNode& node, const std::string& out) {
  const std::string& type = node.type;
  if (type == "Unsqueeze" || type == "Squeeze") {
    numbers_[out] = numbers(node.inputs[0]);
  } else if (type == "Concat") {
    std::vector<std::int64_t> all;
    for (const std::string& input : node.inputs) {
      const std::vector<std::int64_t> part = numbers(input);
      all.insert(all.end(), part.begin(), part.end());
    }
    if (all.size() > kMaxNumbers) fail(where_, ": ", node_text(node), " gives more than ", kMaxNumbers, " numbers");
    numbers_[out] = std::move(all);
  } else if (type == "Gather" && node.inputs.size() == 2) {
    const std::vector<std::int64_t> from = numbers(node.inputs[0]);
    std::vector<std::int64_t> picked;
    for (std::int64_t index : numbers(node.inputs[1])) {
      if (index < 0) index += static_cast<std::int64_t>(from.size());
      if (index < 0 || index >= static_cast<std::int64_t>(from.size()))
        fail(where_, ": ", node_text(node), " takes element ", index, " of ", from.size());
      picked.push_back(from[static_cast<std::size_t>(index)]);
    }
    numbers_[out] = std::move(picked);
  } else if (type == "Slice" && node.inputs.size() >= 3) {
    const std::vector<std::int64_t> from = numbers(node.inputs[0]);
    const auto size = static_cast<std::int64_t>(from.size());
    const auto place = [&](const std::string& input) {
      const std::vector<std::int64_t> given = numbers(input);
      const std::int64_t index = given.empty() ? 0 : given[0];
      return std::clamp<std::int64_t>(index < 0 ? index + size : index, 0, size);
    };
    const std::int64_t begin = place(node.inputs[1]), end = std::max(begin, place(node.inputs[2]));
    if (node.inputs.size() > 4 && numbers(node.inputs[4]) != std::vector<std::int64_t>{1}) return false;
    numbers_[out] = {from.begin() + begin, from.begin() + end};
  } else if ((type == "Mul" || type == "Add") && node.inputs.size() == 2) {
    const std::vector<std::int64_t> a = numbers(node.inputs[0]), b = numbers(node.inputs[1]);
    if (a.size() != 1 || b.size() != 1 || a[0] == kBatchSize || b[0] == kBatchSize || std::abs(a[0]) > 1 << 24 ||
        std::abs(b[0]) > 1 << 24)
      return false;
    numbers_[out] = {type == "Mul" ? a[0] * b[0] : a[0] + b[0]};
  } else {
    return false;
  }
  return whole(node, "axis", 0) == 0;
}

}  // namespace latentwalk
