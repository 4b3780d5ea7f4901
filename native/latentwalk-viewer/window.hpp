#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "viewer/gui/surface.hpp"
#include "viewer/session/settings.hpp"

struct GLFWwindow;

namespace latentwalk::viewer {

/// A window on the display, through GLFW.
class Window : public Surface {
 public:
  /// Throws Error, in one sentence with what to do next, where there is no display or no OpenGL 3.3. A fixed size is
  /// the framebuffer's (for pictures), whatever the monitor's scale.
  Window(const std::string& title, int width, int height, int x, int y, bool visible);
  ~Window() override;
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  void begin_frame() override;
  void end_frame() override;
  ColourImage pixels() override;

  /// Sleeps until something happens or the time is over; true if it was an event.
  bool wait(double seconds);
  /// Takes the events that are there, without waiting.
  bool poll();
  void set_title(const std::string& title);
  /// Ends a wait; from any thread.
  static void wake();
  bool should_close() const;
  bool is_hidden() const;
  double time() const;
  /// How many pixels a point of layout has on this monitor, and a unit of ImGui's coordinates.
  float content_scale() const;
  float pixel_ratio() const;
  /// Where it is, into the settings.
  void note_place(Settings& settings) const;

  std::function<void(const std::vector<std::string>&)> on_drop;

 private:
  void watch_events();

  GLFWwindow* window_ = nullptr;
  bool event_ = false;
};

}  // namespace latentwalk::viewer
