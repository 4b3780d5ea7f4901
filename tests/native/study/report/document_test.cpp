// The report's templates and its page.
#include "study/report/document.hpp"

#include <doctest/doctest.h>

#include "support/files.hpp"
#include "tests/support/test_files.hpp"

using namespace latentwalk;
using tests::message_of;

TEST_CASE("a template takes texts as they are, counts with commas, and other numbers with three digits") {
  CHECK(fill_template("{{name}}: {{count}} of {{value}}", {{"name", "a < b"}, {"count", 60000}, {"value", 0.02}}) ==
        "a < b: 60,000 of 0.0200");
  CHECK(fill_template("|{{#row}} {{.}} |{{/row}}", {{"row", {"1", "2"}}}) == "| 1 | 2 |");
  CHECK(fill_template("{{#a}}yes{{/a}}{{^a}}no{{/a}}", {{"a", ""}}) == "no");
  CHECK(fill_template("{{>part}}", {{"part", "{{x}}"}, {"x", "in it"}}) == "in it");
}

TEST_CASE("a section that is left out leaves no empty line, in a partial neither, and empty lines of the text stay") {
  const std::string text =
      "| a |\n|---|\n{{#rows}}\n{{#shown}}\n| {{name}} |\n{{/shown}}\n{{/rows}}\n{{^rows}}\nnone\n{{/rows}}\n\nend\n";
  const Json values{{"rows", {{{"name", "1"}, {"shown", false}}, {{"name", "2"}, {"shown", true}}}}, {"part", text}};
  for (const char* whole : {text.c_str(), "{{>part}}"})
    CHECK(fill_template(whole, values) == "| a |\n|---|\n| 2 |\n\nend\n");
}

TEST_CASE("a template that names what has no value is refused, wherever the name stands, and so is a broken one") {
  for (const char* text : {"{{lost}}", "{{#lost}}x{{/lost}}", "{{^lost}}x{{/lost}}", "{{>lost}}"})
    CHECK(message_of([&] {
            fill_template(text, {{"found", 1}});
          }) == "a template of the report names \"lost\", which has no value");
  CHECK(message_of([] { fill_template("{{#found}}", {{"found", 1}}); }).find("not valid") != std::string::npos);
}

TEST_CASE("the page has the Markdown's tables, its pictures inside, and markup in the text escaped") {
  const TemporaryFolder folder;
  write_file(folder.path() / "f.png", std::vector<std::uint8_t>{1, 2, 3, 4});
  write_text(folder.path() / "g.svg", "<svg/>");
  const std::string html = render_html(
      "# A < B\n\n`x<y` is **so** & <b>more\n\n| a | b |\n|---|---:|\n| 1 | 2 "
      "|\n\n![one](f.png)\\\ncap\n\n![two](g.svg)\n",
      folder.path());
  for (const char* part : {"<title>A &lt; B</title>", "<h1>A &lt; B</h1>", "<td align=\"right\">2</td>",
                           "<code>x&lt;y</code> is <strong>so</strong> &amp; &lt;b&gt;more",
                           "<img src=\"data:image/png;base64,AQIDBA==\" alt=\"one\"><br>\ncap",
                           "<img src=\"data:image/svg+xml;base64,PHN2Zy8+\" alt=\"two\">"})
    CHECK_MESSAGE(html.find(part) != std::string::npos, part);
}
