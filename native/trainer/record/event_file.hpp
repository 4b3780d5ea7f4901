#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace latentwalk {

/// Scalars in the file format that TensorBoard reads: records framed as TFRecord, each an Event of protocol buffers
/// (docs/notes/tensorboard.md has the bytes).
class EventFile {
 public:
  /// Starts the file anew. TensorBoard wants "tfevents" in its name.
  explicit EventFile(const std::filesystem::path& path);

  /// `wall_time`: seconds since 1970. Throws Error where it cannot be written.
  void add(double wall_time, std::int64_t step, const std::vector<std::pair<std::string, double>>& scalars);

 private:
  void write_record(std::span<const std::uint8_t> data);

  std::filesystem::path path_;
  std::ofstream file_;
};

}  // namespace latentwalk
