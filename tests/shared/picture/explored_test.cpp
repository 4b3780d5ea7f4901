#include "tests/support/explored.hpp"

#include <doctest/doctest.h>

#include "tests/support/test_files.hpp"

using namespace latentwalk;

TEST_CASE("what is computed about latents and drawings equals the committed numbers, here and in wasm") {
  const auto bytes = tests::read_bytes(std::string(LATENTWALK_FIXTURES) + "/explored.json");
  const Json committed = parse_json({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, "explored.json");
  const Json found = tests::explored();
  REQUIRE(found.size() == committed.size());
  for (const auto& item : committed.items()) {
    const std::string name = item.key();
    const Json& values = item.value();
    CAPTURE(name);
    REQUIRE(found[name].size() == values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
      CHECK(found[name][i].get<double>() == doctest::Approx(values[i].get<double>()).epsilon(1e-5).scale(1));
  }
}
