#include "viewer/core/test_digits.hpp"

#include <algorithm>

#include "support/shipped.hpp"

namespace latentwalk::viewer {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMapDigits = 2000;  // more would hide the map

bool has_digits(const fs::path& folder) {
  return find_idx(folder, "t10k-images-idx3-ubyte").has_value() &&
         find_idx(folder, "t10k-labels-idx1-ubyte").has_value();
}

}  // namespace

std::optional<fs::path> find_test_digits(const fs::path& given) {
  if (!given.empty()) return given;  // a wrong one is reported by loading it
  std::vector<fs::path> folders{"."};
  std::error_code error;
  fs::path folder = fs::read_symlink("/proc/self/exe", error).parent_path();
  for (int level = 0; !error && level < 5 && folder.has_relative_path(); ++level, folder = folder.parent_path())
    folders.push_back(folder);
  for (const fs::path& base : folders)
    for (const char* below : {"data", "data/mnist"})
      if (has_digits(base / below)) return base / below;
  if (has_digits(shipped("digits"))) return shipped("digits");
  return std::nullopt;
}

Digits some_digits(const Digits& all, std::size_t limit) {
  if (all.count <= limit) return all;
  Digits some;
  some.count = limit;
  some.width = all.width;
  some.height = all.height;
  const std::size_t pixels = all.width * all.height;
  for (std::size_t i = 0; i < limit; ++i) {
    const std::size_t from = i * all.count / limit;
    some.labels.push_back(all.labels[from]);
    some.pixels.insert(some.pixels.end(), all.pixels.begin() + static_cast<std::ptrdiff_t>(from * pixels),
                       all.pixels.begin() + static_cast<std::ptrdiff_t>((from + 1) * pixels));
  }
  return some;
}

Tensor digit_image(const Digits& digits, std::size_t index) {
  const std::size_t pixels = digits.width * digits.height;
  Tensor image = zeros({1, digits.height, digits.width});
  for (std::size_t i = 0; i < pixels; ++i)
    image.data()[i] = static_cast<float>(digits.pixels[index * pixels + i]) / 255.0F;
  return image;
}

Tensor digit_images(const Digits& digits) {
  Tensor images = zeros({digits.count, digits.height, digits.width});
  std::transform(digits.pixels.begin(), digits.pixels.end(), images.data(),
                 [](std::uint8_t pixel) { return static_cast<float>(pixel) / 255.0F; });
  return images;
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

void TestDigits::load() {
  asked_ = true;
  try {
    if (const auto folder = find_test_digits(folder_)) digits_ = load_digits(*folder, "t10k");
    if (!digits_) missing_ = "No test digits found. Give their folder with --data, or run latentwalk-train data once.";
  } catch (const std::exception& error) {
    missing_ = error.what();
  }
  if (!digits_) return;
  map_ = some_digits(*digits_, kMapDigits);
  map_pictures_ = std::make_shared<const Tensor>(digit_images(*map_));
}

}  // namespace latentwalk::viewer
