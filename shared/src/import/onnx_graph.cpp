#include "import/onnx_graph.hpp"

#include <algorithm>
#include <cstring>
#include <set>

#include "import/protobuf.hpp"
#include "latentwalk/bit_cast.hpp"
#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::size_t kMaxNodes = 4096;
constexpr std::uint64_t kMaxElements = std::uint64_t{1} << 28U;

/// Of TensorProto.DataType, by number.
std::optional<DType> element_type(std::uint64_t number) {
  switch (number) {
    case 1:
      return DType::f32;
    case 2:
      return DType::u8;
    case 3:
      return DType::i8;
    case 4:
      return DType::u16;
    case 5:
      return DType::i16;
    case 6:
      return DType::i32;
    case 7:
      return DType::i64;
    case 9:
      return DType::boolean;
    case 10:
      return DType::f16;
    case 11:
      return DType::f64;
    case 12:
      return DType::u32;
    case 13:
      return DType::u64;
    case 16:
      return DType::bf16;
    default:
      return std::nullopt;
  }
}

void append_bytes(std::vector<std::uint8_t>& bytes, std::uint64_t value, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

class Reader {
 public:
  Reader(const std::string& name, const ReadBeside& beside) : name_(name), beside_(beside) {}

  OnnxGraph model(Bytes bytes) {
    constexpr std::uint32_t kGraph = 7, kOpset = 8, kFunctions = 25;
    OnnxGraph graph;
    bool has_graph = false;
    for (const ProtobufField& field : parse_protobuf(bytes, name_)) {
      if (field.number == kGraph && field.has_bytes && !has_graph) {
        read_graph(field.bytes, graph);
        has_graph = true;
      } else if (field.number == kOpset && field.has_bytes) {
        read_opset(field.bytes, graph);
      } else if (field.number == kFunctions) {
        fail(name_, ": has functions of its own, which latentwalk does not read; export it without them");
      }
    }
    if (!has_graph) fail(name_, ": not an ONNX file, or one without a graph");
    std::erase_if(graph.inputs, [&](const OnnxValue& input) { return graph.constants.contains(input.name); });
    return graph;
  }

 private:
  void read_opset(Bytes bytes, OnnxGraph& graph) const {
    std::string domain;
    std::int64_t version = 0;
    for (const ProtobufField& field : parse_protobuf(bytes, name_)) {
      if (field.number == 1) domain = field.text();
      if (field.number == 2) version = static_cast<std::int64_t>(field.value);
    }
    if (domain.empty() || domain == "ai.onnx") graph.opset = version;
  }

  void read_graph(Bytes bytes, OnnxGraph& graph) {
    constexpr std::uint32_t kNode = 1, kConstant = 5, kInput = 11, kOutput = 12, kSparse = 15;
    for (const ProtobufField& field : parse_protobuf(bytes, name_)) {
      if (!field.has_bytes) continue;
      if (field.number == kNode) {
        graph.nodes.push_back(read_node(field.bytes));
        if (graph.nodes.size() > kMaxNodes) fail(name_, ": a graph of more than ", kMaxNodes, " nodes");
      } else if (field.number == kConstant) {
        std::string name;
        StoredTensor tensor = read_tensor(field.bytes, name);
        if (!graph.constants.emplace(name, std::move(tensor)).second)
          fail(name_, ": two constants are called ", in_quotes(name));
      } else if (field.number == kInput) {
        graph.inputs.push_back(read_value(field.bytes));
      } else if (field.number == kOutput) {
        graph.outputs.push_back(read_value(field.bytes));
      } else if (field.number == kSparse) {
        fail(name_, ": has sparse weights, which latentwalk does not read");
      }
    }
  }

  OnnxNode read_node(Bytes bytes) {
    OnnxNode node;
    for (const ProtobufField& field : parse_protobuf(bytes, name_)) {
      if (field.number == 1) node.inputs.push_back(field.text());
      if (field.number == 2) node.outputs.push_back(field.text());
      if (field.number == 3) node.name = field.text();
      if (field.number == 4) node.type = field.text();
      if (field.number == 5) read_attribute(field.bytes, node);
      if (field.number == 7) node.domain = field.text();
    }
    return node;
  }

  void read_attribute(Bytes bytes, OnnxNode& node) {
    OnnxAttribute attribute;
    std::string name;
    for (const ProtobufField& field : parse_protobuf(bytes, name_)) {
      switch (field.number) {
        case 1:
          name = field.text();
          break;
        case 2:
          attribute.real = bit_cast<float>(static_cast<std::uint32_t>(field.value));
          break;
        case 3:
          attribute.whole = static_cast<std::int64_t>(field.value);
          break;
        case 4:
          attribute.text = field.text();
          break;
        case 5: {
          std::string unused;
          attribute.tensor = read_tensor(field.bytes, unused);
          break;
        }
        case 7:
          append_floats(attribute.reals, field);
          break;
        case 8:
          append_whole(attribute.wholes, field, name_);
          break;
        default:
          break;
      }
    }
    node.attributes[name] = std::move(attribute);
  }

  void append_floats(std::vector<float>& floats, const ProtobufField& field) const {
    if (!field.has_bytes) floats.push_back(bit_cast<float>(static_cast<std::uint32_t>(field.value)));
    for (std::size_t i = 0; i + 4 <= field.bytes.size(); i += 4) {
      float value = 0;
      std::memcpy(&value, field.bytes.data() + i, 4);
      floats.push_back(value);
    }
  }

  StoredTensor read_tensor(Bytes bytes, std::string& name) {
    constexpr std::uint32_t kFloats = 4, kInts = 5, kLongs = 7, kRaw = 9, kDoubles = 10, kUnsigned = 11, kOutside = 13,
                            kLocation = 14;
    const std::vector<ProtobufField> fields = parse_protobuf(bytes, name_);
    std::vector<std::int64_t> dims;
    std::uint64_t type = 0;
    bool is_outside = false;
    std::map<std::string, std::string> outside;
    for (const ProtobufField& field : fields) {
      if (field.number == 1) append_whole(dims, field, name_);
      if (field.number == 2) type = field.value;
      if (field.number == 8) name = field.text();
      if (field.number == kLocation) is_outside = field.value == 1;
      if (field.number == kOutside) {
        std::string key, value;
        for (const ProtobufField& part : parse_protobuf(field.bytes, name_))
          (part.number == 1 ? key : value) = part.text();
        outside[key] = value;
      }
    }
    const std::string where = name_ + ": tensor " + in_quotes(name);
    const std::optional<DType> dtype = element_type(type);
    if (!dtype) fail(where, ": has elements of the type ", type, ", expected real numbers");
    StoredTensor tensor{*dtype, {}, {}};
    std::uint64_t count = 1;
    if (dims.size() > 8) fail(where, ": has ", dims.size(), " axes, at most 8 expected");
    for (const std::int64_t size : dims) {
      if (size < 0 || (size > 0 && count > kMaxElements / static_cast<std::uint64_t>(size)))
        fail(where, ": an axis of ", size, " elements");
      count *= static_cast<std::uint64_t>(size);
      tensor.shape.push_back(static_cast<std::size_t>(size));
    }
    const std::size_t element = dtype_size(*dtype), expected = static_cast<std::size_t>(count) * element;
    if (is_outside) {
      tensor.bytes = outside_bytes(outside, expected, where);
      return tensor;
    }
    for (const ProtobufField& field : fields) {
      if (field.number == kRaw && field.has_bytes) {
        if (field.bytes.size() != expected)
          fail(where, ": ", field.bytes.size(), " bytes do not make ", dtype_name(*dtype), " ",
               shape_text(tensor.shape));
        tensor.bytes.assign(field.bytes.begin(), field.bytes.end());
      } else if ((field.number == kFloats && *dtype == DType::f32) ||
                 (field.number == kDoubles && *dtype == DType::f64)) {
        if (field.has_bytes)
          tensor.bytes.insert(tensor.bytes.end(), field.bytes.begin(), field.bytes.end());
        else
          append_bytes(tensor.bytes, field.value, element);
      } else if (field.number == kInts || field.number == kLongs || field.number == kUnsigned) {
        std::vector<std::int64_t> numbers;
        append_whole(numbers, field, name_);
        for (const std::int64_t number : numbers)
          append_bytes(tensor.bytes, static_cast<std::uint64_t>(number), element);
      }
      if (tensor.bytes.size() > expected) break;
    }
    if (tensor.bytes.size() != expected)
      fail(where, ": ", tensor.bytes.size(), " bytes do not make ", dtype_name(*dtype), " ", shape_text(tensor.shape));
    return tensor;
  }

  std::vector<std::uint8_t> outside_bytes(const std::map<std::string, std::string>& outside, std::size_t expected,
                                          const std::string& where) {
    const auto text = [&](const char* key) {
      const auto found = outside.find(key);
      return found == outside.end() ? std::string() : found->second;
    };
    const auto number = [&](const char* key, std::uint64_t fallback) {
      const std::string digits = text(key);
      if (digits.empty()) return fallback;
      if (digits.size() > 18 || digits.find_first_not_of("0123456789") != std::string::npos)
        fail(where, ": its ", key, " beside the file must be a whole number, found ", in_quotes(digits));
      return static_cast<std::uint64_t>(std::stoull(digits));
    };
    std::string file = text("location");
    if (file.starts_with("./")) file.erase(0, 2);
    if (file.empty() || file == "." || file == ".." || file.find_first_of("/\\:") != std::string::npos ||
        file.find('\0') != std::string::npos)
      fail(where, ": its data are said to be in ", in_quotes(file),
           "; only a file in the model's own folder is read: put both into one folder and export again");
    if (!beside_)
      fail(where, ": its data are in the file ", in_quotes(file), " beside this one, which cannot be read here");
    const std::vector<std::uint8_t>& data = files_.contains(file) ? files_.at(file) : files_[file] = beside_(file);
    const std::uint64_t offset = number("offset", 0), length = number("length", expected);
    if (length != expected) fail(where, ": ", length, " bytes beside the file, expected ", expected);
    if (length > outside_allowed_)
      fail(where, ": the weights beside the file take more than ", 4 * kMaxElements, " bytes");
    outside_allowed_ -= length;
    if (offset > data.size() || length > data.size() - offset)
      fail(where, ": bytes ", offset, " to ", offset + length, " lie beyond the end of ", in_quotes(file), ", ",
           data.size(), " bytes");
    const auto begin = data.begin() + static_cast<std::ptrdiff_t>(offset);
    return {begin, begin + static_cast<std::ptrdiff_t>(length)};
  }

  OnnxValue read_value(Bytes bytes) const {
    OnnxValue value;
    for (const ProtobufField& field : parse_protobuf(bytes, name_)) {
      if (field.number == 1) value.name = field.text();
      if (field.number != 2 || !field.has_bytes) continue;
      for (const ProtobufField& type : parse_protobuf(field.bytes, name_)) {
        if (type.number != 1 || !type.has_bytes) continue;
        for (const ProtobufField& part : parse_protobuf(type.bytes, name_)) {
          if (part.number == 1) value.is_whole = part.value != 1 && part.value != 10 && part.value != 11;
          if (part.number == 2) value.sizes = read_sizes(part.bytes);
        }
      }
    }
    return value;
  }

  std::vector<std::int64_t> read_sizes(Bytes bytes) const {
    std::vector<std::int64_t> sizes;
    for (const ProtobufField& dim : parse_protobuf(bytes, name_)) {
      if (dim.number != 1) continue;
      std::int64_t size = 0;
      for (const ProtobufField& part : parse_protobuf(dim.bytes, name_))
        if (part.number == 1 && !part.has_bytes) size = static_cast<std::int64_t>(part.value);
      sizes.push_back(std::max<std::int64_t>(size, 0));
    }
    return sizes;
  }

  const std::string& name_;
  const ReadBeside& beside_;
  std::map<std::string, std::vector<std::uint8_t>> files_;
  std::uint64_t outside_allowed_ = 4 * kMaxElements;  // many tensors can name the same bytes
};

}  // namespace

bool is_onnx_file(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kNext = "\x12\x1a\x22\x28\x32\x3a\x42";  // the fields that can follow the version
  // The length of a safetensors header can begin alike, but ends in zeros, with the header behind it.
  if (bytes.size() > 8 && bytes[6] == 0 && bytes[7] == 0 && bytes[8] == '{') return false;
  return bytes.size() > 4 && bytes[0] == 8 && bytes[1] > 0 && bytes[1] < 32 &&
         kNext.find(static_cast<char>(bytes[2])) != std::string_view::npos && (bytes[3] != 0 || bytes[4] != 0);
}

OnnxGraph parse_onnx(std::span<const std::uint8_t> bytes, const std::string& name, const ReadBeside& beside) {
  return Reader(name, beside).model(bytes);
}

}  // namespace latentwalk
