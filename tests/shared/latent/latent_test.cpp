#include "latentwalk/latent.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "latent/portable_math.hpp"
#include "latent/portable_math.hpp"
#include "latentwalk/bit_cast.hpp"
#include "latentwalk/json.hpp"
#include "latentwalk/plane.hpp"
#include "tests/support/test_files.hpp"
#include "tests/support/tiny_models.hpp"

using namespace latentwalk;
using tests::contains;
using tests::message_of;

namespace {

Tensor row(const Tensor& rows, std::size_t i) {
  Tensor one = zeros({rows.shape(1)});
  std::copy_n(rows.data() + i * rows.shape(1), rows.shape(1), one.data());
  return one;
}

double length(const Tensor& v) {
  double sum = 0;
  for (const float x : v) sum += static_cast<double>(x) * x;
  return std::sqrt(sum);
}

}  // namespace

TEST_CASE("latents equal the committed ones bit for bit, here and in wasm") {
  const auto bytes = tests::read_bytes(std::string(LATENTWALK_FIXTURES) + "/latents.json");
  const Json streams = parse_json({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, "latents.json");
  REQUIRE(streams.size() == 15);
  for (const Json& stream : streams) {
    const ModelFile model = tests::tiny_model(stream["model"]);
    std::vector<std::uint32_t> bits;
    for (const float value : stream["prior"] == "fitted"
                                 ? sample_mixture(*model.fitted_prior, stream["seed"], stream["count"])
                                 : sample_latents(model.spec, stream["seed"], stream["count"]))
      bits.push_back(latentwalk::bit_cast<std::uint32_t>(value));
    CHECK(bits == stream["float_bits"].get<std::vector<std::uint32_t>>());
  }
}

TEST_CASE("the first latents of a seed do not depend on how many are drawn, and another seed gives others") {
  const ModelSpec spec = tests::tiny_model("tiny-cgan").spec;
  const Tensor few = sample_latents(spec, 3, 2), many = sample_latents(spec, 3, 50), other = sample_latents(spec, 4, 2);
  CHECK(std::equal(few.begin(), few.end(), many.begin()));
  CHECK_FALSE(std::equal(few.begin(), few.end(), other.begin()));
}

TEST_CASE("labels in turn begin at 0 and start over after the last class; an unconditional model has none") {
  ModelSpec model;
  CHECK(labels_in_turn(model, 5).empty());
  model.class_count = 3;
  CHECK(labels_in_turn(model, 5) == std::vector<std::int32_t>{0, 1, 2, 0, 1});
}

TEST_CASE("each block of a latent follows its prior") {
  const Tensor latents =
      sample_latents(tests::tiny_model("tiny-cgan").spec, 1, 30000);  // 4 normal, 3 categorical, 2 uniform
  double normal_squares = 0, uniform_sum = 0, class_counts[3] = {};
  for (std::size_t n = 0; n < latents.shape(0); ++n) {
    normal_squares += latents(n, 2) * latents(n, 2);
    float one_hot = 0;
    for (std::size_t c = 0; c < 3; ++c) {
      one_hot += latents(n, 4 + c);
      class_counts[c] += latents(n, 4 + c);
    }
    REQUIRE(one_hot == 1.0F);
    REQUIRE(latents(n, 8) > -2.0F);
    REQUIRE(latents(n, 8) < 1.0F);
    uniform_sum += latents(n, 8);
  }
  CHECK(std::abs(normal_squares / 30000 - 1) < 0.05);
  CHECK(std::abs(uniform_sum / 30000 + 0.5) < 0.03);
  for (const double count : class_counts) CHECK(std::abs(count / 30000 - 1.0 / 3) < 0.015);
}

TEST_CASE("slerp keeps a constant angular speed and goes from one length to the other") {
  Tensor from = zeros({3}), to = zeros({3});
  from(0) = 2.0F;
  to(1) = 4.0F;
  const Tensor middle = interpolate(from, to, 0.5, Interpolation::slerp);
  CHECK(std::abs(length(middle) - 3.0) < 1e-6);
  CHECK(std::abs(middle(0) - middle(1)) < 1e-6);
  const Tensor third = interpolate(from, to, 1.0 / 3, Interpolation::slerp);
  CHECK(std::abs(std::atan2(third(1), third(0)) - M_PI / 6) < 1e-6);
}

TEST_CASE("between normal latents slerp keeps their length where lerp falls short") {
  const Tensor ends = sample_latents(tests::tiny_model("tiny-gan").spec, 11, 2);
  const double expected = (length(row(ends, 0)) + length(row(ends, 1))) / 2;
  CHECK(std::abs(length(interpolate(row(ends, 0), row(ends, 1), 0.5, Interpolation::slerp)) - expected) < 1e-5);
  CHECK(length(interpolate(row(ends, 0), row(ends, 1), 0.5, Interpolation::lerp)) < expected - 0.1);
}

TEST_CASE("slerp between parallel, opposite or zero latents is the straight line, never NaN") {
  Tensor zero = zeros({2}), one = zeros({2}), minus = zeros({2});
  one(0) = 1.0F;
  minus(0) = -1.0F;
  CHECK(interpolate(one, one, 0.3, Interpolation::slerp)(0) == doctest::Approx(1.0));
  CHECK(interpolate(one, minus, 0.5, Interpolation::slerp)(0) == doctest::Approx(0.0));
  CHECK(interpolate(zero, one, 0.25, Interpolation::slerp)(0) == doctest::Approx(0.25));
}

TEST_CASE("a walk passes through its stations exactly, and a loop comes home") {
  const Tensor stations = sample_latents(tests::tiny_model("tiny-gan").spec, 5, 3);
  for (const Interpolation how : {Interpolation::slerp, Interpolation::lerp}) {
    const Tensor open = walk(stations, 5, how), closed = walk(stations, 5, how, true);
    REQUIRE(open.shape(0) == 9);
    REQUIRE(closed.shape(0) == 12);
    for (std::size_t s = 0; s < 3; ++s) {
      CHECK(row(open, s * 4) == row(stations, s));
      CHECK(row(closed, s * 4) == row(stations, s));
    }
    CHECK(row(closed, 11) == interpolate(row(stations, 2), row(stations, 0), 0.75, how));
  }
  CHECK(contains(message_of([&] { walk(stations, 1, Interpolation::lerp); }), "at least 2 frames"));
  CHECK(contains(message_of([] { walk(zeros({1, 4}), 3, Interpolation::lerp); }), "at least 2 stations"));
}

TEST_CASE("a walk, a plane and a point between latents are finite, or an error") {
  const float huge = std::numeric_limits<float>::max();
  Tensor stations = zeros({3, 2});
  stations.fill(huge);
  stations(1, 0) = stations(2, 0) = -huge;
  CHECK(walk(stations, 3, Interpolation::lerp).size() == 10);  // doubles hold what lies between
  CHECK(contains(message_of([&] { plane(stations, 2, 2); }), "plane: element "));
  stations(1, 1) = std::numeric_limits<float>::quiet_NaN();
  for (const Interpolation how : {Interpolation::slerp, Interpolation::lerp}) {
    CHECK(contains(message_of([&] { walk(stations, 3, how); }), "walk: element "));
    CHECK(contains(message_of([&] { interpolate(row(stations, 0), row(stations, 1), 0.5, how); }),
                   "interpolate: element "));
  }
  CHECK(contains(message_of([&] {
                   walk(zeros({3, 2}), SIZE_MAX / 2, Interpolation::lerp);
                 }),
                 "more than memory can hold"));
}

TEST_CASE("class weights go over from station to station as the walk does, and each row sums to 1") {
  const std::vector<std::int32_t> labels{2, 0, 0};
  const Tensor open = class_weights_along(labels, 3, 5), closed = class_weights_along(labels, 3, 5, true);
  REQUIRE(shape_of(open) == Shape{9, 3});
  REQUIRE(shape_of(closed) == Shape{12, 3});
  for (std::size_t i = 0; i < 5; ++i) {
    CHECK(open(i, 2) == doctest::Approx(1 - 0.25 * static_cast<double>(i)));
    CHECK(open(i, 0) == doctest::Approx(0.25 * static_cast<double>(i)));
  }
  for (std::size_t i = 5; i < 9; ++i) CHECK(open(i, 0) == 1.0F);
  CHECK(closed(11, 2) == doctest::Approx(0.75));
  CHECK(message_of([] {
          class_weights_along(std::vector<std::int32_t>{0, 3}, 3, 5);
        }) == "class label 3 is out of range, expected one of 0 to 2");
  CHECK(contains(message_of([] { class_weights_along(std::vector<std::int32_t>{0}, 3, 5); }), "at least 2 stations"));
}

TEST_CASE("arithmetic gives A - B + C, at the mean length of the three where it is wanted") {
  Tensor terms = zeros({3, 2});
  terms(0, 0) = 3;
  terms(1, 1) = 4;
  terms(2, 1) = 5;
  CHECK(arithmetic(terms)(0) == 3.0F);
  CHECK(arithmetic(terms)(1) == 1.0F);
  const Tensor scaled = arithmetic(terms, true);
  CHECK(length(scaled) == doctest::Approx(4));
  CHECK(scaled(0) == doctest::Approx(3 * scaled(1)));
  CHECK(lengths_of(terms) == std::vector<double>{3, 4, 5});
  terms(1, 1) = 5;
  terms(0, 0) = 0;
  CHECK(length(arithmetic(terms, true)) == 0);
}

TEST_CASE("the sine of slerp is that of the C library from 0 to pi") {
  for (int i = 0; i <= 1000; ++i) {
    const double x = 3.14159265358979323846 * i / 1000;
    CHECK(std::abs(portable_sin(x) - std::sin(x)) < 1e-15);
  }
}
