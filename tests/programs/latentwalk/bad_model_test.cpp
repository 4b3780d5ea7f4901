// A broken model file, whatever is wrong with it, ends the program with one line and nothing written.
#include <doctest/doctest.h>

#include <cstring>
#include <limits>
#include <string>

#include "latentwalk/safetensors.hpp"
#include "support/files.hpp"
#include "tests/programs/latentwalk/program.hpp"
#include "tests/support/test_files.hpp"
#include "tests/support/tiny_models.hpp"

using namespace latentwalk;
using tests::latentwalk_run;
using tests::listing;
using tests::misreported;

namespace {

using Bytes = std::vector<std::uint8_t>;
using Parts = std::vector<std::string>;

Bytes good_bytes() { return serialize_model(tests::tiny_model("tiny-gan"), DType::f32); }

template <class Change>
Bytes changed(Change change) {
  Safetensors file = parse_safetensors(good_bytes(), "tiny-gan");
  change(file);
  return serialize_safetensors(file);
}

void set_first(StoredTensor& tensor, float value) { std::memcpy(tensor.bytes.data(), &value, sizeof(value)); }

/// What was wrong with how sample and inspect reported the file, "" where nothing was.
std::string misreported_by_commands(const Bytes& bytes, Parts parts) {
  const TemporaryFolder folder;
  const std::string model = (folder.path() / "broken.safetensors").string();
  const std::string out = (folder.path() / "sheet.png").string(), gif = (folder.path() / "walk.gif").string();
  write_file(model, bytes);
  parts.insert(parts.begin(), "broken.safetensors: ");
  std::string faults = misreported(latentwalk_run({"sample", model, "--out", out}), 1, parts);
  faults += misreported(latentwalk_run({"walk", model, "--out", gif}), 1, parts);
  faults += misreported(latentwalk_run({"inspect", model}), 1, parts);
  if (listing(folder.path()) != Parts{"broken.safetensors"}) faults += "something was left behind";
  return faults;
}

}  // namespace

TEST_CASE("an unbroken copy passes, so that what follows fails for its own fault") {
  const TemporaryFolder folder;
  write_file(folder.path() / "good.safetensors", good_bytes());
  CHECK(latentwalk_run({"inspect", (folder.path() / "good.safetensors").string()}).status == 0);
}

TEST_CASE("a truncated model file is refused") {
  const Bytes good = good_bytes();
  const auto cut = [&](std::size_t size) {
    return Bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size));
  };
  CHECK(misreported_by_commands({}, {"an empty file"}) == "");
  CHECK(misreported_by_commands(cut(7), {"7 bytes"}) == "");
  CHECK(misreported_by_commands(cut(100), {"cut short"}) == "");
  CHECK(misreported_by_commands(cut(good.size() - 1), {"cut short"}) == "");
}

TEST_CASE("a foreign file is refused") {
  const std::string text = "This is a letter, not a model; it is long enough to have a header length.";
  CHECK(misreported_by_commands(Bytes(text.begin(), text.end()), {"not a safetensors file"}) == "");
  CHECK(misreported_by_commands(read_file(LATENTWALK_DIGITS "/t10k-images-idx3-ubyte.gz"), {"a gzip file"}) == "");
  CHECK(misreported_by_commands(changed([](Safetensors& file) { file.metadata.clear(); }),
                                {"not a latentwalk model"}) == "");
}

TEST_CASE("a corrupt model file is refused") {
  Bytes longer = good_bytes();
  longer.push_back(0);
  CHECK(misreported_by_commands(longer, {"the tensors end at"}) == "");
  Bytes header = good_bytes();
  header[20] = '\n';
  CHECK(misreported_by_commands(header, {"header"}) == "");
  // A weight that is another number: only the self-test can tell.
  const Bytes weight = changed([](Safetensors& file) { set_first(file.tensors.at("generator.7.bias"), 3.0F); });
  CHECK(misreported_by_commands(weight, {"self-test differs"}) == "");
}

TEST_CASE("a missing, an unexpected and a misshapen tensor are named") {
  CHECK(misreported_by_commands(changed([](Safetensors& file) { file.tensors.erase("generator.4.weight"); }),
                                {"generator.4.weight", "[4, 8, 4, 4]", "missing"}) == "");
  CHECK(misreported_by_commands(
            changed([](Safetensors& file) { file.tensors["more"] = file.tensors["generator.7.bias"]; }),
            {"more", "not part of this model"}) == "");
  const auto reshape = [](Safetensors& file) { file.tensors.at("generator.0.weight").shape = {6, 24}; };
  CHECK(misreported_by_commands(changed(reshape),
                                {"generator.0.weight", "expected the shape [24, 6], found [6, 24]"}) == "");
}

TEST_CASE("a weight that is not a finite number is named") {
  for (const float value : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    CHECK(misreported_by_commands(
              changed([&](Safetensors& file) { set_first(file.tensors.at("generator.0.bias"), value); }),
              {"generator.0.bias", "not a finite number"}) == "");
  }
}

TEST_CASE("what a file says and what it is called control no terminal") {
  const TemporaryFolder folder;
  const Bytes bytes = changed([](Safetensors& file) {
    file.metadata["training"] = "{\"k\\u001b[2Jey\":\"a\\u009b31m\\u2028b\\u202e\\u0000c\"}";
  });
  const std::string good = (folder.path() / "two\nlines\x1B[m.safetensors").string(),
                    bad = (folder.path() / "bad\nname.safetensors").string();
  write_file(good, bytes);
  write_file(bad, Bytes(7));
  const tests::Outcome run = latentwalk_run({"inspect", good}), json = latentwalk_run({"inspect", good, "--json"});
  CHECK(run.status == 0);
  CHECK(run.out.find("k\\u001b[2Jey") != std::string::npos);
  CHECK(run.out.find("a\\u009b31m\\u2028b\\u202e\\u0000c") != std::string::npos);
  CHECK(run.out.find("two\\nlines\\u001b[m.safetensors") != std::string::npos);
  for (const std::string& out : {run.out, json.out})
    for (const char* raw : {"\x1B", "\u009B", "\u2028", "\u202E"}) CHECK(out.find(raw) == std::string::npos);
  CHECK(misreported(latentwalk_run({"inspect", bad}), 1, {"bad\\nname.safetensors: not a safetensors file"}).empty());
}

TEST_CASE("a model that gives NaN draws no sheet") {
  const Bytes bytes = changed([](Safetensors& file) {
    // Finite at the self-test's latents, which are 0: the weights' products overflow anywhere else.
    file.metadata["model"] = R"({"name":"m","family":"gan","image":{"width":2,"height":1,"range":[0,1]},
      "latent":[{"name":"z","prior":"normal","dim":1}],"networks":{"generator":{"input":[1],"layers":[
      {"type":"linear","out":1,"bias":false},{"type":"linear","out":2,"bias":false}]}}})";
    const auto filled = [](const Shape& shape, float value) {
      Tensor tensor = zeros(shape);
      tensor.fill(value);
      return store(tensor);
    };
    file.tensors = {{"generator.0.weight", filled({1, 1}, 1e30F)},
                    {"generator.1.weight", filled({2, 1}, 1e30F)},
                    {"selftest.latents", filled({1, 1}, 0)},
                    {"selftest.images", filled({1, 1, 2}, 0)}};
  });
  const TemporaryFolder folder;
  const std::string model = (folder.path() / "m.safetensors").string(), out = (folder.path() / "m.png").string();
  write_file(model, bytes);
  CHECK(
      misreported(latentwalk_run({"sample", model, "--out", out}), 1, {"the images: element", "not a finite"}).empty());
  CHECK(listing(folder.path()) == Parts{"m.safetensors"});
}
