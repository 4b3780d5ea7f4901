#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "latentwalk/safetensors.hpp"

/// Checkpoints: safetensors files with everything that training needs to go on, and a checksum of it all.
namespace latentwalk {

/// Adds format, version and checksum to the metadata and writes the file all at once.
void save_checkpoint(const std::filesystem::path& path, Safetensors checkpoint);

/// Throws Error where the file is cut short, altered, or no checkpoint.
Safetensors load_checkpoint(const std::filesystem::path& path);

/// RUN/checkpoints, in which the two newest are kept.
class CheckpointFolder {
 public:
  explicit CheckpointFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

  void save(std::int64_t step, const Safetensors& checkpoint) const;
  /// The newest sound one and its path. Damaged ones are named to `warn` and passed over; where all are damaged
  /// Error is thrown. Nothing where there are none.
  std::optional<std::pair<std::filesystem::path, Safetensors>> newest(
      const std::function<void(const std::string&)>& warn) const;
  /// From the oldest to the newest.
  std::vector<std::filesystem::path> list() const;

 private:
  std::filesystem::path folder_;
};

/// The checkpoint at `path` itself, or the newest of a run's folder; damaged ones are named to `warn` and passed over.
/// Throws Error where there is none.
std::pair<std::filesystem::path, Safetensors> find_checkpoint(const std::filesystem::path& path,
                                                              const std::function<void(const std::string&)>& warn);

}  // namespace latentwalk
