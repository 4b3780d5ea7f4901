#pragma once

#include "../objective.hpp"

/// The objective of each type, a file each. objective.cpp has the table.
namespace latentwalk {

std::unique_ptr<Objective> make_gan(const Json& config, const ModelSpec& model, const std::string& where);
std::unique_ptr<Objective> make_infogan(const Json& config, const ModelSpec& model, const std::string& where);
std::unique_ptr<Objective> make_vae(const Json& config, const ModelSpec& model, const std::string& where);
std::unique_ptr<Objective> make_infovae(const Json& config, const ModelSpec& model, const std::string& where);

}  // namespace latentwalk
