// Drifting sheets: what moves, what stays, and along which paths.
#include "viewer/core/drifting_sheet.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "latentwalk/drift.hpp"
#include "support/model_file.hpp"
#include "viewer/core/jobs.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;

namespace {

constexpr std::uint64_t kSeed = 5;
constexpr auto kLimit = std::chrono::seconds(30);

struct Sheet {
  explicit Sheet(std::size_t count, const std::string& name = "tiny-cgan")
      : model(std::make_shared<const Model>(
            load_model(std::string(LATENTWALK_FIXTURES) + "/" + name + ".safetensors").model)),
        labels(labels_in_turn(model->spec(), count)) {
    worker.submit("sheet", decode_job(model, model->sample_latents(kSeed, count, Prior::standard, labels), labels));
    worker.wait_idle(kLimit);
    answer = worker.answer("sheet");
    moving.begin(answer, kSeed, Prior::standard, 4);
  }
  /// Frames of a tenth of a second, each after the worker is done.
  void advance(int frames, bool playing = true, const DriftingSheet::Touch& touch = {}) {
    for (int i = 0; i < frames; ++i) {
      moving.advance(worker, 0.1, playing, touch);
      worker.wait_idle(kLimit);
    }
  }
  std::vector<float> digit(std::size_t index) const {
    const Tensor& images = moving.images() != nullptr ? *moving.images() : answer->images;
    const Tensor row = rows_of(images, index, 1);
    return {row.begin(), row.end()};
  }
  std::vector<float> home(std::size_t index) const {
    const Tensor row = rows_of(answer->images, index, 1);
    return {row.begin(), row.end()};
  }

  RenderWorker worker;
  std::shared_ptr<const Model> model;
  std::vector<std::int32_t> labels;
  std::shared_ptr<const Answer> answer;
  DriftingSheet moving{"moving"};
};

}  // namespace

TEST_CASE("a digit of a drifting sheet lies on the core's path, with its own class") {
  Sheet sheet(1, "tiny-gan");
  sheet.moving.advance(sheet.worker, 0, true, {});  // asks for the picture at 0.1 s
  sheet.worker.wait_idle(kLimit);
  sheet.moving.advance(sheet.worker, 0.1, true, {});
  const Drift drift = sheet.model->drift(sheet.answer->latents, kSeed, Prior::standard, sheet.labels);
  const Tensor there = sheet.model->decode(drift_points(drift.orbits, drift.periods, std::vector<float>{0.1F}));
  CHECK(sheet.digit(0) == std::vector<float>(there.begin(), there.end()));
}

TEST_CASE("digits drift while the sheet plays, and stay where they are while it pauses") {
  Sheet sheet(12);
  sheet.advance(30);
  for (std::size_t i = 0; i < 12; ++i) CHECK(sheet.digit(i) != sheet.home(i));
  const std::vector<float> before = sheet.digit(3);
  sheet.advance(5, false);
  CHECK(sheet.digit(3) == before);
  sheet.advance(5);
  CHECK(sheet.digit(3) != before);
}

TEST_CASE("a held digit stays where it is while the others go on") {
  Sheet sheet(12);
  sheet.advance(30);
  const std::vector<float> held = sheet.digit(4), other = sheet.digit(5);
  sheet.advance(10, true, {.held = 4, .resting = {}});
  CHECK(sheet.digit(4) == held);
  CHECK(sheet.digit(5) != other);
  sheet.advance(10);
  CHECK(sheet.digit(4) != held);
}

TEST_CASE("a chosen digit goes back to where the seed put it, also in a sheet that pauses, and sets out again") {
  Sheet sheet(12);
  sheet.advance(30);
  CHECK(sheet.digit(7) != sheet.home(7));
  sheet.advance(6, false, {.held = {}, .resting = 7});
  CHECK(sheet.digit(7) == sheet.home(7));
  sheet.advance(10, true, {.held = {}, .resting = 7});
  CHECK(sheet.digit(7) == sheet.home(7));
  sheet.advance(20);
  CHECK(sheet.digit(7) != sheet.home(7));
}

TEST_CASE("a sheet that fails to move leaves its digits as they are") {
  Sheet sheet(4);
  auto broken = std::make_shared<Answer>(*sheet.answer);
  broken->labels = {0, 1, 2, 99};
  sheet.moving.begin(broken, kSeed, Prior::standard, 4);
  sheet.advance(5);
  CHECK(sheet.moving.images() == nullptr);
}
