#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "latentwalk/scene.hpp"
#include "viewer/core/learning_thread.hpp"

namespace latentwalk::viewer {

class Session;

/// The training of the view Learn: a configuration and a seed, from its beginning on, and what becomes of its model.
class Learning {
 public:
  /// `configs` and `data` are folders; empty: where configurations ship, and where digits are looked for.
  Learning(std::filesystem::path configs, std::filesystem::path data, std::function<void()> wake);

  /// The configuration that the scene trains. Throws Error if it cannot be read.
  const Config& config(const Scene& scene);
  /// Follows the scene: another network, seed or digits drop the training, other rates change it.
  void follow(const Scene& scene);
  /// Makes the network of the scene, once, so that the noise that training begins with can be shown. What goes wrong is
  /// said when training is asked for.
  void prepare(const Scene& scene);
  /// Whether training was asked for since the beginning.
  bool was_asked() const { return asked_; }
  void train(const Scene& scene, bool on);
  void step(const Scene& scene);
  void rewind();
  /// Saves the model once the step that runs is done.
  void save(const std::filesystem::path& path);
  /// Opens it in the other panels, under this name.
  void use();
  /// "small-vae-1", of the training that runs.
  const std::string& name() const { return name_; }

  bool is_training() const { return thread_.is_training(); }
  /// Null while there is no training.
  std::shared_ptr<const Learned> learned() const { return thread_.learned(); }
  const LearningThread& thread() const { return thread_; }
  /// Does with a model file what is asked for, once it is there; true if something happened.
  bool refresh(Session& session);

 private:
  void begin(const Scene& scene);

  std::filesystem::path configs_, data_;
  std::optional<Config> config_;
  std::string name_;
  Scene configured_, trained_;  // what config_ is of; what the thread trains, or would
  Json settings_;               // that the thread has, as a patch
  std::optional<std::filesystem::path> save_to_;
  bool use_ = false, asked_ = false, prepared_ = false;
  std::shared_ptr<const std::vector<std::uint8_t>> seen_;
  LearningThread thread_;
};

}  // namespace latentwalk::viewer
