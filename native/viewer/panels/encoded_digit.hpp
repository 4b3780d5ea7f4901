#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "viewer/gui/widgets.hpp"
#include "viewer/session/session.hpp"

/// What Draw shows below a digit that was encoded.
namespace latentwalk::viewer {

/// Mean and spread of each number: a dot with a bar of one standard deviation either way.
void code_chart(Ui& ui, const Answer& answer, ImVec2 from, ImVec2 to);
/// The same under a title.
void show_codes(Ui& ui, const Answer& answer, ImVec2 from, ImVec2 to);

/// Eight codes near a code (latent_dim), (8, latent_dim): the draws of seed 1 with standard deviation 0.5 are added to
/// it, as on the page.
Tensor near_code(const ModelSpec& spec, const Tensor& code);
/// The digits of those codes.
class DigitsNearCode {
 public:
  /// `label`: the class that the model is told, if any.
  void show(Session& session, Ui& ui, const std::shared_ptr<const Model>& model, const Answer& answer,
            const std::vector<std::int32_t>& label, ImVec2 from, ImVec2 to);

 private:
  std::uint64_t near_for_ = 0;  // the ticket of the answer that near_ belongs to
  Tensor near_ = zeros({0});
};

/// The test digits whose means are nearest to the digit's. All test digits are encoded once for a model.
class NearestDigits {
 public:
  void show(Session& session, Ui& ui, const std::shared_ptr<const Model>& model, const Answer& answer, ImVec2 from,
            ImVec2 to);

 private:
  std::shared_ptr<const Model> encoded_for_;
  std::uint64_t nearest_for_ = 0;  // the ticket of the answer that nearest_ belongs to
  std::vector<std::size_t> nearest_;
};

}  // namespace latentwalk::viewer
