#include "support/png.hpp"

#include <zlib.h>

#include <cstdlib>
#include <limits>

#include "latentwalk/error.hpp"
#include "support/files.hpp"

namespace {

// Replaces stb's deflate by zlib's, which makes sheets about a third smaller. stb prescribes the signature.
[[maybe_unused]] unsigned char* zlib_compress(unsigned char* data, int size, int* compressed_size, int quality) {
  uLongf capacity = compressBound(static_cast<uLong>(size));
  auto* compressed = static_cast<unsigned char*>(std::malloc(capacity));  // stb frees it
  if (compressed == nullptr) return nullptr;
  if (compress2(compressed, &capacity, data, static_cast<uLong>(size), quality) != Z_OK) {
    std::free(compressed);
    return nullptr;
  }
  *compressed_size = static_cast<int>(capacity);
  return compressed;
}

}  // namespace

#define STBI_WRITE_NO_STDIO
#define STB_IMAGE_WRITE_STATIC
#ifndef __clang_analyzer__  // it reports stb's own code
#define STB_IMAGE_WRITE_IMPLEMENTATION
#endif
#define STBIW_ZLIB_COMPRESS zlib_compress
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb_image_write.h>
#pragma GCC diagnostic pop

namespace latentwalk {
namespace {

std::vector<std::uint8_t> encode(std::size_t width, std::size_t height, std::size_t channels,
                                 const std::vector<std::uint8_t>& pixels) {
  constexpr std::size_t kMaxSide = 32768;  // stb counts bytes in int
  if (width == 0 || height == 0 || width > kMaxSide || height > kMaxSide) {
    fail("a PNG must be 1 to ", kMaxSide, " pixels wide and high; this one would be ", width, " x ", height);
  }
  if (pixels.size() != width * height * channels) {
    fail("a PNG of ", width, " x ", height, " needs ", width * height * channels, channels == 1 ? " pixels" : " bytes",
         ", found ", pixels.size());
  }
  std::vector<std::uint8_t> bytes;
  const auto append = [](void* context, void* data, int size) {
    const auto* first = static_cast<const std::uint8_t*>(data);
    auto& out = *static_cast<std::vector<std::uint8_t>*>(context);
    out.insert(out.end(), first, first + size);
  };
  if (stbi_write_png_to_func(append, &bytes, static_cast<int>(width), static_cast<int>(height),
                             static_cast<int>(channels), pixels.data(), static_cast<int>(width * channels)) == 0) {
    fail("not enough memory to encode a PNG of ", width, " x ", height);
  }
  return bytes;
}

}  // namespace

std::vector<std::uint8_t> encode_png(const GreyImage& image) {
  return encode(image.width, image.height, 1, image.pixels);
}

std::vector<std::uint8_t> encode_png_rgb(std::size_t width, std::size_t height,
                                         const std::vector<std::uint8_t>& pixels) {
  return encode(width, height, 3, pixels);
}

void write_png(const std::filesystem::path& path, const GreyImage& image) { write_file(path, encode_png(image)); }

}  // namespace latentwalk
