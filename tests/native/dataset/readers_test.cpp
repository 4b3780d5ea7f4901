// The readers of pictures, arrays and tables that others wrote.
#include <doctest/doctest.h>

#include "dataset/array.hpp"
#include "dataset/picture.hpp"
#include "dataset/table.hpp"
#include "tests/native/dataset/files.hpp"
#include "tests/support/test_files.hpp"

#define STB_IMAGE_WRITE_STATIC
#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STBI_WRITE_NO_STDIO
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb_image_write.h>
#pragma GCC diagnostic pop

using namespace latentwalk;
using tests::contains;
using tests::message_of;
using tests::npy_of;
using tests::png_of;
using tests::RawBytes;
using tests::zip_of;

namespace {

std::string refusal(const RawBytes& picture) {
  const std::string message = message_of([&] { decode_picture(picture, "a.png"); });
  CHECK(message.starts_with("a.png: "));
  return message;
}

RawBytes jpeg_of(int side, std::uint8_t grey) {
  RawBytes bytes;
  const RawBytes pixels(static_cast<std::size_t>(side * side), grey);
  const auto append = [](void* to, void* data, int size) {
    const auto* first = static_cast<const std::uint8_t*>(data);
    static_cast<RawBytes*>(to)->insert(static_cast<RawBytes*>(to)->end(), first, first + size);
  };
  stbi_write_jpg_to_func(append, &bytes, side, side, 1, pixels.data(), 95);
  return bytes;
}

Array array_of(const RawBytes& bytes) { return Array::parse(bytes, "a.npy"); }

Table table_of(const std::string& text, LabelColumn label = LabelColumn::unknown) {
  return parse_table(text, label, std::nullopt, "a.csv");
}

}  // namespace

TEST_CASE("colours become their luma, and 16 bits become 8") {
  CHECK(decode_picture(png_of(2, 2, 0, 8, {0, 100, 200, 255}), "a").brightness == RawBytes{0, 100, 200, 255});
  CHECK(decode_picture(png_of(2, 1, 2, 8, {255, 0, 0, 0, 255, 0}), "a").brightness == RawBytes{76, 150});
  CHECK(decode_picture(png_of(2, 1, 0, 16, {0x12, 0x34, 0xff, 0xff}), "a").brightness == RawBytes{0x12, 0xff});
}

TEST_CASE("transparent pixels become paper, and light ink on them stays visible") {
  CHECK(decode_picture(png_of(3, 1, 4, 8, {0, 255, 0, 0, 0, 51}), "a").brightness == RawBytes{0, 255, 204});
  CHECK(decode_picture(png_of(2, 1, 4, 8, {255, 255, 0, 0}), "a").brightness == RawBytes{0, 255});
  CHECK(decode_picture(png_of(2, 1, 6, 8, {255, 255, 255, 255, 0, 0, 0, 0}), "a").brightness == RawBytes{0, 255});
}

TEST_CASE("a PNG that is cut anywhere, changed anywhere or animated is refused") {
  const RawBytes good = png_of(4, 4, 0, 8, RawBytes(16, 200));
  for (std::size_t keep = 0; keep < good.size(); ++keep)
    refusal({good.begin(), good.begin() + static_cast<long>(keep)});
  for (std::size_t at = 8; at < good.size(); ++at) {
    RawBytes changed = good;
    changed[at] ^= 0x10;
    refusal(changed);
  }
  CHECK(contains(refusal(png_of(4, 4, 0, 8, RawBytes(16, 200), true)), "animated PNG"));
}

TEST_CASE("a small file that would fill the memory is refused by its size in pixels") {
  CHECK(contains(refusal(png_of(100000, 100000, 0, 8, {})), "100000 x 100000 pixels"));
  CHECK(contains(refusal(png_of(16000, 16000, 0, 8, {})), "16000 x 16000 pixels, expected at most 16384"));
}

TEST_CASE("a JPEG is read, and one that is cut is refused") {
  const RawBytes good = jpeg_of(16, 90);
  const Picture picture = decode_picture(good, "a.jpg");
  CHECK(picture.width == 16);
  CHECK(std::abs(picture.brightness[40] - 90) <= 2);
  for (std::size_t keep = 3; keep < good.size() - 1; keep += 7)
    CHECK(contains(refusal({good.begin(), good.begin() + static_cast<long>(keep)}), "ends early"));
}

TEST_CASE("other formats are named") {
  for (const auto& [start, name] : {std::pair("GIF89a", "a GIF"), {"BM....", "a BMP"}, {"RIFF....WEBP", "WebP"}}) {
    RawBytes bytes;
    tests::append_text(bytes, start);
    CHECK(contains(refusal(bytes), name));
  }
  CHECK(contains(refusal({}), "an empty file"));
}

TEST_CASE("arrays of every type and order give their numbers") {
  CHECK(array_of(npy_of("|u1", "(2,)", {7, 255})).number(1) == 255);
  CHECK(array_of(npy_of("|i1", "(1,)", {0xff})).number(0) == -1);
  CHECK(array_of(npy_of("<i2", "(1,)", {0xfe, 0xff})).number(0) == -2);
  CHECK(array_of(npy_of(">i4", "(1,)", {0, 0, 1, 2})).number(0) == 258);
  CHECK(array_of(npy_of("<i8", "(1,)", {5, 0, 0, 0, 0, 0, 0, 0})).number(0) == 5);
  CHECK(array_of(npy_of("<f2", "(1,)", {0x00, 0x3c})).number(0) == 1);
  CHECK(array_of(npy_of(">f4", "(1,)", {0x3f, 0x80, 0, 0})).number(0) == 1);
  CHECK(array_of(npy_of("<f8", "(1,)", {0, 0, 0, 0, 0, 0, 0xf0, 0x3f})).number(0) == 1);
  CHECK(array_of(npy_of("|b1", "(1,)", {1})).number(0) == 1);
  CHECK(array_of(npy_of("<U2", "(1,)", {0xe9, 0, 0, 0, 'x', 0, 0, 0})).text(0) == "éx");
  CHECK(array_of(npy_of("|u1", "(2, 3)", {0, 1, 2, 3, 4, 5})).strides() == std::vector<std::size_t>{3, 1});
  CHECK(array_of(npy_of("|u1", "(2, 3)", {0, 1, 2, 3, 4, 5}, true)).strides() == std::vector<std::size_t>{1, 2});
}

TEST_CASE("arrays of objects are refused before anything is read of them, and other types by name") {
  const auto message = [](const RawBytes& bytes) { return message_of([&] { array_of(bytes); }); };
  CHECK(contains(message(npy_of("|O", "(1,)", {0x80, 4, 'c'})), "Python objects (dtype object), which are pickled"));
  for (const char* type : {"<c8", "<M8", "|V4", "<f16", "u1x", ""})
    CHECK(contains(message(npy_of(type, "(1,)", RawBytes(16))), "dtype"));
  CHECK(contains(message(npy_of("|u1", "(3,)", {1, 2})), "takes 3 x 1 bytes, found 2"));
  const Array nan = array_of(npy_of("<f4", "(1,)", {0, 0, 0xc0, 0x7f}));
  CHECK(contains(message_of([&] { nan.number(0); }), "a.npy: number 0 is not finite"));
}

TEST_CASE("an archive of arrays is read stored and deflated, and refused when damaged") {
  const RawBytes member = npy_of("|u1", "(1, 4, 4)", RawBytes(16, 9));
  for (const bool deflated : {false, true}) {
    const RawBytes good = zip_of({{"x_train.npy", member}}, deflated);
    const auto arrays = parse_npz(good, "a.npz", 1000);
    REQUIRE(arrays.size() == 1);
    CHECK(arrays[0].name == "x_train");
    CHECK(arrays[0].array.number(15) == 9);
    CHECK(contains(message_of([&] { parse_npz(good, "a.npz", 100); }), "at most 100 are allowed"));
    for (std::size_t keep = 0; keep < good.size(); ++keep)
      CHECK(message_of([&] { parse_npz(std::span(good).first(keep), "a.npz", 1000); }).starts_with("a.npz: "));
  }
  RawBytes changed = zip_of({{"x.npy", member}}, false);
  changed[35 + 100] ^= 1;
  CHECK(contains(message_of([&] { parse_npz(changed, "a.npz", 1000); }), "checksum is wrong"));
  CHECK(contains(message_of([&] { parse_npz(zip_of({{"x.npy", member}}, false, 1), "a.npz", 1000); }), "encrypted"));
  CHECK(contains(message_of([&] { parse_npz(zip_of({{"x.pkl", {1}}}, false), "a.npz", 9); }), "expected only .npy"));
}

TEST_CASE("a table says where its label is") {
  CHECK(table_of("1,0,9,9,0\n2,0,8,8,0\n").labels == std::vector<std::string>{"1", "2"});
  CHECK(table_of("0,9,9,0,A\n0,8,8,0,B\n").labels == std::vector<std::string>{"A", "B"});
  CHECK(table_of("label,1x1,1x2,2x1,2x2\r\n5,0,9,9,0\r\n").labels == std::vector<std::string>{"5"});
}

TEST_CASE("a table without labels, with a header of numbers, quotes, tabs or semicolons is read") {
  CHECK(table_of("0,9,9,0\n").labels.empty());
  CHECK(table_of("0;9;9;0\n").pixels == std::vector<float>{0, 9, 9, 0});
  CHECK(table_of("\xef\xbb\xbf\"0\"\t\"9.5\"\t9\t0\n\n").pixels == std::vector<float>{0, 9.5F, 9, 0});
  CHECK(table_of("0,1,2,3,4,5,6,7,8\n9,9,9,9,9,9,9,9,9\n").lines == std::vector<std::size_t>{2});
  CHECK(table_of("7,0,9,9,0\n", LabelColumn::first).columns == 4);
}

TEST_CASE("a table with a wrong line names the line") {
  const auto message = [](const std::string& text) { return message_of([&] { table_of(text); }); };
  CHECK(message("1,0,9,9,0\n2,0,8,8\n") == "a.csv: line 2: expected 5 values as in line 1, found 4");
  CHECK(contains(message("1,0,9,9,0\n\n2,0,x,8,0\n"), "a.csv: line 3, column 3: expected a number, found \"x\""));
  CHECK(contains(message("1,0,9,9,0\n2,0,inf,8,0\n"), "line 2, column 3"));
  CHECK(contains(message("1,2,3\n"), "line 1: expected a square number of pixels, with a label or without, found 3"));
  CHECK(contains(message(""), "expected a line of numbers for each picture"));
}
