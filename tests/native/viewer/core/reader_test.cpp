// Reading with the shipped classifier and detector.
#include "viewer/core/reader.hpp"

#include <doctest/doctest.h>

#include "tests/support/tiny_models.hpp"
#include "viewer/core/test_digits.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;

namespace {

const std::filesystem::path kClassifier = std::filesystem::path(LATENTWALK_CLASSIFIER).parent_path();
constexpr auto kLimit = std::chrono::seconds(60);

std::vector<Reading> readings_of(const Tensor& images, bool may_be_none = true,
                                 const std::filesystem::path& folder = kClassifier) {
  RenderWorker worker;
  Reader reader(worker, folder);
  const auto shared = std::make_shared<const Tensor>(images);
  reader.read("test", shared, may_be_none);
  worker.wait_idle(kLimit);
  return reader.read("test", shared, may_be_none);
}

/// No digit at all: a chequered square.
Tensor chequers() {
  Tensor image = zeros({1, 28, 28});
  for (std::size_t y = 0; y < 28; ++y)
    for (std::size_t x = 0; x < 28; ++x) image(0, y, x) = (x / 3 + y / 3) % 2 == 0 ? 1.0F : 0.0F;
  return image;
}

}  // namespace

TEST_CASE("the shipped classifier reads real test digits as what they are") {
  TestDigits digits{LATENTWALK_DIGITS};
  const std::vector<Reading> readings = readings_of(rows_of(*digits.map_pictures(), 0, 200));
  REQUIRE(readings.size() == 200);
  int right = 0;
  for (std::size_t n = 0; n < readings.size(); ++n) right += readings[n].digit == digits.get()->labels[n] ? 1 : 0;
  CHECK(right > 190);
}

TEST_CASE("a picture that is no digit is not recognised as one, unless a digit is asked for") {
  const std::vector<Reading> readings = readings_of(chequers());
  REQUIRE(readings.size() == 1);
  CHECK(class_words(readings[0]) == "not recognised as a digit");
  CHECK(readings[0].sure > 0.5);
  const std::vector<Reading> surely = readings_of(chequers(), false);
  REQUIRE(surely.size() == 1);
  CHECK(surely[0].digit.has_value());
}

TEST_CASE("without the classifier's files, and for digits of another size, nothing is read") {
  CHECK(readings_of(chequers(), true, "/no/such/folder").empty());
  CHECK(readings_of(zeros({2, 8, 12})).empty());
}

TEST_CASE("what a model of other classes draws is not read as digits") {
  const ModelFile tiny = tests::tiny_model("tiny-cgan");
  for (const char* name : {"1", "A"}) {
    ModelSpec spec = tiny.spec;
    for (std::size_t i = 0; i < spec.class_count; ++i) spec.classes.push_back(std::to_string(i + 2));
    spec.classes[0] = name;
    Answer drawn;
    drawn.finished = true;
    drawn.images = chequers();
    drawn.model = std::make_shared<const Model>(Model::from_weights(spec, tiny.weights));
    const auto answer = std::make_shared<const Answer>(std::move(drawn));
    RenderWorker worker;
    Reader reader(worker, kClassifier);
    reader.read("test", answer);
    worker.wait_idle(kLimit);
    CHECK(reader.read("test", answer).empty() == (spec.classes[0] == "A"));
  }
}

TEST_CASE("a picture is read once, and a newer one replaces it") {
  RenderWorker worker;
  Reader reader(worker, kClassifier);
  TestDigits digits{LATENTWALK_DIGITS};
  const auto one = std::make_shared<const Tensor>(rows_of(*digits.map_pictures(), 0, 1));
  const auto other = std::make_shared<const Tensor>(rows_of(*digits.map_pictures(), 1, 1));
  reader.read("test", one);
  worker.wait_idle(kLimit);
  const std::uint64_t steps = worker.counts().steps;
  CHECK(reader.read("test", one).size() == 1);
  worker.wait_idle(kLimit);
  CHECK(worker.counts().steps == steps);
  reader.read("test", other);
  worker.wait_idle(kLimit);
  CHECK(reader.read("test", other).front().digit == digits.get()->labels[1]);
}
