#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace latentwalk {

/// Runs a program found on PATH, without a shell, in `folder`, and waits for it. Its standard input and output are
/// /dev/null; its standard error is ours only if `show_errors`. Returns the exit status: 127 where there is no such
/// program, 128 + n where signal n ended it.
int run_program(const std::vector<std::string>& arguments, const std::filesystem::path& folder = ".",
                bool show_errors = false);

}  // namespace latentwalk
