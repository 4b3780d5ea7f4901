#include "support/epoch_list.hpp"

#include <string>

#include "latentwalk/error.hpp"
#include "support/files.hpp"

#define STB_IMAGE_STATIC
#define STB_IMAGE_IMPLEMENTATION
#define STBI_ONLY_PNG
#define STBI_NO_STDIO
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb_image.h>
#pragma GCC diagnostic pop

namespace latentwalk {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kMaxEpoch = 1'000'000'000'000, kMaxColumns = 1024, kMaxSide = 1024;
constexpr std::uint64_t kMaxPicture = std::uint64_t{1} << 26;  // bytes

std::vector<std::int64_t> read_epoch_numbers(const Json& json, const std::string& where) {
  const Json& list = require(json, "epochs", where);
  if (!list.is_array() || list.empty() || list.size() > kMaxEpochRows)
    fail(where, ": \"epochs\" must be a list of 1 to ", kMaxEpochRows, " epochs");
  std::vector<std::int64_t> epochs;
  for (const Json& epoch : list) {
    const std::int64_t least = epochs.empty() ? 1 : epochs.back() + 1;
    const bool whole =
        epoch.is_number_unsigned() && epoch.get<std::uint64_t>() <= static_cast<std::uint64_t>(kMaxEpoch);
    if (!whole || epoch.get<std::int64_t>() < least)
      fail(where, ": \"epochs\": expected whole numbers that grow from 1, found ", epoch.dump().substr(0, 40),
           " in place ", epochs.size());
    epochs.push_back(epoch.get<std::int64_t>());
  }
  return epochs;
}

/// A plain name, so that the file is in the folder of the run.
std::string read_picture_name(const Json& json, const std::string& where) {
  const std::string name = read_string(json, "picture", where);
  constexpr std::size_t kMaxName = 255;
  const bool plain = name.size() > 4 && name.size() <= kMaxName && name.front() != '.' &&
                     name.find_first_of(std::string("/\\\0", 3)) == std::string::npos && name.ends_with(".png");
  if (!plain) fail(where, ": \"picture\" must be the name of a .png file in the same folder");
  return name;
}

std::vector<std::uint8_t> grey_pixels(const std::vector<std::uint8_t>& png, std::size_t width, std::size_t height,
                                      const std::string& where) {
  const auto size = static_cast<int>(png.size());
  int found_width = 0, found_height = 0, channels = 0;
  // The size first, so that a small file does not unpack to a huge picture.
  if (stbi_info_from_memory(png.data(), size, &found_width, &found_height, &channels) == 0) fail(where, ": not a PNG");
  if (static_cast<std::size_t>(found_width) != width || static_cast<std::size_t>(found_height) != height)
    fail(where, ": expected ", width, " × ", height, " pixels, as epochs.json says, found ", found_width, " × ",
         found_height);
  stbi_uc* pixels = stbi_load_from_memory(png.data(), size, &found_width, &found_height, &channels, 1);
  if (pixels == nullptr) fail(where, ": damaged: ", stbi_failure_reason());
  std::vector<std::uint8_t> copy(pixels, pixels + width * height);
  stbi_image_free(pixels);
  return copy;
}

}  // namespace

EpochList load_epochs(const fs::path& folder) {
  const std::string where = (folder / "epochs.json").string();
  EpochList list;
  list.json = parse_json(read_text(where), where);
  const auto size = [&](const char* key, std::int64_t most) {
    return static_cast<std::size_t>(read_integer(list.json, key, 1, most, where));
  };
  list.columns = size("columns", kMaxColumns);
  list.width = size("width", kMaxSide);
  list.height = size("height", kMaxSide);
  list.every = read_integer(list.json, "every", 1, kMaxEpoch, where);
  list.epochs = read_epoch_numbers(list.json, where);
  const fs::path picture = folder / read_picture_name(list.json, where);
  list.png = read_file(picture, kMaxPicture);
  list.pixels = grey_pixels(list.png, list.columns * list.width, list.epochs.size() * list.height, picture.string());
  return list;
}

}  // namespace latentwalk
