#pragma once

#include <imgui.h>

#include <map>
#include <string>
#include <vector>

#include "viewer/gui/pictures.hpp"
#include "viewer/gui/theme.hpp"

/// The few widgets that the panels are made of, in the look of theme.hpp. Each notes where it lies under its label.
namespace latentwalk::viewer {

struct Region {
  ImVec2 from{0, 0}, to{0, 0};
  ImVec2 centre() const { return {(from.x + to.x) / 2, (from.y + to.y) / 2}; }
  float width() const { return to.x - from.x; }
  float height() const { return to.y - from.y; }
};

class Ui {
 public:
  Ui(Theme& of_theme, Pictures& of_pictures) : theme(of_theme), pictures(of_pictures) {}

  Theme& theme;
  Pictures& pictures;
  double now = 0.0, elapsed = 0.0;  // of this frame, and since the last one; seconds
  /// How wide a control is that fills the column; 0 where the window's edge says so (dialogs).
  float column_width = 0.0F;
  float column() const;
  /// Where things lie in this frame: buttons by label, digits by name. For tests and --regions.
  std::map<std::string, Region> regions;
  /// What does not fit its place in this frame: text that is too long for its control, things beyond their window.
  std::vector<std::string> cut_off;
  bool is_whole = false;  // what is marked must be inside its window from top to bottom too: it does not scroll

  float px(float units) const { return theme.px(units); }
  const Palette& colour() const { return theme.colour; }
  ImDrawList* draw() const { return ImGui::GetWindowDrawList(); }

  /// Notes the last item, or a place, under a name.
  void mark(const std::string& name);
  void mark(const std::string& name, ImVec2 from, ImVec2 to);

  // Text. Paragraphs wrap at the column's edge.
  void heading(const char* text);
  void paragraph(const std::string& text, bool muted = true);
  /// A label above the control that follows, which fills the column.
  void label(const std::string& text);
  /// A name at the left and a value at the right edge.
  void fact(const std::string& name, const std::string& value);
  /// The text in lines of at most `width` in this font; at most `most` of them, the last one then ends with "…".
  std::vector<std::string> lines_of(const std::string& text, ImFont* font, float width, std::size_t most = 99);
  void gap(float units = 8);

  // Controls. Labels are unique in a window; what follows "##" is not shown.
  enum class Kind { plain, primary, quiet };
  bool button(const std::string& label, Kind kind = Kind::plain, float width = 0, const char* tip = nullptr);
  bool toggle(const std::string& label, bool& value);
  /// One of a few, side by side; true if it changed.
  bool choice(const std::string& id, const std::vector<std::string>& options, int& value);
  bool slider(const std::string& label, double& value, double low, double high, const char* format = "%.2f");
  bool slider(const std::string& label, int& value, int low, int high, const char* format = "%.0f");
  bool seed(const std::string& label, std::uint64_t& value);
  bool text_field(const std::string& label, std::string& value, const char* hint);
  bool combo(const std::string& label, const std::vector<std::string>& options, int& value);
  void tip(const char* text);

  /// A slim slider alone, in the next item's width; Ctrl and a click let the number be typed.
  bool track(const std::string& id, double& value, double low, double high, const char* format, float width);

  // Digits.
  /// Draws a digit in a rectangle, without a box round it.
  void digit(const Picture& picture, ImVec2 from, ImVec2 to, float opacity = 1.0F);
  void ring(ImVec2 from, ImVec2 to, ImU32 colour);
  /// The largest place of a digit's proportions in a rectangle, on whole pixels, in its middle.
  Region fit(float width, float height, ImVec2 from, ImVec2 to) const;
  /// A digit as an item of that height: true if it was pressed. Drawn with a ring where `selected`.
  /// ImGui::InvisibleButton of at least one pixel each way: Dear ImGui ends the program at an empty one.
  bool area(const std::string& name, ImVec2 size, ImGuiButtonFlags flags = 0);
  bool digit_button(const std::string& name, const Picture& picture, float height, bool selected = false);

  /// Text in the middle of a rectangle; wraps.
  void centred_text(ImVec2 from, ImVec2 to, const std::string& text, ImFont* font, ImU32 colour);

 private:
  /// The body's font, or the small one where the text is wider than that. Notes text that is wider than both.
  ImFont* font_for(const std::string& text, float width);
  std::string typed_;                   // the slider whose number is being typed
  std::string seed_field_, seed_text_;  // the seed that is being typed, and its text so far
};

/// "%.3g" and the like.
std::string number_text(const char* format, double value);

}  // namespace latentwalk::viewer
