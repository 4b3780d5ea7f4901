#pragma once

#include <filesystem>
#include <string>
#include <vector>

/// The names of a data set's classes: the file classes.json beside the IDX files, {"classes": ["A", "B"]}.
namespace latentwalk {

inline constexpr const char* kClassList = "classes.json";

/// The names by label, none where the folder has no such file. Throws Error on a file that is not of this form.
std::vector<std::string> load_class_names(const std::filesystem::path& folder);

/// The text of the file.
std::string class_list_text(const std::vector<std::string>& classes);

}  // namespace latentwalk
