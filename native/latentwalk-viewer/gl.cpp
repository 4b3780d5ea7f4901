// OpenGL 1.1 calls for textures and pixels; all else is Dear ImGui's backend.

#include <GL/gl.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>

#include <algorithm>
#include <cstdint>

#include "viewer/gui/surface.hpp"

#ifndef GL_CLAMP_TO_EDGE
#define GL_CLAMP_TO_EDGE 0x812F
#endif

namespace latentwalk::viewer {
namespace {

class GlTextures : public Textures {
 public:
  ImTextureID put(ImTextureID old, int width, int height, const std::vector<std::uint8_t>& coverage) override {
    auto name = static_cast<GLuint>(reinterpret_cast<std::uintptr_t>(old));
    if (name == 0) glGenTextures(1, &name);
    // White with coverage as opacity: the draw call's colour is the ink.
    std::vector<std::uint8_t> pixels(4 * coverage.size(), 255);
    for (std::size_t i = 0; i < coverage.size(); ++i) pixels[4 * i + 3] = coverage[i];
    glBindTexture(GL_TEXTURE_2D, name);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, pixels.data());
    return reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(name));
  }
  void remove(ImTextureID texture) override {
    const auto name = static_cast<GLuint>(reinterpret_cast<std::uintptr_t>(texture));
    if (name != 0) glDeleteTextures(1, &name);
  }
};

}  // namespace

std::unique_ptr<Textures> gl_textures() { return std::make_unique<GlTextures>(); }

ColourImage read_pixels(int width, int height) {
  ColourImage image{width, height,
                    std::vector<std::uint8_t>(3U * static_cast<unsigned>(width) * static_cast<unsigned>(height))};
  std::vector<std::uint8_t> upside_down(image.pixels.size());
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE, upside_down.data());
  const std::size_t row = 3U * static_cast<unsigned>(width);
  for (int y = 0; y < height; ++y)
    std::copy_n(upside_down.data() + static_cast<std::size_t>(height - 1 - y) * row, row,
                image.pixels.data() + static_cast<std::size_t>(y) * row);
  return image;
}

void draw_frame(int width, int height) {
  glViewport(0, 0, width, height);
  glClearColor(0, 0, 0, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

}  // namespace latentwalk::viewer
