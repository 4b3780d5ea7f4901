#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace latentwalk {

/// Which column of a table of pixels is the label.
enum class LabelColumn { unknown, first, last, none };

/// A table of pixels: one picture a line.
struct Table {
  std::size_t columns = 0;          // pixels of a picture
  std::vector<float> pixels;        // (lines, columns), as written
  std::vector<std::string> labels;  // one a picture, or none at all
  std::vector<std::size_t> lines;   // the number of each picture's line in the file, from 1
  std::string label_column;         // what was taken for the label, and why, for a message
};

/// Reads comma-, semicolon- or tab-separated values, with a header or without. `pixels`: how many a picture has;
/// without it, a square number, one less than the number of columns where there is a label. Throws Error, naming the
/// line, on another number of values and on what is not a finite number.
Table parse_table(std::string_view text, LabelColumn label, std::optional<std::size_t> pixels, std::string_view name);

/// The side of a square of `count` pixels, 0 where there is none.
std::size_t side_of_square(std::size_t count);

}  // namespace latentwalk
