#include "data/transposed.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "latentwalk/error.hpp"
#include "support/files.hpp"

namespace latentwalk {
namespace {

namespace fs = std::filesystem;

/// The variance of the ink's columns over that of its rows; 0 for a blank picture and for a line.
double width_to_height(const std::uint8_t* pixels, std::size_t width, std::size_t height) {
  double ink = 0, x = 0, y = 0, xx = 0, yy = 0;
  for (std::size_t row = 0; row < height; ++row)
    for (std::size_t column = 0; column < width; ++column) {
      const double value = pixels[row * width + column], c = static_cast<double>(column), r = static_cast<double>(row);
      ink += value;
      x += value * c;
      y += value * r;
      xx += value * c * c;
      yy += value * r * r;
    }
  if (ink == 0) return 0;
  const double across = xx / ink - (x / ink) * (x / ink), down = yy / ink - (y / ink) * (y / ink);
  return across > 0 && down > 0 ? across / down : 0;
}

std::vector<std::uint8_t> transposed(const std::vector<std::uint8_t>& bytes, const Digits& digits) {
  constexpr std::size_t kHeader = 16, kRows = 8, kColumns = 12;
  std::vector<std::uint8_t> out = bytes;
  std::swap_ranges(out.begin() + kRows, out.begin() + kColumns, out.begin() + kColumns);
  const std::size_t size = digits.width * digits.height;
  for (std::size_t n = 0; n < digits.count; ++n)
    for (std::size_t row = 0; row < digits.height; ++row)
      for (std::size_t column = 0; column < digits.width; ++column)
        out[kHeader + n * size + column * digits.height + row] = digits.pixels[n * size + row * digits.width + column];
  return out;
}

}  // namespace

bool looks_transposed(const Digits& digits) {
  constexpr std::size_t kLookedAt = 2000;
  constexpr double kTransposed = 0.15;
  const std::size_t size = digits.width * digits.height, step = std::max<std::size_t>(1, digits.count / kLookedAt);
  double sum = 0;
  std::size_t seen = 0;
  for (std::size_t n = 0; n < digits.count; n += step) {
    const double ratio = width_to_height(digits.pixels.data() + n * size, digits.width, digits.height);
    if (ratio <= 0) continue;
    sum += std::log(ratio);
    ++seen;
  }
  return seen > 0 && sum / static_cast<double>(seen) > kTransposed;
}

std::vector<fs::path> transpose_idx(const fs::path& from, const fs::path& to) {
  std::vector<fs::path> written;
  std::error_code ignored;
  if (fs::equivalent(from, to, ignored)) fail(to.string(), ": is the folder that is read; give --out another one");
  for (const std::string split : {"train", "t10k"}) {
    const std::string images = split + "-images-idx3-ubyte", labels = split + "-labels-idx1-ubyte";
    const auto source = find_idx(from, images);
    if (!source) continue;
    const Digits digits = load_digits(from, split);
    make_folder(to);
    write_file(to / images, transposed(gunzip_if_needed(read_file(*source), source->string()), digits));
    const fs::path names = *find_idx(from, labels);
    write_file(to / labels, gunzip_if_needed(read_file(names), names.string()));
    written.insert(written.end(), {to / images, to / labels});
  }
  if (written.empty())
    fail(from.string(), ": expected train-images-idx3-ubyte or t10k-images-idx3-ubyte, found neither");
  return written;
}

}  // namespace latentwalk
