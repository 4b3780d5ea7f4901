#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace latentwalk {

/// The whole file. Throws Error, naming the path, where there is no such file or it cannot be read.
std::vector<std::uint8_t> read_file(const std::filesystem::path& path);

/// Puts the bytes at `path` all at once: a reader sees the old file or the new one, never a part, even after a power
/// cut. On failure nothing is left behind and Error is thrown. A link is followed; a device or pipe is written to.
void write_file(const std::filesystem::path& path, std::span<const std::uint8_t> bytes);

/// read_file and write_file for text. The bytes are passed on as they are.
std::string read_text(const std::filesystem::path& path);
void write_text(const std::filesystem::path& path, std::string_view text);

/// Removes what write_file left in the folder, or in those below it, when its process was killed. Only for who has the
/// folder to himself: it cannot tell such a file from one that is being written.
void remove_stale_temporaries(const std::filesystem::path& folder);

/// Makes the folder and those above it; throws Error where that cannot be, or where a file has the name.
void make_folder(const std::filesystem::path& path);

/// A new folder of its own for temporary files, removed with all it holds when this goes out of scope.
class TemporaryFolder {
 public:
  /// Inside `parent`, which must exist.
  explicit TemporaryFolder(const std::filesystem::path& parent = std::filesystem::temp_directory_path());
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace latentwalk
