#include "support/shipped.hpp"

namespace latentwalk {

namespace fs = std::filesystem;

fs::path shipped(const std::string& what) {
  std::error_code ignored;  // without /proc the path is relative to where the program was started
  const fs::path folder = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  return (folder / "../share/latentwalk" / what).lexically_normal();
}

fs::path file_or_shipped(const std::string& name, const std::string& folder, const std::string& suffix) {
  std::error_code ignored;
  if (fs::exists(name, ignored) || name.find_first_of("/.") != std::string::npos) return name;
  return shipped(folder) / (name + suffix);
}

}  // namespace latentwalk
