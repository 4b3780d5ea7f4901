#include "study/report/document.hpp"

#include <md4c-html.h>

#include <kainjow/mustache.hpp>
#include <regex>

#include "embedded/report_html.hpp"
#include "latentwalk/error.hpp"
#include "study/plan/base64.hpp"
#include "study/plan/statistics.hpp"
#include "support/files.hpp"

namespace latentwalk {
namespace {

namespace mustache = kainjow::mustache;

/// A line that has only the tag of a section does not count as a line (mustache(5)). The library leaves an empty line
/// where such a section is left out, which would end a table or a quotation, so the line's end becomes a mark, removed
/// below.
constexpr char kMark = '\x01';
std::string mark_tag_lines(const std::string& text) {
  static const std::regex kTagLine("^(\\{\\{[#^/][^}]*\\}\\})\n", std::regex::ECMAScript | std::regex::multiline);
  return text.find("{{") == std::string::npos ? text : std::regex_replace(text, kTagLine, std::string("$1") + kMark);
}

mustache::data data_of(const Json& json) {
  if (json.is_object()) {
    mustache::data object;
    for (const auto& [name, value] : json.items()) object.set(name, data_of(value));
    return object;
  }
  if (json.is_array()) {
    mustache::data list(mustache::data::type::list);
    for (const Json& value : json) list << data_of(value);
    return list;
  }
  if (json.is_number_integer()) return count_text(json.get<std::size_t>());
  if (json.is_number()) return number_text(json.get<double>());
  if (json.is_string() && !json.get_ref<const std::string&>().empty()) return mark_tag_lines(json.get<std::string>());
  return json == Json(true);
}

/// mustache leaves out what it does not find. In a report that would be a number that is missing without a word.
class StrictContext : public mustache::context<std::string> {
 public:
  using context::context;
  const mustache::data* get(const std::string& name) const override {
    const mustache::data* found = context::get(name);
    if (found == nullptr) fail("a template of the report names \"", name, "\", which has no value");
    return found;
  }
  const mustache::data* get_partial(const std::string& name) const override { return get(name); }
};

}  // namespace

std::string fill_template(const std::string& text, const Json& values) {
  mustache::mustache filled(mark_tag_lines(text));
  filled.set_custom_escape([](const std::string& value) { return value; });
  const mustache::data data = data_of(values);
  StrictContext context(&data);
  std::string result = filled.render(context);
  if (!filled.is_valid()) fail("a template of the report is not valid: ", filled.error_message());
  std::erase(result, kMark);
  return result;
}

std::string render_html(const std::string& markdown, const std::filesystem::path& folder) {
  std::string body;
  const auto append = [](const MD_CHAR* text, MD_SIZE size, void* to) {
    static_cast<std::string*>(to)->append(text, size);
  };
  if (md_html(markdown.data(), static_cast<MD_SIZE>(markdown.size()), append, &body, MD_FLAG_TABLES | MD_FLAG_NOHTML,
              0) != 0)
    fail("the report's Markdown could not be rendered: out of memory");
  const std::string title = body.substr(0, body.find("</h1>")).substr(std::string("<h1>").size());

  static const std::regex kSource("(<img src=\")([^\"]+)");
  std::string whole;
  auto rest = body.cbegin();
  for (std::sregex_iterator picture(body.cbegin(), body.cend(), kSource), end; picture != end; ++picture) {
    const std::string file = picture->str(2);
    whole.append(rest, (*picture)[2].first);
    whole += (file.ends_with(".svg") ? "data:image/svg+xml;base64," : "data:image/png;base64,") +
             base64(read_file(folder / file));
    rest = (*picture)[2].second;
  }
  whole.append(rest, body.cend());
  const auto frame = embedded::report_html;
  return fill_template({frame.begin(), frame.end()}, {{"title", title}, {"body", whole}});
}

}  // namespace latentwalk
