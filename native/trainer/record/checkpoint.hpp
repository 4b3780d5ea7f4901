#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "latentwalk/json.hpp"
#include "latentwalk/safetensors.hpp"

/// Checkpoints: safetensors files that hold everything that a training needs to go on, and a checksum of it.
namespace latentwalk {

/// Adds format, version and checksum to the metadata and writes the file. A reader never sees a part of the file.
void save_checkpoint(const std::filesystem::path& path, Safetensors checkpoint);

/// Throws Error where the file is incomplete, altered, or not a checkpoint.
Safetensors load_checkpoint(const std::filesystem::path& path);

/// The resolved configuration inside a checkpoint. `where` starts the message of the Error.
Json checkpoint_config(const Safetensors& checkpoint, const std::string& where);

/// The folder RUN/checkpoints, which keeps the two newest checkpoints of the present past.
class CheckpointFolder {
 public:
  explicit CheckpointFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

  void save(std::int64_t step, const Safetensors& checkpoint) const;
  /// Moves checkpoints of later steps into a new folder "set-aside-N" inside this one: a run that goes on from `step`
  /// does not come from them. Returns that folder, or nothing where there are none. Throws Error.
  std::optional<std::filesystem::path> set_aside_after(std::int64_t step) const;
  /// The newest checkpoint that is sound, and its path; nothing where the folder has none. Calls `warn` for each
  /// damaged one. Throws Error where all of them are damaged.
  std::optional<std::pair<std::filesystem::path, Safetensors>> newest(
      const std::function<void(const std::string&)>& warn) const;
  /// All checkpoints, the oldest first.
  std::vector<std::filesystem::path> list() const;

 private:
  std::filesystem::path folder_;
};

/// The checkpoint at `path`, or the newest sound one where `path` is the folder of a run. Calls `warn` for each damaged
/// one. Throws Error where there is none.
std::pair<std::filesystem::path, Safetensors> find_checkpoint(const std::filesystem::path& path,
                                                              const std::function<void(const std::string&)>& warn);

}  // namespace latentwalk
