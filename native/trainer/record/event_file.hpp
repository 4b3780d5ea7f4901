#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace latentwalk {

/// Writes scalars in the format that TensorBoard reads: TFRecord records, each an Event of protocol buffers
/// (docs/notes/tensorboard.md).
class EventFile {
 public:
  /// Replaces the file. TensorBoard reads only files with "tfevents" in their names. Throws Error where it cannot be
  /// written.
  explicit EventFile(const std::filesystem::path& path);

  /// Adds named scalars. `wall_time`: seconds since 1970. Throws Error where the file cannot be written.
  void add(double wall_time, std::int64_t step, const std::vector<std::pair<std::string, double>>& scalars);

 private:
  void write_record(std::span<const std::uint8_t> data);

  std::filesystem::path path_;
  std::ofstream file_;
};

}  // namespace latentwalk
