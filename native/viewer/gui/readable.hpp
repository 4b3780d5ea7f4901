#pragma once

#include <imgui.h>

#include <string>

namespace latentwalk::viewer {

/// Text as the present font can show it. A character that it lacks becomes its number, U+6A21, and a byte that is not
/// UTF-8 becomes \xE6, so that two names never look the same. Call inside a frame.
std::string readable(const std::string& text);

/// The text, readable and with its middle left out where it is wider than `width` at this size.
std::string fitted(const std::string& text, ImFont* font, float size, float width);

}  // namespace latentwalk::viewer
