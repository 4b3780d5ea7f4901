#pragma once

#include <filesystem>
#include <string>

namespace latentwalk::viewer {

class Session;

/// What a path holds, by the ending of its name, or for a folder by what is in it.
enum class FileType { model, scene, latents, run_folder, run_log, model_folder, other };
FileType file_type(const std::filesystem::path& path);

/// Opens a file or folder by its type and shows it. Command line, drop, dialog and recent files all come here. Throws
/// Error where the path is missing or is none of these types.
void open_file(Session& session, const std::filesystem::path& path);

/// The same, but an error becomes the session's message.
void open_or_say(Session& session, const std::filesystem::path& path);

}  // namespace latentwalk::viewer
