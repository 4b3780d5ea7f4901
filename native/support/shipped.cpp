#include "support/shipped.hpp"

#include <algorithm>

namespace latentwalk {

namespace fs = std::filesystem;

fs::path shipped(const std::string& what) {
  std::error_code ignored;  // without /proc the path is relative to the current folder
  const fs::path folder = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  return (folder / "../share/latentwalk" / what).lexically_normal();
}

std::vector<std::string> shipped_names(const std::string& folder, const std::string& extension) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator it(shipped(folder), error), end; !error && it != end; it.increment(error))
    if (it->path().extension() == extension) names.push_back(it->path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

fs::path file_or_shipped(const std::string& name, const std::string& folder, const std::string& suffix) {
  std::error_code ignored;
  if (fs::exists(name, ignored) || name.find_first_of("/.") != std::string::npos) return name;
  return shipped(folder) / (name + suffix);
}

}  // namespace latentwalk
