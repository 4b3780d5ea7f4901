#pragma once

#include <CLI/App.hpp>

namespace latentwalk {

/// The command data of both programs that train: makes data sets of pictures, downloads MNIST, and swaps rows
/// and columns of EMNIST.
void add_data_command(CLI::App& app);

}  // namespace latentwalk
