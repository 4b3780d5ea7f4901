// Latents as .npy.
#include "viewer/core/npy.hpp"

#include <doctest/doctest.h>

#include "latentwalk/latent.hpp"
#include "support/model_file.hpp"
#include "tests/support/test_files.hpp"
#include "viewer/core/npy.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;
using tests::message_of;

namespace {

const std::string kFixtures = LATENTWALK_FIXTURES;

}  // namespace

TEST_CASE("latents written as .npy are read back the same") {
  const Tensor latents = sample_latents(load_model(kFixtures + "/tiny-gan.safetensors").model.spec(), 4, 7);
  const std::vector<std::uint8_t> bytes = encode_npy(latents);
  CHECK((bytes.size() - 4 * latents.size()) % 64 == 0);
  CHECK(parse_npy(bytes, "x.npy") == latents);
}

TEST_CASE("a .npy file that is cut, of other numbers or with a false shape is refused with its name") {
  std::vector<std::uint8_t> good = encode_npy(zeros({2, 3}));
  for (std::size_t keep : {std::size_t{0}, std::size_t{9}, std::size_t{40}, good.size() - 1}) {
    CAPTURE(keep);
    const std::vector<std::uint8_t> cut(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(keep));
    CHECK(message_of([&] { parse_npy(cut, "x.npy"); }).starts_with("x.npy: "));
  }
  std::string text(good.begin(), good.end());
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string changed = text;
    changed.replace(changed.find(from), from.size(), to);
    return std::vector<std::uint8_t>(changed.begin(), changed.end());
  };
  CHECK(message_of([&] { parse_npy(with("<f4", "<f8"), "x.npy"); }).find("32-bit floats") != std::string::npos);
  CHECK(message_of([&] { parse_npy(with("(2, 3", "(2, 4"), "x.npy"); }).find("expected 32 bytes") != std::string::npos);
  CHECK(message_of([&] { parse_npy(with("False", "True "), "x.npy"); }).find("row-major") != std::string::npos);
}
