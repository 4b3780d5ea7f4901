#pragma once

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace latentwalk {

/// Limits on the size of a file, far above those of real ones, so that a wrong file does not fill the memory.
inline constexpr std::uint64_t kMaxFile = std::uint64_t{1} << 30, kMaxText = std::uint64_t{1} << 26;

/// An open file of the system, closed by the destructor.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }

  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }
  /// close() can report errors of earlier writes, for example on a network file system or because of a quota.
  bool close();

 private:
  int number_;
};

/// A regular file to read from its start, piece by piece. Pipes, devices and folders are refused without waiting for
/// them. All functions throw Error, naming the path.
class InputFile {
 public:
  explicit InputFile(std::filesystem::path path);

  std::uint64_t size() const { return size_; }
  /// Throws Error where the file is larger than `limit` bytes.
  void check_size(std::uint64_t limit) const;
  void skip_to(std::uint64_t position);
  /// Appends the next `count` bytes, or fewer where the file ends.
  void append_to(std::vector<std::uint8_t>& bytes, std::size_t count);

 private:
  void check_kind(unsigned mode) const;

  std::filesystem::path path_;
  Descriptor file_;
  std::uint64_t size_ = 0;
};

/// Reads a whole regular file. Throws Error, naming the path, if the file does not exist, is something else or larger
/// than `limit` bytes, or cannot be read.
std::vector<std::uint8_t> read_file(const std::filesystem::path& path, std::uint64_t limit = kMaxFile);

/// Replaces the file at `path` atomically: a reader sees the old file or the new one, never a part, even after a power
/// cut. Follows a link; writes directly to a device or pipe. Throws Error on failure and leaves the old file as it was.
void write_file(const std::filesystem::path& path, std::span<const std::uint8_t> bytes);

/// The ending of a path in small letters: ".png" for "sheet.PNG".
std::string extension_of(const std::filesystem::path& path);

/// Throws Error where `out` is one of the `sources`, also under another name or through a link. Empty paths are passed
/// over. Call it before the work starts.
void check_not_source(const std::filesystem::path& out, std::initializer_list<std::filesystem::path> sources);

/// read_file and write_file for text, without any conversion.
std::string read_text(const std::filesystem::path& path, std::uint64_t limit = kMaxText);
void write_text(const std::filesystem::path& path, std::string_view text);

/// Removes temporary files and folders that killed processes left in the folder and below it. The caller must be the
/// only writer in that folder, because a file that is still being written looks the same.
void remove_stale_temporaries(const std::filesystem::path& folder);

/// Creates the folder and its parents. Throws Error if that fails or a file has the name.
void make_folder(const std::filesystem::path& path);

/// A new hidden folder for temporary files. The destructor removes it with its contents.
class TemporaryFolder {
 public:
  /// Creates the folder in `parent`, which must exist, and removes those that killed processes left there more than a
  /// day ago. Throws Error on failure.
  explicit TemporaryFolder(const std::filesystem::path& parent = std::filesystem::temp_directory_path());
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace latentwalk
