#include "dataset/picture.hpp"

#include <zlib.h>

#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <utility>

#include "latentwalk/error.hpp"

#define STB_IMAGE_STATIC
#ifndef __clang_analyzer__  // it reports stb's own code
#define STB_IMAGE_IMPLEMENTATION
#endif
#define STBI_ONLY_PNG
#define STBI_ONLY_JPEG
#define STBI_NO_STDIO
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb_image.h>
#pragma GCC diagnostic pop

namespace latentwalk {
namespace {

std::string_view text_of(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::uint32_t big_endian_at(std::span<const std::uint8_t> bytes, std::size_t offset) {
  return std::uint32_t{bytes[offset]} << 24 | std::uint32_t{bytes[offset + 1]} << 16 |
         std::uint32_t{bytes[offset + 2]} << 8 | std::uint32_t{bytes[offset + 3]};
}

void check_size(std::uint64_t width, std::uint64_t height, std::string_view name) {
  if (width > kMaxPictureSide || height > kMaxPictureSide || width * height > kMaxPicturePixels)
    fail(name, ": ", width, " x ", height, " pixels, expected at most ", kMaxPictureSide, " on a side and ",
         kMaxPicturePixels, " in all");
}

/// stb_image checks no sums and does not know of animations, so this does.
void check_png(std::span<const std::uint8_t> bytes, std::string_view name) {
  const std::string_view text = text_of(bytes);
  for (std::size_t at = 8;;) {
    if (bytes.size() - at < 12) fail(name, ": the PNG ends early, after ", bytes.size(), " bytes");
    const std::size_t length = big_endian_at(bytes, at);
    if (length > bytes.size() - at - 12) fail(name, ": the PNG ends early, after ", bytes.size(), " bytes");
    const std::string_view type = text.substr(at + 4, 4);
    const auto sum = crc32(0, bytes.data() + at + 4, static_cast<uInt>(length + 4));
    if (sum != big_endian_at(bytes, at + 8 + length))
      fail(name, ": the PNG is damaged: wrong checksum of the chunk ", in_quotes(type), " at byte ", at);
    if (type == "IHDR" && length >= 8) check_size(big_endian_at(bytes, at + 8), big_endian_at(bytes, at + 12), name);
    if (type == "acTL")
      fail(name, ": an animated PNG, expected one picture; save one of its frames as a PNG of its own");
    at += 12 + length;
    if (type == "IEND") return;
  }
}

/// stb_image fills what a cut JPEG lacks with grey. A whole one has the end marker behind its first scan.
void check_jpeg(std::span<const std::uint8_t> bytes, std::string_view name) {
  const std::string_view text = text_of(bytes);
  std::size_t at = 2;
  while (at + 4 <= bytes.size() && bytes[at] == 0xff && bytes[at + 1] != 0xda) {
    const std::size_t length = std::size_t{bytes[at + 2]} << 8 | bytes[at + 3];
    at += bytes[at + 1] == 0xff ? 1 : 2 + length;
  }
  if (at >= bytes.size() || text.find("\xff\xd9", at) == std::string_view::npos)
    fail(name, ": the JPEG ends early, after ", bytes.size(), " bytes");
}

void check_format(std::span<const std::uint8_t> bytes, std::string_view name) {
  const std::string_view text = text_of(bytes);
  if (text.starts_with("\x89PNG\r\n\x1a\n")) return check_png(bytes, name);
  if (text.starts_with("\xff\xd8\xff")) return check_jpeg(bytes, name);
  static constexpr std::pair<std::string_view, const char*> kOthers[] = {
      {"GIF8", "a GIF"},
      {"BM", "a BMP"},
      {"II*\0", "a TIFF"},
      {"MM\0*", "a TIFF"},
      {"RIFF", "a WebP or other RIFF file"},
      {"%PDF", "a PDF"},
      {"<svg", "an SVG"},
      {"<?xml", "an XML file"},
      {"P5", "a PGM"},
      {"P6", "a PPM"},
      {"version https://git-lfs", "a Git LFS pointer"}};
  const char* found = bytes.empty() ? "an empty file" : "something else";
  for (const auto& [start, what] : kOthers)
    if (text.starts_with(start)) found = what;
  fail(name, ": expected a PNG or JPEG, found ", found);
}

double luma(const std::uint8_t* pixel, std::size_t channels) {
  return channels < 3 ? pixel[0] : 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2];
}

}  // namespace

Picture grey_picture(const std::uint8_t* pixels, std::size_t width, std::size_t height, std::size_t channels) {
  Picture picture{width, height, std::vector<std::uint8_t>(width * height)};
  const bool has_alpha = channels == 2 || channels == 4;
  double visible = 0, light = 0;
  bool transparent = false;
  for (std::size_t i = 0; has_alpha && i < width * height; ++i) {
    const double alpha = pixels[i * channels + channels - 1] / 255.0;
    visible += alpha;
    light += alpha * luma(pixels + i * channels, channels);
    transparent = transparent || alpha < 1;
  }
  const bool invert = transparent && light > 127.5 * visible;
  for (std::size_t i = 0; i < width * height; ++i) {
    double value = luma(pixels + i * channels, channels);
    if (transparent) {
      const double ink = invert ? value : 255 - value;
      value = 255 - ink * pixels[i * channels + channels - 1] / 255.0;
    }
    picture.brightness[i] = static_cast<std::uint8_t>(std::lround(value));
  }
  return picture;
}

Picture decode_picture(std::span<const std::uint8_t> bytes, std::string_view name) {
  check_format(bytes, name);
  if (bytes.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()))
    fail(name, ": the picture is too large");
  const auto size = static_cast<int>(bytes.size());
  int width = 0, height = 0, channels = 0;
  if (stbi_info_from_memory(bytes.data(), size, &width, &height, &channels) == 0)
    fail(name, ": the picture is damaged: ", stbi_failure_reason());
  const auto wide = static_cast<std::size_t>(width), high = static_cast<std::size_t>(height);
  check_size(wide, high, name);
  const std::unique_ptr<stbi_uc, decltype(&stbi_image_free)> pixels(
      stbi_load_from_memory(bytes.data(), size, &width, &height, &channels, 0), &stbi_image_free);
  if (!pixels) fail(name, ": the picture is damaged: ", stbi_failure_reason());
  return grey_picture(pixels.get(), wide, high, static_cast<std::size_t>(channels));
}

}  // namespace latentwalk
