// Files of torch.save: what Python wrote (tests/fixtures/torch/make.py), and what an attacker would.
#include "import/torch_file.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

#include "import/guess.hpp"
#include "import/inflate.hpp"
#include "import/numbers.hpp"
#include "latentwalk/error.hpp"
#include "tests/support/test_files.hpp"
#include "tests/support/zip_writer.hpp"

using namespace latentwalk;

namespace {

std::vector<std::uint8_t> torch_bytes(const std::string& name) {
  std::ifstream file(std::string(LATENTWALK_FIXTURES "/torch/") + name + ".pt", std::ios::binary);
  REQUIRE(file.good());
  return {std::istreambuf_iterator<char>(file), {}};
}

std::uint32_t checksum(const std::string& text) {
  return crc32({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

/// A file of torch.save with this pickle and one storage "0" of 16 bytes.
std::vector<std::uint8_t> with_pickle(const std::string& pickle, tests::ZipWriter zip = {}) {
  zip.members = {{"a/data.pkl", pickle}, {"a/data/0", std::string(16, '\0')}, {"a/version", "3\n"}};
  return zip.bytes(checksum);
}

std::string refusal(std::span<const std::uint8_t> bytes, const std::string& key = "") {
  try {
    parse_torch(bytes, "file.pt", key, {});
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}
bool has(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

using std::string_literals::operator""s;
std::string global(const std::string& module, const std::string& name) { return "c" + module + "\n" + name + "\n"; }
std::string text_value(const std::string& text) {
  return "X" + std::string{static_cast<char>(text.size())} + "\0\0\0"s + text;
}
/// A tensor of the storage "0": offset, shape and stride of one axis, each below 256.
std::string tensor(char offset, char size, char stride, const std::string& key = "0") {
  return global("torch._utils", "_rebuild_tensor_v2") + "((" + text_value("storage") + global("torch", "FloatStorage") +
         text_value(key) + text_value("cpu") + "K\4tQK" + offset + "K" + size + "\x85K" + stride + "\x85\x89}tR";
}

}  // namespace

TEST_CASE("the tensors of torch.save are read, with strides, shared storages, checkpoints and every dtype") {
  const StateDict odd = parse_torch(torch_bytes("odd"), "odd", "", {});
  CHECK(odd.order.front() == "main.0.weight");
  const auto dtype = [&](const char* name) { return odd.file.tensors.at(name).dtype; };
  CHECK(dtype("main.0.weight") == DType::bf16);
  CHECK(dtype("main.0.bias") == DType::f64);
  CHECK(dtype("main.2.weight") == DType::f32);
  CHECK(dtype("counts") == DType::i64);
  CHECK(dtype("half") == DType::f16);
  CHECK(dtype("flags") == DType::boolean);
  const Tensor counts = load_numbers(odd.file.tensors.at("counts"), "counts");
  CHECK(std::vector<float>(counts.begin(), counts.end()) == std::vector<float>{0, 1, 2, 3, 4});
  CHECK(odd.file.tensors.at("main.2.weight").shape == Shape{16, 6});
  const StateDict packed = parse_torch(torch_bytes("deflated"), "deflated", "", {});
  for (const auto& [name, stored] : odd.file.tensors) CHECK(packed.file.tensors.at(name).bytes == stored.bytes);

  const std::vector<std::uint8_t> checkpoint = torch_bytes("checkpoint");
  CHECK(parse_torch(checkpoint, "c", "", {}).key == "generator");
  CHECK(parse_torch(checkpoint, "c", "discriminator", {}).order == std::vector<std::string>{"0.weight", "0.bias"});
  CHECK(has(refusal(checkpoint, "ema"), "no state dict \"ema\"; it has: generator, discriminator"));
  const std::string ignored = "model.0";
  const StateDict part = parse_torch(checkpoint, "c", "", {&ignored, 1});
  CHECK(part.file.skipped == std::vector<std::string>{"model.0.weight", "model.0.bias"});
}

TEST_CASE("other files of Python are refused by name, with what to do") {
  CHECK(has(refusal(torch_bytes("module")), "__main__.Odd\" would have to run"));
  CHECK(has(refusal(torch_bytes("module")), "save model.state_dict()"));
  CHECK(has(refusal(torch_bytes("legacy")), "format before 1.6"));
  CHECK(has(refusal(torch_bytes("script")), "a TorchScript program"));
  tests::ZipWriter arrays;
  arrays.members = {{"x.npy", "data"}};
  CHECK(has(refusal(arrays.bytes(checksum)), "a NumPy archive (.npz), not a PyTorch file"));
}

TEST_CASE("a pickle that calls functions executes nothing, and the function is named") {
  for (const auto& [module, name] :
       {std::pair("os", "system"), std::pair("posix", "system"), std::pair("builtins", "eval"),
        std::pair("__builtin__", "exec"), std::pair("subprocess", "Popen")}) {
    const std::string call = std::string(module) + "." + name;
    const std::string message =
        refusal(with_pickle("\x80\2" + global(module, name) + text_value("touch /tmp/pwned") + "\x85R."));
    CHECK_MESSAGE(has(message, ("calls \"" + call + "\"").c_str()), message);
    CHECK(has(message, "nothing was executed"));
  }
  CHECK(has(refusal(with_pickle("\x80\4\x8c\2os\x8c\6system\x93.")), "\"os.system\""));
  CHECK(has(refusal(with_pickle("\x80\2" + global("numpy.core.multiarray", "scalar") + ".")),
            "no tensor, number or container"));
  CHECK(has(refusal(with_pickle("\x80\2" + global("torch.nn.modules.linear", "Linear") + ".")), "a whole module"));
  for (const char* call : {"\x81", "o", "i", "\x92"})
    CHECK(has(refusal(with_pickle("\x80\2" + global("torch", "device") + ")" + call + ".")), "an object of a class"));
  const std::string bare = "\x80\2" + global("os", "system") + ".";
  CHECK(has(refusal({reinterpret_cast<const std::uint8_t*>(bare.data()), bare.size()}), "\"os.system\""));
}

TEST_CASE("pickles that go in circles, double themselves or reach beyond their storage do no harm") {
  const std::string name = text_value("w");
  CHECK(refusal(with_pickle("\x80\2}" + name + tensor(0, 4, 1) + "s.")).empty());
  CHECK(refusal(with_pickle("\x80\2}" + name + tensor(0, 4, 1) + "s.", {.zip64 = true})).empty());
  // A dictionary that holds itself, and thirty that each hold the one before twice.
  CHECK(refusal(with_pickle("\x80\2}q\0"s + text_value("self") + "h\0s"s + name + tensor(0, 4, 1) + "s.")).empty());
  std::string laughs = "\x80\2}q\0"s + name + tensor(0, 4, 1) + "s";
  for (char i = 0; i < 30; ++i)
    laughs += "}q"s + static_cast<char>(i + 1) + text_value("a") + "h" + i + "s" + text_value("b") + "h" + i + "s";
  refusal(with_pickle(laughs + "."));
  for (const auto& reach : {tensor(1, 4, 1), tensor(0, 5, 1), tensor(0, 4, 2), tensor(0, 2, 4)})
    CHECK(has(refusal(with_pickle("\x80\2}" + name + reach + "s.")), "tensor \"w\": reaches"));
  CHECK(has(refusal(with_pickle("\x80\2}" + name + tensor(0, 4, 1, "7") + "s.")), "no member \"a/data/7\""));
  // A large view of one element: stride 0.
  const std::string huge = global("torch._utils", "_rebuild_tensor_v2") + "((" + text_value("storage") +
                           global("torch", "FloatStorage") + text_value("0") + text_value("cpu") +
                           "K\4tQK\0J\0\0\0\x7fJ\0\0\0\x7f\x86K\0K\0\x86\x89}tR"s;
  CHECK(has(refusal(with_pickle("\x80\2}" + name + huge + "s.")), "larger than the file can be"));
  CHECK(has(refusal(with_pickle("\x80\2" + std::string(3000000, ']') + ".")), "more than 2097152 values"));
  for (const char* broken : {"\x80\2", "\x80\2.", "\x80\2t.", "\x80\2h\1.", "\x80\2Q.", "\x80\2s.", "\x80\2]]s.",
                             "\x80\x09.", "\x80\2\xff.", "\x80\2X\xff\xff\xff\x7f."})
    CHECK_MESSAGE(!refusal(with_pickle(broken)).empty(), broken);
}

TEST_CASE("broken zip archives and bombs are refused, at each length and for each bit") {
  const std::vector<std::uint8_t> whole = torch_bytes("odd");
  const std::span<const std::uint8_t> bytes(whole);
  for (std::size_t size = 0; size < bytes.size(); ++size) CHECK(has(refusal(bytes.first(size)), "file.pt: "));
  std::vector<std::uint8_t> changed = torch_bytes("deflated");
  for (std::size_t bit = 0; bit < 8 * changed.size(); ++bit) {
    changed[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    refusal(changed);  // throws nothing but Error
    changed[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
  }
  const std::string pickle = "\x80\2}.";
  tests::ZipWriter bomb;
  bomb.members = {{"a/data.pkl", pickle}};
  bomb.method = 8;
  bomb.claimed_size = 4000000000U;
  CHECK(has(refusal(bomb.bytes(checksum)), "unpacks to 4000000000 bytes, at most"));
  CHECK(has(refusal(with_pickle(pickle, {.method = 12})), "packed with method 12"));
  CHECK(has(refusal(with_pickle(pickle, {.flags = 1})), "is encrypted"));
  tests::ZipWriter twice;
  twice.members = {{"a/data.pkl", pickle}, {"a/data.pkl", pickle}};
  CHECK(has(refusal(twice.bytes(checksum)), "two members"));
}

TEST_CASE("a state dict of thousands of layers is refused before anything is searched") {
  StateDict dict;
  for (int i = 0; i < 5000; ++i) {
    const std::string name = "main." + std::to_string(i) + ".weight";
    dict.file.tensors[name] = {DType::f32, {1, 1, 1, 1}, std::vector<std::uint8_t>(4)};
    dict.order.push_back(name);
  }
  GuessOptions options;
  options.name = "deep";
  CHECK(tests::contains(tests::message_of([&] { guess_model(dict, options, "deep.pt"); }),
                        "deep.pt: has tensors of 5000 layers, at most 256"));
}
