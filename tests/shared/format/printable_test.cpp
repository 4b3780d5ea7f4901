#include "latentwalk/printable.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "latentwalk/json.hpp"
#include "tests/support/test_files.hpp"

using namespace latentwalk;
using tests::contains;
using tests::message_of;

TEST_CASE("printable text is one line that controls no terminal") {
  CHECK(printable("plain, é, 数字, 😀 and \\n") == "plain, é, 数字, 😀 and \\n");
  CHECK(printable("a\n\r\tb") == "a\\n\\u000d\\u0009b");
  CHECK(printable(std::string_view("\0|\x1B[2J|\x7F", 8)) == "\\u0000|\\u001b[2J|\\u007f");
  CHECK(printable("\u0080|\u009B31m|\u009F") == "\\u0080|\\u009b31m|\\u009f");
  CHECK(printable("\u2028|\u2029|\u202E|\u2066|\u200F|\u061C|\uFEFF") ==
        "\\u2028|\\u2029|\\u202e|\\u2066|\\u200f|\\u061c|\\ufeff");
  CHECK(printable("\U000E0041") == "\\U000e0041");
}

TEST_CASE("bytes that are not UTF-8 are escaped one by one") {
  CHECK(printable("\xFF|\xC3|\xE2\x82") == "\\xff|\\xc3|\\xe2\\x82");
  CHECK(printable("\xC0\xAF|\xE0\x80\xAF|\xF0\x80\x80\xAF") == "\\xc0\\xaf|\\xe0\\x80\\xaf|\\xf0\\x80\\x80\\xaf");
  CHECK(printable("\xED\xA0\x80|\xF4\x90\x80\x80|\x9B") == "\\xed\\xa0\\x80|\\xf4\\x90\\x80\\x80|\\x9b");
}

TEST_CASE("long text keeps its head and its tail, and no character is cut") {
  const auto many = [](const std::string& unit) {
    std::string text = "head ";
    for (int i = 0; i < 1000; ++i) text += unit;
    return text + " tail";
  };
  for (const std::string unit : {"x", "é", "数", "😀", "\n", "\x1B", "\xFF", "\xE2\x82", "é\n"})
    for (std::size_t most = 60; most < 75; ++most) {
      CAPTURE(unit);
      const std::string text = printable(many(unit), most);
      CHECK(text.size() <= most);
      CHECK(text.size() > most - 20);
      CHECK(text.starts_with("head "));
      CHECK(text.ends_with(" tail"));
      CHECK(contains(text, "…"));
      CHECK(printable(text) == text);  // no half a character
    }
  const std::string fits(60, 'x');
  CHECK(printable(fits, 60) == fits);
  CHECK(in_quotes("a\nb") == "\"a\\nb\"");
}

TEST_CASE("an Error's message is one line of bounded length, whatever it quotes") {
  const std::string megabyte(1 << 20, 'x'), lines("a\n\nb\x1B[31m\u202E\xFF");
  for (const std::string& text : {lines, megabyte, megabyte + "\n", std::string(5000, '\n')}) {
    const std::string message = message_of([&] { fail("input: ", text, ": expected this"); });
    CHECK(message.size() <= Error::kMaxMessage);
    CHECK(message.starts_with("input: "));
    CHECK(message.ends_with(": expected this"));
    CHECK(printable(message) == message);
  }
  CHECK(std::string(Error("one\ntwo").what()) == "one\\ntwo");
}

TEST_CASE("a number in a message is never rounded into the range that it is not in") {
  CHECK(message_of([] { fail("from 0 to 1, found ", std::nextafter(1.0F, 2.0F)); }) == "from 0 to 1, found 1.0000001");
  CHECK(message_of([] { fail(std::nextafter(1.0, 2.0)); }) == "1.0000000000000002");
  CHECK(message_of([] { fail(0.1F, " ", 0.1, " ", 1e-5, " ", 300.0); }) == "0.1 0.1 1e-05 300");
  CHECK(message_of([] { fail(std::nan(""), " ", -INFINITY); }) == "nan -inf");
  const Json json = parse_json(R"({"n": 1.0000001})", "f");
  CHECK(contains(message_of([&] { read_number(json, "n", 0, 1, "f"); }), "from 0 to 1, found 1.0000001"));
}
