#include "data/idx.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

#include "support/files.hpp"
#include "tests/support/test_files.hpp"

using namespace latentwalk;
using tests::contains;
using tests::message_of;

namespace {

using RawBytes = std::vector<std::uint8_t>;
const std::string kMnist = LATENTWALK_DIGITS;

void append_word(RawBytes& bytes, std::uint32_t word) {
  for (const int shift : {24, 16, 8, 0}) bytes.push_back(static_cast<std::uint8_t>(word >> shift));
}

RawBytes images(std::uint32_t count, std::uint32_t height, std::uint32_t width, std::size_t pixels,
                std::uint32_t magic = 2051) {
  RawBytes bytes;
  for (const std::uint32_t word : {magic, count, height, width}) append_word(bytes, word);
  for (std::size_t i = 0; i < pixels; ++i) bytes.push_back(static_cast<std::uint8_t>(i));
  return bytes;
}

RawBytes labels(std::uint32_t count, const RawBytes& values, std::uint32_t magic = 2049) {
  RawBytes bytes;
  append_word(bytes, magic);
  append_word(bytes, count);
  bytes.insert(bytes.end(), values.begin(), values.end());
  return bytes;
}

std::string images_message(const RawBytes& bytes) {
  return message_of([&] { parse_idx_images(bytes, "images"); });
}
std::string labels_message(const RawBytes& bytes) {
  return message_of([&] { parse_idx_labels(bytes, "labels"); });
}

}  // namespace

TEST_CASE("the committed subset is 1,000 real digits, 100 of each class, ink in the middle and paper round it") {
  const Digits digits = load_digits(kMnist, "t10k");
  CHECK(digits.count == 1000);
  CHECK(digits.width == 28);
  CHECK(digits.height == 28);
  REQUIRE(digits.pixels.size() == 784'000);
  REQUIRE(digits.labels.size() == 1000);
  std::array<int, 10> of_class{};
  for (const std::uint8_t label : digits.labels) ++of_class[label];
  for (const int count : of_class) CHECK(count == 100);
  CHECK(digits.labels[0] == 7);  // the test set famously begins with a seven
  std::size_t border = 0, centre = 0;
  for (std::size_t i = 0; i < digits.count; ++i) {
    border += digits.pixels[784 * i];
    centre += digits.pixels[784 * i + 14 * 28 + 14];
  }
  CHECK(border == 0);
  CHECK(centre / 1000 > 80);
}

TEST_CASE("axes are read in the order count, rows, columns") {
  const Digits digits = parse_idx_images(images(2, 3, 4, 24), "images");
  CHECK(digits.count == 2);
  CHECK(digits.height == 3);
  CHECK(digits.width == 4);
  CHECK(digits.pixels.front() == 0);
  CHECK(digits.pixels.back() == 23);
}

TEST_CASE("an images file that is cut short, foreign or lies about its counts is refused with both numbers") {
  CHECK(contains(images_message({}), "header of 16 bytes, found 0 bytes"));
  CHECK(contains(images_message(RawBytes(15, 0)), "found 15 bytes"));
  CHECK(contains(images_message(images(2, 3, 4, 24, 2049)), "magic 2051), found magic 2049 (an IDX file of labels)"));
  CHECK(contains(images_message(images(2, 3, 4, 24, 0x89504e47)), "found magic 2303741511 (a PNG picture)"));
  CHECK(contains(images_message(images(2, 3, 4, 23)),
                 "2 images of 4 x 3, which takes 24 bytes; found 23 (is the file truncated"));
  CHECK(contains(images_message(images(2, 3, 4, 25)), "found 25 (is there extra data"));
  CHECK(contains(images_message(images(3, 3, 4, 24)), "3 images of 4 x 3, which takes 36 bytes; found 24"));
  CHECK(contains(images_message(images(0, 3, 4, 0)), "expected 1 to 10000000 images, the header says 0"));
  CHECK(contains(images_message(images(0xffffffff, 3, 4, 24)), "the header says 4294967295"));
  CHECK(contains(images_message(images(1, 0x10000, 0x10000, 24)), "1024 rows, the header says 65536"));
  CHECK(contains(images_message(images(1, 1, 0, 0)), "1024 columns, the header says 0"));
}

TEST_CASE("a labels file that is cut short, foreign, or lies about its count is refused; any byte is a label") {
  CHECK(parse_idx_labels(labels(3, {0, 9, 5}), "labels") == RawBytes{0, 9, 5});
  const std::string page = "<!doctype html><title>404</title>";
  CHECK(contains(labels_message(RawBytes(page.begin(), page.end())), "(a web page (HTML or XML))"));
  CHECK(contains(labels_message(RawBytes(7, 0)), "header of 8 bytes, found 7"));
  CHECK(contains(labels_message(labels(3, {0, 9, 5}, 2051)), "magic 2049), found magic 2051"));
  CHECK(contains(labels_message(labels(4, {0, 9, 5})), "4 labels, which takes 4 bytes; found 3"));
  CHECK(contains(labels_message(labels(2, {0, 9, 5})), "found 3 (is there extra data"));
  CHECK(parse_idx_labels(labels(3, {0, 255, 5}), "labels") == RawBytes{0, 255, 5});
  Digits digits;
  digits.labels = {0, 10, 5};
  CHECK(message_of([&] { check_labels(digits, 11, "folder"); }) == "");
  CHECK(contains(message_of([&] { check_labels(digits, 10, "folder"); }),
                 "folder: expected labels 0 to 9, found 10 at position 1"));
}

TEST_CASE("gzip data is unpacked as gunzip does: several members, and zeros behind the last") {
  const RawBytes packed = read_file(kMnist + "/t10k-labels-idx1-ubyte.gz"), whole = gunzip_if_needed(packed, "labels");
  RawBytes twice = packed;
  twice.insert(twice.end(), packed.begin(), packed.end());
  RawBytes expected = whole;
  expected.insert(expected.end(), whole.begin(), whole.end());
  CHECK(gunzip_if_needed(twice, "twice") == expected);
  RawBytes padded = twice;
  padded.resize(padded.size() + 512);
  CHECK(gunzip_if_needed(padded, "padded") == expected);
  padded.back() = 1;
  CHECK(contains(message_of([&] { gunzip_if_needed(padded, "padded"); }), "512 bytes follow"));
  twice.pop_back();
  CHECK(contains(message_of([&] { gunzip_if_needed(twice, "twice"); }), "ends early"));
}

TEST_CASE("gzip data that is cut short, corrupt or followed by more is refused") {
  const RawBytes packed = read_file(kMnist + "/t10k-labels-idx1-ubyte.gz");
  CHECK(parse_idx_labels(packed, "labels").size() == 1000);
  for (const std::size_t size : {std::size_t{2}, std::size_t{10}, packed.size() / 2, packed.size() - 1}) {
    CHECK(contains(labels_message(RawBytes(packed.begin(), packed.begin() + static_cast<std::ptrdiff_t>(size))),
                   "ends early"));
  }
  RawBytes corrupt = packed;
  corrupt[corrupt.size() - 8] ^= 1;  // the checksum
  CHECK(contains(labels_message(corrupt), "gzip data is corrupt: incorrect data check"));
  corrupt = packed;
  corrupt[12] ^= 0xff;
  CHECK_FALSE(labels_message(corrupt).empty());
  RawBytes longer = packed;
  longer.push_back(7);
  CHECK(contains(labels_message(longer), "1 bytes follow the end of the gzip data"));
}

TEST_CASE("raw, gzip and dotted names are found, and what is missing is named with where to get it") {
  const TemporaryFolder folder;
  const auto put = [&](const std::string& name, const RawBytes& bytes) { write_file(folder.path() / name, bytes); };
  CHECK(contains(message_of([&] { load_digits(folder.path(), "train"); }), "train-images-idx3-ubyte"));
  put("train-images.idx3-ubyte", images(2, 3, 4, 24));
  const std::string message = message_of([&] { load_digits(folder.path(), "train"); });
  CHECK(contains(message, folder.path().string() + ": expected the file train-labels-idx1-ubyte"));
  CHECK(contains(message, "latentwalk-train data --fetch"));
  put("train-labels-idx1-ubyte", labels(2, {4, 2}));
  const Digits digits = load_digits(folder.path(), "train");
  CHECK(digits.count == 2);
  CHECK(digits.labels == RawBytes{4, 2});
  CHECK(contains(message_of([&] { load_digits(folder.path(), "test"); }), "\"train\" or \"t10k\", found \"test\""));
}

TEST_CASE("images and labels that disagree on how many digits there are are refused") {
  const TemporaryFolder folder;
  write_file(folder.path() / "t10k-images-idx3-ubyte", images(2, 3, 4, 24));
  write_file(folder.path() / "t10k-labels-idx1-ubyte", labels(3, {1, 2, 3}));
  const std::string message = message_of([&] { load_digits(folder.path(), "t10k"); });
  CHECK(contains(message, "t10k-labels-idx1-ubyte: expected 2 labels"));
  CHECK(contains(message, "found 3"));
}
