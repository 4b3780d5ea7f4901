#include "viewer/session/current_digit.hpp"

#include <algorithm>
#include <utility>

#include "viewer/core/test_digits.hpp"
#include "viewer/session/views.hpp"

namespace latentwalk::viewer {
namespace {

/// The test digit in a view that can show one as it is.
bool shows_test_digit(const std::string& view, const PickedDigit& digit, const Model& model) {
  return digit.test && model.has_encoder() && (view == view::kMap || view == view::kInside || view == view::kTheory);
}

bool start_draw(Scene& scene, const PickedDigit& digit, const Model& model) {
  const auto classes = static_cast<int>(model.spec().class_count);
  scene.digit.reset();
  if (digit.label >= 0 && digit.label < classes) scene.digit = static_cast<std::size_t>(digit.label);
  if (digit.is_drawn()) {
    scene.test = digit.test;
    scene.ink = digit.ink;
    scene.raw = digit.raw;
    return true;
  }
  if (digit.image->shape(1) != 28 || digit.image->shape(2) != 28) return false;
  scene.test.reset();
  scene.ink = ink_text(digit_on_pad(*digit.image));
  scene.raw = true;
  return true;
}

void start_sample(Scene& scene, const std::optional<Station>& station, const ModelSpec& spec) {
  constexpr std::size_t kSheet = 64;
  scene.pick.reset();
  if (!station || !station->edited.empty() || station->index >= scene.count.value_or(kSheet)) return;
  scene.seed = station->seed;
  scene.pick = station->index;
  if (spec.class_count == 0) return;
  const std::size_t label = static_cast<std::size_t>(label_of(spec, *station));
  const bool is_in_turn = label == station->index % spec.class_count;
  scene.digit = is_in_turn && scene.digit != label ? std::nullopt : std::optional(label);
}

void start_walk(Scene& scene, const Station& station, const ModelSpec& spec) {
  const auto is_here = [&](const Station& one) {
    return one.seed == station.seed && one.index == station.index && one.edited == station.edited &&
           label_of(spec, one) == label_of(spec, station);
  };
  const auto at = std::find_if(scene.stations.begin(), scene.stations.end(), is_here);
  const auto legs = static_cast<double>(scene.stations.size() - (scene.loop ? 0 : 1));
  if (at != scene.stations.end() && legs > 0) {
    scene.t = static_cast<double>(at - scene.stations.begin()) / legs;
    return;
  }
  if (scene.stations.empty()) scene.stations.emplace_back();
  scene.stations.front() = station;
  scene.t = 0.0;
}

void start_map(Scene& scene, const PickedDigit& digit, const std::optional<Station>& station, const Model& model) {
  scene.x = scene.y = 0.0;
  if (!model.has_encoder()) {
    scene.corners.front() = *station;
    scene.digit.reset();
    return;
  }
  scene.through.clear();
  scene.test.reset();
  if (digit.test)
    scene.test = digit.test;
  else
    scene.through = {*station};
  if (!digit.test && station->label >= 0) scene.digit = static_cast<std::size_t>(station->label);
}

}  // namespace

bool is_same(const PickedDigit& a, const PickedDigit& b) {
  if (a.image == nullptr || b.image == nullptr) return a.image == b.image;
  if (a.station.has_value() != b.station.has_value()) return false;
  if (a.station)
    return a.model == b.model && *a.station == *b.station && (!a.station->edited.empty() || a.prior == b.prior);
  if (a.is_drawn() || b.is_drawn()) return a.test == b.test && a.ink == b.ink && a.raw == b.raw;
  return a.name == b.name && *a.image == *b.image;
}

void PickedDigits::take(PickedDigit digit) {
  const auto same =
      std::find_if(digits_.begin(), digits_.end(), [&](const PickedDigit& one) { return is_same(one, digit); });
  if (same != digits_.end()) {
    current_ = static_cast<std::size_t>(same - digits_.begin());
    return;
  }
  if (!digits_.empty() && !digit.of.empty() && digits_.front().of == digit.of) digits_.erase(digits_.begin());
  digit.number = ++last_number_;
  digits_.insert(digits_.begin(), std::move(digit));
  if (digits_.size() > kMost) digits_.resize(kMost);
  current_ = 0;
}

bool needs_station(const std::string& view, const PickedDigit& digit, const Model& model) {
  if (shows_test_digit(view, digit, model)) return false;
  return view == view::kWalk || view == view::kMap || view == view::kDimensions || view == view::kInside ||
         view == view::kArithmetic || view == view::kTheory;
}

bool start_from(Scene& scene, const std::string& view, const PickedDigit& digit, const std::optional<Station>& station,
                const Model& model) {
  const ModelSpec& spec = model.spec();
  if (needs_station(view, digit, model) && !station) return false;
  if (station && station->edited.empty()) scene.prior = digit.prior;
  if (view == view::kSample) {
    start_sample(scene, station, spec);
  } else if (view == view::kWalk) {
    start_walk(scene, *station, spec);
  } else if (view == view::kMap) {
    start_map(scene, digit, station, model);
  } else if (view == view::kDimensions) {
    scene.base = *station;
    scene.z.clear();
    scene.digit.reset();
  } else if (view == view::kDraw) {
    return start_draw(scene, digit, model);
  } else if (view == view::kInside || view == view::kTheory) {
    scene.noise = 0;
    scene.test.reset();
    scene.digit.reset();
    if (shows_test_digit(view, digit, model))
      scene.test = digit.test;
    else
      scene.base = *station;
  } else if (view == view::kArithmetic) {
    scene.terms.front() = *station;
  } else if (view == view::kCompare) {
    scene.memory.clear();
  }
  return true;
}

}  // namespace latentwalk::viewer
