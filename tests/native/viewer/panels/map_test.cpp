// Plane and map.
#include "support/digits.hpp"
#include "tests/native/viewer/driver.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;
using namespace latentwalk::viewer::tests;

TEST_CASE("a drag over the plane moves the digit with it and is one step of undo") {
  Driver driver(with({"tiny-gan"}, "plane"));
  driver.settle();
  const Plane before = driver.session().document.plane;
  driver.drag("plane", {0.5F, 0.5F}, {0.9F, 0.25F});
  driver.settle();
  const Plane& plane = driver.session().document.plane;
  CHECK(plane.u == doctest::Approx(0.9).epsilon(0.01));
  CHECK(plane.v == doctest::Approx(0.25).epsilon(0.01));
  const Tensor corners =
      latents_of(driver.session().models.shown()->spec(), {before.corners.begin(), before.corners.end()});
  const Tensor here = answer_of(driver, "plane")->latents;
  for (std::size_t i = 0; i < 6; ++i)
    CHECK(here(0, i) == doctest::Approx(corners(0, i) + plane.u * (corners(1, i) - corners(0, i)) +
                                        plane.v * (corners(2, i) - corners(0, i)))
                            .epsilon(1e-4));
  driver.press(Key::z, true);
  CHECK(driver.session().document.plane == before);
  driver.drag("Towards the second digit", {0.5F, 0.5F}, {0.99F, 0.5F});
  CHECK(driver.session().document.plane.u > 0.9);
  driver.click("New corner 3");
  CHECK(driver.session().document.plane.corners[2] != before.corners[2]);
}

TEST_CASE("an encoder's map is offered, has axes to choose, and the digit there is the decoder's") {
  Driver driver(with({"tiny-vae"}, "plane"));
  driver.settle();
  driver.click("plane of Three digits");
  CHECK_FALSE(driver.session().document.plane.map);
  driver.click("plane of Map");
  CHECK(driver.session().document.plane.map);
  driver.click("axes Two numbers");
  driver.drag("To the right: number", {0.1F, 0.5F}, {0.99F, 0.5F});
  CHECK(driver.session().document.plane.axis_x == 3);
  driver.drag("plane", {0.5F, 0.5F}, {0.75F, 0.5F});
  driver.settle();
  const Tensor here = answer_of(driver, "plane")->latents;
  CHECK(here(0, 3) == doctest::Approx(1.5).epsilon(0.02));
  CHECK(here(0, 0) == 0.0F);
}

TEST_CASE("the map shows the clone's test digits where a real encoder puts them") {
  const std::string model = std::string(LATENTWALK_MODELS) + "/fc-vae.safetensors";
  ShellOptions options = with({}, "plane");
  options.session.files.push_back(model);
  Driver driver(options);
  driver.settle();
  const auto codes = answer_of(driver, "map")->codes;
  REQUIRE(codes.mean.shape(0) == 1000);
  // Digits of one class lie nearer to their own mean than to that of all.
  const Digits* digits = driver.session().digits.get();
  const std::size_t dim = codes.mean.shape(1);
  std::vector<double> centre(10 * dim, 0.0);
  for (std::size_t n = 0; n < 1000; ++n)
    for (std::size_t i = 0; i < dim; ++i) centre[digits->labels[n] * dim + i] += codes.mean(n, i) / 100.0;
  int right = 0;
  for (std::size_t n = 0; n < 1000; ++n) {
    std::size_t best = 0;
    double least = 1e30;
    for (std::size_t c = 0; c < 10; ++c) {
      double sum = 0;
      for (std::size_t i = 0; i < dim; ++i) sum += std::pow(codes.mean(n, i) - centre[c * dim + i], 2);
      if (sum < least) least = sum, best = c;
    }
    right += best == digits->labels[n];
  }
  CHECK(right > 700);
}
