#include "latentwalk/safetensors.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "latentwalk/error.hpp"
#include "latentwalk/float16.hpp"
#include "latentwalk/foreign_file.hpp"
#include "latentwalk/json.hpp"

static_assert(std::endian::native == std::endian::little, "tensors are read as the machine's own little-endian floats");

namespace latentwalk {
namespace {

// Real headers take a few KB. The limit keeps a hostile length from allocating memory.
constexpr std::uint64_t kMaxHeaderBytes = 8U << 20U;
// A tensor's entry has ten values.
constexpr std::size_t kMaxHeaderValues = std::size_t{1} << 14U;
constexpr std::size_t kMaxName = 256;
constexpr std::size_t kMaxRank = 8;
constexpr std::uint64_t kMaxAxis = 0x7FFFFFFF;  // fits size_t in wasm
constexpr std::size_t kLengthBytes = 8;

struct DTypeInfo {
  DType dtype;
  const char* name;
  std::size_t size;
};
constexpr DTypeInfo kDTypes[] = {
    {DType::f32, "F32", 4},         {DType::f16, "F16", 2},         {DType::f64, "F64", 8},
    {DType::i64, "I64", 8},         {DType::u8, "U8", 1},           {DType::i8, "I8", 1},
    {DType::bf16, "BF16", 2},       {DType::f8_e4m3, "F8_E4M3", 1}, {DType::f8_e5m2, "F8_E5M2", 1},
    {DType::f8_e8m0, "F8_E8M0", 1}, {DType::boolean, "BOOL", 1},    {DType::i32, "I32", 4},
    {DType::i16, "I16", 2},         {DType::u64, "U64", 8},         {DType::u32, "U32", 4},
    {DType::u16, "U16", 2},         {DType::c64, "C64", 8},
};

const DTypeInfo& info(DType dtype) {
  return *std::find_if(std::begin(kDTypes), std::end(kDTypes), [&](const DTypeInfo& i) { return i.dtype == dtype; });
}

DType parse_dtype(const std::string& text, std::string_view where) {
  for (const DTypeInfo& candidate : kDTypes)
    if (text == candidate.name) return candidate.dtype;
  std::string known;
  for (const DTypeInfo& candidate : kDTypes) known.append(known.empty() ? "" : ", ").append(candidate.name);
  fail(where, ": dtype must be one of ", known, ", found ", in_quotes(text));
}

// The position of a tensor in the file.
struct Entry {
  std::string name;
  DType dtype;
  Shape shape;
  std::uint64_t begin, end;
  bool is_skipped;
};

std::uint64_t checked_product(const Shape& shape, std::size_t size, std::string_view where) {
  // Skips axes of 0, so that the result does not depend on their position.
  std::uint64_t bytes = size;
  bool is_empty = false;
  for (const std::size_t axis : shape) {
    is_empty = is_empty || axis == 0;
    if (axis != 0 && __builtin_mul_overflow(bytes, static_cast<std::uint64_t>(axis), &bytes))
      fail(where, ": the shape ", shape_text(shape), " overflows 64 bits");
  }
  return is_empty ? 0 : bytes;
}

/// A skipped entry is read no further than its position.
Entry parse_entry(const std::string& tensor, const Json& json, std::uint64_t data_bytes, bool is_skipped,
                  std::string_view name) {
  const std::string where = std::string(name) + ": tensor " + in_quotes(tensor);
  check_keys(json, {"dtype", "shape", "data_offsets"}, where);
  Entry entry{tensor, DType::u8, {}, 0, 0, is_skipped};
  if (!is_skipped) entry.dtype = parse_dtype(read_string(json, "dtype", where), where);

  const auto whole = [&](const Json& value) {
    if (!value.is_number_unsigned()) fail(where, ": expected whole numbers in shape and data_offsets");
    return value.get<std::uint64_t>();
  };
  const Json none = Json::array();
  const Json& shape = is_skipped ? none : require(json, "shape", where);
  if (!shape.is_array() || shape.size() > kMaxRank)
    fail(where, ": shape must be a list of at most ", kMaxRank, " sizes");
  for (const Json& axis : shape) {
    const std::uint64_t size = whole(axis);
    if (size > kMaxAxis) fail(where, ": an axis of ", size, " is larger than ", kMaxAxis);
    entry.shape.push_back(static_cast<std::size_t>(size));
  }
  const Json& offsets = require(json, "data_offsets", where);
  if (!offsets.is_array() || offsets.size() != 2) fail(where, ": data_offsets must be [begin, end]");
  entry.begin = whole(offsets[0]);
  entry.end = whole(offsets[1]);
  if (entry.begin > entry.end || entry.end > data_bytes)
    fail(where, ": data_offsets [", entry.begin, ", ", entry.end, "] do not lie in the file's ", data_bytes,
         " bytes of data (is the file cut short?)");
  if (is_skipped) return entry;
  const std::uint64_t expected = checked_product(entry.shape, dtype_size(entry.dtype), where);
  if (entry.end - entry.begin != expected)
    fail(where, ": ", dtype_name(entry.dtype), " ", shape_text(entry.shape), " takes ", expected,
         " bytes, but data_offsets hold ", entry.end - entry.begin);
  return entry;
}

/// Throws an Error that says what the file is, if that is known.
void refuse_foreign(std::span<const std::uint8_t> bytes, std::string_view name) {
  const ForeignFile foreign = foreign_file(bytes);
  if (foreign.what != nullptr) fail(name, ": ", foreign.what, ", not a safetensors file: ", foreign.advice);
}

}  // namespace

bool is_below(std::string_view name, std::string_view prefix) {
  return name.starts_with(prefix) && (prefix.empty() || name.size() == prefix.size() || name[prefix.size()] == '.');
}

std::size_t dtype_size(DType dtype) { return info(dtype).size; }
const char* dtype_name(DType dtype) { return info(dtype).name; }

Safetensors parse_safetensors(std::span<const std::uint8_t> bytes, std::string_view name,
                              std::span<const std::string> skipped) {
  std::uint64_t header_bytes = 0;
  if (bytes.size() >= kLengthBytes) std::memcpy(&header_bytes, bytes.data(), kLengthBytes);
  if (bytes.size() <= kLengthBytes || header_bytes > bytes.size() - kLengthBytes || bytes[kLengthBytes] != '{')
    refuse_foreign(bytes, name);
  if (bytes.size() < kLengthBytes)
    fail(name, ": not a safetensors file: ", bytes.size(), " bytes, expected at least ", kLengthBytes);
  if (header_bytes > kMaxHeaderBytes)
    fail(name, ": not a safetensors file: a header of ", header_bytes, " bytes, at most ", kMaxHeaderBytes,
         " expected");
  if (header_bytes > bytes.size() - kLengthBytes)
    fail(name, ": cut short: the header takes ", header_bytes, " bytes, the file has ", bytes.size() - kLengthBytes,
         " after its length");
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()) + kLengthBytes,
                              static_cast<std::size_t>(header_bytes));
  if (text.empty() || text.front() != '{') fail(name, ": not a safetensors file: its header does not begin with {");
  const Json header = parse_json(text, std::string(name) + ": header", kMaxHeaderValues);
  const auto data = bytes.subspan(kLengthBytes + static_cast<std::size_t>(header_bytes));

  Safetensors file;
  std::vector<Entry> entries;
  for (const auto& [key, value] : header.get_ref<const Json::object_t&>()) {
    if (key != "__metadata__") {
      const bool is_skipped = std::any_of(skipped.begin(), skipped.end(),
                                          [&, &tensor = key](const std::string& one) { return is_below(tensor, one); });
      if (is_skipped) file.skipped.push_back(key);
      if (key.size() > kMaxName && !is_skipped)
        fail(name, ": a tensor's name of ", key.size(), " bytes, at most ", kMaxName, " expected");
      entries.push_back(parse_entry(key, value, data.size(), is_skipped, name));
      continue;
    }
    if (!value.is_object()) fail(name, ": __metadata__ must be an object of strings");
    for (const auto& [field, content] : value.get_ref<const Json::object_t&>()) {
      if (!content.is_string()) fail(name, ": __metadata__ ", in_quotes(field), " must be a string");
      file.metadata[field] = content.get<std::string>();
    }
  }

  // The tensors cover the data from the first byte to the last, without holes or overlaps.
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return std::pair(a.begin, a.end) < std::pair(b.begin, b.end); });
  std::uint64_t position = 0;
  for (const Entry& entry : entries) {
    if (entry.begin != position)
      fail(name, ": tensor ", in_quotes(entry.name), " begins at ", entry.begin, ", expected ", position,
           entry.begin < position ? " (tensors overlap)" : " (a hole between tensors)");
    position = entry.end;
  }
  if (position != data.size())
    fail(name, ": the tensors end at ", position, ", but the file has ", data.size(), " bytes of data");

  for (Entry& entry : entries) {
    if (entry.is_skipped) continue;
    const auto part =
        data.subspan(static_cast<std::size_t>(entry.begin), static_cast<std::size_t>(entry.end - entry.begin));
    file.tensors[entry.name] = {entry.dtype, std::move(entry.shape), {part.begin(), part.end()}};
  }
  return file;
}

std::vector<std::uint8_t> serialize_safetensors(const Safetensors& file) {
  Json header = Json::object();
  if (!file.metadata.empty()) header["__metadata__"] = file.metadata;
  std::uint64_t position = 0;
  for (const auto& [name, tensor] : file.tensors) {
    if (tensor.bytes.size() != element_count(tensor.shape) * dtype_size(tensor.dtype))
      fail("tensor \"", name, "\": ", tensor.bytes.size(), " bytes do not make ", dtype_name(tensor.dtype), " ",
           shape_text(tensor.shape));
    const std::uint64_t end = position + tensor.bytes.size();
    header[name] = {{"dtype", dtype_name(tensor.dtype)}, {"shape", tensor.shape}, {"data_offsets", {position, end}}};
    position = end;
  }
  std::string text = header.dump();
  text.append((kLengthBytes - text.size() % kLengthBytes) % kLengthBytes, ' ');  // keeps the data aligned

  std::vector<std::uint8_t> bytes(kLengthBytes + text.size());
  bytes.reserve(bytes.size() + static_cast<std::size_t>(position));
  const std::uint64_t header_bytes = text.size();
  std::memcpy(bytes.data(), &header_bytes, kLengthBytes);
  std::memcpy(bytes.data() + kLengthBytes, text.data(), text.size());
  for (const auto& [name, tensor] : file.tensors) bytes.insert(bytes.end(), tensor.bytes.begin(), tensor.bytes.end());
  return bytes;
}

StoredTensor store(const Tensor& tensor, DType dtype) {
  StoredTensor stored{dtype, shape_of(tensor), std::vector<std::uint8_t>(tensor.size() * dtype_size(dtype))};
  if (dtype == DType::f32) {
    if (tensor.size() > 0) std::memcpy(stored.bytes.data(), tensor.data(), stored.bytes.size());
  } else if (dtype == DType::f16) {
    for (std::size_t i = 0; i < tensor.size(); ++i) {
      const std::uint16_t half = float16_from_float(tensor.data()[i]);
      std::memcpy(stored.bytes.data() + 2 * i, &half, 2);
    }
  } else {
    fail("float tensors are stored as F32 or F16, not as ", dtype_name(dtype));
  }
  return stored;
}

Tensor load(const StoredTensor& stored, std::string_view what) {
  Tensor tensor;
  tensor.resize(
      Tensor::shape_type(stored.shape.begin(), stored.shape.end()));  // not initialised: written completely below
  float* out = tensor.data();
  const std::uint8_t* in = stored.bytes.data();
  switch (stored.dtype) {
    case DType::f32:
      if (tensor.size() > 0) std::memcpy(out, in, stored.bytes.size());
      break;
    case DType::f16:
      floats_from_float16(in, tensor.size(), out);
      break;
    case DType::f64:
      for (std::size_t i = 0; i < tensor.size(); ++i) {
        double value = 0;
        std::memcpy(&value, in + 8 * i, 8);
        out[i] = static_cast<float>(value);
      }
      break;
    default:
      fail(what, ": expected floats (F32, F16 or F64), found ", dtype_name(stored.dtype));
  }
  return tensor;
}

}  // namespace latentwalk
