#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "latentwalk/image.hpp"
#include "viewer/gui/pictures.hpp"

namespace latentwalk::viewer {

/// Red, green and blue, row after row from the top.
struct ColourImage {
  int width = 0, height = 0;
  std::vector<std::uint8_t> pixels;
};

/// Where OpenGL draws: a window, or a picture in memory. Dear ImGui's context is there already.
class Surface {
 public:
  virtual ~Surface() = default;
  /// Before ImGui::NewFrame: takes input and sizes. After ImGui::Render: shows the frame.
  virtual void begin_frame() = 0;
  virtual void end_frame() = 0;
  /// The last frame's pixels.
  virtual ColourImage pixels() = 0;
};

/// The pixels of the current OpenGL context's framebuffer.
ColourImage read_pixels(int width, int height);

/// Clears the framebuffer and draws Dear ImGui's last frame.
void draw_frame(int width, int height);

/// Textures in the current OpenGL context.
std::unique_ptr<Textures> gl_textures();

/// A picture in memory through EGL: needs no display. Null, with the reason, where that cannot be.
std::unique_ptr<Surface> offscreen_surface(int width, int height, std::string& reason);

}  // namespace latentwalk::viewer
