#include "gif/gif.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>

#include "tests/support/decoded_pictures.hpp"
#include "tests/support/test_files.hpp"

using namespace latentwalk;
using tests::contains;
using tests::gradient;
using tests::message_of;

TEST_CASE("a GIF has every frame, as many as came in, each within two greys of its picture, and repeats for ever") {
  std::vector<GreyImage> frames;
  for (std::size_t i = 0; i < 5; ++i) frames.push_back(gradient(31, 17, 40 * i));
  const auto bytes = encode_gif(frames, 12.5);
  const tests::Animation seen = tests::decode_gif(bytes);
  REQUIRE(seen.frames.size() == frames.size());
  for (std::size_t i = 0; i < frames.size(); ++i) {
    CHECK(seen.delays_ms[i] == 80);
    REQUIRE(seen.frames[i].pixels.size() == frames[i].pixels.size());
    int largest = 0;
    for (std::size_t k = 0; k < frames[i].pixels.size(); ++k) {
      largest = std::max(largest, std::abs(seen.frames[i].pixels[k] - frames[i].pixels[k]));
    }
    CHECK(largest <= 2);
  }
  CHECK(tests::repeats_for_ever(bytes));
}

TEST_CASE("a GIF keeps to its frames per second on average, with delays that differ by at most a hundredth") {
  for (const double fps : {1.0, 7.0, 24.0, 29.97, 30.0, 45.0, 50.0}) {
    CAPTURE(fps);
    const auto count = static_cast<std::size_t>(4 * fps);
    const std::vector<int> delays = gif_delays(count, fps);
    int shown = 0;
    for (const int delay : delays) shown += delay;
    CHECK(std::abs(shown - 100.0 * static_cast<double>(count) / fps) <= 0.5);
    const auto [least, most] = std::minmax_element(delays.begin(), delays.end());
    CHECK(*least >= 2);
    CHECK(*most - *least <= 1);
  }
  const std::vector<GreyImage> frames = {gradient(8, 8), gradient(8, 8, 90), gradient(8, 8)};
  CHECK(tests::decode_gif(encode_gif(frames, 30)).delays_ms == std::vector<int>{30, 40, 30});
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
  CHECK(contains(message_of([] { encode_gif({gradient(4, 4)}, 60); }), "0.01 to 50 frames per second, not 60"));
  CHECK(contains(message_of([] { encode_gif({GreyImage{}}, 5); }), "1 to 65535 pixels"));
}
