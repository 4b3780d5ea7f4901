#include "viewer/core/test_digits.hpp"

#include <algorithm>

#include "data/test_digits.hpp"
#include "latentwalk/drawing.hpp"
#include "latentwalk/error.hpp"

namespace latentwalk::viewer {
namespace {

constexpr const char* kNone = "No test digits found. Give their folder with --data, or run latentwalk-train data once.";

}  // namespace

Digits load_training_digits(const std::filesystem::path& folder) {
  const auto found = find_test_digits(folder);
  if (!found) fail(kNone);
  return load_digits(*found, find_idx(*found, "train-images-idx3-ubyte") ? "train" : "t10k");
}

Tensor digit_on_pad(const Tensor& digit) {
  constexpr std::size_t kTimes = kPadSide / 28;
  Tensor pad = zeros({kPadSide, kPadSide});
  for (std::size_t y = 0; y < kPadSide; ++y)
    for (std::size_t x = 0; x < kPadSide; ++x) pad(y, x) = digit(0, y / kTimes, x / kTimes);
  return pad;
}

const Digits* TestDigits::get() {
  if (!asked_) load();
  return digits_ ? &*digits_ : nullptr;
}

const Digits* TestDigits::map() {
  if (!asked_) load();
  return map_ ? &*map_ : nullptr;
}

std::shared_ptr<const Tensor> TestDigits::map_pictures() {
  if (!asked_) load();
  return map_pictures_;
}

bool TestDigits::fit(const ModelSpec& spec) {
  const Digits* all = get();
  return all != nullptr && all->width == spec.image_width && all->height == spec.image_height &&
         (spec.class_count == 0 || *std::max_element(all->labels.begin(), all->labels.end()) < spec.class_count);
}

std::vector<std::int32_t> TestDigits::map_labels(const ModelSpec& spec) {
  if (spec.class_count == 0 || map() == nullptr) return {};
  return {map_->labels.begin(), map_->labels.end()};
}

RealDigits TestDigits::real() {
  const Digits* all = get();
  if (all == nullptr) fail(missing_);
  return {digit_images(*all, all->count), {all->labels.begin(), all->labels.end()}};
}

void TestDigits::load() {
  asked_ = true;
  try {
    if (const auto folder = find_test_digits(folder_)) digits_ = load_digits(*folder, "t10k");
    if (!digits_) missing_ = kNone;
  } catch (const std::exception& error) {
    missing_ = error.what();
  }
  if (!digits_) return;
  map_ = *digits_;
  map_->count = std::min(map_->count, kMapDigits);
  map_->labels.resize(map_->count);
  map_->pixels.resize(map_->count * map_->width * map_->height);
  map_pictures_ = std::make_shared<const Tensor>(digit_images(*map_, kMapDigits));
}

}  // namespace latentwalk::viewer
