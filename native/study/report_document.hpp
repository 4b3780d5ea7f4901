#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

/// A report as blocks, written once and rendered twice. Text may have `code`, *emphasised* and **strong** parts,
/// nothing else.
namespace latentwalk {

struct Heading {
  int level = 2;
  std::string text;
};
struct Paragraph {
  std::string text;
};
struct Table {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;  // the first column names, the others are figures
};
struct Picture {
  std::string file;  // "figures/toy.svg", from the report's folder
  std::vector<std::uint8_t> bytes;
  std::string alternative;  // what a reader who cannot see it is told
  std::string caption;
};
/// Side by side where there is room.
struct Pictures {
  std::vector<Picture> pictures;
};
/// What a section comes to.
struct Conclusion {
  std::string verdict, text;
};

using Block = std::variant<Heading, Paragraph, Table, Pictures, Conclusion>;

struct Document {
  std::string title;
  std::vector<Block> blocks;
};

std::string render_markdown(const Document& document);
/// One file without references: pictures are inside as data URIs.
std::string render_html(const Document& document);

/// The bytes as base64 (RFC 4648), and back. Throws Error on text that is none.
std::string base64(const std::vector<std::uint8_t>& bytes);
std::vector<std::uint8_t> from_base64(const std::string& text);

}  // namespace latentwalk
