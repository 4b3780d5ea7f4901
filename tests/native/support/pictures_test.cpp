#include <doctest/doctest.h>

#include <cstdlib>

#include "gif/gif.hpp"
#include "support/png.hpp"
#include "tests/support/decoded_pictures.hpp"
#include "tests/support/test_files.hpp"

using namespace latentwalk;
using tests::contains;
using tests::message_of;

namespace {

// Every grey there is, and no symmetry that would hide a swapped axis.
GreyImage gradient(std::size_t width, std::size_t height, std::size_t offset = 0) {
  GreyImage image{width, height, {}};
  for (std::size_t i = 0; i < width * height; ++i) image.pixels.push_back(static_cast<std::uint8_t>(i * 7 + offset));
  return image;
}

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

TEST_CASE("a GIF has every frame, as many as came in, each within two greys of its picture, and repeats for ever") {
  std::vector<GreyImage> frames;
  for (std::size_t i = 0; i < 5; ++i) frames.push_back(gradient(31, 17, 40 * i));
  const auto bytes = encode_gif(frames, 7);
  const tests::Animation seen = tests::decode_gif(bytes);
  REQUIRE(seen.frames.size() == frames.size());
  for (std::size_t i = 0; i < frames.size(); ++i) {
    CHECK(seen.delays_ms[i] == 70);
    REQUIRE(seen.frames[i].pixels.size() == frames[i].pixels.size());
    int largest = 0;
    for (std::size_t k = 0; k < frames[i].pixels.size(); ++k) {
      largest = std::max(largest, std::abs(seen.frames[i].pixels[k] - frames[i].pixels[k]));
    }
    CHECK(largest <= 2);
  }
  CHECK(tests::repeats_for_ever(bytes));
}

TEST_CASE("frames that do not change are kept, so that a pause stays a pause") {
  const std::vector<GreyImage> frames(4, gradient(8, 8));
  const tests::Animation seen = tests::decode_gif(encode_gif(frames, 10));
  int shown = 0;
  for (const int delay : seen.delays_ms) shown += delay;
  CHECK(shown == 400);
}

TEST_CASE("a GIF without frames, with frames of two sizes or an impossible delay is refused") {
  CHECK(contains(message_of([] { encode_gif({}, 5); }), "at least one frame"));
  CHECK(contains(message_of([] { encode_gif({gradient(4, 4), gradient(4, 5)}, 5); }), "must be 4 x 4 like the first"));
  CHECK(contains(message_of([] { encode_gif({gradient(4, 4)}, 0); }), "not 0"));
  CHECK(contains(message_of([] { encode_gif({GreyImage{}}, 5); }), "1 to 65535 pixels"));
}
