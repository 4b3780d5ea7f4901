#include "support/png.hpp"

#include <doctest/doctest.h>

#include "tests/support/decoded_pictures.hpp"
#include "tests/support/test_files.hpp"

using namespace latentwalk;
using tests::contains;
using tests::gradient;
using tests::message_of;

namespace {

bool same(const GreyImage& a, const GreyImage& b) {
  return a.width == b.width && a.height == b.height && a.pixels == b.pixels;
}

}  // namespace

TEST_CASE("a PNG decodes to the very pixels it was made of") {
  for (const auto& [width, height] : {std::pair<std::size_t, std::size_t>{1, 1}, {37, 23}, {300, 2}}) {
    CHECK(same(tests::decode_png(encode_png(gradient(width, height))), gradient(width, height)));
  }
}

TEST_CASE("an empty PNG, one too large and one with the wrong number of pixels are refused") {
  CHECK(contains(message_of([] { encode_png({}); }), "1 to 32768 pixels"));
  CHECK(contains(message_of([] { encode_png({40000, 1, {}}); }), "40000 x 1"));
  CHECK(contains(message_of([] { encode_png({2, 2, {0, 0, 0}}); }), "needs 4 pixels, found 3"));
}
