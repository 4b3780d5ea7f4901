#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "latentwalk/error.hpp"

namespace latentwalk {

/// A field of a Protocol Buffers message: a number, or bytes (a text, a message, packed numbers).
struct ProtobufField {
  std::uint32_t number = 0;             ///< Which field it is.
  bool has_bytes = false;               ///< Whether it holds bytes, not a number.
  std::uint64_t value = 0;              ///< A varint, or 32 or 64 bits as they are.
  std::span<const std::uint8_t> bytes;  ///< Of the message that was read.

  std::string text() const { return {bytes.begin(), bytes.end()}; }
};

/// Splits a message into its fields, one level. Throws Error, beginning with `where`, if it is broken.
std::vector<ProtobufField> parse_protobuf(std::span<const std::uint8_t> message, std::string_view where);

/// The whole numbers of a repeated field: one, or packed ones.
void append_whole(std::vector<std::int64_t>& numbers, const ProtobufField& field, std::string_view where);

}  // namespace latentwalk
