#include "latentwalk/safetensors.hpp"

#include <doctest/doctest.h>

#include <cstring>

#include "tests/support/test_files.hpp"

using namespace latentwalk;
using tests::contains;
using tests::message_of;

namespace {

std::vector<std::uint8_t> file_of(const std::string& header, std::size_t data_bytes) {
  std::vector<std::uint8_t> bytes(8 + header.size() + data_bytes, 1);
  const std::uint64_t length = header.size();
  std::memcpy(bytes.data(), &length, 8);
  std::memcpy(bytes.data() + 8, header.data(), header.size());
  return bytes;
}

std::string parse_message(const std::string& header, std::size_t data_bytes) {
  return message_of([&] { parse_safetensors(file_of(header, data_bytes), "file"); });
}

Safetensors example() {
  Tensor a = zeros({2, 3}), b = zeros({1});
  for (std::size_t i = 0; i < 6; ++i) a.data()[i] = static_cast<float>(i) - 2.5F;
  b(0) = 1e-3F;
  return {{{"format", "test"}, {"note", "with \"quotes\" and ünïcode"}},
          {{"a", store(a)}, {"b", store(b, DType::f16)}},
          {}};
}

}  // namespace

TEST_CASE("what is written is read back, bit for bit") {
  const Safetensors written = example();
  const auto bytes = serialize_safetensors(written);
  const Safetensors read = parse_safetensors(bytes, "file");
  CHECK(read.metadata == written.metadata);
  REQUIRE(read.tensors.size() == 2);
  CHECK(read.tensors.at("a").dtype == DType::f32);
  CHECK(read.tensors.at("a").shape == Shape{2, 3});
  CHECK(read.tensors.at("a").bytes == written.tensors.at("a").bytes);
  CHECK(load(read.tensors.at("a"), "a")(1, 2) == 2.5F);
  CHECK(std::abs(load(read.tensors.at("b"), "b")(0) - 1e-3F) < 1e-6F);
  CHECK(serialize_safetensors(read) == bytes);
}

TEST_CASE("the layout is the published one: length, header, data, aligned to 8") {
  const auto bytes = serialize_safetensors(example());
  std::uint64_t length = 0;
  std::memcpy(&length, bytes.data(), 8);
  CHECK(length % 8 == 0);
  CHECK(bytes[8] == '{');
  CHECK(bytes.size() == 8 + length + 6 * 4 + 2);
}

TEST_CASE("an empty tensor and a scalar are allowed") {
  const Safetensors file = parse_safetensors(
      file_of(
          R"({"e":{"dtype":"F32","shape":[0,5],"data_offsets":[0,0]},"s":{"dtype":"F32","shape":[],"data_offsets":[0,4]}})",
          4),
      "f");
  CHECK(file.tensors.at("e").bytes.empty());
  CHECK(load(file.tensors.at("s"), "s").size() == 1);
}

TEST_CASE("every truncation is refused") {
  const auto bytes = serialize_safetensors(example());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const std::vector<std::uint8_t> part(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
    if (message_of([&] { parse_safetensors(part, "file"); }).rfind("file: ", 0) != 0) FAIL("accepted at ", size);
  }
}

TEST_CASE("every flipped bit of the header is refused or harmless") {
  const auto bytes = serialize_safetensors(example());
  std::uint64_t length = 0;
  std::memcpy(&length, bytes.data(), 8);
  for (std::size_t i = 0; i < 8 + length; ++i)
    for (int bit = 0; bit < 8; ++bit) {
      auto broken = bytes;
      broken[i] = static_cast<std::uint8_t>(broken[i] ^ (1U << bit));
      try {
        const Safetensors file = parse_safetensors(broken, "file");
        std::size_t total = 0;
        for (const auto& [name, tensor] : file.tensors) total += tensor.bytes.size();
        CHECK(total == bytes.size() - 8 - length);
      } catch (const Error& error) {
        CHECK(std::string(error.what()).find('\n') == std::string::npos);
      }
    }
}

TEST_CASE("each rule of the format is enforced") {
  const std::string good = R"("a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]})";
  CHECK(parse_message("{" + good + "}", 4).empty());
  SUBCASE("the header must be an object") { CHECK(contains(parse_message("[]", 0), "does not begin with {")); }
  SUBCASE("the header length must fit the file") {
    std::vector<std::uint8_t> bytes(16, 0);
    bytes[0] = 200;
    CHECK(
        contains(message_of([&] { parse_safetensors(bytes, "file"); }), "the header takes 200 bytes, the file has 8"));
  }
  SUBCASE("a huge header length is refused before anything is read") {
    CHECK(contains(message_of([&] { parse_safetensors(std::vector<std::uint8_t>(64, 0xFF), "file"); }),
                   "a header of 18446744073709551615 bytes"));
  }
  SUBCASE("duplicate names") {
    CHECK(contains(parse_message("{" + good + "," + good + "}", 4), "\"a\" appears twice"));
  }
  SUBCASE("trailing bytes") {
    CHECK(contains(parse_message("{" + good + "}", 5), "the tensors end at 4, but the file has 5"));
  }
  SUBCASE("missing bytes") { CHECK(contains(parse_message("{" + good + "}", 3), "cut short")); }
  SUBCASE("holes") {
    CHECK(
        contains(parse_message("{" + good + R"(,"b":{"dtype":"U8","shape":[1],"data_offsets":[5,6]}})", 6), "a hole"));
  }
  SUBCASE("overlaps") {
    CHECK(
        contains(parse_message("{" + good + R"(,"b":{"dtype":"U8","shape":[2],"data_offsets":[3,5]}})", 5), "overlap"));
  }
  SUBCASE("a shape that does not match its bytes") {
    CHECK(contains(parse_message(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}})", 4),
                   "F32 [2] takes 8 bytes, but data_offsets hold 4"));
  }
  SUBCASE("a shape that overflows") {
    CHECK(contains(parse_message(R"({"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}})", 0),
                   "an axis of 4294967296 is larger than"));
    CHECK(contains(
        parse_message(R"({"a":{"dtype":"F64","shape":[60000,60000,60000,60000,60000],"data_offsets":[0,65536]}})",
                      65536),
        "overflows"));
    // An axis of 0 hides it neither before the others nor behind them.
    for (const char* shape : {"0,2147483647,2147483647,2147483647", "2147483647,2147483647,2147483647,0"})
      CHECK(contains(
          parse_message(std::string(R"({"a":{"dtype":"F32","shape":[)") + shape + R"(],"data_offsets":[0,0]}})", 0),
          "overflows"));
  }
  SUBCASE("numbers that are not whole") {
    for (const char* number : {"-1", "1.0", "1e0", "\"1\"", "null", "18446744073709551616"})
      CHECK(contains(
          parse_message(std::string(R"({"a":{"dtype":"F32","shape":[)") + number + R"(],"data_offsets":[0,4]}})", 4),
          "whole numbers"));
  }
  SUBCASE("an unknown dtype") {
    CHECK(contains(parse_message(R"({"a":{"dtype":"Q4","shape":[1],"data_offsets":[0,4]}})", 4),
                   "dtype must be one of F32, "));
  }
  SUBCASE("an unknown key of a tensor") {
    CHECK(contains(parse_message(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}})", 4),
                   "unknown key \"x\""));
  }
  SUBCASE("offsets the wrong way round") {
    CHECK(contains(parse_message(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}})", 4), "do not lie"));
  }
  SUBCASE("metadata that is not text") {
    CHECK(contains(parse_message(R"({"__metadata__":{"a":1}})", 0), "must be a string"));
  }
  SUBCASE("too many axes") {
    CHECK(contains(parse_message(R"({"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}})", 4),
                   "at most 8 sizes"));
  }
}
