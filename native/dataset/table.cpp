#include "dataset/table.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>

#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

std::string_view trimmed(std::string_view field) {
  const auto is_edge = [](char c) { return c == ' ' || c == '\r' || c == '\t'; };
  while (!field.empty() && is_edge(field.front())) field.remove_prefix(1);
  while (!field.empty() && is_edge(field.back())) field.remove_suffix(1);
  if (field.size() >= 2 && field.front() == '"' && field.back() == '"') field = field.substr(1, field.size() - 2);
  return field;
}

std::optional<float> number_in(std::string_view field) {
  float value = 0;
  const char* end = field.data() + field.size();
  const auto [rest, error] = std::from_chars(field.data(), end, value);
  if (error != std::errc() || rest != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

char separator_of(std::string_view line) {
  char best = ',';
  for (const char one : {';', '\t'})
    if (std::count(line.begin(), line.end(), one) > std::count(line.begin(), line.end(), best)) best = one;
  return best;
}

void split(std::string_view line, char separator, std::vector<std::string_view>& fields) {
  fields.clear();
  for (std::size_t begin = 0;;) {
    const std::size_t end = std::min(line.find(separator, begin), line.size());
    fields.push_back(trimmed(line.substr(begin, end - begin)));
    if (end == line.size()) return;
    begin = end + 1;
  }
}

/// Whether a line only counts its columns, as pandas writes a header without names.
bool counts_columns(const std::vector<std::string_view>& fields) {
  bool counts = fields.size() > 4;
  for (std::size_t i = 2; counts && i + 1 < fields.size(); ++i) {
    const auto before = number_in(fields[i - 1]), here = number_in(fields[i]);
    counts = before && here && *here == *before + 1;
  }
  return counts;
}

struct Row {
  std::size_t line;
  std::string_view text;
};

std::vector<Row> rows_of(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  std::vector<Row> rows;
  for (std::size_t begin = 0, line = 1; begin < text.size(); ++line) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view row = text.substr(begin, end - begin);
    if (!trimmed(row).empty()) rows.push_back({line, row});
    begin = end + 1;
  }
  return rows;
}

bool is_label_name(std::string_view field) {
  std::string small(field);
  std::transform(small.begin(), small.end(), small.begin(), [](unsigned char c) { return std::tolower(c); });
  return small == "label" || small == "class" || small == "target" || small == "y" || small == "labels";
}

/// Where the label is in a table whose number of columns leaves room for one.
class LabelFinder {
 public:
  LabelFinder(const std::vector<Row>& rows, char separator) : rows_(rows), separator_(separator) {}

  LabelColumn find(bool has_header, std::string& why) {
    std::vector<std::string_view> fields;
    split(rows_[0].text, separator_, fields);
    if (has_header && is_label_name(fields.front())) return why = "the header says so", LabelColumn::first;
    if (has_header && is_label_name(fields.back())) return why = "the header says so", LabelColumn::last;
    bool first_is_text = false, last_is_text = false, first_varies = false, last_varies = false;
    std::string first, last;
    for (std::size_t i = has_header ? 1 : 0; i < rows_.size(); ++i) {
      split(rows_[i].text, separator_, fields);
      first_is_text = first_is_text || !number_in(fields.front());
      last_is_text = last_is_text || !number_in(fields.back());
      if (!first.empty()) first_varies = first_varies || first != fields.front();
      if (!last.empty()) last_varies = last_varies || last != fields.back();
      first = fields.front();
      last = fields.back();
    }
    if (first_is_text != last_is_text)
      return why = "it holds words", first_is_text ? LabelColumn::first : LabelColumn::last;
    if (last_varies && !first_varies) return why = "the first column is the same in all lines", LabelColumn::last;
    why = first_varies && !last_varies ? "the last column is the same in all lines" : "a guess; --label says it";
    return LabelColumn::first;
  }

 private:
  const std::vector<Row>& rows_;
  char separator_;
};

}  // namespace

std::size_t side_of_square(std::size_t count) {
  const auto side = static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(count))));
  return side * side == count ? side : 0;
}

Table parse_table(std::string_view text, LabelColumn label, std::optional<std::size_t> pixels, std::string_view name) {
  const std::vector<Row> rows = rows_of(text);
  if (rows.empty()) fail(name, ": expected a line of numbers for each picture, found none");
  const char separator = separator_of(rows[0].text);
  std::vector<std::string_view> fields;
  split(rows[0].text, separator, fields);
  const std::size_t width = fields.size();
  // A header has words in the columns of pixels; a label may be a word too.
  const bool has_header =
      counts_columns(fields) ||
      std::count_if(fields.begin(), fields.end(), [](std::string_view field) { return !number_in(field); }) > 1;
  if (has_header && rows.size() == 1) fail(name, ": expected a line of numbers behind the header, found none");
  Table table;
  const auto fits = [&](std::size_t count) {
    return pixels ? count == *pixels : count > 1 && side_of_square(count) > 0;
  };
  if (label == LabelColumn::unknown) {
    if (fits(width)) {
      label = LabelColumn::none;
    } else if (width > 1 && fits(width - 1)) {
      label = LabelFinder(rows, separator).find(has_header, table.label_column);
      table.label_column =
          std::string(label == LabelColumn::first ? "first" : "last") + " column (" + table.label_column + ")";
    }
  }
  const bool has_label = label == LabelColumn::first || label == LabelColumn::last;
  table.columns = width - (has_label ? 1 : 0);
  if (label == LabelColumn::unknown || !fits(table.columns))
    fail(name, ": line ", rows[0].line, ": expected ",
         pixels ? std::to_string(*pixels) + " pixels" : "a square number of pixels",
         ", with a label or without, found ", width, " values; --shape WIDTHxHEIGHT takes other pictures");
  for (std::size_t i = has_header ? 1 : 0; i < rows.size(); ++i) {
    split(rows[i].text, separator, fields);
    if (fields.size() != width)
      fail(name, ": line ", rows[i].line, ": expected ", width, " values as in line ", rows[0].line, ", found ",
           fields.size());
    const std::size_t begin = label == LabelColumn::first ? 1 : 0;
    for (std::size_t column = begin; column < begin + table.columns; ++column) {
      const std::optional<float> value = number_in(fields[column]);
      if (!value)
        fail(name, ": line ", rows[i].line, ", column ", column + 1, ": expected a number, found ",
             in_quotes(fields[column]));
      table.pixels.push_back(*value);
    }
    if (has_label) table.labels.emplace_back(label == LabelColumn::first ? fields.front() : fields.back());
    table.lines.push_back(rows[i].line);
  }
  return table;
}

}  // namespace latentwalk
