// NumPy's files: pictures in one array, labels in another.
#include <algorithm>
#include <cmath>
#include <limits>

#include "data/idx.hpp"
#include "dataset/array.hpp"
#include "dataset/source.hpp"
#include "latentwalk/error.hpp"
#include "support/files.hpp"

namespace latentwalk {
namespace {

namespace fs = std::filesystem;

/// Where the pixels of an array (N, H, W), (N, H, W, C), (N, C, H, W) or (N, H·W) are.
struct Layout {
  std::size_t count = 0, width = 0, height = 0, channels = 1;
  std::size_t step = 0, across = 0, down = 0, deep = 0;  // in elements
};

bool are_pictures(const Array& array) {
  const Shape& shape = array.shape();
  return !array.is_text() && (shape.size() >= 3 || (shape.size() == 2 && shape[1] >= 16));
}

Layout layout_of(const Array& array, const SourceOptions& options) {
  const Shape& shape = array.shape();
  const auto& strides = array.strides();
  if (shape.size() == 3) return {shape[0], shape[2], shape[1], 1, strides[0], strides[2], strides[1], 0};
  if (shape.size() == 4 && (shape[3] == 1 || shape[3] == 3 || shape[3] == 4))
    return {shape[0], shape[2], shape[1], shape[3], strides[0], strides[2], strides[1], strides[3]};
  if (shape.size() == 4 && (shape[1] == 1 || shape[1] == 3))
    return {shape[0], shape[3], shape[2], shape[1], strides[0], strides[3], strides[2], strides[1]};
  const std::size_t side = shape.size() == 2 ? side_of_square(shape[1]) : 0;
  const auto [width, height] = options.shape.value_or(std::pair(side, side));
  if (shape.size() != 2 || width * height != shape[1] || width == 0)
    fail(array.name(),
         ": expected pictures (N, height, width), with or without channels, or (N, a square number), found ",
         shape_text(shape), "; --shape WIDTHxHEIGHT says the size of flat pictures");
  return {shape[0], width, height, 1, strides[0], strides[1], width * strides[1], 0};
}

bool are_labels(const Array& array, std::size_t count) {
  const Shape& shape = array.shape();
  return shape[0] == count && (shape.size() == 1 || (shape.size() == 2 && shape[1] == 1));
}

void add_labels(PictureSet& set, const Array& array) {
  const std::size_t step = array.strides()[0];
  std::vector<std::string> labels;
  for (std::size_t i = 0; i < array.shape()[0]; ++i) {
    if (array.is_text()) {
      labels.push_back(array.text(i * step));
      continue;
    }
    const double label = array.number(i * step);
    if (label != std::floor(label) || std::fabs(label) > 1e6)
      fail(array.name(), ": label ", i, ": expected a whole number, found ", label);
    labels.push_back(std::to_string(static_cast<std::int64_t>(label)));
  }
  std::tie(set.classes, set.labels) = classes_of(labels);
}

PictureSet pictures_in(Array given, const SourceOptions& options) {
  const auto array = std::make_shared<Array>(std::move(given));
  const Layout layout = layout_of(*array, options);
  constexpr std::size_t kMaxSide = 1024;
  if (layout.width > kMaxSide || layout.height > kMaxSide)
    fail(array->name(), ": pictures of ", layout.width, " x ", layout.height, ", expected at most ", kMaxSide,
         " on a side");
  PictureSet set;
  set.name = array->name();
  set.split = split_named(fs::path(set.name).filename().string());
  set.count = layout.count;
  std::pair<double, double> range{0, 255};
  if (!array->is_bytes() || options.range) {
    double low = std::numeric_limits<double>::infinity(), high = -low;
    for (std::size_t i = 0; i < element_count(array->shape()); ++i) {
      low = std::min(low, array->number(i));
      high = std::max(high, array->number(i));
    }
    range = range_of(low, high, options.range, array->name(), set.notes);
  }
  set.picture = [=](std::size_t index) {
    std::vector<std::uint8_t> pixels;
    for (std::size_t row = 0; row < layout.height; ++row)
      for (std::size_t column = 0; column < layout.width; ++column)
        for (std::size_t channel = 0; channel < layout.channels; ++channel)
          pixels.push_back(brightness(
              array->number(index * layout.step + row * layout.down + column * layout.across + channel * layout.deep),
              range));
    return grey_picture(pixels.data(), layout.width, layout.height, layout.channels);
  };
  return set;
}

Array load_array(const fs::path& file) { return Array::parse(read_file(file, kMaxUnpacked), file.string()); }

/// The one array of a file of labels, .npy or .npz.
Array load_labels(const fs::path& file) {
  if (extension_of(file) != ".npz") return load_array(file);
  auto arrays = parse_npz(read_file(file, kMaxUnpacked), file.string(), kMaxUnpacked);
  if (arrays.size() != 1) fail(file.string(), ": expected one array of labels, found ", arrays.size());
  return std::move(arrays[0].array);
}

/// "kmnist-train-labels.npz" beside "kmnist-train-imgs.npz", "y.npy" beside "x.npy"; empty where there is none.
fs::path labels_beside_array(const fs::path& file) {
  const std::string name = file.filename().string();
  for (const auto& [images, labels] : {std::pair("imgs", "labels"), {"images", "labels"}, {"x_", "y_"}, {"X_", "y_"}}) {
    const std::size_t at = name.find(images);
    if (at == std::string::npos) continue;
    std::string other = name;
    other.replace(at, std::string_view(images).size(), labels);
    std::error_code ignored;
    if (fs::is_regular_file(file.parent_path() / other, ignored)) return file.parent_path() / other;
  }
  return {};
}

void add_labels_of_file(PictureSet& set, const fs::path& file, bool given) {
  const Array labels = load_labels(file);
  if (!are_labels(labels, set.count))
    fail(file.string(), ": expected ", set.count, " labels, one for each picture of ", set.name, ", found ",
         shape_text(labels.shape()));
  add_labels(set, labels);
  if (!given) set.notes.push_back(set.name + ": labels from " + file.string());
}

}  // namespace

std::vector<PictureSet> open_arrays(const fs::path& file, const SourceOptions& options) {
  const bool is_archive = extension_of(file) == ".npz";
  std::vector<NamedArray> arrays;
  if (is_archive)
    arrays = parse_npz(read_file(file, kMaxUnpacked), file.string(), kMaxUnpacked);
  else
    arrays.push_back({"", load_array(file)});
  std::vector<PictureSet> sets;
  std::vector<std::size_t> labelled(arrays.size(), 0);
  for (std::size_t i = 0; i < arrays.size(); ++i) {
    if (!are_pictures(arrays[i].array)) continue;
    const Array* labels = nullptr;
    const Split split = split_named(arrays[i].name);
    for (std::size_t j = 0; j < arrays.size(); ++j)
      if (j != i && are_labels(arrays[j].array, arrays[i].array.shape()[0]) && split_named(arrays[j].name) == split) {
        if (labels != nullptr)
          fail(file.string(), ": holds several arrays that could be the labels of ", arrays[i].name,
               "; give an archive with one");
        labels = &arrays[j].array;
        labelled[j] = 1;
      }
    PictureSet set = pictures_in(arrays[i].array, options);
    if (is_archive && split != Split::unknown) set.split = split;
    if (labels != nullptr) {
      add_labels(set, *labels);
    } else if (!options.labels.empty()) {
      add_labels_of_file(set, options.labels, true);
    } else if (const fs::path beside = labels_beside_array(file); !beside.empty()) {
      add_labels_of_file(set, beside, false);
    }
    sets.push_back(std::move(set));
  }
  if (sets.empty())
    fail(file.string(), ": expected an array of pictures (N, height, width) or (N, pixels), found ",
         arrays[0].array.is_text() ? "texts" : shape_text(arrays[0].array.shape()));
  for (std::size_t i = 0; i < arrays.size(); ++i)
    if (labelled[i] == 0 && !are_pictures(arrays[i].array))
      sets[0].left_out.push_back(arrays[i].array.name() + ": neither pictures nor their labels");
  return sets;
}

}  // namespace latentwalk
