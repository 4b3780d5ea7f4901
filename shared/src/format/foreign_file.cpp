#include "latentwalk/foreign_file.hpp"

#include <algorithm>
#include <string_view>

namespace latentwalk {
#ifdef __EMSCRIPTEN__

// The module is downloaded with the page, so it knows in few words what people are likely to drop there. A header's
// length ends in zeros, so these are not the beginning of a safetensors file.
ForeignFile foreign_file(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < 4 || bytes[3] == 0) return {};
  switch (bytes[0]) {
    case 'v':
      return {"a Git LFS pointer", "fetch the file itself"};
    case '<':
      return {"a web page", "fetch the file itself"};
    case '{':
      return {"a JSON text", "fetch the file itself"};
    case 'P':
    case 0x80:
      return {"a PyTorch file or zip archive", "use latentwalk import"};
    default:
      return {};
  }
}

#else
namespace {

constexpr const char* kImport = "make a model file of it with latentwalk import (docs/interchange.md)";
constexpr const char* kArrays =
    "save its weights in Python with safetensors.numpy.save_file, with the names and axes of PyTorch, then use "
    "latentwalk import (docs/interchange.md)";
constexpr const char* kPacked = "unpack it first";
constexpr const char* kAgain = "download the file again";
constexpr const char* kItself = "download the file itself";

struct Beginning {
  std::size_t offset;
  std::string_view bytes;
  ForeignFile file;
};
using std::string_view_literals::operator""sv;
constexpr Beginning kBeginnings[] = {
    {0, "version https://git-lfs"sv, {"a Git LFS pointer", "fetch the file itself with \"git lfs pull\""}},
    {0, "\x1f\x8b\x08"sv, {"a gzip file", kPacked}},
    {0, "/annex/objects/"sv, {"a git-annex pointer", "fetch the file itself with \"git annex get\""}},
    {0, "\x93NUMPY"sv, {"a NumPy array", kArrays}},
    {0, "GGUF"sv, {"a GGUF file", kArrays}},
    {0, "\x89HDF\r\n"sv, {"an HDF5 file (Keras?)", kArrays}},
    {4, "TFL3"sv, {"a TensorFlow Lite file", kArrays}},
    {0, "PK\5\6"sv, {"an empty zip archive", kAgain}},
    {0, "BZh"sv, {"a bzip2 file", kPacked}},
    {0,
     "\xfd"
     "7zXZ"sv,
     {"an xz file", kPacked}},
    {0, "\x28\xb5\x2f\xfd"sv, {"a Zstandard file", kPacked}},
    {0, "7z\xbc\xaf"sv, {"a 7z archive", kPacked}},
    {257, "ustar"sv, {"a tar archive", kPacked}},
    {0, "\x89PNG"sv, {"a PNG picture", kItself}},
    {0, "\xff\xd8\xff"sv, {"a JPEG picture", kItself}},
    {0, "GIF8"sv, {"a GIF picture", kItself}},
    {0, "%PDF"sv, {"a PDF document", kItself}},
    {0, "\0\0\x08\x03"sv, {"an IDX file of pictures", "give it to --data, in its folder"}},
    {0, "\0\0\x08\x01"sv, {"an IDX file of labels", "give it to --data, in its folder"}},
};

bool has_at(std::string_view text, std::size_t offset, std::string_view part) {
  return text.size() >= offset && text.substr(offset).starts_with(part);
}

/// Protocols 2 to 5. The length of a safetensors header can begin with the same two bytes, but then has a zero.
bool is_pickle(std::string_view text) {
  return text.size() > 2 && text[0] == '\x80' && text[1] >= 2 && text[1] <= 5 && text[2] != 0;
}

/// NumPy's and Keras's zip archives, by the name of a member.
ForeignFile array_archive(std::string_view text) {
  constexpr std::size_t kNameSize = 26, kName = 30;
  if (text.size() >= kName) {
    const std::size_t size = static_cast<std::uint8_t>(text[kNameSize]) |
                             static_cast<std::size_t>(static_cast<std::uint8_t>(text[kNameSize + 1])) << 8U;
    const std::string_view first = text.substr(kName, size);
    if (first.ends_with(".npy")) return {"a NumPy archive (.npz)", kArrays};
  }
  if (text.find("model.weights.h5") != std::string_view::npos) return {"a Keras file", kArrays};
  return {};
}

/// Protobuf: the version first, then producer, domain or graph.
bool is_onnx(std::string_view text) {
  return text.size() > 3 && text[0] == 8 && text[1] > 2 && text[1] < 32 && text[3] != 0 &&
         "\x12\x1a\x22\x32\x3a\x42"sv.find(text[2]) != std::string_view::npos;
}

bool is_blank(std::string_view text) {
  const std::string_view begin = text.substr(0, 64);
  return begin.size() > 16 && begin.find_first_not_of('\0') == std::string_view::npos;
}

ForeignFile text_file(std::string_view text) {
  const std::string_view begin = text.substr(0, 256);
  const bool is_text = std::all_of(begin.begin(), begin.end(), [](char character) {
    const auto byte = static_cast<std::uint8_t>(character);
    return (byte >= 0x20 && byte != 0x7f && byte < 0xf5) || (byte >= '\t' && byte <= '\r');
  });
  if (!is_text) return {};
  const std::size_t start = text.find_first_not_of("\xEF\xBB\xBF \t\r\n");
  if (start == std::string_view::npos) return {"an empty text", kAgain};
  if (text[start] == '<') return {"a web page (HTML or XML)", kItself};
  if (text[start] == '{' || text[start] == '[') return {"a JSON text", "give the file with the weights"};
  return {"a text", kItself};
}

}  // namespace

ForeignFile foreign_file(std::span<const std::uint8_t> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (text.empty()) return {"an empty file", kAgain};
  for (const Beginning& beginning : kBeginnings)
    if (has_at(text, beginning.offset, beginning.bytes)) return beginning.file;
  if (is_pickle(text)) return {"a Python pickle (PyTorch before 1.6?)", kImport};
  const bool is_zip = text.starts_with("PK\3\4");
  if (is_zip)
    if (const ForeignFile found = array_archive(text); found.what != nullptr) return found;
  if (is_onnx(text)) return {"an ONNX file", kImport};
  if (is_blank(text)) return {"a file of zero bytes", kAgain};
  if (!is_zip) return text_file(text);
  if (text.find(".pkl") != std::string_view::npos) return {"a PyTorch file", kImport};
  return {"a zip archive", kPacked};
}

#endif
}  // namespace latentwalk
