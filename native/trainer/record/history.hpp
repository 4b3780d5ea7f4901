#pragma once

#include <filesystem>
#include <string>

namespace latentwalk {

/// Writes what a page needs to show a training from its first epoch to its last: `out`/NAME-PRESET.json and the
/// picture it names, out of a run's epochs.json, log.jsonl and config.json (docs/run-folder.md has the format). `note`,
/// where not empty, is a sentence for people. Returns the JSON's path. Throws Error where the run lacks one of them.
std::filesystem::path write_history(const std::filesystem::path& run, const std::string& note,
                                    const std::filesystem::path& out);

}  // namespace latentwalk
