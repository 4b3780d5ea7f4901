#include "viewer/session/model_list.hpp"

#include <algorithm>

#include "support/files.hpp"
#include "viewer/core/jobs.hpp"

namespace latentwalk::viewer {
namespace {

namespace fs = std::filesystem;

/// The same for each file, whether it exists or not.
fs::path one_spelling(const fs::path& path) {
  std::error_code error;
  const fs::path whole = fs::weakly_canonical(path, error);
  return error || whole.empty() ? path : whole;
}

}  // namespace

std::size_t ModelList::add(const fs::path& path) {
  const fs::path file = one_spelling(path);
  const auto found =
      std::find_if(entries_.begin(), entries_.end(), [&](const auto& entry) { return entry.path == file; });
  const auto index = static_cast<std::size_t>(found - entries_.begin());
  if (found != entries_.end()) return index;
  ModelEntry entry;
  entry.path = file;
  entry.name = file.stem().string();
  // A run's model is told from another run's by its folder.
  if (entry.name == "model" && file.has_parent_path()) entry.name = file.parent_path().filename().string();
  entries_.push_back(std::move(entry));
  start_loading(index, RenderWorker::Urgency::background);
  return index;
}

std::size_t ModelList::add_trained(const std::string& name, std::shared_ptr<const std::vector<std::uint8_t>> bytes) {
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [&](const auto& entry) { return entry.bytes != nullptr && entry.name == name; });
  const auto index = static_cast<std::size_t>(found - entries_.begin());
  if (found == entries_.end()) entries_.emplace_back();
  ModelEntry& entry = entries_[index];
  entry.name = name;
  entry.path = name + ".safetensors";
  entry.bytes = std::move(bytes);
  start_loading(index, RenderWorker::Urgency::now);
  return index;
}

void ModelList::add_folder(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
    if (extension_of(it->path()) == ".safetensors") files.push_back(it->path());
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) add(file);
}

void ModelList::add_shipped(const fs::path& folder) {
  shipped_ = folder;
  add_folder(folder);
}

const ModelEntry* ModelList::entry() const { return current_ < entries_.size() ? &entries_[current_] : nullptr; }

std::shared_ptr<const Model> ModelList::shown() const { return entry() != nullptr ? entry()->model : nullptr; }

std::string ModelList::reference(std::size_t index, const fs::path& folder) const {
  const ModelEntry& entry = entries_.at(index);
  std::error_code ignored;
  if (entry.bytes != nullptr) return entry.name;
  if (!shipped_.empty() && fs::equivalent(entry.path.parent_path(), shipped_, ignored)) return entry.name;
  return entry.path.lexically_relative(one_spelling(fs::absolute(folder, ignored))).string();
}

void ModelList::select(std::size_t index) {
  if (index >= entries_.size()) return;
  current_ = index;
  hurry(index);
}

void ModelList::select_beside(int step) {
  const auto count = static_cast<int>(entries_.size());
  if (count > 0) select(static_cast<std::size_t>((static_cast<int>(current_) + step + count) % count));
}

bool ModelList::refresh() {
  bool different = false;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    ModelEntry& entry = entries_[i];
    if (entry.loading) {
      const auto answer = worker_.answer(slot(i));
      if (answer == nullptr || answer->ticket != entry.ticket || !answer->finished) continue;
      entry.loading = false;
      entry.message = answer->error;
      if (answer->model != nullptr) {
        entry.model = answer->model;
        ++entry.version;
      }
      different = true;
      continue;
    }
    if (entry.bytes != nullptr) continue;
    std::error_code error;
    const fs::file_time_type time = fs::last_write_time(entry.path, error);
    if (!error && time != entry.time) {
      start_loading(i, RenderWorker::Urgency::soon);
      different = true;
    }
  }
  return different;
}

void ModelList::reload(std::size_t index) { start_loading(index, RenderWorker::Urgency::soon); }

void ModelList::hurry(std::size_t index) {
  if (index < entries_.size() && entries_[index].loading) start_loading(index, RenderWorker::Urgency::now);
}

void ModelList::start_loading(std::size_t index, RenderWorker::Urgency urgency) {
  ModelEntry& entry = entries_[index];
  std::error_code ignored;
  entry.time = fs::last_write_time(entry.path, ignored);
  entry.size = fs::file_size(entry.path, ignored);
  if (ignored) entry.size = 0;
  if (entry.bytes != nullptr) entry.size = entry.bytes->size();
  entry.loading = true;
  entry.ticket = worker_.submit(slot(index), load_job(entry.path, entry.bytes), urgency);
}

}  // namespace latentwalk::viewer
