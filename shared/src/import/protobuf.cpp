#include "import/protobuf.hpp"

namespace latentwalk {
namespace {

std::uint64_t varint(std::span<const std::uint8_t> bytes, std::size_t& at, std::string_view where) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    if (at >= bytes.size()) fail(where, ": a message is cut short");
    const std::uint8_t byte = bytes[at++];
    value |= std::uint64_t{byte & 127U} << shift;
    if (byte < 128) return value;
  }
  fail(where, ": a number of a message has more than 64 bits");
}

}  // namespace

std::vector<ProtobufField> parse_protobuf(std::span<const std::uint8_t> message, std::string_view where) {
  constexpr std::uint64_t kVarint = 0, kWide = 1, kBytes = 2, kNarrow = 5;
  std::vector<ProtobufField> fields;
  for (std::size_t at = 0; at < message.size();) {
    const std::uint64_t tag = varint(message, at, where), kind = tag & 7U;
    ProtobufField field;
    if (tag >> 3U == 0 || tag >> 3U > 0x1FFFFFFF) fail(where, ": a message has a field with the number ", tag >> 3U);
    field.number = static_cast<std::uint32_t>(tag >> 3U);
    if (kind == kVarint) {
      field.value = varint(message, at, where);
    } else if (kind == kBytes) {
      const std::uint64_t size = varint(message, at, where);
      if (size > message.size() - at)
        fail(where, ": a field of ", size, " bytes lies beyond the end (is the file cut short?)");
      field.has_bytes = true;
      field.bytes = message.subspan(at, static_cast<std::size_t>(size));
      at += static_cast<std::size_t>(size);
    } else if (kind == kWide || kind == kNarrow) {
      const std::size_t size = kind == kWide ? 8 : 4;
      if (size > message.size() - at) fail(where, ": a message is cut short");
      for (std::size_t i = 0; i < size; ++i) field.value |= std::uint64_t{message[at++]} << (8 * i);
    } else {
      fail(where, ": a message has a field of the unknown kind ", kind);
    }
    fields.push_back(field);
  }
  return fields;
}

void append_whole(std::vector<std::int64_t>& numbers, const ProtobufField& field, std::string_view where) {
  if (!field.has_bytes) {
    numbers.push_back(static_cast<std::int64_t>(field.value));
    return;
  }
  for (std::size_t at = 0; at < field.bytes.size();)
    numbers.push_back(static_cast<std::int64_t>(varint(field.bytes, at, where)));
}

}  // namespace latentwalk
