// What the classifier reads is said wherever the page says it.
#include "tests/native/viewer/driver.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;
using namespace latentwalk::viewer::tests;

namespace {

ShellOptions shipped_model(const char* view) {
  ShellOptions options = with({}, view);
  options.session.files.push_back(std::string(LATENTWALK_MODELS) + "/fc-vae.safetensors");
  return options;
}

std::string said(Driver& driver) {
  driver.settle();
  return driver.shell->panel().status(driver.session());
}

bool is_read(const std::string& text) { return text.ends_with(" % sure)."); }

}  // namespace

TEST_CASE("each panel says what a classifier reads in its digit, in the page's words") {
  Driver driver(shipped_model("sample"));
  CHECK(said(driver).starts_with("fc-vae drew 64 digits from seed 1. A classifier "));
  driver.click("digit 5");
  driver.settle();
  const struct {
    const char *view, *start;
  } panels[] = {{view::kWalk, "Picture 1 of 60 is "},
                {view::kMap, "The digit at 0.00 across and 0.00 up is "},
                {view::kDimensions, "The unchanged digit of seed 1:27 is "},
                {view::kInside, "fc-vae drew the digit in "},
                {view::kArithmetic, "A is "}};
  for (const auto& [view, start] : panels) {
    driver.session().go_to(view);
    const std::string text = said(driver);
    CAPTURE(text);
    CHECK(text.starts_with(start));
    CHECK(is_read(text));
  }
}

TEST_CASE("Draw says what the input and the reconstruction are read as, and the label of a test digit") {
  Driver driver(shipped_model("draw"));
  CHECK(said(driver).empty());
  driver.session().document.test = 4;
  const std::string text = said(driver);
  CAPTURE(text);
  CHECK(text.starts_with("The input is classified as "));
  CHECK(text.find("; its label is ") != std::string::npos);
  CHECK(text.find(" The reconstruction is ") != std::string::npos);
}

TEST_CASE("nothing is read while a walk plays or a hand moves") {
  Driver driver(shipped_model("walk"));
  CHECK(is_read(said(driver)));
  driver.press(Key::p);
  CHECK_FALSE(is_read(driver.shell->panel().status(driver.session())));
  driver.press(Key::p);
  CHECK(is_read(said(driver)));
  driver.move(driver.where("way").centre());
  driver.button(true);
  driver.session().worker.wait_idle(std::chrono::seconds(30));
  CHECK_FALSE(is_read(driver.shell->panel().status(driver.session())));
  driver.button(false);
  CHECK(is_read(said(driver)));
}

TEST_CASE("digits of another size are shown without a reading") {
  Driver driver(with({"tiny-gan"}, "walk"));
  CHECK(said(driver) == "Picture 1 of 60.");
}
