// Inside: the network as it runs. Each layer is a button with a small picture of its outputs for one digit.

#include <algorithm>
#include <cmath>

#include "data/test_digits.hpp"
#include "viewer/core/jobs.hpp"
#include "viewer/core/words.hpp"
#include "viewer/panels/encoded_digit.hpp"
#include "viewer/panels/layer_widgets.hpp"
#include "viewer/panels/panel.hpp"
#include "viewer/panels/parts.hpp"

namespace latentwalk::viewer {
namespace {

class InsidePanel : public Panel {
  static constexpr const char* kSlot = "inside";
  static constexpr float kLargest = 160, kReadable = 72, kSmallest = 24, kArrow = 24, kWords = 24, kTitle = 24,
                         kRowGap = 16;
  static constexpr unsigned kDraws = 9999;  // of z

 public:
  const char* id() const override { return view::kInside; }
  const char* title() const override { return "Inside"; }
  bool scrolls() const override { return true; }

  void stage(Session& session, Ui& ui, ImVec2 size) override {
    ask(session);
    if (const auto last = session.worker.answer(kSlot); last != nullptr && !last->error.empty())
      session.say(last->error, true);
    const auto answer = answer_of(session);
    if (answer == nullptr) return;
    const Inside& inside = *answer->inside;
    const Opened opened = find(inside, session.document.layer);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const float below = opened.layer != nullptr ? std::floor(size.y * 0.42F) : 0;
    const std::size_t encoding = inside.encoder.empty() ? 0 : inside.encoder.size() + 2;  // image, layers, code
    const LayerFlow flow(ui, {encoding, inside.decoder.size() + 2}, {size.x, size.y - below});
    float top = corner.y;
    if (!inside.encoder.empty()) top = encoder_row(session, ui, answer, flow, {corner.x, top});
    top = decoder_row(session, ui, answer, flow, {corner.x, top});
    if (opened.layer != nullptr)
      large(ui, answer, opened, {corner.x, std::max(top, corner.y + size.y - below)},
            {corner.x + size.x, corner.y + size.y});
  }

  void controls(Session& session, Ui& ui) override {
    Scene& scene = session.document;
    const std::shared_ptr<const Model> model = session.models.shown();
    ui.heading("Inside");
    ui.paragraph(seen_inside(model->spec(), scene.noise));
    ui.gap(8);
    if (model->has_encoder()) {
      if (ui.button(kDrawAgain, Ui::Kind::primary, -FLT_MIN, "P")) run(session, Action::play);
      if (ui.button(kUseMean, Ui::Kind::plain, -FLT_MIN, "R")) run(session, Action::reset);
    }
    if (ui.button(kAnotherDigit, Ui::Kind::plain, -FLT_MIN, "N")) run(session, Action::fresh);
    if (model->has_encoder() && session.digits.fit(model->spec()) && ui.button(kRealDigit, Ui::Kind::plain, -FLT_MIN)) {
      scene.test = session.fresh_seed(31 * scene.test.value_or(0) + 1) % session.digits.get()->count;
      scene.digit.reset();
      scene.noise = 0;
    }
    ui.gap(8);
    ui.paragraph(is_real(session) ? "Test digit " + std::to_string(*scene.test) : station_words(scene.base), false);
    class_choice(ui, "Class label", model->spec(), scene.digit, false, own_label(session));
    ui.gap(8);
    ui.paragraph(kInsideNote);
  }

  bool run(Session& session, Action action) override {
    Scene& scene = session.document;
    const bool encodes = session.models.shown()->has_encoder();
    if (action == Action::fresh) {
      scene.base = {session.fresh_seed(7 * scene.base.seed + 3), 0, -1, {}};
      scene.test.reset();
      scene.noise = 0;
      return true;
    }
    if (action == Action::play && encodes) {
      scene.noise = scene.noise % kDraws + 1;
      return true;
    }
    if (action == Action::reset && encodes) {
      scene.noise = 0;
      return true;
    }
    return false;
  }

  std::string status(Session& session) const override {
    const auto answer = answer_of(session);
    if (answer == nullptr) return "";
    return inside_words(session.models.entry()->name, answer->inside->encoder.size() + answer->inside->decoder.size(),
                        reading_at_rest(session, kSlot));
  }

  std::vector<std::string> saves(const Session& /*session*/) const override { return {".json", ".npy"}; }
  std::shared_ptr<const Answer> latents(Session& session) const override { return answer_of(session); }

 private:
  struct Opened {
    const Inside::Layer* layer = nullptr;
    std::string network;
    std::size_t index = 0;
  };

  struct Asked {
    std::shared_ptr<const Model> model;
    std::vector<float> latent;
    std::optional<std::size_t> test;
    std::vector<std::int32_t> label;
    unsigned noise = 0;
    bool operator==(const Asked&) const = default;
  };

  /// Whether a test digit is looked at, and not a digit that the model draws.
  static bool is_real(Session& session) {
    const Model& model = *session.models.shown();
    return session.document.test && model.has_encoder() && session.digits.fit(model.spec()) &&
           *session.document.test < session.digits.get()->count;
  }

  /// The class that the digit has unless another one is asked for.
  static int own_label(Session& session) {
    const ModelSpec& spec = session.models.shown()->spec();
    if (spec.class_count == 0) return 0;
    return is_real(session) ? session.digits.get()->labels[*session.document.test]
                            : label_of(spec, session.document.base);
  }

  void ask(Session& session) {
    const std::shared_ptr<const Model> model = session.models.shown();
    const Scene& scene = session.document;
    Asked now{model, {}, {}, {}, scene.noise};
    if (const std::size_t classes = model->spec().class_count; classes > 0)
      now.label = {static_cast<std::int32_t>(scene.digit ? *scene.digit % classes
                                                         : static_cast<std::size_t>(own_label(session)))};
    Tensor latent = zeros({0}), image = zeros({0});
    if (is_real(session)) {
      now.test = scene.test;
    } else {
      Station base = scene.base;
      base.label = now.label.empty() ? -1 : now.label.front();
      latent = session.renderer.latents(model, {base}, model->prior_named(""));
      now.latent.assign(latent.begin(), latent.end());
    }
    if (now == asked_) return;
    if (now.test) image = digit_image(*session.digits.get(), *now.test);
    session.worker.submit(kSlot, inside_job(model, std::move(latent), std::move(image), now.label, now.noise),
                          RenderWorker::Urgency::now);
    asked_ = std::move(now);
  }

  /// The newest answer of the model that is shown; that of the digit before while the next one is computed.
  static std::shared_ptr<const Answer> answer_of(const Session& session) {
    const auto answer = session.worker.answer(kSlot);
    return answer != nullptr && answer->inside != nullptr && answer->model == session.models.shown() ? answer : nullptr;
  }

  static Opened find(const Inside& inside, const std::string& name) {
    for (const auto& [network, layers] : {std::pair{"encoder", &inside.encoder}, std::pair{"decoder", &inside.decoder}})
      for (std::size_t i = 0; i < layers->size(); ++i)
        if (name == std::string(network) + ":" + std::to_string((*layers)[i].layer)) return {&(*layers)[i], network, i};
    return {};
  }

  float encoder_row(Session& session, Ui& ui, const std::shared_ptr<const Answer>& answer, const LayerFlow& flow,
                    ImVec2 from) {
    const Inside& inside = *answer->inside;
    const ImVec2 at = row_title(ui, kEncoder, from);
    const auto given = std::shared_ptr<const Tensor>(answer, &inside.given);
    picture(ui, flow, at, kImage, ui.pictures.small("inside given", given, 0), false);
    layers(session, ui, answer, "encoder", inside.encoder, flow, at);
    const std::size_t last = inside.encoder.size() + 1;
    const ImVec2 place = flow.place(at, last);
    flow.arrow(ui, place);
    code_chart(ui, *answer, place, {place.x + flow.side, place.y + flow.side});
    flow.words(ui, place, kMeanAndSpread);
    return at.y + flow.height(last + 1) + ui.px(LayerFlow::kRowGap);
  }

  float decoder_row(Session& session, Ui& ui, const std::shared_ptr<const Answer>& answer, const LayerFlow& flow,
                    ImVec2 from) {
    const Inside& inside = *answer->inside;
    const ImVec2 at = row_title(ui, decoder_name(session.models.shown()->spec().family), from);
    const Inside::Layer latent{0, {}, {inside.latent.size()}, {inside.latent.begin(), inside.latent.end()}};
    layer_maps(ui, answer, "inside z", latent, false, at, {at.x + flow.side, at.y + flow.side});
    ui.mark(kLatent, at, {at.x + flow.side, at.y + flow.side});
    flow.words(ui, at, kLatent);
    layers(session, ui, answer, "decoder", inside.decoder, flow, at);
    const std::size_t last = inside.decoder.size() + 1;
    picture(ui, flow, flow.place(at, last), kOutput, ui.pictures.small("inside drawn", answer, 0), true);
    return at.y + flow.height(last + 1) + ui.px(LayerFlow::kRowGap);
  }

  static ImVec2 row_title(Ui& ui, const char* name, ImVec2 from) {
    ui.draw()->AddText(ui.theme.font.small, ui.theme.font.small->FontSize * ImGui::GetIO().FontGlobalScale, from,
                       ui.colour().muted, name);
    return {from.x, from.y + ui.px(LayerFlow::kTitle)};
  }

  void layers(Session& session, Ui& ui, const std::shared_ptr<const Answer>& answer, const std::string& network,
              const std::vector<Inside::Layer>& layers, const LayerFlow& flow, ImVec2 from) {
    for (std::size_t i = 0; i < layers.size(); ++i) {
      const ImVec2 at = flow.place(from, i + 1), to{at.x + flow.side, at.y + flow.side};
      const std::string name = network + ":" + std::to_string(layers[i].layer);
      flow.arrow(ui, at);
      ImGui::SetCursorScreenPos(at);
      std::string& shown = session.document.layer;
      if (ui.area(name, {flow.side, flow.side})) shown = shown == name ? "" : name;
      ui.mark(name);
      const bool lit = ImGui::IsItemHovered() || ImGui::IsItemFocused();
      ui.tip(layer_name(network == "encoder" ? kEncoder : decoder_name(session.models.shown()->spec().family), i,
                        layers[i])
                 .c_str());
      ui.draw()->AddRectFilled(at, to, faded(ui.colour().ink, 0.04F));
      layer_maps(ui, answer, name, layers[i], false, at, to);
      if (shown == name || lit) ui.ring(at, to, shown == name ? ui.colour().accent : ui.colour().line);
      flow.words(ui, at, layer_size(layers[i].shape));
    }
  }

  static void picture(Ui& ui, const LayerFlow& flow, ImVec2 at, const char* name, const Picture& picture,
                      bool has_arrow) {
    if (has_arrow) flow.arrow(ui, at);
    const ImVec2 to{at.x + flow.side, at.y + flow.side};
    if (picture) {
      const Region place = ui.fit(picture.width, picture.height, at, to);
      ui.digit(picture, place.from, place.to);
    }
    ui.mark(name, at, to);
    flow.words(ui, at, name);
  }

  static void large(Ui& ui, const std::shared_ptr<const Answer>& answer, const Opened& opened, ImVec2 from, ImVec2 to) {
    const Family family = answer->model->spec().family;
    const std::string name =
        layer_name(opened.network == "encoder" ? kEncoder : decoder_name(family), opened.index, *opened.layer);
    ImFont* font = ui.theme.font.small;
    ui.draw()->AddText(font, font->FontSize * ImGui::GetIO().FontGlobalScale, from, ui.colour().text,
                       layer_words(name, opened.layer->values).c_str());
    const ImVec2 at{from.x, from.y + ui.px(LayerFlow::kTitle)};
    if (to.y - at.y < ui.px(16)) return;
    layer_maps(ui, answer, opened.network + ":" + std::to_string(opened.layer->layer), *opened.layer, true, at, to);
    ui.mark("opened layer", at, to);
  }

  Asked asked_;
};

}  // namespace

std::unique_ptr<Panel> inside_panel() { return std::make_unique<InsidePanel>(); }

}  // namespace latentwalk::viewer
