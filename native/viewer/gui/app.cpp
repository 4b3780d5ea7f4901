#include "viewer/gui/app.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "latentwalk/error.hpp"
#include "latentwalk/rng.hpp"
#include "support/files.hpp"
#include "viewer/core/npy.hpp"
#include "viewer/core/scene.hpp"

namespace latentwalk::viewer {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMapDigits = 2000;
constexpr double kForever = std::numeric_limits<double>::infinity();

std::string lower(std::string text) {
  for (char& letter : text) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  return text;
}

}  // namespace

App::App(AppOptions options, Textures& textures, std::function<void()> wake)
    : worker(std::move(wake)), pictures(textures), options_(std::move(options)) {
  load_settings_file();
  panels_.push_back(samples_panel());
  panels_.push_back(walk_panel());
  panels_.push_back(plane_panel());
  panels_.push_back(dimensions_panel());
  panels_.push_back(draw_panel());
  panels_.push_back(compare_panel());
  panels_.push_back(training_panel());
  panels_.push_back(information_panel());
  go_to(options_.panel.empty() ? settings.panel : options_.panel);

  if (!options_.shipped.empty()) models.add_folder(options_.shipped);
  for (const fs::path& path : options_.models) models.add(path);
  if (!options_.models.empty()) current = models.add(options_.models[0]);
  if (options_.models.size() > 1) second = models.add(options_.models[1]);
  models.hurry(current);
  try {
    if (!options_.run.empty()) open(options_.run);
    if (!options_.walk.empty()) open(options_.walk);
  } catch (const std::exception& error) {
    say(error.what(), true);
  }
  if (!options_.panel.empty()) go_to(options_.panel);
  history = History(document);
}

App::~App() { save_settings_file(); }

void App::load_settings_file() {
  try {
    settings = load_settings(options_.settings);
  } catch (const std::exception& error) {
    say(std::string("The settings start afresh: ") + error.what(), true);
  }
  saved_settings_ = settings;
  theme.dark = settings.dark;
}

void App::save_settings_file() {
  if (settings == saved_settings_) return;
  try {
    save_settings(options_.settings, settings);
  } catch (const std::exception& error) {
    say(error.what(), true);
  }
  saved_settings_ = settings;
}

void App::frame(double time) {
  elapsed = now > 0 ? std::clamp(time - now, 0.0, 0.1) : 0.0;
  now = ui.now = time;
  ui.regions.clear();
  typing = ImGui::GetIO().WantTextInput;
  layout();
  dialogs(*this);
  shortcuts();
  // A drag or a typed number is one step of undo: it is noted once the hand is off.
  if (!ImGui::IsAnyItemActive()) history.note(document);
  if (settings != saved_settings_) {
    if (settings_changed_at_ < 0) settings_changed_at_ = now;
    if (now - settings_changed_at_ > 2.0) {
      save_settings_file();
      settings_changed_at_ = -1.0;
    }
  }
}

bool App::refresh() {
  bool news = models.refresh();
  for (const std::unique_ptr<Panel>& one : panels_) news = one->refresh(*this) || news;
  if (!message_.empty() && now > message_until_) {
    message_.clear();
    news = true;
  }
  return news;
}

bool App::animating() const { return panels_[panel_]->animating(*this); }

std::shared_ptr<const Model> App::model() const {
  return current < models.entries().size() ? models.entries()[current].model : nullptr;
}

const ModelEntry* App::entry() const {
  return current < models.entries().size() ? &models.entries()[current] : nullptr;
}

std::string App::model_reference() const {
  const ModelEntry* shown = entry();
  if (shown == nullptr) return "";
  std::error_code ignored;
  const bool shipped =
      !options_.shipped.empty() && fs::equivalent(shown->path.parent_path(), options_.shipped, ignored);
  return shipped ? shown->name : shown->path.string();
}

void App::select_model(std::size_t index) {
  if (index >= models.entries().size()) return;
  current = index;
  models.hurry(index);
}

std::shared_ptr<const Answer> App::show(const std::string& slot, const std::shared_ptr<const Model>& with,
                                        const Tensor& latents, const std::vector<std::int32_t>& labels,
                                        RenderWorker::Urgency urgency) {
  Shown& shown = shown_[slot];
  if (shown.model != with || shown.labels != labels || shape_of(shown.latents) != shape_of(latents) ||
      !std::equal(latents.begin(), latents.end(), shown.latents.begin())) {
    shown = {with, latents, labels};
    worker.submit(slot, decode_job(with, latents, labels), urgency);
  }
  return worker.answer(slot);
}

std::shared_ptr<const Answer> App::show(const std::string& slot, const std::shared_ptr<const Model>& with,
                                        const std::vector<Station>& stations, RenderWorker::Urgency urgency) {
  return show(slot, with, latents(with, stations), labels_of(with->spec(), stations), urgency);
}

Tensor App::latents(const std::shared_ptr<const Model>& of, const std::vector<Station>& stations) {
  for (const Known& known : known_)
    if (known.model == of && known.stations == stations) return known.latents;
  Known& known = known_[next_known_++ % known_.size()];
  known = {of, stations, latents_of(of->spec(), stations)};
  return known.latents;
}

void App::say(const std::string& text, bool error) {
  message_ = text;
  message_is_error_ = error;
  message_until_ = error ? kForever : now + 6.0;
}

void App::go_to(const std::string& name) {
  for (std::size_t i = 0; i < panels_.size(); ++i)
    if (lower(panels_[i]->name()) == lower(name)) panel_ = i;
  settings.panel = lower(panels_[panel_]->name());
}

void App::open(const fs::path& path) {
  std::error_code ignored;
  if (!fs::exists(path, ignored)) fail(path.string(), ": no such file or folder");
  if (fs::is_directory(path, ignored)) {
    for (const std::unique_ptr<Panel>& one : panels_) {
      if (!one->open(*this, path)) continue;
      go_to(one->name());
      remember(settings.recent_runs, fs::absolute(path, ignored).string());
      return;
    }
    const std::size_t before = models.entries().size();
    models.add_folder(path);
    if (models.entries().size() == before)
      fail(path.string(), ": neither a training run (log.jsonl) nor a folder with models (.safetensors)");
    select_model(before);
    return;
  }
  if (path.extension() == ".json") {
    const std::vector<std::uint8_t> bytes = read_file(path);
    const Scene scene = parse_scene({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, path.string());
    if (scene.view != Scene::View::walk)
      fail(path.string(), ": only a walk can be opened here; --render makes a picture of other scenes");
    document.walk = scene.walk;
    for (std::size_t i = 0; i < models.entries().size(); ++i) {
      const ModelEntry& one = models.entries()[i];
      if (one.name == scene.models.front() || one.path == fs::path(scene.models.front())) select_model(i);
    }
    go_to("Walk");
    say("Walk with " + std::to_string(scene.walk.stations.size()) + " stations opened.");
    return;
  }
  if (path.extension() == ".npy") {
    const Tensor latents = parse_npy(read_file(path), path.string());
    if (latents.dimension() != 2 || latents.shape(0) < 2 || latents.shape(0) > 64)
      fail(path.string(), ": expected 2 to 64 latents, (N, latent_dim), found ", shape_text(shape_of(latents)));
    document.walk.stations.clear();
    for (std::size_t n = 0; n < latents.shape(0); ++n) {
      Station station;
      station.index = n;
      const float* row = latents.data() + n * latents.shape(1);
      station.edited.assign(row, row + latents.shape(1));
      document.walk.stations.push_back(station);
    }
    go_to("Walk");
    say(std::to_string(latents.shape(0)) + " latents opened as the stations of a walk.");
    return;
  }
  select_model(models.add(path));
  remember(settings.recent_models, entry()->path.string());
}

void App::drop(const std::vector<std::string>& paths) {
  for (const std::string& path : paths) {
    try {
      open(path);
    } catch (const std::exception& error) {
      say(error.what(), true);
    }
  }
}

void App::save(const fs::path& path) {
  const std::vector<std::string> endings = panel().saves(*this);
  if (std::find(endings.begin(), endings.end(), path.extension().string()) == endings.end()) {
    std::string known;
    for (const std::string& ending : endings) known += (known.empty() ? "" : ", ") + ending;
    if (known.empty()) fail("there is nothing to save on this panel");
    fail(path.string(), ": this panel saves ", known);
  }
  panel().save(*this, path);
  say("Saved " + path.string() + ".");
}

void App::take_in_hand(const Station& station, bool show_it) {
  document.hand = station;
  if (show_it) go_to("Dimensions");
}

void App::add_to_walk(const Station& station) {
  if (document.walk.stations.size() >= 64) return say("A walk has 64 stations at most.", true);
  document.walk.stations.push_back(station);
  say("Added to the walk as station " + std::to_string(document.walk.stations.size()) + ".");
}

const Digits* App::digits() {
  if (!digits_asked_) {
    digits_asked_ = true;
    try {
      if (const auto folder = find_test_digits(options_.data)) digits_ = load_test_digits(*folder, kMapDigits);
      if (!digits_)
        digits_message = "No test digits found. Give their folder with --data, or run latentwalk-train data once.";
    } catch (const std::exception& error) {
      digits_message = error.what();
    }
    if (digits_) digits_pixels_ = std::make_shared<const Tensor>(digit_images(*digits_));
  }
  return digits_ ? &*digits_ : nullptr;
}

std::shared_ptr<const Tensor> App::digits_pixels() {
  digits();
  return digits_pixels_;
}

std::uint64_t App::fresh_seed() {
  // The next seed in a fixed order: a session can be told step by step, and a seed stays short enough to say.
  return Rng(document.seed).below(1000000);
}

bool App::popup_wanted(const char* name) {
  if (popup_ != name) return false;
  popup_.clear();
  return true;
}

void App::shortcuts() {
  const ImGuiIO& io = ImGui::GetIO();
  if (ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopup)) return;
  if (!typing)
    for (const ImWchar letter : io.InputQueueCharacters)
      if (letter == '?') run(Action::help);
  for (const Shortcut& shortcut : all_shortcuts()) {
    if (shortcut.ctrl != io.KeyCtrl || (shortcut.ctrl && shortcut.shift != io.KeyShift) || io.KeyAlt) continue;
    if (typing && !shortcut.ctrl) continue;
    // While typing, Ctrl Z and the like belong to the text.
    if (typing && (shortcut.action == Action::undo || shortcut.action == Action::redo)) continue;
    if (key_pressed(shortcut.key, shortcut.repeat)) run(shortcut.action);
  }
}

void App::run(Action action) {
  if (panel().run(*this, action)) return;
  const auto scale_to = [&](double scale) {
    settings.ui_scale = std::clamp(std::round(scale * 8) / 8, kMinScale, kMaxScale);
    restyle_ = true;
  };
  switch (action) {
    case Action::undo:
      document = history.undo();
      break;
    case Action::redo:
      document = history.redo();
      break;
    case Action::open:
      want_popup("Open");
      break;
    case Action::save:
      want_popup("Save");
      break;
    case Action::help:
      want_popup("Keys");
      break;
    case Action::settings:
      want_popup("Settings");
      break;
    case Action::toggle_dark:
      settings.dark = !settings.dark;
      restyle_ = true;
      break;
    case Action::previous_model:
      if (!models.empty()) select_model((current + models.entries().size() - 1) % models.entries().size());
      break;
    case Action::next_model:
      if (!models.empty()) select_model((current + 1) % models.entries().size());
      break;
    case Action::reload:
      if (current < models.entries().size()) models.reload(current);
      break;
    case Action::larger:
      scale_to(settings.ui_scale + 0.125);
      break;
    case Action::smaller:
      scale_to(settings.ui_scale - 0.125);
      break;
    case Action::normal_size:
      scale_to(1.0);
      break;
    case Action::quit:
      close_ = true;
      break;
    default: {
      const int index = static_cast<int>(action) - static_cast<int>(Action::panel_1);
      if (index >= 0 && index < static_cast<int>(panels_.size()))
        go_to(panels_[static_cast<std::size_t>(index)]->name());
    }
  }
}

}  // namespace latentwalk::viewer
