// The checksum of TensorBoard's files, and the bytes of one file.
#include "trainer/record/event_file.hpp"

#include <doctest/doctest.h>

#include <string>

#include "support/files.hpp"
#include "trainer/record/crc32c.hpp"

using namespace latentwalk;

TEST_CASE("CRC-32C gives the values of RFC 3720") {
  const std::vector<std::uint8_t> zeros(32, 0), ones(32, 0xFF);
  CHECK(crc32c(zeros) == 0x8A9136AA);
  CHECK(crc32c(ones) == 0x62A8AB43);
  std::vector<std::uint8_t> rising;
  for (std::uint8_t i = 0; i < 32; ++i) rising.push_back(i);
  CHECK(crc32c(rising) == 0x46DD794E);
  const std::string digits = "123456789";
  CHECK(crc32c({reinterpret_cast<const std::uint8_t*>(digits.data()), digits.size()}) == 0xE3069283);
}

TEST_CASE("an event of one scalar is written to the byte") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "events.out.tfevents.test";
  {
    EventFile file(path);
    file.add(1.5, 300, {{"a", -2.0}});
  }
  const auto bytes = read_file(path);
  // The first record, which names the version, is 8 + 4 + 26 + 4 bytes.
  const std::size_t first = 16 + 26;
  REQUIRE(bytes.size() == first + 16 + 24);
  const std::vector<std::uint8_t> data(bytes.begin() + first + 12, bytes.end() - 4);
  const std::vector<std::uint8_t> expected{0x09, 0,    0,    0, 0,   0, 0, 0xF8, 0x3F,  // wall_time 1.5
                                           0x10, 0xAC, 0x02,                            // step 300
                                           0x2A, 0x0A,                                  // summary of 10 bytes
                                           0x0A, 0x08,                                  // value of 8 bytes
                                           0x0A, 0x01, 'a',                             // tag
                                           0x15, 0,    0,    0, 0xC0};                  // simple_value -2
  CHECK(data == expected);
}
