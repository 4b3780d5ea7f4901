#include "viewer/session/learning.hpp"

#include <algorithm>
#include <utility>

#include "latentwalk/parallel.hpp"
#include "support/files.hpp"
#include "support/shipped.hpp"
#include "viewer/core/test_digits.hpp"
#include "viewer/session/session.hpp"

namespace latentwalk::viewer {
namespace {

/// As many threads as the page takes workers: the shards of a batch are shared out evenly.
std::size_t learning_threads() {
  const std::size_t cores = available_threads();
  return cores >= 4 ? 4 : cores >= 2 ? 2 : 1;
}

bool is_same_training(const Scene& a, const Scene& b) {
  return a.config == b.config && a.start == b.start && a.digits == b.digits && a.latent == b.latent;
}

}  // namespace

Learning::Learning(std::filesystem::path configs, std::filesystem::path data, std::function<void()> wake)
    : configs_(configs.empty() ? shipped("configs") : std::move(configs)),
      data_(std::move(data)),
      thread_(std::move(wake)) {}

const Config& Learning::config(const Scene& scene) {
  if (!config_ || !is_same_training(configured_, scene)) {
    const std::string path = (configs_ / (scene.config + ".json")).string();
    config_.reset();
    const std::string text = read_text(path);
    config_ = resolve_config(text, "best", {training_patch(parse_json(text, path), scene)}, path);
    configured_ = scene;
  }
  return *config_;
}

void Learning::follow(const Scene& scene) {
  if (!is_same_training(trained_, scene)) {
    rewind();
    trained_ = scene;
  }
  Json settings = learning_patch(config(scene), scene.rate, scene.kl, scene.drate, scene.freeze);
  if (settings_ == settings) return;
  settings_ = std::move(settings);
  thread_.change(settings_);
}

void Learning::begin(const Scene& scene) {
  follow(scene);
  if (thread_.has_begun()) return;
  name_ = scene.config + "-" + std::to_string(scene.start);
  thread_.begin(
      config(scene), [folder = data_, scene] { return first_digits(load_training_digits(folder), scene); },
      learning_threads());
  thread_.change(settings_);
}

void Learning::rewind() {
  thread_.forget();
  asked_ = prepared_ = false;
}

void Learning::prepare(const Scene& scene) {
  if (!std::exchange(prepared_, true)) begin(scene);
}

void Learning::train(const Scene& scene, bool on) {
  asked_ = asked_ || on;
  if (on) begin(scene);
  thread_.train(on);
}

void Learning::step(const Scene& scene) {
  asked_ = true;
  begin(scene);
  thread_.step_once();
}

void Learning::save(const std::filesystem::path& path) {
  save_to_ = path;
  thread_.make_file();
}

void Learning::use() {
  use_ = true;
  thread_.train(false);
  thread_.make_file();
}

bool Learning::refresh(Session& session) {
  const auto learned = thread_.learned();
  if (learned == nullptr || learned->file == nullptr || learned->file == seen_) return false;
  seen_ = learned->file;
  if (const auto path = std::exchange(save_to_, std::nullopt)) {
    try {
      session.saver.save(*path, [path = *path, file = seen_](const ProgressReport&) { write_file(path, *file); });
    } catch (const std::exception& error) {
      session.say(error.what(), true);
    }
  }
  if (std::exchange(use_, false)) {
    session.models.select(session.models.add_trained(name_, seen_));
    session.say(name_ + " is open in the other panels.");
  }
  return true;
}

}  // namespace latentwalk::viewer
