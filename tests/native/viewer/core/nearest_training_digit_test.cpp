// The training digit that is nearest to a picture.
#include "viewer/core/nearest_training_digit.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>

#include "data/test_digits.hpp"
#include "latentwalk/nearest.hpp"
#include "support/files.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;

namespace {

const Answer& wait(RenderWorker& worker, std::shared_ptr<const Answer>& kept) {
  REQUIRE(worker.wait_idle(std::chrono::seconds(60)));
  kept = worker.answer("nearest");
  return *kept;
}

}  // namespace

TEST_CASE("a training digit finds itself in black and white, and without training digits the job says so") {
  // The shipped test digits under the training digits' name.
  const TemporaryFolder folder;
  for (const auto& file : std::filesystem::directory_iterator(LATENTWALK_DIGITS)) {
    std::string name = file.path().filename().string();
    if (!name.starts_with("t10k")) continue;
    std::filesystem::copy(file.path(), folder.path() / name);
    std::filesystem::copy(file.path(), folder.path() / name.replace(0, 4, "train"));
  }
  const Digits digits = load_digits(folder.path(), "train");
  RenderWorker worker;
  const auto bits = std::make_shared<std::shared_ptr<const TrainingBits>>();
  std::shared_ptr<const Answer> kept;
  for (const std::size_t index : {0UL, 7UL, 400UL}) {
    worker.submit("nearest", nearest_job(folder.path(), bits, digit_image(digits, index)));
    const Answer& answer = wait(worker, kept);
    REQUIRE(answer.error == "");
    CHECK(answer.nearest->index == index);
    CHECK(answer.nearest->label == digits.labels[index]);
    CHECK(answer.nearest->count == digits.count);
    CHECK(answer.images == (*bits)->picture(index));
  }
  worker.submit("nearest", nearest_job(LATENTWALK_DIGITS, std::make_shared<std::shared_ptr<const TrainingBits>>(),
                                       digit_image(digits, 0)));
  CHECK(wait(worker, kept).error.find("no training digits") != std::string::npos);
  worker.submit("nearest", nearest_job(folder.path(), bits, zeros({1, 14, 14})));
  CHECK(wait(worker, kept).error.find("28 x 28 pixels, the digit 14 x 14") != std::string::npos);
}
