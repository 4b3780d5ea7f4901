#include "data/test_digits.hpp"

#include <algorithm>
#include <vector>

#include "support/shipped.hpp"

namespace latentwalk {
namespace {

namespace fs = std::filesystem;

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

Tensor digit_images(const Digits& digits, std::size_t count) {
  Tensor images = zeros({std::min(count, digits.count), digits.height, digits.width});
  std::transform(digits.pixels.begin(), digits.pixels.begin() + static_cast<std::ptrdiff_t>(images.size()),
                 images.data(), [](std::uint8_t pixel) { return static_cast<float>(pixel) / 255.0F; });
  return images;
}

Tensor digit_image(const Digits& digits, std::size_t index) {
  const std::size_t pixels = digits.width * digits.height;
  Tensor image = zeros({1, digits.height, digits.width});
  for (std::size_t i = 0; i < pixels; ++i)
    image.data()[i] = static_cast<float>(digits.pixels[index * pixels + i]) / 255.0F;
  return image;
}

}  // namespace latentwalk
