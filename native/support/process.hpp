#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace latentwalk {

/// Runs a program from PATH in `folder`, without a shell, and waits for it. Its standard input and output are
/// /dev/null, and so is its standard error unless `show_errors` is set. Returns the exit status: 127 if there is no
/// such program, 128 + n if signal n ended it. Throws Error if no process can be started.
int run_program(const std::vector<std::string>& arguments, const std::filesystem::path& folder = ".",
                bool show_errors = false);

}  // namespace latentwalk
