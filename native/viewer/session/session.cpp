#include "viewer/session/session.hpp"

#include <algorithm>
#include <limits>

#include "latentwalk/printable.hpp"
#include "latentwalk/rng.hpp"
#include "viewer/core/jobs.hpp"
#include "viewer/session/open_file.hpp"

namespace latentwalk::viewer {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kSeeds = 1000000;  // short enough to be said aloud
constexpr double kMessageSeconds = 6.0, kSaveAfterSeconds = 2.0;

bool is_view(const std::string& name) {
  return std::any_of(view::kAll.begin(), view::kAll.end(), [&](const char* known) { return name == known; });
}

}  // namespace

Session::Session(const SessionOptions& options, const std::function<void()>& wake)
    : worker(wake),
      reader(worker, options.classifier),
      digits(options.data),
      learning(options.configs, options.data, wake),
      saver(wake),
      less_motion_(options.less_motion),
      settings_file_(options.settings) {
  read_settings();
  if (!is_view(settings.panel)) settings.panel = view::kSample;
  go_to(options.view);
  if (!options.shipped.empty()) models.add_shipped(options.shipped);
  open_all(options.files);
  go_to(options.view);
  if (models.entry() != nullptr) document.model = models.entry()->path.string();
  history = History(document);
}

Session::~Session() { write_settings(); }

void Session::open_all(const std::vector<fs::path>& files) {
  std::vector<std::size_t> opened;
  const std::vector<std::string> recent = settings.recent_models;
  for (const fs::path& path : files) {
    if (file_type(path) != FileType::model) continue;
    // A model that is missing is listed too: it is read as soon as somebody writes it.
    if (std::error_code ignored; fs::exists(path, ignored)) open_or_say(*this, path);
    opened.push_back(models.add(path));
  }
  settings.recent_models = recent;  // what the start names is no choice of the user's in the window
  if (!opened.empty()) models.select(opened[0]);
  if (opened.size() > 1) second_model_ = opened[1];
  show_run_model_ = opened.empty();
  for (const fs::path& path : files)
    if (file_type(path) != FileType::model) open_or_say(*this, path);
  show_run_model_ = false;
}

void Session::read_settings() {
  try {
    settings = load_settings(settings_file_);
  } catch (const std::exception& error) {
    say(std::string("The settings start afresh: ") + error.what(), true);
  }
  saved_settings_ = settings;
}

void Session::write_settings() {
  settings_changed_at_.reset();
  if (settings == saved_settings_) return;
  try {
    save_settings(settings_file_, settings);
  } catch (const std::exception& error) {
    say(error.what(), true);
  }
  saved_settings_ = settings;
}

bool Session::refresh() {
  bool news = models.refresh();
  news = run.refresh() || news;
  news = learning.refresh(*this) || news;
  news = saver.refresh(*this) || news;
  if (!starting_.empty()) finish_start();
  if (!message_.text.empty() && now_ > message_.until) {
    message_.text.clear();
    news = true;
  }
  return news;
}

void Session::end_frame(bool control_held) {
  if (!control_held) {
    if (models.entry() != nullptr) document.model = models.entry()->path.string();
    history.note(document);
  }
  if (settings == saved_settings_) return;
  if (!settings_changed_at_) settings_changed_at_ = now_;
  if (now_ - *settings_changed_at_ > kSaveAfterSeconds) write_settings();
}

void Session::go_to(const std::string& view) {
  if (is_view(view)) settings.panel = view;
}

void Session::open_run(const fs::path& folder) {
  run.open(folder, show_run_model_);
  go_to(view::kTraining);
  std::error_code ignored;
  remember(settings.recent_runs, fs::absolute(folder, ignored).string());
}

void Session::take_in_hand(const Station& station) {
  document.base = station;
  document.base.label = station.label >= 0 || models.shown() == nullptr || models.shown()->spec().class_count == 0
                            ? station.label
                            : label_of(models.shown()->spec(), station);
  document.z.clear();
  go_to(view::kDimensions);
}

void Session::add_to_walk(const Station& station) {
  std::vector<Station>& stations = document.stations;
  if (stations.size() >= kMaxStations)
    return say("A walk has " + std::to_string(kMaxStations) + " stations at most.", true);
  stations.push_back(station);
  say("Added to the walk as station " + std::to_string(stations.size()) + ".");
}

void Session::show_state(const Scene& scene) {
  document = scene;
  is_restored = true;
  const std::vector<ModelEntry>& entries = models.entries();
  for (std::size_t i = 0; i < entries.size(); ++i)
    if (entries[i].path == document.model) models.select(i);
}

std::pair<std::uint64_t, std::string> Session::mark() const {
  return {picked.current() != nullptr ? picked.current()->number : 0, models.entry()->path.string()};
}

void Session::open_view(const std::string& view) {
  const bool is_new = picked.current() != nullptr && models.shown() != nullptr && view != this->view() &&
                      (!known_.contains(view) || known_[view] != mark());
  if (picked.current() != nullptr && models.entry() != nullptr) known_[this->view()] = mark();
  go_to(view);
  if (is_new) start(view);
}

void Session::pick(PickedDigit digit) {
  picked.take(std::move(digit));
  if (models.entry() != nullptr) known_[view()] = mark();
}

void Session::choose_picked(std::size_t index) {
  picked.choose(index);
  const PickedDigit* digit = picked.current();
  if (digit == nullptr) return;
  for (std::size_t i = 0; digit->station && i < models.entries().size(); ++i)
    if (models.entries()[i].path == digit->model) models.select(i);
  if (models.shown() != nullptr) start(view());
}

void Session::start(const std::string& view) {
  const PickedDigit& digit = *picked.current();
  const Model& model = *models.shown();
  const ModelSpec& spec = model.spec();
  known_[view] = mark();
  starting_.clear();
  is_restored = true;
  if (digit.station && digit.model != models.entry()->path.string()) return;  // another model's
  const bool fits = digit.image->shape(1) == spec.image_height && digit.image->shape(2) == spec.image_width;
  if (!digit.station && needs_station(view, digit, model) && model.has_encoder() && fits) {
    starting_ = view;
    std::vector<std::int32_t> labels;
    if (spec.class_count > 0) labels.push_back(std::max(digit.label, 0) % static_cast<int>(spec.class_count));
    code_ticket_ = worker.submit("current digit", encode_job(models.shown(), *digit.image, labels, false),
                                 RenderWorker::Urgency::now);
    return;
  }
  if (!start_from(document, view, digit, digit.station, model))
    say(models.entry()->name + " has no encoder, so this view cannot start from " + digit.name + ". Choose a VAE.");
}

void Session::finish_start() {
  const auto answer = worker.answer("current digit");
  if (answer == nullptr || answer->ticket != code_ticket_ || !answer->finished) return;
  const std::string view = std::exchange(starting_, "");
  if (!answer->error.empty()) return say(answer->error, true);
  if (answer->model != models.shown() || view != this->view() || known_[view] != mark()) return;
  Station station;
  station.edited.assign(answer->latents.begin(), answer->latents.end());
  const std::size_t classes = answer->model->spec().class_count;
  if (classes > 0) station.label = std::max(picked.current()->label, 0) % static_cast<int>(classes);
  is_restored = true;
  start_from(document, view, *picked.current(), station, *answer->model);
}

std::vector<std::size_t> Session::compared() const {
  const std::vector<ModelEntry>& entries = models.entries();
  std::vector<std::size_t> places;
  for (const std::string& name : document.with)
    for (std::size_t i = 0; i < entries.size() && places.size() < kMaxCompared; ++i)
      if (entries[i].path == name) places.push_back(i);
  if (!places.empty() || entries.empty()) return places;
  if (other_model() == models.current()) return {models.current()};
  return {models.current(), other_model()};
}

std::size_t Session::other_model() const {
  const std::vector<ModelEntry>& entries = models.entries();
  if (second_model_ && *second_model_ != models.current()) return *second_model_;
  // Of the other family where there is one: that is the comparison of the paper.
  for (std::size_t i = 0; i < entries.size(); ++i)
    if (entries[i].model != nullptr && models.shown() != nullptr &&
        entries[i].model->spec().family != models.shown()->spec().family)
      return i;
  return entries.size() > 1 ? (models.current() + 1) % entries.size() : models.current();
}

std::uint64_t Session::fresh_seed(std::uint64_t offset) const {
  return (Rng(document.seed).below(kSeeds) + offset) % kSeeds;
}

void Session::say(const std::string& text, bool error) {
  message_ = {printable(text), error, error ? std::numeric_limits<double>::infinity() : now_ + kMessageSeconds};
}

}  // namespace latentwalk::viewer
