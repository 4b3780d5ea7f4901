// Learn: trains a small network on the core, and draws the same latents while it learns.

#include <algorithm>
#include <array>
#include <cmath>

#include "support/files.hpp"
#include "viewer/core/words.hpp"
#include "viewer/gui/plot.hpp"
#include "viewer/panels/panel.hpp"
#include "viewer/panels/parts.hpp"

namespace latentwalk::viewer {
namespace {

class LearnPanel : public Panel {
  static constexpr std::array kConfigs{"small-vae", "plane-vae", "small-gan", "fc-vae", "fc-gan"};
  static constexpr std::size_t kColumns = 9;
  static constexpr float kPlot = 200;
  static constexpr double kRead = 2.0;  // s between two readings by the classifier

 public:
  const char* id() const override { return view::kLearn; }
  const char* title() const override { return "Learn"; }
  bool needs_model() const override { return false; }

  void stage(Session& session, Ui& ui, ImVec2 size) override {
    follow(session);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const auto learned = session.learning.learned();
    if (learned == nullptr || learned->images == nullptr) {
      read_ = nullptr;
      ui.centred_text(corner, {corner.x + size.x, corner.y + size.y}, message(session, learned), ui.theme.font.body,
                      ui.colour().text);
      ui.mark("message", corner, {corner.x + size.x, corner.y + size.y});
      return;
    }
    if (read_ == nullptr || ui.now >= next_read_ || !session.learning.is_training()) {
      if (read_ == nullptr || read_->images != learned->images || read_->error != learned->error) read_ = learned;
      if (ui.now >= next_read_) next_read_ = ui.now + kRead;
    }
    const float below = std::min(ui.px(kPlot), std::floor(size.y / 2));
    ModelSpec shape;
    shape.image_height = learned->images->shape(1), shape.image_width = learned->images->shape(2);
    Grid grid = digit_grid(ui, {size.x, size.y - below - ui.px(16)}, kLearnDigits, kColumns, shape);
    ui.area("learn sheet", {size.x, std::max(1.0F, size.y - below - ui.px(16))});
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const bool pressed = ImGui::IsItemClicked();
    const bool is_picked = picked_.image != nullptr && session.picked.current() != nullptr &&
                           is_same(*session.picked.current(), picked_) && picked_from_ == learned->images;
    const std::size_t chosen = is_picked ? picked_index_ : kLearnDigits;
    for (std::size_t i = 0; i < kLearnDigits; ++i) {
      const Region place = grid.place(i);
      const ImVec2 low{corner.x + place.from.x, corner.y + place.from.y};
      const bool under =
          mouse.x >= low.x && mouse.x < low.x + place.width() && mouse.y >= low.y && mouse.y < low.y + place.height();
      if (pressed && under) pick(session, *learned, i);
      const ImVec2 from{corner.x + place.from.x, corner.y + place.from.y},
          to{corner.x + place.to.x, corner.y + place.to.y};
      ui.digit(ui.pictures.small("learn", learned->images, i), from, to);
      ui.mark("learn digit " + std::to_string(i), from, to);
      if (i == chosen) ui.ring(from, to, ui.colour().accent);
    }
    ImGui::SetCursorScreenPos({corner.x, corner.y + size.y - below});
    if (!learned->losses.empty()) plot(ui, "losses", {size.x, below}, lines(ui, learned->losses), plot_, kStepAxis);
  }

  void controls(Session& session, Ui& ui) override {
    Scene& scene = session.document;
    const bool training = session.learning.is_training();
    const auto learned = session.learning.learned();
    const bool is_made = learned != nullptr && learned->steps > 0;
    ui.heading("Learn");
    ui.gap(8);
    // Side by side where the names fit.
    const bool narrow = ui.column() < ui.px(240);
    const float third = narrow ? ui.column() : std::floor((ui.column() - ui.px(16)) / 3);
    const auto beside = [&] { narrow ? void() : ImGui::SameLine(0, ui.px(8)); };
    if (ui.button(std::string(training ? kPause : kTrain) + "##train", Ui::Kind::primary, third, "P"))
      run(session, Action::play);
    ui.mark(kTrain);
    beside();
    if (ui.button(kOneStep, Ui::Kind::plain, third, ".")) run(session, Action::step_forward);
    beside();
    ImGui::BeginDisabled(!is_made);
    if (ui.button(kRewind, Ui::Kind::plain, third, "R")) run(session, Action::reset);
    ImGui::EndDisabled();
    ui.gap(8);
    int chosen = static_cast<int>(std::find(kConfigs.begin(), kConfigs.end(), scene.config) - kConfigs.begin());
    if (ui.combo(kConfiguration, {kConfigs.begin(), kConfigs.end()}, chosen))
      scene.config = kConfigs[static_cast<std::size_t>(chosen)];
    ui.seed(kTrainingSeed, scene.start);
    if (ui.button(kRandom, Ui::Kind::plain, -FLT_MIN, "N")) run(session, Action::fresh);
    ui.paragraph(kSeedNote);
    if (ui.slider(kLearningRate, scene.rate, -2, 2, times_rate(std::pow(10.0, scene.rate)).c_str()))
      scene.rate = std::round(scene.rate * 10) / 10;
    const Config* config = config_of(session);
    if (config != nullptr && config->model.family == Family::vae && ui.slider(kKlWeight, scene.kl, 0, 10, "%.1f"))
      scene.kl = std::round(scene.kl * 10) / 10;
    if (config != nullptr && config->model.family == Family::gan) {
      if (ui.slider(kDiscriminatorRate, scene.drate, -2, 2, times_rate(std::pow(10.0, scene.drate)).c_str()))
        scene.drate = std::round(scene.drate * 10) / 10;
      ui.toggle(kFreeze, scene.freeze);
    }
    choose_sizes(ui, scene);
    if (scene.beside) ui.paragraph(kOneRun);
    ui.gap(8);
    ImGui::BeginDisabled(!is_made);
    if (ui.button(kUseModel, Ui::Kind::plain, -FLT_MIN)) session.learning.use();
    if (ui.button(kSaveModel, Ui::Kind::plain, -FLT_MIN, "Ctrl S")) session.ask_for_save = true;
    ImGui::EndDisabled();
    ui.gap(8);
    if (config == nullptr) return;
    if (learned != nullptr && learned->is_made) ui.paragraph(learn_note(*config, learned->digits));
    ui.paragraph(seen_on_learn(config->model));
  }

  std::string status(Session& session) const override {
    const auto learned = session.learning.learned();
    if (learned == nullptr || learned->steps == 0 || read_ == nullptr) return message(session, learned);
    if (!learned->error.empty()) return learning_failed(learned->error);
    // What is half learned is blurred, and blurred digits are none to the detector.
    return learned_words(read_->steps, read_->seconds, read_->digits,
                         session.reader.read("learn", read_->images, false), read_->trouble);
  }

  bool run(Session& session, Action action) override {
    Learning& learning = session.learning;
    try {
      switch (action) {
        case Action::play:
          learning.train(session.document, !learning.is_training());
          return true;
        case Action::step_forward:
          learning.step(session.document);
          return true;
        case Action::reset:
          learning.rewind();
          return true;
        case Action::fresh:
          session.document.start = session.fresh_seed(31 * session.document.start + 1);
          return true;
        default:
          return false;
      }
    } catch (const std::exception& error) {
      session.say(error.what(), true);
      return true;
    }
  }

  bool animating(const Session& session, double /*now*/) const override { return session.learning.is_training(); }

  std::vector<std::string> saves(const Session& session) const override {
    const auto learned = session.learning.learned();
    if (session.models.shown() == nullptr)  // a scene names a model
      return learned != nullptr && learned->steps > 0 ? std::vector<std::string>{".safetensors"}
                                                      : std::vector<std::string>{};
    if (learned != nullptr && learned->steps > 0) return {".safetensors", ".json"};
    return {".json"};
  }
  std::string file_name(const Session& session) const override { return session.learning.name(); }
  bool save(Session& session, const std::filesystem::path& path) override {
    if (extension_of(path) != ".safetensors") return false;
    session.learning.save(path);
    return true;
  }

  std::optional<PickedDigit> digit(Session& /*session*/) const override { return picked_; }

 private:
  /// Choices of the page; another number of latent numbers comes from an address.
  static void choose_sizes(Ui& ui, Scene& scene) {
    std::vector<unsigned> sizes{0, 2, 5, 10, 20, 64};
    if (std::find(sizes.begin(), sizes.end(), scene.latent) == sizes.end()) sizes.push_back(scene.latent);
    std::vector<std::string> names;
    for (const unsigned size : sizes) names.push_back(size == 0 ? kAsConfigured : std::to_string(size));
    int size = static_cast<int>(std::find(sizes.begin(), sizes.end(), scene.latent) - sizes.begin());
    if (ui.combo(kLatentNumbers, names, size)) scene.latent = sizes[static_cast<std::size_t>(size)];
    const std::vector<std::string> counts{"all", "1000", "100"};
    int count = static_cast<int>(std::find(counts.begin(), counts.end(), scene.digits) - counts.begin());
    if (ui.combo(kTrainingDigits, {kAllDigits, "The first 1,000", "The first 100"}, count))
      scene.digits = counts[static_cast<std::size_t>(count)];
  }

  /// The picture alone: no model of the list has it.
  void pick(Session& session, const Learned& learned, std::size_t i) {
    picked_ = {};
    picked_.name = learned_digit_name(i, learned.steps);
    picked_.image = std::make_shared<const Tensor>(rows_of(*learned.images, i, 1));
    picked_index_ = i;
    picked_from_ = learned.images;
    session.pick(picked_);
  }

  void follow(Session& session) {
    try {
      session.learning.follow(session.document);
      session.learning.prepare(session.document);
      problem_.clear();
    } catch (const std::exception& error) {
      problem_ = error.what();
    }
  }

  const Config* config_of(Session& session) {
    try {
      return &session.learning.config(session.document);
    } catch (const std::exception&) {
      return nullptr;  // `follow` keeps the reason
    }
  }

  std::string message(const Session& session, const std::shared_ptr<const Learned>& learned) const {
    if (!problem_.empty()) return problem_;
    const bool asked = session.learning.was_asked();
    if (asked && learned != nullptr && !learned->error.empty()) return learning_failed(learned->error);
    return asked && session.learning.thread().has_begun() ? kLoadingDigits : kUntrained;
  }

  /// A discriminator's mean answers are in the log too, but no losses.
  static std::vector<PlotLine> lines(const Ui& ui, const std::vector<Series>& losses) {
    const ImU32 colours[] = {ui.colour().text, ui.colour().blue, ui.colour().muted};
    std::vector<PlotLine> lines;
    for (const Series& series : losses) {
      if (series.name == "d_real" || series.name == "d_fake") continue;
      const std::size_t i = lines.size();
      lines.push_back({loss_name(series.name), &series.x, &series.y, colours[i % 3], static_cast<int>(i % 4)});
    }
    return lines;
  }

  std::string problem_;
  std::shared_ptr<const Learned> read_;  // what the words are about
  double next_read_ = 0.0;
  PickedDigit picked_;
  std::size_t picked_index_ = 0;
  std::shared_ptr<const Tensor> picked_from_;
  PlotView plot_;
};

}  // namespace

std::unique_ptr<Panel> learn_panel() { return std::make_unique<LearnPanel>(); }

}  // namespace latentwalk::viewer
