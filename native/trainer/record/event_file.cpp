#include "trainer/record/event_file.hpp"

#include <bit>
#include <string_view>

#include "latentwalk/error.hpp"
#include "trainer/record/crc32c.hpp"

namespace latentwalk {
namespace {

using Bytes = std::vector<std::uint8_t>;

template <class Number>
void append_little_endian(Bytes& out, Number number) {
  for (std::size_t i = 0; i < sizeof number; ++i) out.push_back(static_cast<std::uint8_t>(number >> (8 * i)));
}

// In protocol buffers a field is a varint of (number << 3 | wire type), then its value.
enum WireType : std::uint32_t { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };

void append_varint(Bytes& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<std::uint8_t>(value | 0x80));
  out.push_back(static_cast<std::uint8_t>(value));
}

void append_key(Bytes& out, std::uint32_t field, WireType type) { append_varint(out, field << 3 | type); }

void append_bytes(Bytes& out, std::uint32_t field, std::string_view bytes) {
  append_key(out, field, kBytes);
  append_varint(out, bytes.size());
  out.insert(out.end(), bytes.begin(), bytes.end());
}

void append_bytes(Bytes& out, std::uint32_t field, const Bytes& bytes) {
  append_bytes(out, field, std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

/// Event { double wall_time = 1; int64 step = 2; oneof { string file_version = 3; Summary summary = 5; } }
Bytes event(double wall_time, std::int64_t step) {
  Bytes out;
  append_key(out, 1, kFixed64);
  append_little_endian(out, std::bit_cast<std::uint64_t>(wall_time));
  append_key(out, 2, kVarint);
  append_varint(out, static_cast<std::uint64_t>(step));
  return out;
}

/// Summary { repeated Value value = 1; }, Value { string tag = 1; float simple_value = 2; }
Bytes summary(const std::vector<std::pair<std::string, double>>& scalars) {
  Bytes out;
  for (const auto& [tag, number] : scalars) {
    Bytes value;
    append_bytes(value, 1, tag);
    append_key(value, 2, kFixed32);
    append_little_endian(value, std::bit_cast<std::uint32_t>(static_cast<float>(number)));
    append_bytes(out, 1, value);
  }
  return out;
}

/// The format rotates and shifts checksums, because a checksum of data that holds checksums is weak.
std::uint32_t masked_crc(std::span<const std::uint8_t> bytes) { return std::rotr(crc32c(bytes), 15) + 0xA282EAD8U; }

}  // namespace

EventFile::EventFile(const std::filesystem::path& path) : path_(path), file_(path, std::ios::binary | std::ios::trunc) {
  Bytes version = event(0.0, 0);
  append_bytes(version, 3, std::string_view("brain.Event:2"));
  write_record(version);
}

void EventFile::add(double wall_time, std::int64_t step, const std::vector<std::pair<std::string, double>>& scalars) {
  Bytes data = event(wall_time, step);
  append_bytes(data, 5, summary(scalars));
  write_record(data);
}

void EventFile::write_record(std::span<const std::uint8_t> data) {
  Bytes frame;
  append_little_endian(frame, static_cast<std::uint64_t>(data.size()));
  append_little_endian(frame, masked_crc({frame.data(), 8}));
  frame.insert(frame.end(), data.begin(), data.end());
  append_little_endian(frame, masked_crc(data));
  file_.write(reinterpret_cast<const char*>(frame.data()), static_cast<std::streamsize>(frame.size()));
  file_.flush();
  if (!file_) fail(path_.string(), ": cannot be written (is the disk full?)");
}

}  // namespace latentwalk
