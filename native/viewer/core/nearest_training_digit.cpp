#include "viewer/core/nearest_training_digit.hpp"

#include <utility>

#include "data/test_digits.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/nearest.hpp"

namespace latentwalk::viewer {
namespace {

std::shared_ptr<const TrainingBits> load_bits(const std::filesystem::path& given) {
  const auto folder = find_test_digits(given);
  if (!folder || !find_idx(*folder, "train-images-idx3-ubyte"))
    fail("there are no training digits; give their folder with --data, or run latentwalk-train data --fetch mnist");
  const Digits digits = load_digits(*folder, "train");
  auto found = std::make_shared<TrainingBits>();
  found->width = digits.width;
  found->height = digits.height;
  found->labels = digits.labels;
  const std::size_t size = digits.width * digits.height, bytes = (size + 7) / 8;
  found->bits.assign(digits.count * bytes, 0);
  for (std::size_t n = 0; n < digits.count; ++n)
    for (std::size_t i = 0; i < size; ++i)
      if (digits.pixels[n * size + i] >= 128)
        found->bits[n * bytes + i / 8] |= static_cast<std::uint8_t>(0x80U >> (i % 8));
  return found;
}

class NearestJob : public Job {
 public:
  NearestJob(std::filesystem::path folder, std::shared_ptr<std::shared_ptr<const TrainingBits>> bits, Tensor picture)
      : folder_(std::move(folder)), bits_(std::move(bits)), picture_(std::move(picture)) {}

  bool step() override {
    if (*bits_ == nullptr) {
      *bits_ = load_bits(folder_);
      return false;
    }
    const TrainingBits& digits = **bits_;
    if (picture_.shape(1) != digits.height || picture_.shape(2) != digits.width)
      fail("the training digits have ", digits.width, " x ", digits.height, " pixels, the digit ", picture_.shape(2),
           " x ", picture_.shape(1));
    const NearestDigit nearest = nearest_digit(digits.bits, {picture_.data(), picture_.size()});
    nearest_ = {nearest.index, digits.labels[nearest.index], nearest.distance, digits.count()};
    return true;
  }
  Answer answer() const override {
    Answer answer;
    if (nearest_.count == 0) return answer;
    answer.nearest = std::make_shared<const NearestTraining>(nearest_);
    answer.images = (*bits_)->picture(nearest_.index);
    answer.ready = 1;
    return answer;
  }

 private:
  std::filesystem::path folder_;
  std::shared_ptr<std::shared_ptr<const TrainingBits>> bits_;  // the worker's
  Tensor picture_;
  NearestTraining nearest_;
};

}  // namespace

Tensor TrainingBits::picture(std::size_t index) const {
  Tensor image = zeros({1, height, width});
  const std::uint8_t* row = bits.data() + index * ((width * height + 7) / 8);
  for (std::size_t i = 0; i < width * height; ++i) image.data()[i] = (row[i / 8] >> (7 - i % 8)) & 1 ? 1.0F : 0.0F;
  return image;
}

std::unique_ptr<Job> nearest_job(std::filesystem::path folder,
                                 std::shared_ptr<std::shared_ptr<const TrainingBits>> bits, Tensor picture) {
  return std::make_unique<NearestJob>(std::move(folder), std::move(bits), std::move(picture));
}

}  // namespace latentwalk::viewer
