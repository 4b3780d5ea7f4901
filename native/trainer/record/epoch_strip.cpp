#include "trainer/record/epoch_strip.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

#include "latentwalk/error.hpp"
#include "support/files.hpp"
#include "support/png.hpp"
#include "support/epoch_list.hpp"

namespace latentwalk {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFormat = "latentwalk-epochs";

std::string picture_name(std::int64_t epoch) {
  char name[40];
  std::snprintf(name, sizeof name, "epochs-%06lld.png", static_cast<long long>(epoch));
  return name;
}

}  // namespace

EpochStrip::EpochStrip(fs::path folder, std::int64_t last_epoch, std::size_t columns, std::size_t width,
                       std::size_t height)
    : folder_(std::move(folder)), columns_(columns), width_(width), height_(height) {
  if (last_epoch > 0 && fs::exists(folder_ / "epochs.json")) take_up(last_epoch);
}

/// Errors do not stop the training: the strip then starts at the present epoch.
void EpochStrip::take_up(std::int64_t last_epoch) try {
  const EpochList list = load_epochs(folder_);
  if (list.columns != columns_ || list.width != width_ || list.height != height_)
    fail((folder_ / "epochs.json").string(), ": expected rows of ", columns_, " digits of ", width_, " × ", height_,
         ", found ", list.columns, " of ", list.width, " × ", list.height);
  every_ = list.every;
  const std::size_t row_size = columns_ * width_ * height_;
  for (std::size_t i = 0; i < list.epochs.size() && list.epochs[i] <= last_epoch; ++i) {
    const auto* row = list.pixels.data() + i * row_size;
    rows_.push_back({list.epochs[i], {row, row + row_size}});
  }
} catch (const Error& error) {
  problem_ = error.what();
}

void EpochStrip::add(std::int64_t epoch, const Tensor& images, const Json& facts) {
  if (shape_of(images) != Shape{columns_, height_, width_})
    fail("the strip of epochs needs images ", shape_text({columns_, height_, width_}), ", found ",
         shape_text(shape_of(images)));
  Row row{epoch, std::vector<std::uint8_t>(images.size())};
  for (std::size_t n = 0; n < columns_; ++n)
    for (std::size_t y = 0; y < height_; ++y)
      for (std::size_t x = 0; x < width_; ++x)
        row.pixels[(y * columns_ + n) * width_ + x] =
            static_cast<std::uint8_t>(std::lround(255.0F * (1.0F - std::clamp(images(n, y, x), 0.0F, 1.0F))));
  rows_.push_back(std::move(row));
  thin();

  const std::string name = picture_name(epoch);
  GreyImage picture{columns_ * width_, rows_.size() * height_, {}};
  for (const Row& one : rows_) picture.pixels.insert(picture.pixels.end(), one.pixels.begin(), one.pixels.end());
  write_png(folder_ / name, picture);
  Json json{{"format", kFormat}, {"version", 1},      {"picture", name}, {"columns", columns_},
            {"width", width_},   {"height", height_}, {"every", every_}, {"epochs", epochs()}};
  for (const auto& [key, value] : facts.items()) json[key] = value;
  write_text(folder_ / "epochs.json", json.dump() + "\n");

  std::error_code ignored;  // an old picture that stays does no harm
  for (fs::directory_iterator it(folder_, ignored), end; !ignored && it != end; it.increment(ignored)) {
    const std::string other = it->path().filename().string();
    if (other.starts_with("epochs-") && other.ends_with(".png") && other != name) fs::remove(it->path(), ignored);
  }
}

/// Which rows stay depends on the epochs alone, so a resumed run ends with the same strip.
void EpochStrip::thin() {
  const std::int64_t newest = rows_.back().epoch;
  const auto drop = [&] {
    std::erase_if(rows_,
                  [&](const Row& row) { return row.epoch != 1 && row.epoch != newest && row.epoch % every_ != 0; });
  };
  drop();
  while (rows_.size() > kMaxRows) {  // ends when every_ is above the newest, with two rows
    every_ *= 2;
    drop();
  }
}

std::vector<std::int64_t> EpochStrip::epochs() const {
  std::vector<std::int64_t> epochs;
  for (const Row& row : rows_) epochs.push_back(row.epoch);
  return epochs;
}

}  // namespace latentwalk
