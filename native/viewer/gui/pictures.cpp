#include "viewer/gui/pictures.hpp"

#include <algorithm>
#include <cmath>

#include "viewer/core/upscale.hpp"

namespace latentwalk::viewer {

Pictures::~Pictures() {
  for (const auto& [name, entry] : entries_) textures_.remove(entry.texture);
}

Picture Pictures::small(const std::string& slot, const std::shared_ptr<const Answer>& answer, std::size_t row) {
  return answer == nullptr ? Picture() : sheet(slot, answer, answer->images, row);
}
Picture Pictures::small(const std::string& slot, const std::shared_ptr<const Tensor>& images, std::size_t row) {
  return images == nullptr ? Picture() : sheet(slot, images, *images, row);
}
Picture Pictures::large(const std::string& slot, const std::shared_ptr<const Answer>& answer, std::size_t row,
                        int width, int height) {
  return answer == nullptr ? Picture() : enlarged(slot, answer, answer->images, row, width, height);
}
Picture Pictures::large(const std::string& slot, const std::shared_ptr<const Tensor>& images, std::size_t row,
                        int width, int height) {
  return images == nullptr ? Picture() : enlarged(slot, images, *images, row, width, height);
}

Picture Pictures::pixels(const std::string& slot, const std::shared_ptr<const void>& owner, int width, int height,
                         const std::function<std::vector<std::uint8_t>()>& make) {
  if (width < 1 || height < 1) return {};
  Entry& entry = entries_["pixels " + slot];
  if (entry.source != owner || entry.width != width || entry.height != height) {
    entry.texture = textures_.put(entry.texture, width, height, make());
    entry.source = owner;
    entry.width = width;
    entry.height = height;
  }
  return {entry.texture, {0, 0}, {1, 1}, static_cast<float>(width), static_cast<float>(height)};
}

Picture Pictures::sheet(const std::string& slot, const std::shared_ptr<const void>& owner, const Tensor& images,
                        std::size_t row) {
  if (images.dimension() != 3 || row >= images.shape(0)) return {};
  const std::size_t count = images.shape(0), height = images.shape(1), width = images.shape(2);
  const auto columns = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(count))));
  // A pixel of paper round each digit, so that smoothing never mixes in a neighbour.
  const std::size_t cell_width = width + 2, cell_height = height + 2, rows = (count + columns - 1) / columns;
  Entry& entry = entries_["small " + slot];
  if (entry.source != owner) {
    std::vector<std::uint8_t> coverage(columns * cell_width * rows * cell_height, 0);
    for (std::size_t n = 0; n < count; ++n)
      for (std::size_t y = 0; y < height; ++y)
        for (std::size_t x = 0; x < width; ++x) {
          const float ink = std::clamp(images.data()[(n * height + y) * width + x], 0.0F, 1.0F);
          coverage[(n / columns * cell_height + y + 1) * columns * cell_width + n % columns * cell_width + x + 1] =
              static_cast<std::uint8_t>(std::lround(255.0F * ink));
        }
    entry.width = static_cast<int>(columns * cell_width);
    entry.height = static_cast<int>(rows * cell_height);
    entry.texture = textures_.put(entry.texture, entry.width, entry.height, coverage);
    entry.source = owner;
  }
  const auto total_width = static_cast<float>(entry.width), total_height = static_cast<float>(entry.height);
  const auto left = static_cast<float>(row % columns * cell_width + 1);
  const auto top = static_cast<float>(row / columns * cell_height + 1);
  const auto digit_width = static_cast<float>(width), digit_height = static_cast<float>(height);
  return {entry.texture,
          {left / total_width, top / total_height},
          {(left + digit_width) / total_width, (top + digit_height) / total_height},
          digit_width,
          digit_height};
}

Picture Pictures::enlarged(const std::string& slot, const std::shared_ptr<const void>& owner, const Tensor& images,
                           std::size_t row, int width, int height) {
  if (images.dimension() != 3 || row >= images.shape(0) || width < 1 || height < 1) return {};
  Entry& entry = entries_["large " + slot];
  if (entry.source != owner || entry.row != row || entry.width != width || entry.height != height) {
    const std::size_t pixels = images.shape(1) * images.shape(2);
    entry.texture = textures_.put(entry.texture, width, height,
                                  upscale(images.data() + row * pixels, images.shape(2), images.shape(1),
                                          static_cast<std::size_t>(width), static_cast<std::size_t>(height)));
    entry.source = owner;
    entry.row = row;
    entry.width = width;
    entry.height = height;
  }
  return {entry.texture, {0, 0}, {1, 1}, static_cast<float>(images.shape(2)), static_cast<float>(images.shape(1))};
}

}  // namespace latentwalk::viewer
