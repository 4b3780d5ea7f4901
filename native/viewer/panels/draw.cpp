// Draw: a digit by hand (or a test digit), through the encoder and back; for a model without one, the nearest digit
// it can make.

#include <algorithm>
#include <cmath>

#include "support/files.hpp"
#include "viewer/core/exports.hpp"
#include "viewer/core/jobs.hpp"
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
    const ModelSpec& spec = model->spec();
    Drawing& drawing = session.document.drawing;
    if (drawing.width != spec.image_width || drawing.height != spec.image_height)
      drawing = blank_drawing(spec.image_width, spec.image_height);
    if (const int first = std::exchange(first_digit_, -1); first >= 0 && fits(session)) {
      pick(session, std::min(first, static_cast<int>(session.digits.get()->count) - 1));
    }
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const float gap = ui.px(32), foot = ui.px(184);
    const float width = std::floor(std::min((size.x - gap) / 2, ui.px(384)));
    const float ratio = static_cast<float>(spec.image_height) / static_cast<float>(spec.image_width);
    const float height = std::floor(std::min(width * ratio, size.y - foot));
    const float across = std::floor(height / ratio);
    const float left = corner.x + std::floor((size.x - 2 * across - gap) / 2);
    const Region canvas_at{{left, corner.y}, {left + across, corner.y + height}};
    const Region result_at{{left + across + gap, corner.y}, {left + 2 * across + gap, corner.y + height}};

    canvas(session, ui, canvas_at);
    const bool blank = is_blank(drawing);
    if (!blank) ask(session, model);
    const auto answer = blank ? nullptr : session.worker.answer(slot(*model));
    const bool shown = answer != nullptr && answer->model == model && answer->ready > 0 && answer->error.empty();
    if (shown) large_digit(ui, "reconstruction", answer, 0, result_at.from, result_at.to);
    ui.mark("reconstruction", result_at.from, result_at.to);
    const bool is_picked = !blank && drawing.ink == picked_ink_;
    caption(ui, canvas_at,
            blank       ? ""
            : is_picked ? "Test digit " + std::to_string(picked_)
            : as_drawn_ ? "Your digit, as drawn"
                        : "Your digit");
    if (model->has_encoder()) {
      caption(ui, result_at, blank ? "What the model makes of it" : "Encoded and decoded again");
    } else {
      caption(ui, result_at, blank ? "The nearest it can make" : search_words(session));
    }
    if (blank || !shown) return;
    const float top = corner.y + height + ui.px(48);
    if (model->has_encoder()) {
      show_codes(ui, *answer, {left, top}, {left + across, corner.y + size.y});
      nearest_.show(session, ui, model, *answer, {result_at.from.x, top}, {result_at.to.x, corner.y + size.y});
    }
  }

  void controls(Session& session, Ui& ui) override {
    Drawing& drawing = session.document.drawing;
    const std::shared_ptr<const Model> model = session.models.shown();
    ui.heading("Draw a digit");
    ui.paragraph(model->has_encoder()
                     ? "Draw with the mouse or a pen; the right button erases. The encoder turns your digit into " +
                           std::to_string(latent_dim(model->spec())) + " numbers, and the decoder turns those back."
                     : "Draw with the mouse or a pen; the right button erases. This model has no encoder: the nearest "
                       "digit it can make is searched for.");
    ui.gap(8);
    ImGui::BeginDisabled(is_blank(drawing));
    if (!model->has_encoder() && ui.button("Find the nearest", Ui::Kind::primary, -FLT_MIN)) search(session, model);
    if (ui.button("Clear", Ui::Kind::plain, -FLT_MIN, "C")) run(session, Action::clear);
    ImGui::EndDisabled();
    if (!model->has_encoder() && session.worker.busy("search")) {
      const auto answer = session.worker.answer("search");
      ImGui::ProgressBar(answer != nullptr ? static_cast<float>(answer->progress) : 0.0F, {ui.column(), ui.px(4)}, "");
    }
    if (const ModelSpec& spec = model->spec(); model->has_encoder() && spec.class_count > 0)
      one_class_choice(ui, "Class that the model is told", spec, class_);
    ui.toggle("Use as drawn", as_drawn_);
    ui.paragraph("Else it is scaled and moved to the middle by its mass, as the training digits were.");
    ui.gap(8);
    const Digits* digits = session.digits.get();
    if (fits(session)) {
      int number = picked_;
      if (ui.slider("Or take a test digit", number, 0, static_cast<int>(digits->count) - 1)) pick(session, number);
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
    const auto answer = is_blank(drawing) ? nullptr : session.worker.answer(slot(*model));
    if (answer == nullptr || !answer->finished || !answer->error.empty() || answer->model != model) return;
    ui.gap(16);
    Station found;
    found.edited.assign(answer->latents.begin(), answer->latents.end());
    found.label = answer->labels.empty() ? -1 : answer->labels.front();
    if (ui.button("Explore its dimensions", Ui::Kind::plain, -FLT_MIN)) session.take_in_hand(found);
    if (ui.button("Add to the walk", Ui::Kind::plain, -FLT_MIN)) session.add_to_walk(found);
  }

  bool run(Session& session, Action action) override {
    if (action == Action::clear) {
      session.document.drawing = blank_drawing(session.document.drawing.width, session.document.drawing.height);
      asked_ = {};
      return true;
    }
    if (action == Action::fresh && fits(session)) {
      pick(session, static_cast<int>((static_cast<std::size_t>(picked_) * 7919 + 367) % session.digits.get()->count));
      return true;
    }
    return false;
  }

  std::vector<std::string> saves(const Session& session) const override {
    if (is_blank(session.document.drawing)) return {};
    return {".png", ".npy"};
  }
  void save(Session& session, const std::filesystem::path& path) override {
    const auto answer = session.worker.answer(slot(*session.models.shown()));
    if (extension_of(path) == ".npy") return save_latents(path, answer.get());
    SheetStyle style;
    style.scale = 16;
    style.dark = session.settings.dark;
    save_sheet(path, answer.get(), style);
  }

 private:
  static const char* slot(const Model& model) { return model.has_encoder() ? "encode" : "search"; }

  void canvas(Session& session, Ui& ui, const Region& at) {
    Drawing& drawing = session.document.drawing;
    ui.draw()->AddRectFilled(at.from, at.to, faded(ui.colour().ink, 0.035F), ui.px(4));
    if (is_blank(drawing)) ui.centred_text(at.from, at.to, "Draw a digit here", ui.theme.font.body, ui.colour().muted);
    if (drawing != pictured_) {
      pictured_ = drawing;
      auto image = std::make_shared<Tensor>(zeros({1, drawing.height, drawing.width}));
      std::copy(drawing.ink.begin(), drawing.ink.end(), image->data());
      picture_ = image;
    }
    const float ratio = ui.theme.pixel_ratio;
    ui.digit(ui.pictures.large("drawing", picture_, 0, static_cast<int>(at.width() * ratio),
                               static_cast<int>(at.height() * ratio)),
             at.from, at.to);
    ImGui::SetCursorScreenPos(at.from);
    ui.area("canvas", {at.width(), at.height()}, ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight);
    ui.mark("canvas");
    const double scale = static_cast<double>(drawing.width) / static_cast<double>(at.width());
    const ImGuiIO& io = ImGui::GetIO();
    if (ImGui::IsItemActive()) {
      const double x = (io.MousePos.x - at.from.x) * scale, y = (io.MousePos.y - at.from.y) * scale;
      if (ImGui::IsItemActivated()) last_x_ = x, last_y_ = y;
      stroke(drawing, last_x_, last_y_, x, y, ImGui::IsMouseDown(1));
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
    Drawing& drawing = session.document.drawing;
    const double before_x = pen_x_, before_y = pen_y_, step = 14.0 * std::min(ui.elapsed, 0.05);
    const auto axis = [](Key low, Key high) { return (key_down(high) ? 1.0 : 0.0) - (key_down(low) ? 1.0 : 0.0); };
    pen_x_ = std::clamp(pen_x_ + step * axis(Key::left, Key::right), 0.0, static_cast<double>(drawing.width));
    pen_y_ = std::clamp(pen_y_ + step * axis(Key::up, Key::down), 0.0, static_cast<double>(drawing.height));
    if (key_down(Key::space)) stroke(drawing, before_x, before_y, pen_x_, pen_y_);
    if (key_down(Key::backspace)) stroke(drawing, before_x, before_y, pen_x_, pen_y_, true);
    ui.draw()->AddCircle(
        {at.from.x + static_cast<float>(pen_x_ / scale), at.from.y + static_cast<float>(pen_y_ / scale)}, ui.px(8),
        ui.colour().accent, 0, ui.px(2));
  }

  bool animating(const Session& /*session*/, double /*now*/) const override { return pen_; }

  /// The picture that goes to the model, (1, height, width).
  Tensor input(const Session& session) const {
    // A test digit is in the middle already.
    const bool ready = as_drawn_ || session.document.drawing.ink == picked_ink_;
    const Drawing drawing = ready ? session.document.drawing : centred(session.document.drawing);
    Tensor image = zeros({1, drawing.height, drawing.width});
    std::copy(drawing.ink.begin(), drawing.ink.end(), image.data());
    return image;
  }

  void ask(Session& session, const std::shared_ptr<const Model>& model) {
    if (!model->has_encoder()) return;
    const auto classes = static_cast<int>(model->spec().class_count);
    const int label = classes > 0 ? std::min(class_, classes - 1) : 0;
    if (asked_.model == model && asked_.drawing == session.document.drawing && asked_.as_drawn == as_drawn_ &&
        asked_.label == label)
      return;
    asked_ = {model, session.document.drawing, as_drawn_, label};
    std::vector<std::int32_t> labels;
    if (classes > 0) labels.push_back(label);
    session.worker.submit("encode", encode_job(model, input(session), std::move(labels), true),
                          RenderWorker::Urgency::now);
  }

  void search(Session& session, const std::shared_ptr<const Model>& model) {
    Tensor target = input(session);
    target.reshape({target.shape(1), target.shape(2)});
    searched_ = session.document.drawing;
    session.worker.submit("search", search_job(model, std::move(target), 1));
  }

  std::string search_words(const Session& session) const {
    if (session.worker.busy("search")) return "Searching \u2026";
    const bool found = session.worker.answer("search") != nullptr && searched_ == session.document.drawing;
    return found ? "The nearest it can make" : "Press \u201cFind the nearest\u201d";
  }

  static bool fits(Session& session) { return session.digits.fit(session.models.shown()->spec()); }

  void pick(Session& session, int index) {
    picked_ = index;
    const Tensor image = digit_image(*session.digits.get(), static_cast<std::size_t>(index));
    session.document.drawing.ink.assign(image.begin(), image.end());
    picked_ink_ = session.document.drawing.ink;
    class_ = session.digits.get()->labels[static_cast<std::size_t>(index)];
  }

  struct Asked {
    std::shared_ptr<const Model> model;
    Drawing drawing;
    bool as_drawn = false;
    int label = 0;
  };
  Asked asked_;
  bool as_drawn_ = false, pen_ = false, pen_was_on_ = false;
  double last_x_ = 0, last_y_ = 0, pen_x_ = 14, pen_y_ = 8;
  int first_digit_, picked_ = 0, class_ = 0;
  std::vector<float> picked_ink_;
  Drawing searched_ = blank_drawing(0, 0);  // what the last search was for
  Drawing pictured_ = blank_drawing(0, 0);
  std::shared_ptr<const Tensor> picture_;
  NearestDigits nearest_;
};

}  // namespace

std::unique_ptr<Panel> draw_panel(int first_digit) { return std::make_unique<DrawPanel>(first_digit); }

}  // namespace latentwalk::viewer
