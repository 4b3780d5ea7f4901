#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace latentwalk {

/// A file or folder that ships with the programs: "models", "configs", "classifier/…", "digits". It lies in
/// ../share/latentwalk, seen from the program's folder, in an installation as in a build tree (cmake/Shipped.cmake),
/// wherever either was moved. The path is given even where nothing is there: reading it then says so.
std::filesystem::path shipped(const std::string& what);

/// The names without `extension` of the files in shipped(folder) that have it, sorted.
std::vector<std::string> shipped_names(const std::string& folder, const std::string& extension);

/// A file's path, or the name of a shipped one: `name` itself where it exists or is no bare name, else
/// FOLDER/name + suffix of those that ship.
std::filesystem::path file_or_shipped(const std::string& name, const std::string& folder, const std::string& suffix);

}  // namespace latentwalk
