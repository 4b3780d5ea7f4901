#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "latentwalk/json.hpp"

namespace latentwalk {

/// What the epochs.json of a run says, and the picture that it names (docs/run-folder.md).
struct EpochList {
  Json json;
  std::size_t columns = 0, width = 0, height = 0;
  std::int64_t every = 1;
  std::vector<std::int64_t> epochs;  // growing, from 1
  std::vector<std::uint8_t> png;     // the file of the picture
  std::vector<std::uint8_t> pixels;  // a row of columns × width × height for each epoch, 0 black
};

constexpr std::size_t kMaxEpochRows = 64;

/// Reads `folder`/epochs.json and its picture. Throws Error unless the list is as a run writes it and the picture is a
/// grey PNG of that size in the same folder.
EpochList load_epochs(const std::filesystem::path& folder);

}  // namespace latentwalk
