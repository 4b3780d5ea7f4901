#pragma once

#include <filesystem>
#include <vector>

#include "latentwalk/image.hpp"
#include "viewer/core/render_worker.hpp"
#include "viewer/core/scene.hpp"

/// Files from what is on the stage.
namespace latentwalk::viewer {

/// The answer's digits as a sheet. Throws Error where they are not all there yet.
void save_sheet(const std::filesystem::path& path, const Answer* answer, const SheetStyle& style);

/// Its latents, (N, latent_dim), as .npy.
void save_latents(const std::filesystem::path& path, const Answer* answer);

/// A scene as JSON, or rendered as .png or .gif, with this model.
void save_scene(const std::filesystem::path& path, const Scene& scene, const Model& model);

}  // namespace latentwalk::viewer
