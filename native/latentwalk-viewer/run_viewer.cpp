// The loops that bring shell and surface together: draw when something happened, sleep when nothing does.

#include "latentwalk-viewer/run_viewer.hpp"

#include <imgui.h>
#include <imgui_impl_opengl3.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <iostream>

#include "latentwalk-viewer/window.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/printable.hpp"
#include "support/files.hpp"
#include "support/png.hpp"

namespace latentwalk::viewer {
namespace {

constexpr double kFrame = 1.0 / 60.0;
constexpr double kPoll = 0.5;       // between looks at the files, seconds
constexpr int kFramesToSettle = 4;  // Dear ImGui answers some events a frame or two later

/// Dear ImGui's context for as long as this lives.
struct Context {
  Context() {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;  // the layout is in our own settings
    io.LogFilename = nullptr;
    io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    io.ConfigWindowsMoveFromTitleBarOnly = true;
  }
  ~Context() { ImGui::DestroyContext(); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
};

void override_settings(Settings& settings, const ViewerOptions& options) {
  if (options.dark) settings.dark = *options.dark;
  if (options.scale > 0) settings.ui_scale = std::clamp(options.scale, kMinScale, kMaxScale);
}

/// `content` and `ratio`: see Window.
void restyle(Shell& shell, float content, float ratio) {
  const Settings& settings = shell.session().settings;
  Theme& theme = shell.theme();
  theme.scale = static_cast<float>(settings.ui_scale) * content / ratio;
  theme.pixel_ratio = ratio;
  load_fonts(theme);
  apply(theme, settings.dark);
  ImGui_ImplOpenGL3_DestroyFontsTexture();
  ImGui_ImplOpenGL3_CreateFontsTexture();
}

/// A hidden window, or a picture in memory where no window can be opened. Only trying tells: the variables may name a
/// display that is gone.
std::unique_ptr<Surface> picture_surface(int width, int height) {
  std::string no_window;
  try {
    return std::make_unique<Window>("latentwalk", width, height, -1, -1, false);
  } catch (const Error& error) {
    no_window = error.what();
  }
  std::string reason;
  std::unique_ptr<Surface> surface = offscreen_surface(width, height, reason);
  if (surface == nullptr) fail(no_window, "; nor can a picture be drawn without a display: ", reason);
  return surface;
}

void write_regions(const std::filesystem::path& path, const Ui& ui) {
  Json json = Json::object();
  const float ratio = ui.theme.pixel_ratio;
  for (const auto& [name, region] : ui.regions)
    json[name] = {region.from.x * ratio, region.from.y * ratio, region.to.x * ratio, region.to.y * ratio};
  write_text(path, json.dump(1) + "\n");
}

int take_screenshot(const ViewerOptions& options) {
  const double scale = options.scale > 0 ? options.scale : 1.0;
  const int width = options.width > 0 ? options.width : static_cast<int>(1280 * scale);
  const int height = options.height > 0 ? options.height : static_cast<int>(800 * scale);
  const Context context;
  const std::unique_ptr<Surface> surface = picture_surface(width, height);
  const std::unique_ptr<Textures> textures = gl_textures();
  {
    ShellOptions shell_options = options.shell;
    shell_options.session.settings.clear();  // a picture shows the same on every machine
    Shell shell(shell_options, *textures);
    override_settings(shell.session().settings, options);
    shell.session().settings.reduce_motion = true;
    shell.take_restyle();
    restyle(shell, 1.0F, 1.0F);
    double now = 0;
    const auto draw = [&] {
      if (shell.take_restyle()) restyle(shell, 1.0F, 1.0F);
      surface->begin_frame();
      ImGui::GetIO().DeltaTime = static_cast<float>(kFrame);
      ImGui::NewFrame();
      shell.session().refresh();
      shell.frame(now += kFrame);
      ImGui::Render();
      surface->end_frame();
    };
    for (int i = 0; i < options.frames; ++i) draw();
    // What was asked for is there in the picture: models load, digits are computed, and some ask for more.
    // A result that came between two frames may ask for the next thing, so once idle is not enough.
    constexpr int kSettled = 5;
    for (int i = 0, settled = 0; i < 200 && settled < kSettled; ++i) {
      shell.session().worker.wait_idle(std::chrono::seconds(60));
      shell.session().learning.thread().wait_idle(std::chrono::seconds(60));
      draw();
      draw();
      settled = shell.session().worker.idle() && !shell.session().models.refresh() ? settled + 1 : 0;
    }
    const ColourImage image = surface->pixels();
    write_file(options.screenshot, encode_png_rgb(static_cast<std::size_t>(image.width),
                                                  static_cast<std::size_t>(image.height), image.pixels));
    if (!options.regions.empty()) write_regions(options.regions, shell.ui());
    std::cout << printable(options.screenshot.string()) << ": " << image.width << " × " << image.height << " pixels, "
              << shell.panel().title() << "\n";
  }
  return 0;
}

}  // namespace

int run_viewer(const ViewerOptions& options) {
  if (!options.screenshot.empty()) return take_screenshot(options);
  const Context context;
  Settings places;
  try {
    places = load_settings(options.shell.session.settings);
  } catch (const Error&) {
    // The session says so in its window.
  }
  Window window("latentwalk", options.width > 0 ? options.width : places.width,
                options.height > 0 ? options.height : places.height, places.x, places.y, true);
  const std::unique_ptr<Textures> textures = gl_textures();
  // The thread of a desktop's dialog may outlive the window.
  static std::atomic<bool> answered = false;
  ShellOptions shell_options = options.shell;
  shell_options.desktop_dialogs = true;
  Shell shell(shell_options, *textures, [] {
    answered = true;
    Window::wake();
  });
  override_settings(shell.session().settings, options);
  window.on_drop = [&](const std::vector<std::string>& paths) { shell.drop(paths); };

  float content = 0, ratio = 0;
  int to_draw = kFramesToSettle;
  double last_poll = 0, last_frame = 0;
  std::string title;
  while (!window.should_close() && !shell.wants_to_close()) {
    const bool moving = shell.animating() && !window.is_hidden();
    const double since = window.time() - last_frame;
    bool event = false;
    if (to_draw == 0 && !moving) {
      event = window.wait(ImGui::GetIO().WantTextInput ? 0.25 : kPoll);
      if (ImGui::GetIO().WantTextInput) event = true;  // the text cursor blinks
    } else if (since < kFrame * 0.9) {
      // Where the driver does not wait for the screen we do.
      if (window.wait(kFrame - since)) to_draw = kFramesToSettle;
      continue;
    } else {
      event = window.poll();
    }
    if (answered.exchange(false)) event = true;
    if (window.time() - last_poll > kPoll || event) {
      last_poll = window.time();
      if (shell.session().refresh()) event = true;
    }
    if (content != window.content_scale() || ratio != window.pixel_ratio() || shell.take_restyle()) {
      content = window.content_scale();
      ratio = window.pixel_ratio();
      restyle(shell, content, ratio);
      event = true;
    }
    if (event) to_draw = kFramesToSettle;
    if (to_draw == 0 && !moving) continue;
    to_draw = std::max(0, to_draw - 1);
    last_frame = window.time();
    window.begin_frame();
    ImGui::NewFrame();
    shell.frame(window.time());
    ImGui::Render();
    window.end_frame();
    if (std::string now = shell.title(); now != title) window.set_title(title = std::move(now));
    window.note_place(shell.session().settings);
  }
  return 0;
}

}  // namespace latentwalk::viewer
