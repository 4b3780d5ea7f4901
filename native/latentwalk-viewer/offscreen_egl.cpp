// A picture in memory through EGL and Mesa's surfaceless platform: no X server, no Wayland, no graphics card needed.

#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>

#include "viewer/gui/keys.hpp"
#include "viewer/gui/surface.hpp"

namespace latentwalk::viewer {
namespace {

class OffscreenSurface : public Surface {
 public:
  OffscreenSurface(EGLDisplay display, EGLContext context, EGLSurface surface, int width, int height)
      : display_(display), context_(context), surface_(surface), width_(width), height_(height) {
    setup_keys();  // no platform does it, and keyboard navigation insists
    ImGui_ImplOpenGL3_Init("#version 330 core");
  }
  ~OffscreenSurface() override {
    ImGui_ImplOpenGL3_Shutdown();
    eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
    eglDestroySurface(display_, surface_);
    eglDestroyContext(display_, context_);
    eglTerminate(display_);
  }
  OffscreenSurface(const OffscreenSurface&) = delete;
  OffscreenSurface& operator=(const OffscreenSurface&) = delete;

  void begin_frame() override {
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {static_cast<float>(width_), static_cast<float>(height_)};
    io.DeltaTime = 1.0F / 60.0F;
    ImGui_ImplOpenGL3_NewFrame();
  }
  void end_frame() override { draw_frame(width_, height_); }
  ColourImage pixels() override { return read_pixels(width_, height_); }

 private:
  EGLDisplay display_;
  EGLContext context_;
  EGLSurface surface_;
  int width_, height_;
};

EGLDisplay surfaceless_display() {
  const auto get = reinterpret_cast<PFNEGLGETPLATFORMDISPLAYEXTPROC>(eglGetProcAddress("eglGetPlatformDisplayEXT"));
  if (get != nullptr) {
    const EGLDisplay display = get(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
    if (display != EGL_NO_DISPLAY && eglInitialize(display, nullptr, nullptr) == EGL_TRUE) return display;
  }
  const EGLDisplay display = eglGetDisplay(EGL_DEFAULT_DISPLAY);
  if (display != EGL_NO_DISPLAY && eglInitialize(display, nullptr, nullptr) == EGL_TRUE) return display;
  return EGL_NO_DISPLAY;
}

}  // namespace

std::unique_ptr<Surface> offscreen_surface(int width, int height, std::string& reason) {
  const EGLDisplay display = surfaceless_display();
  if (display == EGL_NO_DISPLAY) {
    reason = "EGL finds no device to draw with (Debian package libgl1-mesa-dri brings one in software)";
    return nullptr;
  }
  const EGLint wanted[] = {EGL_SURFACE_TYPE,
                           EGL_PBUFFER_BIT,
                           EGL_RENDERABLE_TYPE,
                           EGL_OPENGL_BIT,
                           EGL_RED_SIZE,
                           8,
                           EGL_GREEN_SIZE,
                           8,
                           EGL_BLUE_SIZE,
                           8,
                           EGL_NONE};
  EGLConfig config = nullptr;
  EGLint count = 0;
  const EGLint size[] = {EGL_WIDTH, width, EGL_HEIGHT, height, EGL_NONE};
  const EGLint version[] = {
      EGL_CONTEXT_MAJOR_VERSION,           3,       EGL_CONTEXT_MINOR_VERSION, 3, EGL_CONTEXT_OPENGL_PROFILE_MASK,
      EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT, EGL_NONE};
  if (eglBindAPI(EGL_OPENGL_API) == EGL_TRUE && eglChooseConfig(display, wanted, &config, 1, &count) == EGL_TRUE &&
      count > 0) {
    const EGLSurface surface = eglCreatePbufferSurface(display, config, size);
    const EGLContext context = eglCreateContext(display, config, EGL_NO_CONTEXT, version);
    if (surface != EGL_NO_SURFACE && context != EGL_NO_CONTEXT &&
        eglMakeCurrent(display, surface, surface, context) == EGL_TRUE)
      return std::make_unique<OffscreenSurface>(display, context, surface, width, height);
    if (context != EGL_NO_CONTEXT) eglDestroyContext(display, context);
    if (surface != EGL_NO_SURFACE) eglDestroySurface(display, surface);
  }
  eglTerminate(display);
  reason = "EGL gives no OpenGL 3.3 context";
  return nullptr;
}

}  // namespace latentwalk::viewer
