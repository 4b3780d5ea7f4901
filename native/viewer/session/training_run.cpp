#include "viewer/session/training_run.hpp"

#include "support/epoch_list.hpp"

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
  epochs_.reset();
  epochs_time_ = {};
  show_model_ = show_model;
  ++times_opened_;
  refresh();
}

bool TrainingRun::refresh() {
  if (log_.folder().empty()) return false;
  bool news = read_log();
  news = read_epochs() || news;
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

bool TrainingRun::read_epochs() {
  std::error_code error;
  const fs::file_time_type time = fs::last_write_time(log_.folder() / "epochs.json", error);
  if (error || time == epochs_time_) return false;
  epochs_time_ = time;
  try {
    const EpochList list = load_epochs(log_.folder());
    auto epochs = std::make_shared<RunEpochs>();
    epochs->epochs = list.epochs;
    const std::size_t line = list.columns * list.width;
    for (std::size_t row = 0; row < list.epochs.size(); ++row) {
      auto images = std::make_shared<Tensor>(zeros({list.columns, list.height, list.width}));
      for (std::size_t n = 0; n < list.columns; ++n)
        for (std::size_t y = 0; y < list.height; ++y)
          for (std::size_t x = 0; x < list.width; ++x)
            (*images)(n, y, x) =
                1.0F - static_cast<float>(list.pixels[(row * list.height + y) * line + n * list.width + x]) / 255.0F;
      epochs->rows.push_back(images);
    }
    epochs_ = epochs;
  } catch (const std::exception& broken) {
    problem_ = broken.what();
  }
  return true;
}

std::shared_ptr<const Model> TrainingRun::model() const {
  return model_index_ && *model_index_ < models_.entries().size() ? models_.entries()[*model_index_].model : nullptr;
}

}  // namespace latentwalk::viewer
