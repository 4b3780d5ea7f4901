#include "latentwalk/json.hpp"

#include <doctest/doctest.h>

#include "tests/support/test_files.hpp"

using namespace latentwalk;
using tests::contains;
using tests::message_of;

TEST_CASE("strict JSON refuses what nlohmann::json lets pass") {
  CHECK(contains(message_of([] { parse_json(R"({"a": 1, "a": 2})", "f"); }), "\"a\" appears twice"));
  CHECK(contains(message_of([] { parse_json(R"([{"b": {"c": 1, "c": 1}}])", "f"); }), "\"c\" appears twice"));
  CHECK(parse_json(R"([{"a": 1}, {"a": 2}])", "f").size() == 2);
  CHECK(contains(message_of([] { parse_json(std::string(5000, '['), "f"); }), "nested deeper than 32"));
  CHECK(contains(message_of([] { parse_json("{} x", "f"); }), "f: not valid JSON"));
  CHECK(contains(message_of([] { parse_json("{\"a\": \"\xFF\"}", "f"); }), "f: not valid JSON"));
  CHECK(contains(message_of([] { parse_json("", "f"); }), "f: not valid JSON"));
}

TEST_CASE("a message about bad JSON is one printable line") {
  const std::string message = message_of([] { parse_json("{\"a\":\n\x01\n\xC3(", "file"); });
  CHECK(message.find('\n') == std::string::npos);
  CHECK(message.find('\x01') == std::string::npos);
}

TEST_CASE("numbers are read only as what they are") {
  const Json json =
      parse_json(R"({"n": -1, "f": 1.5, "e": 1e2, "big": 18446744073709551615, "s": "3", "t": true})", "f");
  CHECK(contains(message_of([&] { read_integer(json, "n", 0, 10, "f"); }), "from 0 to 10, found -1"));
  CHECK(contains(message_of([&] { read_integer(json, "f", 0, 10, "f"); }), "found 1.5"));
  CHECK(contains(message_of([&] { read_integer(json, "e", 0, 1000, "f"); }), "found 100.0"));
  CHECK(contains(message_of([&] { read_integer(json, "big", 0, 10, "f"); }), "found 18446744073709551615"));
  CHECK(contains(message_of([&] { read_integer(json, "s", 0, 10, "f"); }), "found \"3\""));
  CHECK(contains(message_of([&] { read_integer(json, "t", 0, 10, "f"); }), "found true"));
  CHECK(contains(message_of([&] { read_integer(json, "missing", 0, 10, "f"); }), "\"missing\" is missing"));
  CHECK(read_integer(json, "missing", 0, 10, 4, "f") == 4);
  CHECK(read_number(json, "f", 0, 2, "f") == 1.5);
  CHECK(contains(message_of([&] { read_number(json, "f", 0, 1, "f"); }), "from 0 to 1, found 1.5"));
  CHECK(contains(message_of([&] { read_bool(json, "n", true, "f"); }), "true or false"));
  CHECK(contains(message_of([&] { read_string(json, "n", "f"); }), "must be a string"));
}

TEST_CASE("an unknown key is named together with the known ones") {
  const Json json = parse_json(R"({"lr": 1, "learning_rate": 2})", "f");
  CHECK(message_of([&] {
          check_keys(json, {"lr", "epochs"}, "f");
        }) == "f: unknown key \"learning_rate\"; known keys: lr, epochs");
}
