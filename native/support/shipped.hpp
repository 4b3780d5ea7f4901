#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace latentwalk {

/// The path of a file or folder that ships with the programs: "models", "configs", "classifier/…", "digits". In an
/// installation and in a build tree (cmake/Shipped.cmake) alike it is in ../share/latentwalk, relative to the program's
/// folder, so both can be moved. The path need not exist.
std::filesystem::path shipped(const std::string& what);

/// The names, without the extension, of all files in shipped(folder) that have this extension; sorted.
std::vector<std::string> shipped_names(const std::string& folder, const std::string& extension);

/// The path of a file that the user names by its path or, if it is shipped, by its bare name: `name` itself if it
/// exists or contains "/" or ".", otherwise shipped(folder)/name + suffix.
std::filesystem::path file_or_shipped(const std::string& name, const std::string& folder, const std::string& suffix);

}  // namespace latentwalk
