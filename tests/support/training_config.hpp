#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "latentwalk/config.hpp"
#include "tests/support/test_files.hpp"

/// The shipped configurations, for tests. This header does not include LibTorch.
namespace latentwalk {

inline std::string config_text(const std::string& name) {
  const auto bytes = tests::read_bytes(std::string(LATENTWALK_CONFIGS) + "/" + name + ".json");
  return {bytes.begin(), bytes.end()};
}

inline Config make_config(const std::string& name, const std::string& preset, const std::vector<Json>& patches) {
  return resolve_config(config_text(name), preset, patches, name);
}

/// All configurations in configs/, by name.
inline std::vector<std::string> config_names() {
  std::vector<std::string> all;
  for (const auto& entry : std::filesystem::directory_iterator(LATENTWALK_CONFIGS))
    if (entry.path().stem() != "schema") all.push_back(entry.path().stem().string());
  std::sort(all.begin(), all.end());
  return all;
}

}  // namespace latentwalk
