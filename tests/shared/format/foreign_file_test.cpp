#include "latentwalk/foreign_file.hpp"

#include <doctest/doctest.h>

#include <string>

#include "latentwalk/model.hpp"
#include "tests/support/test_files.hpp"

using namespace latentwalk;
using tests::contains;
using tests::message_of;
using std::string_literals::operator""s;

namespace {

std::span<const std::uint8_t> bytes_of(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// The beginning of a zip archive with this first member, and something behind it.
std::string zip(const std::string& member, const std::string& rest = "") {
  return "PK\3\4\x14\0\0\0\0\0"s + std::string(16, '\0') + static_cast<char>(member.size()) + "\0\0\0"s + member + rest;
}

}  // namespace

TEST_CASE("a file that is not safetensors is named for what it is, with what to do") {
  const struct {
    std::string bytes;
    const char *what, *advice;
  } files[] = {
      {"version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 9\n", "a Git LFS pointer", "git lfs pull"},
      {"/annex/objects/MD5-s9--1\n", "a git-annex pointer", "git annex get"},
      {"<!DOCTYPE html><html></html>", "a web page", "download the file itself"},
      {"\xEF\xBB\xBF\n <?xml version='1.0'?><Error/>", "a web page", "download the file itself"},
      {"Not Found", "a text", "download the file itself"},
      {"Entry", "a text", "download the file itself"},
      {"{\"weight_map\": {}}", "a JSON text", "the file with the weights"},
      {zip("archive/data.pkl"), "a PyTorch file", "latentwalk import"},
      {zip("net/version", std::string(50, 'x') + "net/data.pkl"), "a PyTorch file", "latentwalk import"},
      {"\x80\x02\x8a\nl\xfc\x9c"s + std::string(20, '\1'), "pickle", "latentwalk import"},
      {"\x80\x04\x95"s + std::string(20, '\0'), "pickle", "latentwalk import"},
      {zip("fc.weight.npy"), "(.npz)", "safetensors.numpy"},
      {zip("metadata.json", "model.weights.h5"), "a Keras file", "safetensors.numpy"},
      {zip("weights.safetensors"), "a zip archive", "unpack"},
      {"\x93NUMPY\1\0v\0"s, "a NumPy array", "safetensors.numpy"},
      {"GGUF\3\0\0\0"s + std::string(16, '\0'), "a GGUF file", "safetensors.numpy"},
      {"\x08\x07\x12\x07pytorch\x1a"s, "an ONNX file", "latentwalk import"},
      {"\x89HDF\r\n\x1a\n"s + std::string(40, '\0'), "HDF5", "safetensors.numpy"},
      {"\x1c\0\0\0TFL3"s + std::string(40, '\0'), "TensorFlow Lite", "safetensors.numpy"},
      {"\x1f\x8b\x08\0\0\0\0\0\0\3"s + std::string(40, 'x'), "a gzip file", "unpack"},
      {std::string(257, '\0') + "ustar" + std::string(200, '\0'), "a tar archive", "unpack"},
      {"\x89PNG\r\n\x1a\n"s, "a PNG picture", "download"},
      {"\0\0\x08\3\0\0\0\1"s, "an IDX file of pictures", "--data"},
      {std::string(4096, '\0'), "zero bytes", "download the file again"},
      {"", "an empty file", "download the file again"},
  };
  for (const auto& file : files) {
    CAPTURE(file.what);
#ifdef __EMSCRIPTEN__  // the module knows fewer, in fewer words
    const char* what = foreign_file(bytes_of(file.bytes)).what;
    if (what != nullptr) CHECK(contains(message_of([&] { Model::parse(bytes_of(file.bytes), "x"); }), what));
    continue;
#endif
    const std::string message = message_of([&] { Model::parse(bytes_of(file.bytes), "x.safetensors"); });
    CHECK(contains(message, "x.safetensors: "));
    CHECK(contains(message, file.what));
    CHECK(contains(message, "not a safetensors file"));
    CHECK(contains(message, file.advice));
  }
}

TEST_CASE("a damaged safetensors file is not taken for another format") {
  const std::string header = R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})";
  for (const std::string& file : {static_cast<char>(header.size()) + std::string(7, '\0') + header.substr(0, 20),
                                  "\xff\xff\xff\xff\xff\0\0\0"s + header, "\x36\0\0\0\0\0\0\0"s,
                                  "\x80\2\0\0\0\0\0\0"s + header, "\x08\7\x12\0\0\0\0\0"s + header}) {
    CHECK(foreign_file(bytes_of(file)).what == nullptr);
  }
}
