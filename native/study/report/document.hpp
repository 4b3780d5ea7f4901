#pragma once

#include <filesystem>
#include <string>

#include "latentwalk/json.hpp"

namespace latentwalk {

/// Fills in a template of mustache(5). Numbers are written as count_text and number_text write them. A section of an
/// empty string is left out, like one of false. Throws Error where the template names something that `values` lacks.
std::string fill_template(const std::string& text, const Json& values);

/// The Markdown as one HTML file without references: its pictures, files under `folder`, become data URIs.
std::string render_html(const std::string& markdown, const std::filesystem::path& folder);

}  // namespace latentwalk
