#include "latentwalk-viewer/window.hpp"

#include <GLFW/glfw3.h>
#include <imgui.h>
#include <imgui_impl_glfw.h>
#include <imgui_impl_opengl3.h>

#include <algorithm>
#include <cmath>

#include "latentwalk/error.hpp"
#include "viewer/gui/keys.hpp"

namespace latentwalk::viewer {
namespace {

constexpr const char* kGoOn =
    "; on a machine without one use --screenshot FILE.png, or --render SCENE.json --out FILE, or run under xvfb-run";

std::string& last_error() {
  static std::string text;
  return text;
}

Window& of(GLFWwindow* window) { return *static_cast<Window*>(glfwGetWindowUserPointer(window)); }

}  // namespace

Window::Window(const std::string& title, int width, int height, int x, int y, bool visible) {
  glfwSetErrorCallback([](int, const char* text) { last_error() = text; });
  if (glfwInit() != GLFW_TRUE) fail("there is no display to open a window on (", last_error(), ")", kGoOn);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
  glfwWindowHint(GLFW_VISIBLE, visible ? GLFW_TRUE : GLFW_FALSE);
  glfwWindowHint(GLFW_SCALE_TO_MONITOR, visible ? GLFW_TRUE : GLFW_FALSE);
  window_ = glfwCreateWindow(width, height, title.c_str(), nullptr, nullptr);
  if (window_ == nullptr) {
    const std::string why = last_error();
    glfwTerminate();
    fail("this display has no OpenGL 3.3 (", why, ")", kGoOn);
  }
  if (x >= 0 && y >= 0) glfwSetWindowPos(window_, x, y);
  glfwSetWindowSizeLimits(window_, 720, 480, GLFW_DONT_CARE, GLFW_DONT_CARE);
  glfwMakeContextCurrent(window_);
  glfwSwapInterval(1);
  glfwSetWindowUserPointer(window_, this);
  watch_events();
  ImGui_ImplGlfw_InitForOpenGL(window_, true);  // calls our callbacks, which were there first
#if IMGUI_VERSION_NUM < 18700                   // later versions do this themselves
  glfwSetKeyCallback(window_, [](GLFWwindow* w, int key, int scancode, int action, int mods) {
    ImGui_ImplGlfw_KeyCallback(w, key_of_layout(key, glfwGetKeyName(key, scancode)), scancode, action, mods);
  });
#endif
  ImGui_ImplOpenGL3_Init("#version 330 core");
}

Window::~Window() {
  ImGui_ImplOpenGL3_Shutdown();
  ImGui_ImplGlfw_Shutdown();
  glfwDestroyWindow(window_);
  glfwTerminate();
}

void Window::watch_events() {
  glfwSetWindowFocusCallback(window_, [](GLFWwindow* w, int) { of(w).event_ = true; });
  glfwSetCursorEnterCallback(window_, [](GLFWwindow* w, int) { of(w).event_ = true; });
  glfwSetCursorPosCallback(window_, [](GLFWwindow* w, double, double) { of(w).event_ = true; });
  glfwSetMouseButtonCallback(window_, [](GLFWwindow* w, int, int, int) { of(w).event_ = true; });
  glfwSetScrollCallback(window_, [](GLFWwindow* w, double, double) { of(w).event_ = true; });
  glfwSetKeyCallback(window_, [](GLFWwindow* w, int, int, int, int) { of(w).event_ = true; });
  glfwSetCharCallback(window_, [](GLFWwindow* w, unsigned) { of(w).event_ = true; });
  glfwSetFramebufferSizeCallback(window_, [](GLFWwindow* w, int, int) { of(w).event_ = true; });
  glfwSetWindowContentScaleCallback(window_, [](GLFWwindow* w, float, float) { of(w).event_ = true; });
  glfwSetWindowRefreshCallback(window_, [](GLFWwindow* w) { of(w).event_ = true; });
  glfwSetWindowCloseCallback(window_, [](GLFWwindow* w) { of(w).event_ = true; });
  glfwSetDropCallback(window_, [](GLFWwindow* w, int count, const char** paths) {
    of(w).event_ = true;
    if (of(w).on_drop) of(w).on_drop({paths, paths + count});
  });
}

void Window::begin_frame() {
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplGlfw_NewFrame();
}

void Window::end_frame() {
  int width = 0, height = 0;
  glfwGetFramebufferSize(window_, &width, &height);
  draw_frame(width, height);
  glfwSwapBuffers(window_);
}

ColourImage Window::pixels() {
  int width = 0, height = 0;
  glfwGetFramebufferSize(window_, &width, &height);
  draw_frame(width, height);  // after a swap the back buffer's content is undefined
  return read_pixels(width, height);
}

bool Window::wait(double seconds) {
  event_ = false;
  glfwWaitEventsTimeout(std::max(seconds, 1e-4));
  return event_;
}

bool Window::poll() {
  event_ = false;
  glfwPollEvents();
  return event_;
}

void Window::set_title(const std::string& title) { glfwSetWindowTitle(window_, title.c_str()); }
void Window::wake() { glfwPostEmptyEvent(); }
bool Window::should_close() const { return glfwWindowShouldClose(window_) == GLFW_TRUE; }
bool Window::is_hidden() const { return glfwGetWindowAttrib(window_, GLFW_ICONIFIED) == GLFW_TRUE; }
double Window::time() const { return glfwGetTime(); }

float Window::pixel_ratio() const {
  int width = 0, height = 0, pixels = 0;
  glfwGetWindowSize(window_, &width, &height);
  glfwGetFramebufferSize(window_, &pixels, &height);
  return width > 0 && pixels > 0 ? static_cast<float>(pixels) / static_cast<float>(width) : 1.0F;
}

float Window::content_scale() const {
  float x = 1, y = 1;
  glfwGetWindowContentScale(window_, &x, &y);
  return std::clamp(x, 0.5F, 4.0F);
}

void Window::note_place(Settings& settings) const {
  if (is_hidden()) return;
  // In units before the monitor's scale, which the next window is multiplied by again.
  const float scale = content_scale() / pixel_ratio();
  int width = 0, height = 0;
  glfwGetWindowSize(window_, &width, &height);
  settings.width = std::clamp(static_cast<int>(std::lround(static_cast<float>(width) / scale)), 200, 16384);
  settings.height = std::clamp(static_cast<int>(std::lround(static_cast<float>(height) / scale)), 200, 16384);
  glfwGetWindowPos(window_, &settings.x, &settings.y);
}

}  // namespace latentwalk::viewer
