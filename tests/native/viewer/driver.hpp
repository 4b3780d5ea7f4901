#pragma once

#include <doctest/doctest.h>
#include <imgui.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include "support/files.hpp"
#include "viewer/gui/keys.hpp"
#include "viewer/session/open_file.hpp"
#include "viewer/shell/shell.hpp"

/// The viewer without a display: Dear ImGui with no backend, mouse and keyboard by hand, frames when asked for.
namespace latentwalk::viewer::tests {

class NullTextures : public Textures {
 public:
  ImTextureID put(ImTextureID old, int width, int height, const std::vector<std::uint8_t>& coverage) override {
    sound = sound && coverage.size() == static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
    if (old != ImTextureID{}) return old;
    ++alive;
    // NOLINTNEXTLINE(performance-no-int-to-ptr): a name alone, which nobody follows
    return reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(++last));
  }
  void remove(ImTextureID) override { --alive; }
  int alive = 0, last = 0;
  bool sound = true;
};

class Driver {
 public:
  explicit Driver(const ShellOptions& options, float width = 1280, float height = 800, float scale = 1) {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    io.DisplaySize = {width, height};
    setup_keys();
    shell = std::make_unique<Shell>(options, textures);
    session().settings.ui_scale = scale;
    frame();
  }
  ~Driver() {
    shell.reset();
    ImGui::DestroyContext();
  }
  Driver(const Driver&) = delete;
  Driver& operator=(const Driver&) = delete;

  void frame(int count = 1) {
    for (int i = 0; i < count; ++i) {
      if (shell->take_restyle()) {
        shell->theme().scale = static_cast<float>(session().settings.ui_scale);
        load_fonts(shell->theme());
        apply(shell->theme(), session().settings.dark);
        unsigned char* pixels = nullptr;
        int width = 0, height = 0;
        ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&pixels, &width, &height);
      }
      ImGui::GetIO().DeltaTime = 1.0F / 60;
      ImGui::NewFrame();
      session().refresh();
      shell->frame(now += 1.0 / 60);
      ImGui::Render();
    }
  }
  /// Until all that was asked for is computed and shown.
  void settle() {
    frame(2);
    for (int i = 0; i < 100; ++i) {
      session().worker.wait_idle(std::chrono::seconds(30));
      session().saver.wait_idle(std::chrono::seconds(30));
      frame(3);
      if (session().worker.idle() && !session().saver.busy()) return;
    }
  }

  Session& session() { return shell->session(); }
  /// Saves, waits for it, and throws what went wrong.
  void save(const std::filesystem::path& path) {
    shell->save(path);
    session().saver.wait_idle(std::chrono::seconds(60));
    frame();
    if (session().message().is_error) throw std::runtime_error(session().message().text);
  }

  bool has(const std::string& name) const { return shell->ui().regions.contains(name); }
  Region where(const std::string& name) const {
    if (!has(name)) throw std::runtime_error("nothing is called \"" + name + "\" in this frame");
    return shell->ui().regions.at(name);
  }

  void move(ImVec2 to) {
#if IMGUI_VERSION_NUM >= 18700
    ImGui::GetIO().AddMousePosEvent(to.x, to.y);
#else
    ImGui::GetIO().MousePos = to;
#endif
    frame();
  }
  void button(bool down, int which = 0) {
#if IMGUI_VERSION_NUM >= 18700
    ImGui::GetIO().AddMouseButtonEvent(which, down);
#else
    ImGui::GetIO().MouseDown[which] = down;
#endif
    frame(2);
  }
  void wheel(float turns) {
#if IMGUI_VERSION_NUM >= 18700
    ImGui::GetIO().AddMouseWheelEvent(0, turns);
#else
    ImGui::GetIO().MouseWheel = turns;
#endif
    frame(2);
  }
  void click(const std::string& name, int which = 0) {
    move(where(name).centre());
    move(where(name).centre());
    button(true, which);
    button(false, which);
    move({-100, -100});
    frame(40);  // two clicks of a test are no double click
  }
  /// Within a region, by fractions of its size.
  void drag(const std::string& name, ImVec2 from, ImVec2 to, int which = 0) {
    const Region region = where(name);
    const auto at = [&](ImVec2 place) {
      return ImVec2(region.from.x + place.x * region.width(), region.from.y + place.y * region.height());
    };
    move(at(from));
    button(true, which);
    for (int i = 1; i <= 8; ++i) {
      const float t = static_cast<float>(i) / 8;
      move(at({from.x + t * (to.x - from.x), from.y + t * (to.y - from.y)}));
    }
    button(false, which);
    move({-100, -100});
    frame(40);
  }
  void press(Key key, bool ctrl = false, bool shift = false) {
    send_modifiers(ctrl, shift);
    frame();
    send_key(key, true);
    frame(2);
    send_key(key, false);
    send_modifiers(false, false);
    frame(2);
  }
  void type(const std::string& text) {
    for (const char letter : text) {
      ImGui::GetIO().AddInputCharacter(static_cast<unsigned char>(letter));
      frame();
    }
    frame(2);
  }
  /// Into a field: all of its text is replaced, and Enter pressed.
  void enter(const std::string& field, const std::string& text) {
    click(field);
    press(Key::a, true);
    type(text);
    press(Key::enter);
  }

  NullTextures textures;
  std::unique_ptr<Shell> shell;
  double now = 1.0;
};

inline const std::string kFixtures = LATENTWALK_FIXTURES;

/// Fixture models and the view that is shown first.
inline ShellOptions with(std::initializer_list<const char*> models, const std::string& panel) {
  ShellOptions options;
  for (const char* model : models) options.session.files.push_back(kFixtures + "/" + model + ".safetensors");
  options.session.data = LATENTWALK_DIGITS;
  options.session.configs = LATENTWALK_CONFIGS;
  options.session.classifier = std::filesystem::path(LATENTWALK_CLASSIFIER).parent_path();
  options.session.view = panel;
  options.session.less_motion = true;  // so that the worker comes to an end
  return options;
}

/// What the slot shows; it must be there and without an error.
inline std::shared_ptr<const Answer> answer_of(Driver& driver, const std::string& slot) {
  auto answer = driver.session().worker.answer(slot);
  REQUIRE(answer != nullptr);
  CHECK(answer->error == "");
  return answer;
}

}  // namespace latentwalk::viewer::tests
