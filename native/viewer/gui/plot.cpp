#include "viewer/gui/plot.hpp"

#include <algorithm>
#include <cmath>

#include "support/spec_words.hpp"
#include "viewer/gui/keys.hpp"
#include "viewer/gui/readable.hpp"

namespace latentwalk::viewer {
namespace {

/// From values to pixels and back.
struct Frame {
  ImVec2 from, to;  // top left, bottom right
  double x_low, x_high, y_low, y_high;
  bool log_y;

  double lift(double y) const { return log_y ? std::log10(std::max(y, 1e-12)) : y; }
  float x(double value) const {
    return from.x + static_cast<float>((value - x_low) / (x_high - x_low)) * (to.x - from.x);
  }
  float y(double value) const {
    return to.y - static_cast<float>((lift(value) - y_low) / (y_high - y_low)) * (to.y - from.y);
  }
  double x_at(float pixel) const { return x_low + (pixel - from.x) / (to.x - from.x) * (x_high - x_low); }
  double y_at(float pixel) const { return y_low + (to.y - pixel) / (to.y - from.y) * (y_high - y_low); }
};

/// A dashed polyline: ImGui draws solid ones only.
void dashed(ImDrawList* draw, const std::vector<ImVec2>& points, ImU32 colour, float width, int dash, float unit) {
  if (dash == 0) {
    draw->AddPolyline(points.data(), static_cast<int>(points.size()), colour, 0, width);
    return;
  }
  static const std::vector<float> kPatterns[] = {{6, 4}, {1.5F, 3.5F}, {8, 3, 2, 3}};
  const std::vector<float>& pattern = kPatterns[(dash - 1) % 3];
  std::size_t part = 0;
  float left = pattern[0] * unit;
  for (std::size_t i = 1; i < points.size(); ++i) {
    const ImVec2 a = points[i - 1], b = points[i];
    const float length = std::hypot(b.x - a.x, b.y - a.y);
    float at = 0;
    while (at < length) {
      const float step = std::min(left, length - at);
      if (part % 2 == 0) {
        const float s = at / length, e = (at + step) / length;
        draw->AddLine({a.x + s * (b.x - a.x), a.y + s * (b.y - a.y)}, {a.x + e * (b.x - a.x), a.y + e * (b.y - a.y)},
                      colour, width);
      }
      at += step;
      left -= step;
      if (left <= 0) {
        part = (part + 1) % pattern.size();
        left = pattern[part] * unit;
      }
    }
  }
}

/// The curve in pixels; where many points share a column its lowest and highest, so that no spike is lost.
std::vector<ImVec2> curve(const PlotLine& line, const Frame& frame) {
  std::vector<ImVec2> points;
  const std::vector<double>&x = *line.x, &y = *line.y;
  const auto first = std::lower_bound(x.begin(), x.end(), frame.x_low) - x.begin();
  const auto last = std::upper_bound(x.begin(), x.end(), frame.x_high) - x.begin();
  const auto begin = static_cast<std::size_t>(std::max<std::ptrdiff_t>(first - 1, 0));
  const auto end = std::min(static_cast<std::size_t>(last) + 1, x.size());
  for (std::size_t i = begin; i < end;) {
    const float column = std::floor(frame.x(x[i]));
    float low = frame.y(y[i]), high = low, latest = low;
    std::size_t next = i + 1;
    while (next < end && std::floor(frame.x(x[next])) == column) {
      latest = frame.y(y[next]);
      low = std::min(low, latest);
      high = std::max(high, latest);
      ++next;
    }
    if (next == i + 1) {
      points.push_back({frame.x(x[i]), low});
    } else {
      points.push_back({column, low});
      points.push_back({column, high});
      points.push_back({column, latest});
    }
    i = next;
  }
  return points;
}

void interact(const Frame& frame, PlotView& view) {
  const ImGuiIO& io = ImGui::GetIO();
  const double width = view.x_high - view.x_low, height = view.y_high - view.y_low;
  if (ImGui::IsItemHovered() && io.MouseWheel != 0) {
    const double factor = std::pow(0.85, io.MouseWheel), x = frame.x_at(io.MousePos.x), y = frame.y_at(io.MousePos.y);
    view.fitted = false;
    view.x_low = x + (view.x_low - x) * factor;
    view.x_high = x + (view.x_high - x) * factor;
    view.y_low = y + (view.y_low - y) * factor;
    view.y_high = y + (view.y_high - y) * factor;
  }
  if (ImGui::IsItemActive() && (io.MouseDelta.x != 0 || io.MouseDelta.y != 0)) {
    view.fitted = false;
    const double dx = -io.MouseDelta.x / (frame.to.x - frame.from.x) * width;
    const double dy = io.MouseDelta.y / (frame.to.y - frame.from.y) * height;
    view.x_low += dx, view.x_high += dx, view.y_low += dy, view.y_high += dy;
  }
  if (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(0)) view.fitted = true;
  if (!ImGui::IsItemFocused()) return;
  if (key_pressed(Key::equal, true)) view.zoom(1.25);
  if (key_pressed(Key::minus, true)) view.zoom(0.8);
  if (key_pressed(Key::zero)) view.fitted = true;
  if (io.KeyCtrl) {
    if (key_pressed(Key::left, true)) view.pan(-0.1, 0);
    if (key_pressed(Key::right, true)) view.pan(0.1, 0);
    if (key_pressed(Key::up, true)) view.pan(0, 0.1);
    if (key_pressed(Key::down, true)) view.pan(0, -0.1);
  }
}

std::size_t nearest(const std::vector<double>& x, double value) {
  const auto after = static_cast<std::size_t>(std::lower_bound(x.begin(), x.end(), value) - x.begin());
  if (after == 0) return 0;
  if (after == x.size()) return x.size() - 1;
  return value - x[after - 1] < x[after] - value ? after - 1 : after;
}

void hover(Ui& ui, const Frame& frame, const std::vector<PlotLine>& lines, const std::string& x_label) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const PlotLine* leader = nullptr;
  for (const PlotLine& line : lines)
    if (!line.x->empty() && (leader == nullptr || line.x->size() > leader->x->size())) leader = &line;
  if (leader == nullptr || mouse.x < frame.from.x || mouse.x > frame.to.x) return;
  const double x = (*leader->x)[nearest(*leader->x, frame.x_at(mouse.x))];
  const float column = std::floor(frame.x(x)) + 0.5F;
  ui.draw()->AddLine({column, frame.from.y}, {column, frame.to.y}, ui.colour().muted, 1);
  for (const PlotLine& line : lines) {
    if (line.x->empty()) continue;
    const std::size_t i = nearest(*line.x, x);
    ui.draw()->AddCircleFilled({frame.x((*line.x)[i]), frame.y((*line.y)[i])}, ui.px(3), line.colour);
  }
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui.px(12), ui.px(8)));
  ImGui::BeginTooltip();
  ImGui::PushFont(ui.theme.font.small);
  ImGui::TextUnformatted((x_label + " " + with_commas(static_cast<std::size_t>(std::max(0.0, x)))).c_str());
  for (const PlotLine& line : lines) {
    if (line.x->empty()) continue;
    ImGui::Text("%s  %.4g", readable(line.name).c_str(), (*line.y)[nearest(*line.x, x)]);
  }
  ImGui::PopFont();
  ImGui::EndTooltip();
  ImGui::PopStyleVar();
}

void axes(Ui& ui, const Frame& frame, const std::string& x_label) {
  ImGui::PushFont(ui.theme.font.small);
  const float line_height = ImGui::GetTextLineHeight();
  const std::vector<double> ys =
      plot_ticks(frame.y_low, frame.y_high, std::max(3, static_cast<int>((frame.to.y - frame.from.y) / ui.px(48))));
  const double y_step = ys.size() > 1 ? ys[1] - ys[0] : 1;
  for (const double tick : ys) {
    const float y = std::floor(frame.to.y - static_cast<float>((tick - frame.y_low) / (frame.y_high - frame.y_low)) *
                                                (frame.to.y - frame.from.y)) +
                    0.5F;
    ui.draw()->AddLine({frame.from.x, y}, {frame.to.x, y}, ui.colour().line, 1);
    const std::string text = frame.log_y ? number_text("%.3g", std::pow(10.0, tick)) : plot_tick_text(tick, y_step);
    const float width = ImGui::CalcTextSize(text.c_str()).x;
    ui.draw()->AddText({frame.from.x - ui.px(8) - width, y - line_height / 2}, ui.colour().muted, text.c_str());
  }
  const std::vector<double> xs =
      plot_ticks(frame.x_low, frame.x_high, std::max(2, static_cast<int>((frame.to.x - frame.from.x) / ui.px(72))));
  const double x_step = xs.size() > 1 ? xs[1] - xs[0] : 1;
  ui.draw()->AddLine({frame.from.x, frame.to.y + 0.5F}, {frame.to.x, frame.to.y + 0.5F}, ui.colour().muted, 1);
  for (const double tick : xs) {
    const float x = std::floor(frame.x(tick)) + 0.5F;
    ui.draw()->AddLine({x, frame.to.y}, {x, frame.to.y + ui.px(4)}, ui.colour().muted, 1);
    const std::string text = plot_tick_text(tick, x_step);
    const float width = ImGui::CalcTextSize(text.c_str()).x;
    // The last one stays inside the plot.
    const float left = std::min(x - width / 2, frame.to.x - width);
    ui.draw()->AddText({std::floor(left), frame.to.y + ui.px(8)}, ui.colour().muted, text.c_str());
  }
  if (!x_label.empty()) {
    const float width = ImGui::CalcTextSize(x_label.c_str()).x;
    ui.draw()->AddText({frame.to.x - width, frame.to.y + ui.px(12) + line_height}, ui.colour().muted, x_label.c_str());
  }
  ImGui::PopFont();
}

/// Names above the plot, each with a piece of its line.
void show_legend(Ui& ui, ImVec2 at, float right, const std::vector<PlotLine>& lines) {
  ImGui::PushFont(ui.theme.font.small);
  const float left = at.x, line_height = ImGui::GetTextLineHeight();
  for (const PlotLine& line : lines) {
    const float width = ui.px(32) + ImGui::CalcTextSize(readable(line.name).c_str()).x;
    if (at.x > left && at.x + width > right) at = {left, at.y + line_height + ui.px(4)};
    const float middle = std::floor(at.y + line_height / 2) + 0.5F;
    dashed(ui.draw(), {{at.x, middle}, {at.x + ui.px(24), middle}}, line.colour, ui.px(2), line.dash, ui.px(1));
    ui.draw()->AddText({at.x + ui.px(32), at.y}, ui.colour().text, readable(line.name).c_str());
    at.x += width + ui.px(24);
  }
  ImGui::PopFont();
}

float legend_height(Ui& ui, float width, const std::vector<PlotLine>& lines) {
  ImGui::PushFont(ui.theme.font.small);
  float x = 0;
  int rows = 1;
  for (const PlotLine& line : lines) {
    const float item = ui.px(32) + ImGui::CalcTextSize(readable(line.name).c_str()).x;
    if (x > 0 && x + item > width) x = 0, ++rows;
    x += item + ui.px(24);
  }
  const float height = static_cast<float>(rows) * (ImGui::GetTextLineHeight() + ui.px(4)) + ui.px(8);
  ImGui::PopFont();
  return height;
}

}  // namespace

void plot(Ui& ui, const std::string& id, ImVec2 size, const std::vector<PlotLine>& lines, PlotView& view,
          const std::string& x_label, bool legend) {
  if (view.fitted) view.fit(lines);
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const float above = legend ? legend_height(ui, size.x - ui.px(56), lines) : ui.px(8);
  const float below = x_label.empty() ? ui.px(28) : ui.px(48);
  Frame frame{{corner.x + ui.px(56), corner.y + above},
              {corner.x + size.x, corner.y + size.y - below},
              view.x_low,
              view.x_high,
              view.y_low,
              view.y_high,
              view.log_y};
  if (frame.to.x - frame.from.x < ui.px(40) || frame.to.y - frame.from.y < ui.px(24)) return;

  ImGui::SetCursorScreenPos(frame.from);
  ui.area(id, {frame.to.x - frame.from.x, frame.to.y - frame.from.y});
  ui.mark(id);
  interact(frame, view);
  frame.x_low = view.x_low, frame.x_high = view.x_high, frame.y_low = view.y_low, frame.y_high = view.y_high;

  axes(ui, frame, x_label);
  ui.draw()->PushClipRect(frame.from, frame.to, true);
  for (const PlotLine& line : lines)
    dashed(ui.draw(), curve(line, frame), line.colour, ui.px(1.75F), line.dash, ui.px(1));
  if (ImGui::IsItemHovered() && !ImGui::IsItemActive()) hover(ui, frame, lines, x_label);
  ui.draw()->PopClipRect();
  if (legend) show_legend(ui, {frame.from.x, corner.y}, frame.to.x, lines);
  ImGui::SetCursorScreenPos({corner.x, corner.y + size.y});
  ImGui::Dummy({size.x, 0});
}

}  // namespace latentwalk::viewer
