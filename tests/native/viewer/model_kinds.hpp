#pragma once

#include <array>
#include <string>

#include "tests/native/viewer/driver.hpp"

/// What a viewer may be started with.
namespace latentwalk::viewer::tests {

inline constexpr std::array kModelKinds{"none", "broken", "conditional", "infogan", "fc-vae", "fc-gan"};

/// `folder` holds what has to be written. Things move, as they do unless the desktop asks for less.
inline ShellOptions of_kind(const std::string& kind, const std::filesystem::path& folder) {
  ShellOptions options = with({}, "");
  options.session.less_motion = false;
  if (kind == "broken") {
    write_text(folder / "broken.safetensors", "not a model");
    options.session.files.push_back(folder / "broken.safetensors");
  } else if (kind == "conditional") {
    options.session.files.push_back(kFixtures + "/tiny-cgan.safetensors");
    options.session.files.push_back(kFixtures + "/tiny-cvae.safetensors");
  } else if (kind != "none") {
    options.session.files.push_back(std::string(LATENTWALK_MODELS) + "/" + kind + ".safetensors");
    options.session.files.push_back(kFixtures + "/tiny-gan.safetensors");
  }
  return options;
}

/// Until the model is read, or known to be broken.
inline void wait_for_model(Driver& driver) {
  const auto loads = [&] {
    const ModelEntry* entry = driver.session().models.entry();
    return entry != nullptr && entry->loading;
  };
  for (int i = 0; i < 100 && loads(); ++i) {
    driver.session().worker.wait_idle(std::chrono::seconds(1));
    driver.frame();
  }
}

}  // namespace latentwalk::viewer::tests
