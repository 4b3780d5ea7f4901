#pragma once

#include <array>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "viewer/core/document.hpp"
#include "viewer/core/jobs.hpp"
#include "viewer/core/model_list.hpp"
#include "viewer/core/render_worker.hpp"
#include "viewer/core/run_log.hpp"
#include "viewer/core/settings.hpp"
#include "viewer/core/test_digits.hpp"
#include "viewer/gui/panel.hpp"
#include "viewer/gui/shortcuts.hpp"
#include "viewer/gui/widgets.hpp"

/// The viewer without its window: state, layout and the panels. Dear ImGui calls it between NewFrame and Render; who
/// puts that on a screen (or nowhere, in tests) is none of its business.
namespace latentwalk::viewer {

struct AppOptions {
  std::vector<std::filesystem::path> models;  // opened first; the first one is shown
  std::filesystem::path shipped;              // a folder with models, may be empty
  std::filesystem::path data;                 // a folder with test digits, may be empty: looked for
  std::filesystem::path run;                  // a training run's folder, may be empty
  std::filesystem::path settings;             // a file, may be empty: nothing is remembered
  std::filesystem::path walk;                 // a saved walk, may be empty
  std::string panel;                          // shown first, may be empty
  int digit = -1;                             // the test digit to begin Draw with; -1: a blank sheet
};

class App {
 public:
  /// `wake` is called from another thread when there is something new to show.
  App(AppOptions options, Textures& textures, std::function<void()> wake = {});
  ~App();
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  /// One frame of the window, at `now` seconds.
  void frame(double now);
  /// Looks at files and answers; true if the window should be drawn anew.
  bool refresh();
  /// Something moves by itself: the next frame is due at once.
  bool animating() const;
  /// Something was dropped on the window: models, a run's folder, a walk or latents.
  void drop(const std::vector<std::string>& paths);
  /// The settings changed what fonts and style must be like: the caller reloads them before the next frame.
  bool take_restyle() { return std::exchange(restyle_, false); }
  bool wants_to_close() const { return close_; }

  void run(Action action);

  // ---- What the panels work on.
  Theme theme;
  Settings settings;
  Document document;
  History history{Document()};
  RenderWorker worker;
  ModelList models{worker};
  Pictures pictures;
  Ui ui{theme, pictures};
  std::size_t current = 0;            // the model shown
  std::optional<std::size_t> second;  // to compare it with: the second one asked for at the start
  double now = 0.0, elapsed = 0.0;
  bool typing = false;  // a widget owns the keyboard's letters

  /// The shown model, null where there is none (yet).
  std::shared_ptr<const Model> model() const;
  const ModelEntry* entry() const;
  void select_model(std::size_t index);
  /// How a scene names the shown model: a shipped one by its name, another by its path.
  std::string model_reference() const;

  /// Asks for these latents' pictures if they are not what the slot shows already; the slot's newest answer.
  std::shared_ptr<const Answer> show(const std::string& slot, const std::shared_ptr<const Model>& model,
                                     const Tensor& latents, const std::vector<std::int32_t>& labels,
                                     RenderWorker::Urgency urgency = RenderWorker::Urgency::soon);
  /// The same for stations.
  std::shared_ptr<const Answer> show(const std::string& slot, const std::shared_ptr<const Model>& model,
                                     const std::vector<Station>& stations,
                                     RenderWorker::Urgency urgency = RenderWorker::Urgency::soon);

  /// The stations' latents, (N, latent_dim). Remembered: a digit far down a seed costs all those before it, and the
  /// panels ask in each frame.
  Tensor latents(const std::shared_ptr<const Model>& model, const std::vector<Station>& stations);

  /// One sentence at the window's foot, for some seconds; an error until the next one.
  void say(const std::string& text, bool error = false);
  const std::string& said() const { return message_; }

  void open(const std::filesystem::path& path);
  void go_to(const std::string& panel);
  /// What the present panel shows, into a file, by its ending (.png, .gif, .json, .npy).
  void save(const std::filesystem::path& path);
  /// Puts the station in the hand, and shows Dimensions.
  void take_in_hand(const Station& station, bool show_it = true);
  void add_to_walk(const Station& station);

  /// Test digits, loaded when first asked for; null with `digits_message` where there are none.
  const Digits* digits();
  std::shared_ptr<const Tensor> digits_pixels();
  std::string digits_message;
  /// The test digit to begin with, once; -1: none.
  int take_first_digit() { return std::exchange(options_.digit, -1); }

  Panel& panel() { return *panels_[panel_]; }
  std::uint64_t fresh_seed();
  bool popup_wanted(const char* name);
  void want_popup(const std::string& name) { popup_ = name; }

 private:
  void load_settings_file();
  void layout();
  /// Returns its height.
  float header(float left, float width);
  void body(ImVec2 from, ImVec2 size);
  void stage(ImVec2 from, ImVec2 size);
  void controls(ImVec2 from, ImVec2 size);
  void splitter(const char* id, float x, float top, float height, double& width, double low, double high, int sign);
  void status_line(ImVec2 from, ImVec2 size);
  void shortcuts();
  void save_settings_file();

  AppOptions options_;
  std::vector<std::unique_ptr<Panel>> panels_;
  std::size_t panel_ = 0;
  struct Shown {
    std::shared_ptr<const Model> model;
    Tensor latents;
    std::vector<std::int32_t> labels;
  };
  std::map<std::string, Shown> shown_;
  struct Known {
    std::shared_ptr<const Model> model;
    std::vector<Station> stations;
    Tensor latents;
  };
  std::array<Known, 16> known_;
  std::size_t next_known_ = 0;
  std::optional<Digits> digits_;
  std::shared_ptr<const Tensor> digits_pixels_;
  bool digits_asked_ = false;
  std::string message_;
  bool message_is_error_ = false;
  double message_until_ = 0.0;
  std::string popup_;
  bool restyle_ = true, close_ = false;
  Settings saved_settings_;
  double settings_changed_at_ = -1.0;
};

/// The column at the left.
void models_column(App& app);
/// The dialogs under way, if any.
void dialogs(App& app);

}  // namespace latentwalk::viewer
