#include "study/report_document.hpp"

#include <openssl/evp.h>

#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

// look.md's palette and sizes; figures have a paper of their own, so that they are the same in the dark.
constexpr const char* kCss = R"(
:root{--paper:#fafafa;--ink:#212529;--soft:#495057;--line:#dee2e6;--accent:#d9480f;color-scheme:light dark}
@media(prefers-color-scheme:dark){:root{--paper:#16181b;--ink:#e9ecef;--soft:#adb5bd;--line:#343a40;--accent:#ff8a50}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:1120px;margin:0 auto;padding:40px 24px 80px}
h1{font-size:40px;line-height:1.15;margin:0 0 24px}h2{font-size:28px;line-height:1.2;margin:64px 0 16px}
h3{font-size:20px;margin:32px 0 8px}p{max-width:72ch;margin:0 0 16px}
.table{overflow-x:auto;margin:0 0 24px}
table{border-collapse:collapse;font-size:14px;font-variant-numeric:tabular-nums}
th,td{padding:6px 24px 6px 0;text-align:right;border-bottom:1px solid var(--line);vertical-align:top}
th{color:var(--soft);font-weight:600}th:first-child,td:first-child{text-align:left}
.pictures{display:flex;flex-wrap:wrap;gap:24px;margin:0 0 24px}figure{margin:0;max-width:100%}
img{max-width:100%;height:auto;display:block;border-radius:4px}figcaption{font-size:14px;color:var(--soft);margin-top:8px;max-width:72ch}
.verdict{border-left:4px solid var(--accent);padding:8px 0 8px 16px;margin:0 0 24px}
.verdict p{margin:0}.verdict strong:first-child{color:var(--accent)}
code{font-size:14px}
)";

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}

/// Replaces each pair of `mark` by `open` and `close`.
std::string marked(const std::string& text, const std::string& mark, const std::string& open,
                   const std::string& close) {
  std::string out;
  std::size_t at = 0;
  bool inside = false;
  for (std::size_t next; (next = text.find(mark, at)) != std::string::npos; at = next + mark.size(), inside = !inside)
    out += text.substr(at, next - at) + (inside ? close : open);
  return out + text.substr(at);
}

std::string inline_html(const std::string& text) {
  return marked(marked(marked(escaped(text), "`", "<code>", "</code>"), "**", "<strong>", "</strong>"), "*", "<em>",
                "</em>");
}

std::string picture_type(const std::string& file) { return file.ends_with(".svg") ? "image/svg+xml" : "image/png"; }

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

}  // namespace

std::string render_markdown(const Document& document) {
  std::string out = "# " + document.title + "\n";
  const auto row = [&](const std::vector<std::string>& cells) {
    out += "|";
    for (std::string cell : cells) {
      for (std::size_t at = 0; (at = cell.find('|', at)) != std::string::npos; at += 2) cell.insert(at, "\\");
      out += " " + cell + " |";
    }
    out += "\n";
  };
  for (const Block& block : document.blocks) {
    out += "\n";
    std::visit(
        Overloaded{[&](const Heading& heading) {
                     out += std::string(static_cast<std::size_t>(heading.level), '#') + " " + heading.text + "\n";
                   },
                   [&](const Paragraph& paragraph) { out += paragraph.text + "\n"; },
                   [&](const Table& table) {
                     row(table.header);
                     out += "|---|";
                     for (std::size_t i = 1; i < table.header.size(); ++i) out += "---:|";
                     out += "\n";
                     for (const auto& cells : table.rows) row(cells);
                   },
                   [&](const Pictures& pictures) {
                     for (const Picture& picture : pictures.pictures)
                       out += "![" + picture.alternative + "](" + picture.file + ")\n\n" + picture.caption + "\n\n";
                     out.pop_back();
                   },
                   [&](const Conclusion& conclusion) {
                     out += "> **" + capitalised(conclusion.verdict) + ".** " + conclusion.text + "\n";
                   }},
        block);
  }
  return out;
}

std::string render_html(const Document& document) {
  std::string out =
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" +
      escaped(document.title) + "</title>\n<style>" + kCss + "</style>\n</head>\n<body>\n<main>\n<h1>" +
      inline_html(document.title) + "</h1>\n";
  const auto row = [&](const std::vector<std::string>& cells, const std::string& tag) {
    out += "<tr>";
    for (const std::string& cell : cells) out += "<" + tag + ">" + inline_html(cell) + "</" + tag + ">";
    out += "</tr>\n";
  };
  for (const Block& block : document.blocks) {
    std::visit(Overloaded{[&](const Heading& heading) {
                            const std::string tag = "h" + std::to_string(heading.level);
                            out += "<" + tag + ">" + inline_html(heading.text) + "</" + tag + ">\n";
                          },
                          [&](const Paragraph& paragraph) { out += "<p>" + inline_html(paragraph.text) + "</p>\n"; },
                          [&](const Table& table) {
                            out += "<div class=\"table\" tabindex=\"0\"><table>\n<thead>";
                            row(table.header, "th");
                            out += "</thead>\n<tbody>";
                            for (const auto& cells : table.rows) row(cells, "td");
                            out += "</tbody>\n</table></div>\n";
                          },
                          [&](const Pictures& pictures) {
                            out += "<div class=\"pictures\">\n";
                            for (const Picture& picture : pictures.pictures)
                              out += "<figure><img alt=\"" + escaped(picture.alternative) +
                                     "\" src=\"data:" + picture_type(picture.file) + ";base64," +
                                     base64(picture.bytes) + "\"><figcaption>" + inline_html(picture.caption) +
                                     "</figcaption></figure>\n";
                            out += "</div>\n";
                          },
                          [&](const Conclusion& conclusion) {
                            out += "<div class=\"verdict\"><p><strong>" + capitalised(conclusion.verdict) +
                                   ".</strong> " + inline_html(conclusion.text) + "</p></div>\n";
                          }},
               block);
  }
  return out + "</main>\n</body>\n</html>\n";
}

std::string base64(const std::vector<std::uint8_t>& bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes.data(), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

std::vector<std::uint8_t> from_base64(const std::string& text) {
  std::vector<std::uint8_t> bytes(text.size() / 4 * 3 + 3);
  const int size =
      EVP_DecodeBlock(bytes.data(), reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  if (size < 0) fail("a picture in a cell is no base64; remove the cell, it is computed again");
  // EVP_DecodeBlock counts the padding as bytes.
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  bytes.resize(static_cast<std::size_t>(size) - padding);
  return bytes;
}

}  // namespace latentwalk
