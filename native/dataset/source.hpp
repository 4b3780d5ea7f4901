#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dataset/picture.hpp"
#include "dataset/table.hpp"

/// Where pictures come from: folders, sheets, tables, arrays, IDX files.
namespace latentwalk {

/// Whose part of the data a picture is.
enum class Split { unknown, train, test };

/// Pictures of one source in their order, each with a label. A picture is read when it is asked for.
struct PictureSet {
  std::string name;                  // the path, for messages
  std::vector<std::string> classes;  // by label; empty: no labels
  bool is_ordered = false;           // whether the classes have an order of their own, as the labels of an IDX file
  Split split = Split::unknown;
  std::vector<std::size_t> labels;  // one a picture; empty: no labels
  std::size_t count = 0;
  std::function<Picture(std::size_t)> picture;    // throws Error where this one cannot be read
  std::function<std::string(std::size_t)> place;  // where it is, for messages; empty: its number says it
  std::vector<std::string> notes;                 // what was decided, one line each
  std::vector<std::string> left_out;              // "PATH: why", of what is no picture
  std::string one_class = "";                     // "": not a set with a class of its own
};

/// How to read sources.
struct SourceOptions {
  std::optional<std::pair<std::size_t, std::size_t>> cells;  // columns, rows of a sheet
  std::size_t gutter = 0;                                    // pixels around and between the cells of a sheet
  std::string classes_by = "none";                           // row, column or none: what a class of a sheet is
  LabelColumn label = LabelColumn::unknown;                  // of a table
  std::optional<std::pair<std::size_t, std::size_t>> shape;  // width, height of flat pictures
  std::optional<std::pair<double, double>> range;            // numbers of black and white
  std::filesystem::path labels;                              // an array with the labels of an array
  bool transpose = false;                                    // swap rows and columns
};

/// The sets of a source. Throws Error where it holds no pictures or cannot be read.
std::vector<PictureSet> open_source(const std::filesystem::path& source, const SourceOptions& options);

// ---- The kinds of sources, by their files.
std::vector<PictureSet> open_folder(const std::filesystem::path& folder);
PictureSet open_picture(const std::filesystem::path& file);
PictureSet open_sheet(const std::filesystem::path& file, const SourceOptions& options);
PictureSet open_table(const std::filesystem::path& file, const SourceOptions& options);
std::vector<PictureSet> open_arrays(const std::filesystem::path& file, const SourceOptions& options);
/// The images of an IDX file, whose labels are in the file of the matching name beside it.
PictureSet open_idx(const std::filesystem::path& images, const SourceOptions& options);
/// The files with images of IDX in a folder, sorted.
std::vector<std::filesystem::path> idx_images_in(const std::filesystem::path& folder);

/// Numbers as brightness: 0 at the range's low, 255 at its high. Without a range, from what the numbers are: 0 to 1,
/// -1 to 1, 0 to 16, 0 to 255 or 0 to 65535, said in `note`. Throws Error, beginning with `where`, on other numbers.
std::pair<double, double> range_of(double low, double high, const std::optional<std::pair<double, double>>& given,
                                   const std::string& where, std::vector<std::string>& notes);
std::uint8_t brightness(double value, const std::pair<double, double>& range);

/// "train" or "test" (also t10k, val, valid) as a word of the name; unknown otherwise.
Split split_named(std::string_view name);

/// Whether a name comes before another: digits in it count as numbers, so that 2 comes before 10.
bool name_before(const std::string& a, const std::string& b);

/// The texts, each once, in order of name_before, and which of them each is.
std::pair<std::vector<std::string>, std::vector<std::size_t>> classes_of(const std::vector<std::string>& labels);

}  // namespace latentwalk
