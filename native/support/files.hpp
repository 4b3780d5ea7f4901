#pragma once

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace latentwalk {

/// Reads a whole file. Throws Error, naming the path, if the file does not exist or cannot be read.
std::vector<std::uint8_t> read_file(const std::filesystem::path& path);

/// Replaces the file at `path` atomically: a reader sees the old file or the new one, never a part, even after a power
/// cut. Follows a link; writes directly to a device or pipe. Throws Error on failure and leaves the old file as it was.
void write_file(const std::filesystem::path& path, std::span<const std::uint8_t> bytes);

/// The ending of a path in small letters: ".png" for "sheet.PNG".
std::string extension_of(const std::filesystem::path& path);

/// Throws Error where `out` is one of the `sources`, also under another name or through a link. Empty paths are passed
/// over. Call it before the work starts.
void check_not_source(const std::filesystem::path& out, std::initializer_list<std::filesystem::path> sources);

/// read_file and write_file for text, without any conversion.
std::string read_text(const std::filesystem::path& path);
void write_text(const std::filesystem::path& path, std::string_view text);

/// Removes temporary files that killed processes left in the folder and below it. The caller must be the only writer in
/// that folder, because a file that is still being written looks the same.
void remove_stale_temporaries(const std::filesystem::path& folder);

/// Creates the folder and its parents. Throws Error if that fails or a file has the name.
void make_folder(const std::filesystem::path& path);

/// A new folder for temporary files. The destructor removes it with its contents.
class TemporaryFolder {
 public:
  /// Creates the folder in `parent`, which must exist. Throws Error on failure.
  explicit TemporaryFolder(const std::filesystem::path& parent = std::filesystem::temp_directory_path());
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace latentwalk
