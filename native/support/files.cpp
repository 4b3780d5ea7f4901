#include "support/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

namespace fs = std::filesystem;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }
  /// close() can report errors of earlier writes, for example on a network file system or because of a quota.
  bool close() { return ::close(std::exchange(number_, -1)) == 0; }

 private:
  int number_;
};

class RemoveUnlessKept {
 public:
  explicit RemoveUnlessKept(std::string path) : path_(std::move(path)) {}
  ~RemoveUnlessKept() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }
  RemoveUnlessKept(const RemoveUnlessKept&) = delete;
  RemoveUnlessKept& operator=(const RemoveUnlessKept&) = delete;

  void keep() { path_.clear(); }

 private:
  std::string path_;
};

[[noreturn]] void fail_to_write(const fs::path& path, int error) {
  fail(path.string(), ": cannot be written: ", std::strerror(error));
}

bool write_all(int descriptor, std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  return true;
}

/// Devices and pipes are opened and written, because renaming a file over them would replace them (as root, even
/// /dev/null).
void write_in_place(const fs::path& path, std::span<const std::uint8_t> bytes) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (!file.is_open() || !write_all(file.number(), bytes) || !file.close()) fail_to_write(path, errno);
}

/// A hidden file in the same folder, because renaming cannot cross file systems.
fs::path temporary_beside(const fs::path& target, const fs::path& folder) {
  return folder / ("." + target.filename().string() + "." + std::to_string(::getpid()) + ".tmp");
}

bool is_temporary(const fs::path& path) {
  const std::string digits = path.stem().extension().string();  // ".123" of ".name.123.tmp"
  return path.filename().string().front() == '.' && path.extension() == ".tmp" && digits.size() > 1 &&
         digits.find_first_not_of("0123456789", 1) == std::string::npos;
}

/// The file that a link points to, so that the link stays and its file changes.
fs::path follow_link(const fs::path& path) {
  std::error_code error;
  const fs::path target = fs::is_symlink(path, error) ? fs::weakly_canonical(path, error) : path;
  return error ? path : target;
}

void sync_folder(const fs::path& folder) {
  // Best effort: some file systems cannot sync a folder, and the file itself has been synced already.
  const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (descriptor.is_open()) ::fsync(descriptor.number());
}

}  // namespace

std::vector<std::uint8_t> read_file(const fs::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) fail(path.string(), ": cannot be opened: ", std::strerror(errno));
  struct stat status {};
  if (::fstat(file.number(), &status) != 0) fail(path.string(), ": cannot be read: ", std::strerror(errno));
  if (S_ISDIR(status.st_mode)) fail(path.string(), ": expected a file, found a folder");

  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(status.st_size) +
                                  1);  // one byte more, so that the last read finds the end without growing
  std::size_t size = 0;
  while (true) {
    if (size == bytes.size()) bytes.resize(2 * bytes.size());
    const ssize_t count = ::read(file.number(), bytes.data() + size, bytes.size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail(path.string(), ": cannot be read: ", std::strerror(errno));
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
  }
  bytes.resize(size);
  return bytes;
}

void write_file(const fs::path& path, std::span<const std::uint8_t> bytes) {
  const fs::path target = follow_link(path);
  struct stat status {};
  if (::stat(target.c_str(), &status) == 0) {
    if (S_ISDIR(status.st_mode)) fail(path.string(), ": cannot be written: a folder has this name");
    if (!S_ISREG(status.st_mode)) return write_in_place(target, bytes);
  }

  const fs::path folder = target.has_parent_path() ? target.parent_path() : fs::path(".");
  if (std::error_code ignored; !fs::is_directory(folder, ignored)) {
    fail(path.string(), ": cannot be written: there is no folder ", folder.string());
  }
  const fs::path temporary = temporary_beside(target, folder);
  Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (!file.is_open()) fail_to_write(path, errno);
  RemoveUnlessKept cleanup(temporary.string());
  if (!write_all(file.number(), bytes) || ::fsync(file.number()) != 0 || !file.close() ||
      ::rename(temporary.c_str(), target.c_str()) != 0) {
    fail_to_write(path, errno);
  }
  cleanup.keep();
  sync_folder(folder);
}

std::string extension_of(const fs::path& path) {
  std::string extension = path.extension().string();
  for (char& letter : extension)
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  return extension;
}

void check_not_source(const fs::path& out, std::initializer_list<fs::path> sources) {
  for (const fs::path& source : sources) {
    std::error_code ignored;  // one of them does not exist
    if (!source.empty() && fs::equivalent(out, source, ignored))
      fail(out.string(), ": is read by this command and would be written over: give the output another name");
  }
}

std::string read_text(const fs::path& path) {
  const std::vector<std::uint8_t> bytes = read_file(path);
  return {bytes.begin(), bytes.end()};
}

void write_text(const fs::path& path, std::string_view text) {
  write_file(path, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

void remove_stale_temporaries(const fs::path& folder) {
  std::error_code error, ignored;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (it->is_regular_file(ignored) && !it->is_symlink(ignored) && is_temporary(it->path())) fs::remove(*it, ignored);
  }
}

void make_folder(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) fail(path.string(), ": the folder cannot be created: ", error.message());
  if (!fs::is_directory(path)) fail(path.string(), ": expected a folder, found a file");
}

TemporaryFolder::TemporaryFolder(const fs::path& parent) {
  std::string name = (parent / "latentwalk-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    fail(parent.string(), ": a temporary folder cannot be created here: ", std::strerror(errno));
  }
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}  // namespace latentwalk
