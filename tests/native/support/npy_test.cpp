// Latents as .npy.
#include "support/npy.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "latentwalk/latent.hpp"
#include "support/model_file.hpp"
#include "support/npy.hpp"
#include "tests/support/test_files.hpp"

using namespace latentwalk;
using tests::message_of;

namespace {

const std::string kFixtures = LATENTWALK_FIXTURES;

/// A file of version 1.0, 2.0 or 3.0 with this header and a number of floats.
std::vector<std::uint8_t> file_of(const std::string& header, std::size_t floats, int version = 1) {
  std::string text = std::string("\x93NUMPY") + static_cast<char>(version) + '\0';
  for (int i = 0; i < (version == 1 ? 2 : 4); ++i) text += static_cast<char>(header.size() >> (8 * i) & 0xFF);
  text += header;
  std::vector<std::uint8_t> bytes(text.begin(), text.end());
  bytes.resize(bytes.size() + 4 * floats);
  return bytes;
}

/// "2 3" for a header that is read as the shape (2, 3), and "" for one that is refused.
std::string shape_read(const std::string& header, std::size_t floats = 6, int version = 1) {
  std::string shape;
  const std::string message = message_of([&] {
    for (const std::size_t axis : shape_of(parse_npy(file_of(header, floats, version), "x.npy")))
      shape += (shape.empty() ? "" : " ") + std::to_string(axis);
  });
  CHECK((shape.empty() ? message.starts_with("x.npy: ") : message.empty()));
  return shape;
}

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

TEST_CASE("a .npy header is read as the dictionary that it is, in each version") {
  for (const int version : {1, 2, 3})
    CHECK(shape_read("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }      \n", 6, version) == "2 3");
  CHECK(shape_read("{'shape':(6,),'fortran_order':False,'descr':'<f4'}\n") == "6");
  CHECK(shape_read("{ \"descr\" : \"<f4\" , 'fortran_order': False, 'shape': (2, 3, ) }\n") == "2 3");
  CHECK(shape_read("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }\n", 6, 4).empty());
}

TEST_CASE("a .npy header that NumPy refuses or reads otherwise is refused") {
  for (const std::string header : {
           "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }",       // no line break
           "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), } {}\n",  // text behind it
           "['<f4', 'fortran_order': False, (2, 3)]\n",                         // no dictionary
           "{'descr': '>f4', 'x': '<f4', 'fortran_order': False, 'shape': (2, 3)}\n",
           "{'descr': '>f4', 'fortran_order': False, 'shape': (2, 3)} # '<f4'\n",
           "{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (2, 3)}\n",
           "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3)}\n",
           "{'descr': '<f4', 'fortran_order': 0, 'shape': (2, 3)}\n",
           "{'descr': '<f4', 'fortran_order': Falsey, 'shape': (2, 3)}\n",
           "{'descr': '<f4', 'fortran_order': False, 'shape': (6)}\n",  // a number, not a tuple
           "{'descr': '<f4', 'fortran_order': False, 'shape': [2, 3]}\n",
           "{'descr': '<f4', 'fortran_order': False, 'shape': ()}\n",
           "{'descr': '<f4', 'fortran_order': False, 'shape': (2 3)}\n",
           "{'descr': '<f4', 'fortran_order': False, 'shape': (2,, 3)}\n",
           "{'descr': '<f4', 'fortran_order': False, 'shape': (, 2, 3)}\n",
           "{'descr': '<f4', 'fortran_order': False, 'shape': (02, 3)}\n",
           "{'descr': '<f4', 'fortran_order': False, 'shape': (-2, -3)}\n",
           "{'descr': '<f4', 'fortran_order': False, 'shape': (2.0, 3)}\n",
           "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3L)}\n",
           "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 0)}\n",
           "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296, 6)}\n",
           "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 6), 'shape': (2, 3)}\n",
           "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), 'more': (1,)}\n",
           "{'descr': '<f4', 'shape': (2, 3)}\n",
           "{'descr': '<f4', 'fortran_order': False}\n",
           "{'fortran_order': False, 'shape': (2, 3)}\n",
           "{'descr': '<f4' 'fortran_order': False, 'shape': (2, 3)}\n",
           "{'descr': '\\x3cf4', 'fortran_order': False, 'shape': (2, 3)}\n",
           "{}\n",
           "\n",
           "",
       }) {
    CAPTURE(header);
    CHECK(shape_read(header).empty());
  }
  CHECK(shape_read("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }" + std::string(20'000, ' ') + "\n")
            .empty());
}

TEST_CASE("no change of one byte in a .npy header gives other numbers") {
  const Tensor latents = sample_latents(load_model(kFixtures + "/tiny-gan.safetensors").model.spec(), 4, 2);
  const std::vector<std::uint8_t> good = encode_npy(latents);
  int accepted = 0;
  for (std::size_t i = 0; i < good.size() - 4 * latents.size(); ++i)
    for (int byte = 0; byte < 256; ++byte) {
      if (byte == good[i]) continue;
      std::vector<std::uint8_t> changed = good;
      changed[i] = static_cast<std::uint8_t>(byte);
      try {
        const Tensor read = parse_npy(changed, "x.npy");
        if (!std::equal(read.begin(), read.end(), latents.begin(), latents.end()))
          FAIL_CHECK("byte ", i, " as ", byte, ": other numbers");
        ++accepted;
      } catch (const Error&) {
      }
    }
  // A space in place of either comma that is last in its list, and (2, 6,1) for (2, 6, ): as NumPy reads them.
  CHECK(accepted == 3);
}
