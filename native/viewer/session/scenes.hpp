#pragma once

#include <filesystem>

#include "latentwalk/scene.hpp"

/// Scenes of what the session shows.
namespace latentwalk::viewer {

class Session;

/// What the view that is shown shows, with the models named for a scene in `folder`: a shipped one by its name, another
/// by its path from there. Throws Error where a model is not there yet or the view has no scene.
Scene current_scene(const Session& session, const std::filesystem::path& folder);

/// Saves the scene as JSON (.json) or its picture (.png, .gif) in the session's saver. Throws Error where that cannot
/// begin.
void save_scene(Session& session, const std::filesystem::path& path);

/// Shows a scene: its model, its view and its state. `folder` is that of the scene's file. Throws Error and changes
/// nothing if a model is not at hand or does not fit.
void show_scene(Session& session, const Scene& scene, const std::filesystem::path& folder, const std::string& where);

}  // namespace latentwalk::viewer
