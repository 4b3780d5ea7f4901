#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

#include "dataset/source.hpp"

namespace latentwalk {

/// What polarity pictures have.
enum class Ink { unknown, dark, light };

struct ImportRequest {
  std::vector<std::filesystem::path> sources;
  std::filesystem::path out;
  std::size_t size = 28;     // pixels on a side, 8 to 64
  bool centred = false;      // scale and centre what is ink, as MNIST does
  Ink ink = Ink::unknown;    // unknown: looked up at the edges, for each source
  std::string names;         // "": those of the sources; "A,B,C" or a file with a name a line
  double test_share = 0.15;  // of each class, where the sources have no test set; 0 to 0.9
  std::uint64_t seed = 1;    // of the order and of who is tested
  SourceOptions source;
};

/// Makes a data set of the sources: the four IDX files of MNIST, the names of the classes (class_list.hpp) and a sheet,
/// preview.png, in a new folder. The folder appears whole or not at all. Writes what was found, decided, left out and
/// written to `log`. Throws Error where the folder exists and holds something, and on sources without pictures.
void import_data(const ImportRequest& request, std::ostream& log);

}  // namespace latentwalk
