#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "latentwalk/config.hpp"
#include "latentwalk/proposal.hpp"

/// What a configuration takes from the data that it is trained on.
namespace latentwalk {

/// A configuration for the training pictures in a folder. Throws Error as load_digits and propose_config do.
Proposal propose_for_data(const std::filesystem::path& data);

/// The lines that say what was proposed and why.
std::vector<std::string> proposal_lines(const Proposal& proposal);

/// A patch that gives a conditional model the names of the data's classes; none where the data names none, or the
/// configuration has no classes or names them itself. Throws Error where both name classes, and differ.
std::vector<Json> class_name_patches(const Json& config, const std::filesystem::path& data);

}  // namespace latentwalk
