#include "tests/support/decoded_pictures.hpp"

#include <algorithm>
#include <string_view>

#define STB_IMAGE_STATIC
#define STB_IMAGE_IMPLEMENTATION
#define STBI_ONLY_PNG
#define STBI_ONLY_GIF
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb_image.h>
#pragma GCC diagnostic pop

namespace latentwalk::tests {

GreyImage decode_png(std::span<const std::uint8_t> bytes) {
  int width = 0, height = 0, channels = 0;
  const bool is_png = bytes.size() > 8 && bytes[0] == 0x89 && bytes[1] == 'P';
  if (!is_png) return {};
  stbi_uc* pixels = stbi_load_from_memory(bytes.data(), static_cast<int>(bytes.size()), &width, &height, &channels, 0);
  if (pixels == nullptr) return {};
  GreyImage image;
  if (channels == 1) {
    image.width = static_cast<std::size_t>(width);
    image.height = static_cast<std::size_t>(height);
    image.pixels.assign(pixels, pixels + image.width * image.height);
  }
  stbi_image_free(pixels);
  return image;
}

Animation decode_gif(std::span<const std::uint8_t> bytes) {
  int width = 0, height = 0, count = 0, channels = 0;
  int* delays = nullptr;
  stbi_uc* pixels = stbi_load_gif_from_memory(bytes.data(), static_cast<int>(bytes.size()), &delays, &width, &height,
                                              &count, &channels, 4);
  if (pixels == nullptr) return {};
  Animation animation;
  const std::size_t size = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  bool grey = true;
  for (std::size_t frame = 0; frame < static_cast<std::size_t>(count); ++frame) {
    GreyImage image{static_cast<std::size_t>(width), static_cast<std::size_t>(height), {}};
    for (std::size_t i = 0; i < size; ++i) {
      const stbi_uc* pixel = pixels + 4 * (frame * size + i);
      grey = grey && pixel[0] == pixel[1] && pixel[1] == pixel[2] && pixel[3] == 255;
      image.pixels.push_back(pixel[0]);
    }
    animation.frames.push_back(std::move(image));
    animation.delays_ms.push_back(delays[frame]);
  }
  stbi_image_free(pixels);
  stbi_image_free(delays);
  return grey ? animation : Animation{};
}

bool repeats_for_ever(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kLoopForEver("NETSCAPE2.0\x03\x01\x00\x00\x00", 16);
  return std::search(bytes.begin(), bytes.end(), kLoopForEver.begin(), kLoopForEver.end(),
                     [](std::uint8_t byte, char letter) { return byte == static_cast<std::uint8_t>(letter); }) !=
         bytes.end();
}

}  // namespace latentwalk::tests
