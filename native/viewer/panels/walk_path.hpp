#pragma once

#include <vector>

#include "latentwalk/model.hpp"
#include "latentwalk/scene.hpp"

/// Places on a walk of a scene, counted in legs from its first station.
namespace latentwalk::viewer {

/// 0 without two stations, unless it is a loop.
double walk_legs(const Scene& walk);
/// The place within the walk: a loop goes round, another walk ends.
double walk_place(const Scene& walk, double place);
/// The latent there, (1, latent_dim).
Tensor walk_latent(const Model& model, const Tensor& stations, const Scene& walk, double place);
/// The class weights there, (N, class_count): they go over linearly. Empty for an unconditional model.
Tensor walk_classes(const ModelSpec& spec, const Scene& walk, const std::vector<double>& places);

}  // namespace latentwalk::viewer
