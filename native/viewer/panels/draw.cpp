// Draw: a digit by hand (or a test digit), made ready as MNIST's digits were, through the encoder and back; for a model
// without one, the nearest digit that it can draw.

#include <algorithm>
#include <cmath>

#include "data/test_digits.hpp"
#include "latentwalk/drawing.hpp"
#include "viewer/core/jobs.hpp"
#include "viewer/core/words.hpp"
#include "viewer/gui/keys.hpp"
#include "viewer/panels/encoded_digit.hpp"
#include "viewer/panels/panel.hpp"
#include "viewer/panels/parts.hpp"

namespace latentwalk::viewer {
namespace {

class DrawPanel : public Panel {
 public:
  explicit DrawPanel(int first_digit) : first_digit_(first_digit) {}
  const char* id() const override { return view::kDraw; }
  const char* title() const override { return "Draw"; }

  void stage(Session& session, Ui& ui, ImVec2 size) override {
    const std::shared_ptr<const Model> model = session.models.shown();
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    if (!accepts(*model)) {
      return ui.centred_text(corner, {corner.x + size.x, corner.y + size.y},
                             "Draw needs a model of 28 \u00d7 28 pixels.", ui.theme.font.body, ui.colour().text);
    }
    if (const int first = std::exchange(first_digit_, -1); first >= 0 && fits(session))
      pick(session, std::min(static_cast<std::size_t>(first), session.digits.get()->count - 1));
    prepare(session);
    const float gap = ui.px(24), foot = ui.px(184);
    const float side = std::floor(std::max(std::min({(size.x - 2 * gap) / 3, ui.px(640), size.y - foot}), 1.0F));
    const float left = corner.x + std::floor((size.x - 3 * side - 2 * gap) / 2);
    const auto place = [&](int column) {
      const float x = left + static_cast<float>(column) * (side + gap);
      return Region{{x, corner.y}, {x + side, corner.y + side}};
    };
    canvas(session, ui, place(0));
    const float ratio = ui.theme.pixel_ratio;
    ui.digit(ui.pictures.large("given", given_, 0, static_cast<int>(side * ratio), static_cast<int>(side * ratio)),
             place(1).from, place(1).to);
    ui.mark("given", place(1).from, place(1).to);
    if (!blank_) ask(session, model);
    const auto answer = blank_ ? nullptr : session.worker.answer(slot(*model));
    const bool shown = answer != nullptr && answer->model == model && answer->ready > 0 && answer->error.empty() &&
                       (model->has_encoder() || *searched_ == *given_);
    if (shown) large_digit(ui, "reconstruction", answer, 0, place(2).from, place(2).to);
    ui.mark("reconstruction", place(2).from, place(2).to);
    captions(session, ui, model, place(1), place(2));
    if (!shown || !model->has_encoder()) return;
    const float top = corner.y + side + ui.px(48);
    show_codes(ui, *answer, {left, top}, {left + side, corner.y + size.y});
    near_.show(session, ui, model, *answer, labels(session, *model), {place(1).from.x, top},
               {place(1).to.x, corner.y + size.y});
    nearest_.show(session, ui, model, *answer, {place(2).from.x, top}, {place(2).to.x, corner.y + size.y});
  }

  void controls(Session& session, Ui& ui) override {
    Scene& scene = session.document;
    const std::shared_ptr<const Model> model = session.models.shown();
    ui.heading("Draw a digit");
    ui.paragraph(model->has_encoder()
                     ? "Draw with the mouse or a pen; the right button erases. The encoder turns your digit into " +
                           std::to_string(latent_dim(model->spec())) + " numbers, and the decoder turns those back."
                     : "Draw with the mouse or a pen; the right button erases. This model has no encoder: the nearest "
                       "digit that it can draw is searched for.");
    ui.gap(8);
    if (!accepts(*model)) return;
    ImGui::BeginDisabled(blank_);
    if (!model->has_encoder() && ui.button("Find the nearest", Ui::Kind::primary, -FLT_MIN)) search(session, model);
    if (ui.button("Clear", Ui::Kind::plain, -FLT_MIN, "C")) run(session, Action::clear);
    ImGui::EndDisabled();
    if (!model->has_encoder() && session.worker.busy("search")) {
      const auto answer = session.worker.answer("search");
      ImGui::ProgressBar(answer != nullptr ? static_cast<float>(answer->progress) : 0.0F, {ui.column(), ui.px(4)}, "");
    }
    class_choice(ui, "Class that the model is told", model->spec(), scene.digit, false, own_label(session));
    ImGui::BeginDisabled(scene.test.has_value());
    ui.toggle("Don\u2019t centre or resize my drawing", scene.raw);
    ImGui::EndDisabled();
    ui.gap(8);
    const Digits* digits = session.digits.get();
    if (fits(session)) {
      int number = static_cast<int>(scene.test.value_or(0));
      if (ui.slider("Or take a test digit", number, 0, static_cast<int>(digits->count) - 1))
        pick(session, static_cast<std::size_t>(number));
      if (ui.button("Another test digit", Ui::Kind::plain, -FLT_MIN, "N")) run(session, Action::fresh);
    } else if (digits == nullptr) {
      ui.paragraph(session.digits.missing());
    }
    ui.gap(8);
    ui.label("By keyboard");
    ui.gap(4);
    if (ui.button(pen_ ? "Stop the pen##pen" : "Draw with the arrow keys##pen", Ui::Kind::plain, -FLT_MIN))
      pen_ = !pen_;
    ui.mark("Pen");
    if (pen_) ui.paragraph("Arrows move the pen, Space holds it down, Backspace erases, Esc stops.");
    take_further(session, ui, model);
  }

  std::string status(Session& session) const override {
    const Model& model = *session.models.shown();
    if (!accepts(model) || blank_ || ImGui::IsAnyItemActive()) return "";
    const std::vector<Reading> given = session.reader.read("given", given_);
    if (given.empty()) return "";
    return drawing_words(given.front(), model.has_encoder() ? reading_at_rest(session, slot(model)) : std::nullopt,
                         session.document.test ? own_label(session) : -1);
  }

  std::optional<PickedDigit> digit(Session& session) const override {
    if (given_ == nullptr || blank_) return PickedDigit();
    const Scene& scene = session.document;
    PickedDigit digit;
    digit.name = scene.test ? "test digit " + std::to_string(*scene.test) : "your drawing";
    digit.image = given_;
    digit.test = scene.test;
    digit.ink = scene.ink;
    digit.raw = scene.raw;
    if (scene.test) digit.label = own_label(session);
    if (!scene.test) digit.of = "drawing";
    return digit;
  }

  bool run(Session& session, Action action) override {
    if (action == Action::clear) {
      session.document.ink.clear();
      session.document.test.reset();
      return true;
    }
    if (action == Action::fresh && fits(session)) {
      pick(session, (session.document.test.value_or(0) * 7919 + 367) % session.digits.get()->count);
      return true;
    }
    return false;
  }

  std::vector<std::string> saves(const Session& session) const override {
    if (!accepts(*session.models.shown()) || blank_) return {};
    return {".png", ".npy", ".json"};
  }
  std::shared_ptr<const Answer> latents(Session& session) const override {
    return session.worker.answer(slot(*session.models.shown()));
  }
  bool animating(const Session& /*session*/, double /*now*/) const override { return pen_; }

 private:
  static bool accepts(const Model& model) { return model.spec().image_width == 28 && model.spec().image_height == 28; }
  static const char* slot(const Model& model) { return model.has_encoder() ? "encode" : "search"; }
  static bool fits(Session& session) { return session.digits.fit(session.models.shown()->spec()); }

  /// The pad and the picture that goes to the model, where the document holds others.
  void prepare(Session& session) {
    Scene& scene = session.document;
    if (scene.test && (!fits(session) || *scene.test >= session.digits.get()->count)) scene.test.reset();
    if (given_ != nullptr && ink_ == scene.ink && test_ == scene.test && raw_ == scene.raw) return;
    const bool new_pad = given_ == nullptr || ink_ != scene.ink || test_ != scene.test;
    ink_ = scene.ink, test_ = scene.test, raw_ = scene.raw;
    Tensor given;
    if (scene.test) {
      given = digit_image(*session.digits.get(), *scene.test);
    } else {
      given = prepare_drawing(parse_ink(scene.ink, "ink"), 28, !scene.raw);
      given.reshape({std::size_t{1}, std::size_t{28}, std::size_t{28}});
    }
    blank_ = is_blank(given);
    given_ = std::make_shared<const Tensor>(given);
    if (new_pad) pad_ = scene.test ? digit_on_pad(given) : parse_ink(scene.ink, "ink");
    if (new_pad) show_pad();
  }

  void show_pad() {
    auto image = std::make_shared<Tensor>(pad_);
    image->reshape({std::size_t{1}, kPadSide, kPadSide});
    picture_ = image;
  }

  /// A stroke goes into the document at once, as ink and paper.
  void stroke(Session& session, double from_x, double from_y, double to_x, double to_y, bool erase) {
    draw_stroke(pad_, from_x, from_y, to_x, to_y, kPenRadius, erase);
    session.document.ink = ink_text(pad_);
    session.document.test.reset();
  }

  void canvas(Session& session, Ui& ui, const Region& at) {
    ui.draw()->AddRectFilled(at.from, at.to, faded(ui.colour().ink, 0.035F), ui.px(4));
    if (blank_) ui.centred_text(at.from, at.to, "Draw a digit here", ui.theme.font.body, ui.colour().muted);
    const float ratio = ui.theme.pixel_ratio;
    ui.digit(ui.pictures.large("drawing", picture_, 0, static_cast<int>(at.width() * ratio),
                               static_cast<int>(at.height() * ratio)),
             at.from, at.to);
    ImGui::SetCursorScreenPos(at.from);
    ui.area("canvas", {at.width(), at.height()}, ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight);
    ui.mark("canvas");
    const double scale = static_cast<double>(kPadSide) / static_cast<double>(at.width());
    const ImGuiIO& io = ImGui::GetIO();
    if (ImGui::IsItemActive()) {
      const double x = (io.MousePos.x - at.from.x) * scale, y = (io.MousePos.y - at.from.y) * scale;
      if (ImGui::IsItemActivated()) last_x_ = x, last_y_ = y;
      stroke(session, last_x_, last_y_, x, y, ImGui::IsMouseDown(1));
      last_x_ = x, last_y_ = y;
    }
    keyboard_pen(session, ui, at, scale);
  }

  /// Arrow keys would move the focus: while the pen is on, they are the pen's.
  void keyboard_pen(Session& session, Ui& ui, const Region& at, double scale) {
    ImGuiIO& io = ImGui::GetIO();
    if (pen_ && key_pressed(Key::escape)) pen_ = false;
    if (pen_ && !pen_was_on_) io.ConfigFlags &= ~ImGuiConfigFlags_NavEnableKeyboard;
    if (!pen_ && pen_was_on_) io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    pen_was_on_ = pen_;
    if (!pen_) return;
    const double before_x = pen_x_, before_y = pen_y_, step = 56.0 * std::min(ui.elapsed, 0.05), side = kPadSide;
    const auto axis = [](Key low, Key high) { return (key_down(high) ? 1.0 : 0.0) - (key_down(low) ? 1.0 : 0.0); };
    pen_x_ = std::clamp(pen_x_ + step * axis(Key::left, Key::right), 0.0, side);
    pen_y_ = std::clamp(pen_y_ + step * axis(Key::up, Key::down), 0.0, side);
    if (key_down(Key::space)) stroke(session, before_x, before_y, pen_x_, pen_y_, false);
    if (key_down(Key::backspace)) stroke(session, before_x, before_y, pen_x_, pen_y_, true);
    ui.draw()->AddCircle(
        {at.from.x + static_cast<float>(pen_x_ / scale), at.from.y + static_cast<float>(pen_y_ / scale)}, ui.px(8),
        ui.colour().accent, 0, ui.px(2));
  }

  void captions(Session& session, Ui& ui, const std::shared_ptr<const Model>& model, const Region& given,
                const Region& result) {
    const Scene& scene = session.document;
    caption(ui, given,
            blank_       ? "What the model gets"
            : scene.test ? "Test digit " + std::to_string(*scene.test)
            : scene.raw  ? "Your digit, as drawn"
                         : "Your digit, scaled and centred");
    if (model->has_encoder()) {
      caption(ui, result, blank_ ? "What the model makes of it" : "Encoded and decoded again");
    } else {
      caption(ui, result, blank_ ? "The nearest that it can draw" : search_words(session));
    }
  }

  /// The class of a test digit, which the model is told unless another one is chosen.
  int own_label(Session& session) const {
    if (!session.document.test || session.digits.get() == nullptr) return 0;
    return session.digits.get()->labels[*session.document.test];
  }
  std::vector<std::int32_t> labels(Session& session, const Model& model) const {
    const std::size_t classes = model.spec().class_count;
    if (classes == 0) return {};
    const std::optional<std::size_t>& digit = session.document.digit;
    return {static_cast<std::int32_t>((digit ? *digit : static_cast<std::size_t>(own_label(session))) % classes)};
  }

  void ask(Session& session, const std::shared_ptr<const Model>& model) {
    if (!model->has_encoder()) return;
    const Asked now{model, given_, labels(session, *model)};
    if (asked_ == now) return;
    asked_ = now;
    session.worker.submit("encode", encode_job(model, *given_, now.labels, true), RenderWorker::Urgency::now);
  }

  void search(Session& session, const std::shared_ptr<const Model>& model) {
    searched_ = given_;
    const std::vector<std::int32_t> label = labels(session, *model);
    session.worker.submit("search", search_job(model, *given_, label.empty() ? 0 : label.front()));
  }

  std::string search_words(const Session& session) const {
    if (session.worker.busy("search")) return "Searching \u2026";
    const bool found = session.worker.answer("search") != nullptr && *searched_ == *given_;
    if (!found) return "Press \u201cFind the nearest\u201d";
    const auto answer = session.worker.answer("search");
    double sum = 0;
    for (std::size_t i = 0; i < answer->images.size() && i < given_->size(); ++i)
      sum += std::abs(static_cast<double>(answer->images.data()[i]) - given_->data()[i]);
    return pixel_error_words(session.models.entry()->name, 100 * sum / static_cast<double>(given_->size()));
  }

  void pick(Session& session, std::size_t index) {
    session.document.test = index;
    session.document.ink.clear();
  }

  void take_further(Session& session, Ui& ui, const std::shared_ptr<const Model>& model) {
    const auto answer = blank_ ? nullptr : session.worker.answer(slot(*model));
    if (answer == nullptr || !answer->finished || !answer->error.empty() || answer->model != model) return;
    ui.gap(16);
    Station found;
    found.edited.assign(answer->latents.begin(), answer->latents.end());
    if (const std::vector<std::int32_t> label = labels(session, *model); !label.empty()) found.label = label.front();
    if (ui.button("Explore its dimensions", Ui::Kind::plain, -FLT_MIN)) session.take_in_hand(found);
    if (ui.button("Add to the walk", Ui::Kind::plain, -FLT_MIN)) session.add_to_walk(found);
  }

  struct Asked {
    std::shared_ptr<const Model> model;
    std::shared_ptr<const Tensor> given;
    std::vector<std::int32_t> labels;
    bool operator==(const Asked&) const = default;
  };
  Asked asked_;
  std::string ink_;  // what pad and given picture show
  std::optional<std::size_t> test_;
  bool raw_ = false;
  Tensor pad_ = zeros({kPadSide, kPadSide});
  std::shared_ptr<const Tensor> picture_,
      given_;  // the pad (1, kPadSide, kPadSide) and what the model gets (1, 28, 28)
  std::shared_ptr<const Tensor> searched_ = std::make_shared<const Tensor>(zeros({0}));  // what the last search was for
  bool blank_ = true, pen_ = false, pen_was_on_ = false;
  double last_x_ = 0, last_y_ = 0, pen_x_ = kPadSide / 2.0, pen_y_ = kPadSide / 4.0;
  int first_digit_;
  DigitsNearCode near_;
  NearestDigits nearest_;
};

}  // namespace

std::unique_ptr<Panel> draw_panel(int first_digit) { return std::make_unique<DrawPanel>(first_digit); }

}  // namespace latentwalk::viewer
