#include "gif/gif.hpp"

#include <cgif.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "latentwalk/error.hpp"
#include "support/files.hpp"

namespace latentwalk {
namespace {

// 63 greys and one transparent colour for unchanged pixels. A walk of 16 digits takes 57 % of the bytes that it takes
// with 256 greys, and looks the same.
constexpr unsigned kGreys = 63;

std::uint8_t index_of(std::uint8_t grey) { return static_cast<std::uint8_t>((grey * (kGreys - 1) + 127) / 255); }

std::uint8_t grey_of(std::size_t index) {
  return static_cast<std::uint8_t>((index * 255 + (kGreys - 1) / 2) / (kGreys - 1));
}

int append(void* context, const std::uint8_t* data, const std::size_t size) {
  auto& out = *static_cast<std::vector<std::uint8_t>*>(context);
  out.insert(out.end(), data, data + size);
  return 0;
}

void check(const std::vector<GreyImage>& frames, double fps) {
  if (frames.empty()) fail("a GIF needs at least one frame");
  const std::size_t width = frames.front().width, height = frames.front().height;
  if (width == 0 || height == 0 || width > 65535 || height > 65535) {
    fail("a GIF must be 1 to 65535 pixels wide and high; this one would be ", width, " x ", height);
  }
  for (const GreyImage& frame : frames) {
    if (frame.width != width || frame.height != height || frame.pixels.size() != width * height) {
      fail("every frame of a GIF must be ", width, " x ", height, " like the first, found ", frame.width, " x ",
           frame.height, " with ", frame.pixels.size(), " pixels");
    }
  }
  if (!(fps >= 0.01 && fps <= 50.0)) fail("a GIF shows 0.01 to 50 frames per second, not ", fps);
}

}  // namespace

std::vector<int> gif_delays(std::size_t count, double fps) {
  std::vector<int> delays(count);
  std::int64_t shown = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t end = std::llround(100.0 * static_cast<double>(i + 1) / fps);
    delays[i] = static_cast<int>(end - shown);
    shown = end;
  }
  return delays;
}

std::vector<std::uint8_t> encode_gif(const std::vector<GreyImage>& frames, double fps,
                                     const std::function<void(double)>& progress) {
  check(frames, fps);
  const std::vector<int> delays = gif_delays(frames.size(), fps);

  std::array<std::uint8_t, 3 * kGreys> palette{};
  for (std::size_t i = 0; i < palette.size(); ++i) palette[i] = grey_of(i / 3);

  std::vector<std::uint8_t> bytes;
  CGIF_Config config{};
  config.pGlobalPalette = palette.data();
  config.numGlobalPaletteEntries = kGreys;
  config.width = static_cast<std::uint16_t>(frames.front().width);
  config.height = static_cast<std::uint16_t>(frames.front().height);
  config.attrFlags = CGIF_ATTR_IS_ANIMATED;
  config.numLoops = CGIF_INFINITE_LOOP;
  config.pWriteFn = append;
  config.pContext = &bytes;

  CGIF* gif = cgif_newgif(&config);
  if (gif == nullptr) fail("not enough memory to encode a GIF");
  int status = CGIF_OK;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const GreyImage& frame = frames[i];
    std::vector<std::uint8_t> indices(frame.pixels.size());
    std::transform(frame.pixels.begin(), frame.pixels.end(), indices.begin(), index_of);
    CGIF_FrameConfig frame_config{};
    frame_config.pImageData = indices.data();
    frame_config.delay = static_cast<std::uint16_t>(delays[i]);
    frame_config.genFlags = CGIF_FRAME_GEN_USE_DIFF_WINDOW | CGIF_FRAME_GEN_USE_TRANSPARENCY;
    if (status == CGIF_OK) status = cgif_addframe(gif, &frame_config);
    if (!progress) continue;
    try {
      progress(static_cast<double>(i + 1) / static_cast<double>(frames.size()));
    } catch (...) {
      cgif_close(gif);
      throw;
    }
  }
  const int closed = cgif_close(gif);  // also frees the encoder after an error
  if (status != CGIF_OK || closed != CGIF_OK)
    fail("the GIF encoder failed with code ", status != CGIF_OK ? status : closed);
  return bytes;
}

void write_gif(const std::filesystem::path& path, const std::vector<GreyImage>& frames, double fps,
               const std::function<void(double)>& progress) {
  write_file(path, encode_gif(frames, fps, progress));
}

}  // namespace latentwalk
