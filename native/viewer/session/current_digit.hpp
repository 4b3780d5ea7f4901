#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "latentwalk/model.hpp"
#include "latentwalk/scene.hpp"
#include "latentwalk/station.hpp"
#include "latentwalk/tensor.hpp"

/// The current digit: what the user picked last, from which every view starts.
namespace latentwalk::viewer {

struct PickedDigit {
  std::string name;                     // as in the middle of a sentence: "seed 7, digit 3"
  std::shared_ptr<const Tensor> image;  // (1, height, width); null: none is picked
  std::optional<Station> station;       // where `model` has it; none: no model drew it
  std::string model;                    // the path of the model that drew it
  std::string prior;                    // a scene's, which its seed is drawn from
  std::optional<std::size_t> test;      // the index of a test digit
  std::string ink;                      // a drawing, if it is no test digit
  bool raw = false;                     // of the drawing
  int label = -1;                       // its class, where that is known
  std::string of;                       // digits that follow each other, as on a walk, take each other's place: "walk"
  std::uint64_t number = 0;             // counts picks

  bool is_drawn() const { return test.has_value() || !ink.empty(); }
};

/// Whether both are the same point of the same model, or the same picture.
bool is_same(const PickedDigit& a, const PickedDigit& b);

/// The digits that were picked, newest first; one of them is the current one.
class PickedDigits {
 public:
  static constexpr std::size_t kMost = 8;

  /// Makes a digit the current one. One that is there already keeps its place.
  void take(PickedDigit digit);
  void choose(std::size_t index) { current_ = index; }
  const std::vector<PickedDigit>& digits() const { return digits_; }
  std::size_t current_index() const { return current_; }
  /// Null before the first pick.
  const PickedDigit* current() const { return current_ < digits_.size() ? &digits_[current_] : nullptr; }

 private:
  std::vector<PickedDigit> digits_;
  std::size_t current_ = 0;
  std::uint64_t last_number_ = 0;
};

/// Whether the view can start from the digit only with its place in the model's latent space.
bool needs_station(const std::string& view, const PickedDigit& digit, const Model& model);

/// Changes the scene so that the view starts from the digit, as the page's views do. `station`: where the model has it.
/// False if the view cannot show it.
bool start_from(Scene& scene, const std::string& view, const PickedDigit& digit, const std::optional<Station>& station,
                const Model& model);

}  // namespace latentwalk::viewer
