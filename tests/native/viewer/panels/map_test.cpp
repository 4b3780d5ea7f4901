// Map.
#include "support/digits.hpp"
#include "tests/native/viewer/driver.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;
using namespace latentwalk::viewer::tests;

TEST_CASE("a drag over the map moves the digit with it and is one step of undo") {
  Driver driver(with({"tiny-gan"}, "map"));
  driver.settle();
  const Scene before = driver.session().document;
  driver.drag("map", {0.5F, 0.5F}, {0.9F, 0.25F});
  driver.settle();
  const Scene& scene = driver.session().document;
  CHECK(scene.x == doctest::Approx(-0.25 + 1.5 * 0.9).epsilon(0.01));
  CHECK(scene.y == doctest::Approx(-0.25 + 1.5 * 0.75).epsilon(0.01));  // up is up
  const Tensor corners = latents_of(*driver.session().models.shown(), before.corners, Prior::standard);
  const Tensor here = answer_of(driver, "map")->latents;
  for (std::size_t i = 0; i < 6; ++i)
    CHECK(here(0, i) == doctest::Approx(corners(0, i) + scene.x * (corners(1, i) - corners(0, i)) +
                                        scene.y * (corners(2, i) - corners(0, i)))
                            .epsilon(1e-4));
  driver.press(Key::z, true);
  CHECK(driver.session().document == before);
  driver.drag("Across", {0.5F, 0.5F}, {0.99F, 0.5F});
  CHECK(driver.session().document.x > 1.1);
  driver.click("New corner 3");
  CHECK(driver.session().document.corners[2] != before.corners[2]);
}

TEST_CASE("an encoder's map has axes to choose, and the digit there is the decoder's") {
  Driver driver(with({"tiny-vae"}, "map"));
  driver.settle();
  driver.click("axes Two coordinates");
  driver.drag("Coordinate across", {0.1F, 0.5F}, {0.99F, 0.5F});
  CHECK(driver.session().document.across == 3);
  driver.drag("map", {0.5F, 0.5F}, {0.75F, 0.5F});
  driver.settle();
  const Tensor here = answer_of(driver, "map")->latents;
  CHECK(here(0, 3) == doctest::Approx(1.75).epsilon(0.02));
  CHECK(here(0, 0) == 0.0F);
}

TEST_CASE("the map shows the clone's test digits where a real encoder puts them") {
  const std::string model = std::string(LATENTWALK_MODELS) + "/fc-vae.safetensors";
  ShellOptions options = with({}, "map");
  options.session.files.push_back(model);
  Driver driver(options);
  driver.settle();
  const auto codes = answer_of(driver, "codes")->codes;
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

TEST_CASE("a path is drawn by hand or point by point, walked to its end, and cleared") {
  for (const char* model : {"tiny-gan", "tiny-vae"}) {
    CAPTURE(std::string(model));
    Driver driver(with({model}, "map"));
    driver.settle();
    const Scene before = driver.session().document;
    CHECK_FALSE(driver.has("Play path"));
    driver.click("Draw a path");
    driver.drag("map", {0.25F, 0.75F}, {0.75F, 0.25F});
    const Scene& scene = driver.session().document;
    REQUIRE(scene.trail.size() >= 8);
    CHECK(scene.x == before.x);  // the point stays while a hand draws
    for (std::size_t i = 2; i < scene.trail.size(); i += 2) {
      CHECK(scene.trail[i] > scene.trail[i - 2]);
      CHECK(scene.trail[i + 1] > scene.trail[i - 1]);
    }
    CHECK(driver.has("path 0"));
    CHECK(driver.has("Play path"));
    const std::size_t points = scene.trail.size() / 2;
    driver.drag("map", {0.25F, 0.75F}, {0.5F, 0.75F});  // one path is drawn at a time: this moves the point
    CHECK(scene.trail.size() == 2 * points);
    driver.click("Add the point to the path");
    REQUIRE(scene.trail.size() == 2 * points + 2);
    CHECK(scene.trail[2 * points] == doctest::Approx(scene.x).epsilon(0.01));
    driver.press(Key::p);
    CHECK(driver.shell->animating());
    for (int i = 0; i < 1000 && driver.shell->animating(); ++i) driver.frame();
    CHECK_FALSE(driver.shell->animating());
    driver.settle();
    CHECK(scene.x == doctest::Approx(scene.trail[2 * points]).epsilon(0.001));
    CHECK(scene.y == doctest::Approx(scene.trail[2 * points + 1]).epsilon(0.001));
    driver.press(Key::z, true);  // the walk is one step of undo
    CHECK(scene.trail.size() == 2 * points + 2);
    driver.click("Clear the path");
    CHECK(scene.trail.empty());
    CHECK_FALSE(driver.has("path 0"));
  }
}
