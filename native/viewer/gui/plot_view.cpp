// What part of a plot is seen, and its ticks.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "viewer/gui/plot.hpp"

namespace latentwalk::viewer {

void PlotView::fit(const std::vector<PlotLine>& lines) {
  const double infinity = std::numeric_limits<double>::infinity();
  x_low = y_low = infinity;
  x_high = y_high = -infinity;
  for (const PlotLine& line : lines)
    for (std::size_t i = 0; i < line.x->size(); ++i) {
      const double raw = (*line.y)[i];
      if (log_y && raw <= 0) continue;
      const double y = log_y ? std::log10(raw) : raw;
      x_low = std::min(x_low, (*line.x)[i]);
      x_high = std::max(x_high, (*line.x)[i]);
      y_low = std::min(y_low, y);
      y_high = std::max(y_high, y);
    }
  if (!(x_low <= x_high)) x_low = 0, x_high = 1, y_low = 0, y_high = 1;
  if (x_high == x_low) x_high = x_low + 1;
  const double margin = y_high > y_low ? 0.06 * (y_high - y_low) : 0.5 * std::max(1e-6, std::abs(y_high));
  y_low -= margin;
  y_high += margin;
}

void PlotView::zoom(double factor) {
  fitted = false;
  const double x = (x_low + x_high) / 2, y = (y_low + y_high) / 2;
  x_low = x + (x_low - x) / factor;
  x_high = x + (x_high - x) / factor;
  y_low = y + (y_low - y) / factor;
  y_high = y + (y_high - y) / factor;
}

void PlotView::pan(double x, double y) {
  fitted = false;
  const double width = x_high - x_low, height = y_high - y_low;
  x_low += x * width, x_high += x * width, y_low += y * height, y_high += y * height;
}

std::vector<double> plot_ticks(double low, double high, int count) {
  std::vector<double> ticks;
  if (!(high > low) || count < 1) return ticks;
  const double rough = (high - low) / count, power = std::pow(10.0, std::floor(std::log10(rough)));
  const double lead = rough / power;
  const double step = power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
  for (double tick = std::ceil(low / step) * step; tick <= high + step * 1e-9 && ticks.size() < 1000; tick += step)
    ticks.push_back(std::abs(tick) < step * 1e-9 ? 0.0 : tick);
  return ticks;
}

std::string plot_tick_text(double value, double step) {
  if (step >= 1000) return number_text("%g", value / 1000) + (value == 0 ? "" : "k");
  const int decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 6);
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  std::string result = text;
  if (result.starts_with('-')) result = "\u2212" + result.substr(1);
  return result;
}

}  // namespace latentwalk::viewer
