// The IDX files of MNIST, Fashion-MNIST, KMNIST, EMNIST and QMNIST.
#include <algorithm>

#include "data/idx.hpp"
#include "data/transposed.hpp"
#include "dataset/class_names.hpp"
#include "dataset/source.hpp"
#include "latentwalk/error.hpp"
#include "support/files.hpp"

namespace latentwalk {
namespace {

namespace fs = std::filesystem;

/// The file of the labels beside that of the images. QMNIST's has whole numbers of 32 bits, eight a picture.
std::optional<fs::path> labels_beside(const fs::path& images) {
  const std::string name = images.filename().string();
  const std::size_t word = name.find("images"), kind = name.find("idx3-ubyte");
  if (word == std::string::npos || kind == std::string::npos) return std::nullopt;
  for (const std::string type : {"idx1-ubyte", "idx2-int"}) {
    std::string other = name.substr(0, kind) + type;
    other.replace(word, 6, "labels");
    for (const char* ending : {"", ".gz"}) {
      std::error_code ignored;
      if (fs::is_regular_file(images.parent_path() / (other + ending), ignored))
        return images.parent_path() / (other + ending);
    }
  }
  return std::nullopt;
}

std::vector<std::uint8_t> parse_qmnist_labels(const std::vector<std::uint8_t>& packed, const std::string& name) {
  constexpr std::size_t kHeader = 12, kRow = 32;
  const std::vector<std::uint8_t> bytes = gunzip_if_needed(packed, name);
  const std::uint8_t start[4] = {0, 0, 0x0c, 2};
  if (bytes.size() < kHeader || !std::equal(start, start + 4, bytes.begin()))
    fail(name, ": expected an IDX file of 32-bit numbers with two axes (magic 3074)");
  if ((bytes.size() - kHeader) % kRow != 0) fail(name, ": expected eight 32-bit numbers a picture (truncated?)");
  std::vector<std::uint8_t> labels;
  for (std::size_t at = kHeader; at < bytes.size(); at += kRow) {
    if (bytes[at] != 0 || bytes[at + 1] != 0 || bytes[at + 2] != 0)
      fail(name, ": label ", labels.size(), ": expected 0 to 255");
    labels.push_back(bytes[at + 3]);
  }
  return labels;
}

void turn(Digits& digits) {
  const std::size_t size = digits.width * digits.height;
  std::vector<std::uint8_t> turned(digits.pixels.size());
  for (std::size_t n = 0; n < digits.count; ++n)
    for (std::size_t row = 0; row < digits.height; ++row)
      for (std::size_t column = 0; column < digits.width; ++column)
        turned[n * size + column * digits.height + row] = digits.pixels[n * size + row * digits.width + column];
  digits.pixels = std::move(turned);
  std::swap(digits.width, digits.height);
}

}  // namespace

std::vector<fs::path> idx_images_in(const fs::path& folder) {
  std::vector<fs::path> paths;
  std::vector<std::string> sets;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(".") || name.find("images") == std::string::npos ||
        name.find("idx3-ubyte") == std::string::npos || !entry.is_regular_file(error))
      continue;
    // Unpacked and packed, a file is the same.
    if (name.ends_with(".gz") && fs::exists(folder / name.substr(0, name.size() - 3), error)) continue;
    paths.push_back(entry.path());
    std::string set = name.substr(0, name.find("images"));
    for (const char* part : {"train", "test", "t10k"})
      if (const std::size_t at = set.find(part); at != std::string::npos) set.erase(at);
    if (std::find(sets.begin(), sets.end(), set) == sets.end()) sets.push_back(set);
  }
  if (sets.size() > 1) {
    std::string names;
    std::sort(sets.begin(), sets.end());
    for (const std::string& set : sets) names += (names.empty() ? "" : ", ") + (set.empty() ? "(no name)" : set) + "…";
    fail(folder.string(), ": holds the images of several sets: ", names, "; give the files of one");
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

PictureSet open_idx(const fs::path& images, const SourceOptions& options) {
  const std::string name = images.string();
  const auto digits = std::make_shared<Digits>(parse_idx_images(read_file(images, kMaxUnpacked), name));
  PictureSet set;
  set.name = name;
  set.split = split_named(images.filename().string());
  set.count = digits->count;
  set.is_ordered = true;
  if (const std::optional<fs::path> path = labels_beside(images)) {
    const std::vector<std::uint8_t> bytes = read_file(*path, kMaxUnpacked);
    digits->labels = path->string().find("idx2-int") != std::string::npos ? parse_qmnist_labels(bytes, path->string())
                                                                          : parse_idx_labels(bytes, path->string());
    if (digits->labels.size() != digits->count)
      fail(path->string(), ": expected ", digits->count, " labels, as many as ", images.filename().string(),
           " has images, found ", digits->labels.size());
    set.labels.assign(digits->labels.begin(), digits->labels.end());
    set.classes = known_class_names(images);
    const std::size_t highest = *std::max_element(set.labels.begin(), set.labels.end());
    if (highest < set.classes.size()) {
      set.notes.push_back(name + ": the names of the classes are those that the path stands for; --names says others");
    } else {
      set.classes.clear();
      for (std::size_t label = 0; label <= highest; ++label) set.classes.push_back(std::to_string(label));
    }
  } else {
    set.notes.push_back(name + ": no file of labels beside it");
  }
  if (is_emnist(images) && !options.transpose) set.notes.push_back(name + ": EMNIST, so rows and columns are swapped");
  if (is_emnist(images) != options.transpose) turn(*digits);
  if (looks_transposed(*digits))
    set.notes.push_back(name + ": the pictures seem to have rows and columns swapped; --transpose turns them");
  set.picture = [digits](std::size_t index) {
    const std::size_t size = digits->width * digits->height;
    const auto* first = digits->pixels.data() + index * size;
    return Picture{digits->width, digits->height, {first, first + size}};
  };
  return set;
}

}  // namespace latentwalk
