#include "viewer/session/training_run.hpp"

namespace latentwalk::viewer {
namespace {

namespace fs = std::filesystem;

}  // namespace

void TrainingRun::open(const fs::path& folder, bool show_model) {
  std::error_code ignored;
  try {
    if (folder.empty() || !fs::exists(folder / "log.jsonl", ignored)) RunLog(folder).refresh();  // says what is missing
  } catch (const std::exception& error) {
    problem_ = error.what();
    throw;
  }
  log_ = RunLog(folder);
  problem_.clear();
  model_index_.reset();
  show_model_ = show_model;
  ++times_opened_;
  refresh();
}

bool TrainingRun::refresh() {
  if (log_.folder().empty()) return false;
  bool news = read_log();
  // The run's model joins the list when it is first written. After that the list reloads it.
  std::error_code ignored;
  const fs::path file = log_.folder() / "model.safetensors";
  if (!model_index_ && fs::exists(file, ignored)) {
    const bool first = models_.entry() == nullptr;
    model_index_ = models_.add(file);
    if (show_model_ || first) models_.select(*model_index_);
    news = true;
  }
  return news;
}

bool TrainingRun::read_log() {
  try {
    const bool news = log_.refresh() || !problem_.empty();
    problem_.clear();
    return news;
  } catch (const std::exception& error) {
    const bool news = problem_ != error.what();
    problem_ = error.what();
    return news;
  }
}

std::shared_ptr<const Model> TrainingRun::model() const {
  return model_index_ && *model_index_ < models_.entries().size() ? models_.entries()[*model_index_].model : nullptr;
}

}  // namespace latentwalk::viewer
