#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "latentwalk/model.hpp"
#include "viewer/core/render_worker.hpp"

namespace latentwalk::viewer {

/// A model file in the list.
struct ModelEntry {
  std::filesystem::path path;
  std::string name;                                        // the file's, without its ending
  std::shared_ptr<const std::vector<std::uint8_t>> bytes;  // of a model that was trained here and is in no file
  std::shared_ptr<const Model> model;                      // null until it is loaded, or where it cannot be
  std::uintmax_t size = 0;
  int version = 0;      // counts loads: it grows when the file was changed and loaded again
  std::string message;  // what went wrong with the file as it is now; an older version may still be there
  bool loading = false;

  // The file as it was when loading began.
  std::filesystem::file_time_type time{};
  std::uint64_t ticket = 0;
};

/// The models in the list, and which of them is shown. The worker loads them, and again when a file changes.
class ModelList {
 public:
  explicit ModelList(RenderWorker& worker) : worker_(worker) {}

  /// Adds a file and starts loading it; returns its place. A file that is there already keeps its place.
  std::size_t add(const std::filesystem::path& path);
  /// Adds a model that is in no file, under this name; one of the same name is replaced.
  std::size_t add_trained(const std::string& name, std::shared_ptr<const std::vector<std::uint8_t>> bytes);
  /// Adds all model files of a folder, in order of name.
  void add_folder(const std::filesystem::path& folder);
  /// The same for the folder whose models scenes call by name.
  void add_shipped(const std::filesystem::path& folder);

  /// Takes what was loaded and looks for changed files; true if anything is different from before.
  bool refresh();
  /// Loads a file again, changed or not.
  void reload(std::size_t index);
  /// Loads this one before the others.
  void hurry(std::size_t index);

  const std::vector<ModelEntry>& entries() const { return entries_; }

  /// The place of the model that is shown, its entry (null in an empty list) and the model (null until it is loaded).
  std::size_t current() const { return current_; }
  const ModelEntry* entry() const;
  std::shared_ptr<const Model> shown() const;
  /// How a scene in `folder` calls a model: a shipped one by its name, another by its path from there.
  std::string reference(std::size_t index, const std::filesystem::path& folder) const;
  /// Shows another one, and loads it before the others. A place outside the list changes nothing.
  void select(std::size_t index);
  /// The next one for 1, the one before for -1; the list is a ring.
  void select_beside(int step);

 private:
  void start_loading(std::size_t index, RenderWorker::Urgency urgency);
  static std::string slot(std::size_t index) { return "model " + std::to_string(index); }

  RenderWorker& worker_;
  std::vector<ModelEntry> entries_;
  std::filesystem::path shipped_;
  std::size_t current_ = 0;
};

}  // namespace latentwalk::viewer
