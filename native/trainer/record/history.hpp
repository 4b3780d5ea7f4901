#pragma once

#include <filesystem>
#include <string>

namespace latentwalk {

/// Writes what the page needs to show a training: `out`/NAME-PRESET.json and its picture, from the run's epochs.json,
/// log.jsonl and config.json (docs/run-folder.md has the format). `note`: a sentence for the reader, or empty. Returns
/// the path of the JSON file. Throws Error where the run lacks one of these files.
std::filesystem::path write_history(const std::filesystem::path& run, const std::string& note,
                                    const std::filesystem::path& out);

}  // namespace latentwalk
