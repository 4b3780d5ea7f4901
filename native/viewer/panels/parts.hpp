#pragma once

#include <string>

#include "viewer/panels/panel.hpp"

/// What several panels have in common.
namespace latentwalk::viewer {

/// Digits in rows on a stage: as large as fit, whole pixels, even gutters, in the middle.
struct Grid {
  std::size_t count = 0, columns = 1;
  float width = 0, height = 0, gutter = 0;  // of a digit and between
  ImVec2 corner{0, 0};

  /// Relative to the stage's corner.
  Region place(std::size_t index) const;
};
/// As many columns as make the digits largest; a multiple of `columns` if that is not 0.
Grid digit_grid(const Ui& ui, ImVec2 size, std::size_t count, std::size_t columns, const ModelSpec& spec);

/// The classes of a conditional model as buttons; nothing for others. `any`: none may be chosen. Without a choice the
/// button of `otherwise` is lit.
void class_choice(Ui& ui, const std::string& name, const ModelSpec& spec, std::optional<std::size_t>& label, bool any,
                  int otherwise = 0);

/// The switch between the fitted and the standard prior; nothing for a model that has only one.
void prior_choice(Ui& ui, const Model& model, Scene& scene);

/// "seed 7, digit 3", counted from 0 as in a scene, or "edited".
std::string station_words(const Station& station);

/// A digit, what is said of it, and where it can be taken.
void chosen_digit(Session& session, Ui& ui, const Picture& picture, const Station& station, const std::string& words);

/// What is read in the first digit of a slot, once the hand rests: a sentence for each picture of a drag would be
/// noise.
std::optional<Reading> reading_at_rest(Session& session, const std::string& slot);

/// The newest digit of a slot as large as fits between two corners; its place.
Region large_digit(Ui& ui, const std::string& slot, const std::shared_ptr<const Answer>& answer, std::size_t row,
                   ImVec2 from, ImVec2 to);

/// Digit `row` of an answer that is finished, as a digit to pick at a station; nullopt where it is not there yet.
std::optional<PickedDigit> picked_digit(const std::shared_ptr<const Answer>& answer, std::size_t row,
                                        const Station& station, const std::string& name, const std::string& of = "");

/// A small text under a picture, in its middle.
void caption(Ui& ui, const Region& region, const std::string& text);

}  // namespace latentwalk::viewer
