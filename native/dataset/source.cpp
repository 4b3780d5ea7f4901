#include "dataset/source.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>

#include "data/idx.hpp"
#include "latentwalk/error.hpp"
#include "support/files.hpp"

namespace latentwalk {
namespace {

namespace fs = std::filesystem;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The words of a name, in small letters: "kmnist-train_imgs" has three.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words(1);
  for (const char c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0)
      words.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    else if (!words.back().empty())
      words.emplace_back();
  }
  return words;
}

}  // namespace

Split split_named(std::string_view name) {
  for (const std::string& word : words_of(name)) {
    if (word.starts_with("train")) return Split::train;
    if (word.starts_with("test") || word == "t10k" || word == "val" || word == "valid" || word == "validation")
      return Split::test;
  }
  return Split::unknown;
}

bool name_before(const std::string& a, const std::string& b) {
  std::size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    if (is_digit(a[i]) && is_digit(b[j])) {
      const auto number = [](const std::string& text, std::size_t& at) {
        while (at < text.size() && text[at] == '0') ++at;
        const std::size_t begin = at;
        while (at < text.size() && is_digit(text[at])) ++at;
        return text.substr(begin, at - begin);
      };
      const std::string x = number(a, i), y = number(b, j);
      if (x.size() != y.size()) return x.size() < y.size();
      if (x != y) return x < y;
    } else {
      if (a[i] != b[j]) return static_cast<unsigned char>(a[i]) < static_cast<unsigned char>(b[j]);
      ++i;
      ++j;
    }
  }
  return a.size() - i != b.size() - j ? a.size() - i < b.size() - j : a < b;
}

std::pair<std::vector<std::string>, std::vector<std::size_t>> classes_of(const std::vector<std::string>& labels) {
  std::map<std::string, std::size_t> seen;
  for (const std::string& label : labels) seen[label] = 0;
  std::vector<std::string> classes;
  for (const auto& [label, unused] : seen) classes.push_back(label);
  std::stable_sort(classes.begin(), classes.end(), name_before);
  for (std::size_t i = 0; i < classes.size(); ++i) seen[classes[i]] = i;
  std::vector<std::size_t> indices;
  indices.reserve(labels.size());
  for (const std::string& label : labels) indices.push_back(seen[label]);
  return {classes, indices};
}

std::pair<double, double> range_of(double low, double high, const std::optional<std::pair<double, double>>& given,
                                   const std::string& where, std::vector<std::string>& notes) {
  if (given) {
    const double least = std::min(given->first, given->second), most = std::max(given->first, given->second);
    if (low < least || high > most)
      fail(where, ": expected numbers from ", least, " to ", most, " as --range says, found ", low, " to ", high);
    return *given;
  }
  std::pair<double, double> range{0, 0};
  for (const double most : {1.0, 16.0, 255.0, 65535.0})
    if (range.second == 0 && low >= 0 && high <= most) range.second = most;
  if (low < 0 && low >= -1 && high <= 1) range = {-1, 1};
  if (range.second == 0) fail(where, ": the numbers are ", low, " to ", high, "; give --range BLACK,WHITE");
  notes.push_back(where + ": numbers from " + std::to_string(static_cast<int>(range.first)) + " (black) to " +
                  std::to_string(static_cast<int>(range.second)) + " (white); --range says another range");
  return range;
}

std::uint8_t brightness(double value, const std::pair<double, double>& range) {
  const double part = (value - range.first) / (range.second - range.first);
  return static_cast<std::uint8_t>(std::lround(255 * std::clamp(part, 0.0, 1.0)));
}

std::vector<PictureSet> open_source(const fs::path& source, const SourceOptions& options) {
  std::error_code error;
  const fs::file_status status = fs::status(source, error);
  if (!fs::exists(status)) fail(source.string(), ": there is no such file or folder");
  if (fs::is_directory(status)) {
    std::vector<PictureSet> sets;
    for (const fs::path& images : idx_images_in(source)) sets.push_back(open_idx(images, options));
    return sets.empty() ? open_folder(source) : sets;
  }
  std::string name = source.filename().string();
  const std::string ending = extension_of(source);
  if (ending == ".npy" || ending == ".npz") return open_arrays(source, options);
  const std::string inner = ending == ".gz" ? extension_of(source.stem()) : ending;
  if (inner == ".csv" || inner == ".tsv" || inner == ".txt") return {open_table(source, options)};
  if (inner.find("-ubyte") != std::string::npos || name.find("-ubyte") != std::string::npos) {
    if (name.find("labels") != std::string::npos)
      fail(source.string(), ": an IDX file of labels; give the file of images, and the labels are found beside it");
    return {open_idx(source, options)};
  }
  if (ending == ".png" || ending == ".jpg" || ending == ".jpeg")
    return {options.cells ? open_sheet(source, options) : open_picture(source)};
  fail(source.string(), ": expected a folder, or a file .png, .jpg, .npy, .npz, .csv, .csv.gz or …-images-idx3-ubyte");
}

PictureSet open_sheet(const fs::path& file, const SourceOptions& options) {
  const auto sheet = std::make_shared<Picture>(decode_picture(read_file(file), file.string()));
  const auto [columns, rows] = *options.cells;
  const std::size_t gutter = options.gutter;
  const auto cell = [&](std::size_t length, std::size_t cells, const char* what) {
    const std::size_t gaps = (cells + 1) * gutter;
    if (length < gaps + cells || (length - gaps) % cells != 0)
      fail(file.string(), ": ", length, " pixels ", what, " are not ", cells, " equal cells",
           gutter > 0 ? " between gutters of " + std::to_string(gutter) + " pixels" : "", "; see --cells and --gutter");
    return (length - gaps) / cells;
  };
  const std::size_t width = cell(sheet->width, columns, "across"), height = cell(sheet->height, rows, "down");
  PictureSet set;
  set.name = file.string();
  set.count = columns * rows;
  const std::size_t classes = options.classes_by == "row" ? rows : options.classes_by == "column" ? columns : 0;
  for (std::size_t i = 0; i < classes; ++i) set.classes.push_back(std::to_string(i));
  set.is_ordered = true;
  for (std::size_t i = 0; classes > 0 && i < set.count; ++i)
    set.labels.push_back(options.classes_by == "row" ? i / columns : i % columns);
  set.picture = [=, columns = columns](std::size_t index) {
    const std::size_t left = gutter + index % columns * (width + gutter);
    const std::size_t top = gutter + index / columns * (height + gutter);
    Picture picture{width, height, {}};
    for (std::size_t row = 0; row < height; ++row) {
      const auto* first = sheet->brightness.data() + (top + row) * sheet->width + left;
      picture.brightness.insert(picture.brightness.end(), first, first + width);
    }
    return picture;
  };
  set.notes.push_back(file.string() + ": cells of " + std::to_string(width) + " x " + std::to_string(height) +
                      " pixels");
  return set;
}

PictureSet open_table(const fs::path& file, const SourceOptions& options) {
  const std::string name = file.string();
  const std::vector<std::uint8_t> bytes = gunzip_if_needed(read_file(file, kMaxUnpacked), name);
  std::optional<std::size_t> pixels;
  if (options.shape) pixels = options.shape->first * options.shape->second;
  const auto table = std::make_shared<Table>(
      parse_table({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, options.label, pixels, name));
  const std::size_t side = side_of_square(table->columns);
  const auto [width, height] = options.shape.value_or(std::pair(side, side));
  PictureSet set;
  set.name = name;
  set.split = split_named(file.filename().string());
  if (!table->label_column.empty()) set.notes.push_back(name + ": the label is the " + table->label_column);
  std::tie(set.classes, set.labels) = classes_of(table->labels);
  set.count = table->lines.size();
  const auto [least, most] = std::minmax_element(table->pixels.begin(), table->pixels.end());
  const auto range = range_of(*least, *most, options.range, name, set.notes);
  set.place = [=](std::size_t index) { return name + ": line " + std::to_string(table->lines[index]); };
  set.picture = [=, width = width, height = height](std::size_t index) {
    Picture picture{width, height, {}};
    const float* first = table->pixels.data() + index * table->columns;
    for (std::size_t i = 0; i < table->columns; ++i) picture.brightness.push_back(brightness(first[i], range));
    return picture;
  };
  return set;
}

}  // namespace latentwalk
