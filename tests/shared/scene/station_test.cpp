// Stations.
#include "latentwalk/station.hpp"

#include <doctest/doctest.h>

#include "latentwalk/latent.hpp"
#include "tests/support/test_files.hpp"
#include "tests/support/tiny_models.hpp"

using namespace latentwalk;
using latentwalk::tests::contains;
using latentwalk::tests::message_of;

TEST_CASE("A station's text has a seed, an index and a class label, and is written as it was read") {
  for (const char* text : {"0", "7", "7:12", "7@3", "7:12@3", "9007199254740991:9999@0"}) {
    CAPTURE(text);
    CHECK(station_text(parse_station(text, "s")) == text);
    CHECK(station_of_json(Json(text), "s") == parse_station(text, "s"));
  }
  CHECK(parse_station(" 7:12@3 ", "s") == Station{.seed = 7, .index = 12, .label = 3, .edited = {}});
  CHECK(parse_station("7:0", "s") == parse_station("7", "s"));
}

TEST_CASE("A text that is no station is refused in one line that says what one looks like") {
  for (const char* text : {"", "-1", "1e3", "7:", "7:1.5", "7:10000", "7@", "7@3@4", "7:1:2", "7@3:1", "x",
                           "9007199254740992", "18446744073709551615"}) {
    CAPTURE(text);
    const std::string message = message_of([&] { parse_station(text, "stations"); });
    CHECK(message.starts_with("stations: expected a station, seed:index@class such as 7, 7:12 or 7:12@3"));
  }
}

TEST_CASE("A latent vector has a text in base64url, the same as the page's") {
  const Station station{.label = 2, .edited = {0.5F, -1.25F}};
  CHECK(station_text(station) == "~AAAAPwAAoL8@2");
  for (const char* text : {"~AAAAPwAAoL8@2", "~AACAPw", "~zczMPQAAAEAAAEBA"}) {
    CAPTURE(text);
    CHECK(station_text(parse_station(text, "s")) == text);
  }
  for (const char* bad :
       {"~", "~AAA", "~AAAAPw=", "~AACAP", "~AACA!w", "~AACAPwA", "~AADAfw", "~AACAfw", "~AAAAPw@x"}) {
    CAPTURE(bad);
    CHECK(message_of([&] { parse_station(bad, "base"); }).starts_with("base: expected ~ and a latent vector of 1 to"));
  }
}

TEST_CASE("A station with edited numbers has a JSON form") {
  const Station station{.label = 2, .edited = {0.5F, -1.25F}};
  const Station again = station_of_json(station_json(station), "s");
  CHECK(again.edited == station.edited);
  CHECK(again.label == 2);
  for (const char* bad : {R"({"latent": []})", R"({"latent": ["x"]})", R"({"latent": [1e9]})", R"({"seed": 1})", "[1]",
                          "-1", "1.5", R"({"latent": [1], "digit": -1})"}) {
    CAPTURE(bad);
    CHECK(message_of([&] { station_of_json(parse_json(bad, "s"), "corners[1]"); }).starts_with("corners[1]"));
  }
}

TEST_CASE("A class label or numbers that the model does not have are refused by name") {
  const ModelSpec gan = tests::tiny_model("tiny-gan").spec, conditional = tests::tiny_model("tiny-cgan").spec;
  const auto refusal = [](const ModelSpec& spec, const Station& station) {
    return message_of([&] { check_station(spec, station, "stations"); });
  };
  CHECK(refusal(conditional, {.label = 2, .edited = {}}).empty());
  CHECK(refusal(conditional, {.label = 3, .edited = {}}) ==
        "stations: class 3: the model tiny-cgan has the classes 0 to 2");
  CHECK(contains(refusal(gan, {.label = 0, .edited = {}}), "tiny-gan has no classes"));
  CHECK(contains(refusal(gan, {.edited = {1, 2}}), "2 numbers, but tiny-gan takes 6"));
}

TEST_CASE("A station that outlives a change of model leaves out what the model does not have") {
  const Model gan = Model::parse(serialize_model(tests::tiny_model("tiny-gan"), DType::f32), "tiny-gan");
  const ModelSpec& spec = gan.spec();
  const Station station{.seed = 5, .index = 1, .label = 7, .edited = {1, 2}};
  const Tensor drawn = sample_latents(spec, 5, 2);
  CHECK(latent_of(gan, station, Prior::standard) == std::vector<float>(drawn.data() + 6, drawn.data() + 12));
  CHECK(fitting(spec, station) == Station{.seed = 5, .index = 1, .edited = {}});
  CHECK(latent_of(gan, {.edited = {1, 2, 3, 4, 5, 6}}, Prior::standard) == std::vector<float>{1, 2, 3, 4, 5, 6});
  const ModelSpec conditional = tests::tiny_model("tiny-cgan").spec;
  CHECK(labels_of(conditional, {{.index = 5, .edited = {}}, {.index = 5, .label = 0, .edited = {}}}) ==
        std::vector<std::int32_t>{2, 0});
}
