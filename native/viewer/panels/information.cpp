// Information: what the model's file holds, and what a digit costs.

#include "latentwalk/printable.hpp"
#include "support/spec_words.hpp"
#include "viewer/core/jobs.hpp"
#include "viewer/gui/readable.hpp"
#include "viewer/panels/panel.hpp"
#include "viewer/panels/parts.hpp"

namespace latentwalk::viewer {
namespace {

class InformationPanel : public Panel {
 public:
  const char* id() const override { return view::kInformation; }
  const char* title() const override { return "Information"; }
  bool scrolls() const override { return true; }

  void stage(Session& session, Ui& ui, ImVec2 /*size*/) override {
    const ModelSpec& spec = session.models.shown()->spec();
    ImGui::PushFont(ui.theme.font.display);
    ImGui::TextUnformatted(readable(spec.name).c_str());
    ImGui::PopFont();
    ImGui::TextWrapped("%s", readable(printable(spec.description)).c_str());
    for (const auto& [name, network] : spec.networks) network_table(ui, name, network);
  }

  void controls(Session& session, Ui& ui) override {
    const std::shared_ptr<const Model> model = session.models.shown();
    const ModelSpec& spec = model->spec();
    if (timed_ != model) {
      timed_ = model;
      session.worker.submit("timing", timing_job(model), RenderWorker::Urgency::background);
    }
    const auto timing = session.worker.answer("timing");
    const bool measured = timing != nullptr && timing->finished && timing->model == model;
    ui.heading("Model");
    ui.gap(8);
    ui.fact("kind", spec.family == Family::gan ? "adversarial (GAN)" : "variational (VAE)");
    for (const LatentBlock& block : spec.latent) ui.fact("latent " + block.name, prior_words(block));
    std::string classes = spec.class_count == 0 ? "none" : std::to_string(spec.class_count);
    if (!spec.classes.empty()) classes += ", " + spec.classes.front() + " to " + spec.classes.back();
    ui.fact("classes", classes);
    ui.fact("pictures", std::to_string(spec.image_width) + " \u00d7 " + std::to_string(spec.image_height));
    ui.gap(16);
    ui.heading("File");
    ui.gap(8);
    ui.fact("size", number_text("%.2f MB", static_cast<double>(session.models.entry()->size) / 1e6));
    ui.fact("weights", dtype_name(model->storage()));
    ui.fact("self-test error", number_text("%.1e", model->selftest_error()));
    ui.fact("allowed", number_text("%.0e", kSelftestTolerance));
    ui.fact("one digit", measured ? number_text("%.2f ms", timing->milliseconds) : "measuring \u2026");
    ui.mark("one digit");
    ui.paragraph(session.models.entry()->path.string());
    if (!model->training().empty()) {
      ui.gap(16);
      ui.heading("Training");
      ui.gap(8);
      for (const auto& [name, value] : model->training()) ui.fact(printable(name), printable(value));
    }
  }

 private:
  static void network_table(Ui& ui, const std::string& name, const NetworkSpec& network) {
    const std::vector<Shape> shapes = layer_shapes(network, name);
    const std::vector<std::size_t> counts = parameter_counts(network);
    ui.gap(24);
    std::string title = name;
    title[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(title[0])));
    ui.heading(title.c_str());
    ui.paragraph(shape_words(network.input) + " \u2192 " + shape_words(shapes.back()) + ", " +
                 with_commas(parameter_count(network)) + " parameters");
    ui.gap(8);
    ImGui::PushFont(ui.theme.font.small);
    if (ImGui::BeginTable(name.c_str(), 4, ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_SizingStretchProp)) {
      ImGui::TableSetupColumn("", ImGuiTableColumnFlags_WidthFixed, ui.px(32));
      ImGui::TableSetupColumn("Layer", 0, 3);
      ImGui::TableSetupColumn("Output", 0, 3);
      ImGui::TableSetupColumn("Parameters", 0, 2);
      const auto right = [&](const std::string& text) {
        const float width = ImGui::CalcTextSize(text.c_str()).x;
        ImGui::SetCursorPosX(ImGui::GetCursorPosX() + ImGui::GetContentRegionAvail().x - width);
        ImGui::TextUnformatted(text.c_str());
      };
      ImGui::TableNextRow();
      ImGui::PushStyleColor(ImGuiCol_Text, ui.colour().muted);
      ImGui::TableSetColumnIndex(1);
      ImGui::TextUnformatted("Layer");
      ImGui::TableNextColumn();
      ImGui::TextUnformatted("Output");
      ImGui::TableNextColumn();
      right("Parameters");
      ImGui::PopStyleColor();
      for (std::size_t i = 0; i < network.layers.size(); ++i) {
        ImGui::TableNextRow();
        ImGui::TableNextColumn();
        ImGui::TextDisabled("%zu", i);
        ImGui::TableNextColumn();
        ImGui::TextUnformatted(layer_type(network.layers[i]));
        ImGui::TableNextColumn();
        ImGui::TextUnformatted(shape_words(shapes[i + 1]).c_str());
        ImGui::TableNextColumn();
        right(counts[i] == 0 ? "" : with_commas(counts[i]));
      }
      ImGui::EndTable();
    }
    ImGui::PopFont();
    ui.mark("network " + name);
  }

  std::shared_ptr<const Model> timed_;
};

}  // namespace

std::unique_ptr<Panel> information_panel() { return std::make_unique<InformationPanel>(); }

}  // namespace latentwalk::viewer
