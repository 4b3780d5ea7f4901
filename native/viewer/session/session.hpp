#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "viewer/core/reader.hpp"
#include "viewer/core/render_worker.hpp"
#include "viewer/core/renderer.hpp"
#include "viewer/core/test_digits.hpp"
#include "viewer/session/current_digit.hpp"
#include "viewer/session/history.hpp"
#include "viewer/session/learning.hpp"
#include "viewer/session/model_list.hpp"
#include "viewer/session/saver.hpp"
#include "viewer/session/settings.hpp"
#include "viewer/session/training_run.hpp"
#include "viewer/session/views.hpp"

namespace latentwalk::viewer {

struct SessionOptions {
  std::vector<std::filesystem::path> files;  // opened at the start; of several models the first one is shown
  std::filesystem::path shipped;             // a folder with models, may be empty
  std::filesystem::path data;                // a folder with test digits; empty: looked for
  std::filesystem::path configs;             // a folder with configurations; empty: where they ship
  std::filesystem::path classifier;          // a folder with the classifier's files; empty: where they ship
  std::filesystem::path settings;            // a file; empty: nothing is remembered
  std::string view;                          // shown first; empty: the last one
  bool less_motion = false;                  // the desktop asks for it, beside the settings
};

inline constexpr std::size_t kMaxCompared = 8;

/// What the user looks at and changes. The shell draws it, the panels work on it, tests use it without a window.
class Session {
 public:
  /// `wake` is called from another thread when there is something new to show.
  explicit Session(const SessionOptions& options, const std::function<void()>& wake = {});
  /// Saves the settings.
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// What is looked at: the state of every view. The model is that of `models`, the view that of `view`.
  Scene document;
  History history{Scene()};
  Settings settings;
  RenderWorker worker;
  Renderer renderer{worker};
  Reader reader;
  ModelList models{worker};
  TrainingRun run{models};
  TestDigits digits;
  Learning learning;
  Saver saver;
  PickedDigits picked;
  bool ask_for_save = false;  // a panel wants the dialog
  bool is_restored = false;   // what the panel shows came from elsewhere since the last frame: it was not picked there

  /// Looks at files and answers; true if the window should be drawn again.
  bool refresh();
  /// To be called around each frame, at `now` seconds. A frame in which a control is held adds nothing to the history,
  /// so that a drag is one step of undo.
  void begin_frame(double now) { now_ = now; }
  void end_frame(bool control_held);

  /// The name of the view that is shown, and another one.
  const std::string& view() const { return settings.panel; }
  void go_to(const std::string& view);
  /// The same as the user's choice: the view starts from the current digit where that is new to it.
  void open_view(const std::string& view);
  /// Makes the digit that the shown view shows the current one, and one of the last ones again.
  void pick(PickedDigit digit);
  void choose_picked(std::size_t index);
  void undo() { show_state(history.undo()); }
  void redo() { show_state(history.redo()); }
  /// Throws Error where the folder has no log.
  void open_run(const std::filesystem::path& folder);
  /// Shows the station in Dimensions.
  void take_in_hand(const Station& station);
  void add_to_walk(const Station& station);
  /// The places of the models that Compare shows, 1 to kMaxCompared.
  std::vector<std::size_t> compared() const;

  /// Whether things move only where the user asks for it.
  bool is_still() const { return less_motion_ || settings.reduce_motion; }

  /// A seed below a million that depends on the document's seed and the offset alone, so that a sequence of steps can
  /// be repeated.
  std::uint64_t fresh_seed(std::uint64_t offset = 0) const;

  /// Shows one sentence at the foot of the window: for some seconds, or if it is an error until the next one.
  void say(const std::string& text, bool error = false);
  struct Message {
    std::string text;
    bool is_error = false;
    double until = 0.0;
  };
  const Message& message() const { return message_; }

 private:
  void read_settings();
  void write_settings();
  void open_all(const std::vector<std::filesystem::path>& files);
  /// The model that Compare shows beside the one that is shown, unless others are chosen.
  std::size_t other_model() const;
  void show_state(const Scene& scene);
  /// Lets the view start from the current digit, once the model has encoded it.
  void start(const std::string& view);
  void finish_start();
  /// Tells digits and models apart for which a view has started.
  std::pair<std::uint64_t, std::string> mark() const;

  bool less_motion_;
  std::filesystem::path settings_file_;
  Settings saved_settings_;
  std::optional<double> settings_changed_at_;
  std::optional<std::size_t> second_model_;
  std::map<std::string, std::pair<std::uint64_t, std::string>> known_;  // what each view has started from
  std::string starting_;                                                // the view that waits for a code
  std::uint64_t code_ticket_ = 0;
  bool show_run_model_ = false;  // at the start, if no model is named beside the run
  Message message_;
  double now_ = 0.0;
};

}  // namespace latentwalk::viewer
