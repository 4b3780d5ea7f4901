#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace latentwalk {

/// The names of an IDX set's classes by label, as its publisher gives them, by the name of the set in the path: EMNIST
/// (whose labels of "letters" begin at 1), Fashion-MNIST, KMNIST. Empty where the path names none of them.
std::vector<std::string> known_class_names(const std::filesystem::path& images);

/// Whether the path names a set of EMNIST, which stores rows and columns swapped.
bool is_emnist(const std::filesystem::path& images);

}  // namespace latentwalk
