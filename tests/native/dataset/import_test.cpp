// Data sets made of folders, sheets, tables, arrays and IDX files.
#include <doctest/doctest.h>

#include <sstream>

#include "data/class_list.hpp"
#include "data/idx.hpp"
#include "dataset/data_config.hpp"
#include "dataset/import_data.hpp"
#include "latentwalk/error.hpp"
#include "support/files.hpp"
#include "tests/native/dataset/files.hpp"
#include "tests/support/test_files.hpp"

using namespace latentwalk;
using tests::contains;
using tests::listing;
using tests::message_of;
using tests::npy_of;
using tests::png_of;
using tests::RawBytes;
using tests::zip_of;

namespace {

namespace fs = std::filesystem;
const fs::path kFashion = "/usr/share/datasets/fashion-mnist";

/// Dark ink on light paper: a block at (left, top) whose size tells one picture from another.
RawBytes block(std::size_t side, std::size_t left, std::size_t top, std::size_t ink = 4) {
  RawBytes pixels(side * side, 255);
  for (std::size_t row = top; row < top + ink; ++row)
    for (std::size_t column = left; column < left + ink; ++column) pixels[row * side + column] = 0;
  return png_of(static_cast<std::uint32_t>(side), static_cast<std::uint32_t>(side), 0, 8, pixels);
}

struct Place {
  TemporaryFolder folder;
  ImportRequest request;
  std::string said;

  Place() {
    request.sources = {path("in")};
    request.out = path("out");
  }
  fs::path path(const std::string& name) const { return folder.path() / name; }
  void write(const std::string& name, const RawBytes& bytes) const {
    fs::create_directories(path(name).parent_path());
    write_file(path(name), bytes);
  }
  void run() {
    std::ostringstream log;
    import_data(request, log);
    said = log.str();
  }
  std::string refusal() {
    std::ostringstream log;
    const std::string message = message_of([&] { import_data(request, log); });
    said = log.str();
    CHECK_FALSE(fs::exists(path("out")));
    for (const std::string& name : listing(folder.path())) CHECK_FALSE(name.starts_with("."));
    return message;
  }
  Digits digits(const std::string& split) const { return load_digits(path("out"), split); }
};

}  // namespace

TEST_CASE("a folder of folders becomes IDX files, names and a preview, the same for the same seed") {
  Place place;
  for (const char* letter : {"A", "B", "Ä"})
    for (int i = 0; i < 10; ++i)
      place.write(std::string("in/") + letter + "/" + std::to_string(i) + ".png",
                  block(20 + static_cast<std::size_t>(i), 3, 3));
  place.run();
  CHECK(listing(place.path("out")) == std::vector<std::string>{"classes.json", "preview.png", "t10k-images-idx3-ubyte",
                                                               "t10k-labels-idx1-ubyte", "train-images-idx3-ubyte",
                                                               "train-labels-idx1-ubyte"});
  CHECK(load_class_names(place.path("out")) == std::vector<std::string>{"A", "B", "Ä"});
  const Digits train = place.digits("train"), test = place.digits("t10k");
  CHECK(train.count == 24);
  CHECK(test.count == 6);
  CHECK(train.width == 28);
  CHECK(train.pixels[0] == 0);  // paper
  CHECK(*std::max_element(train.pixels.begin(), train.pixels.end()) == 255);
  CHECK(contains(place.said, "dark ink on light paper (100 % of 30 edges are so)"));
  CHECK(contains(place.said, "test: 15 % of each class, drawn with seed 1"));
  place.request.out = place.path("again");
  place.run();
  for (const std::string& name : listing(place.path("out")))
    CHECK(read_file(place.path("out") / name) == read_file(place.path("again") / name));
}

TEST_CASE("what is no picture is left out with its reason, and nothing else is lost") {
  Place place;
  for (int i = 0; i < 4; ++i) place.write("in/A/" + std::to_string(i) + ".png", block(28, 5, 5));
  place.write("in/A/cut.png", {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0});
  place.write("in/A/blank.png", png_of(8, 8, 0, 8, RawBytes(64, 255)));
  place.write("in/A/moving.png", png_of(2, 2, 0, 8, {0, 255, 255, 255}, true));
  place.write("in/A/moving.gif", {'G', 'I', 'F', '8'});
  place.write("in/A/.hidden.png", block(28, 5, 5));
  place.write("in/B/one.png", block(28, 9, 9));
  fs::create_directories(place.path("in/C"));
  fs::create_directory_symlink(place.path("in/A"), place.path("in/D"));
  fs::create_symlink(place.path("in/nothing.png"), place.path("in/A/link.png"));
  place.run();
  for (const char* part :
       {"left out: 8\n", "cut.png: the PNG ends early", "blank.png: blank", "moving.png: an animated PNG",
        "moving.gif: neither .png nor .jpg", ".hidden.png: hidden", "C: a folder without pictures",
        "D: a link to a folder", "link.png: a link to nothing", "class B: only one picture, which is trained on"})
    CHECK_MESSAGE(contains(place.said, part), place.said);
  CHECK(place.digits("train").count + place.digits("t10k").count == 5);
}

TEST_CASE("more than ten lines of what was left out become a count") {
  Place place;
  for (int i = 0; i < 4; ++i) place.write("in/A/" + std::to_string(i) + ".png", block(28, 5, 5));
  for (int i = 0; i < 30; ++i) place.write("in/A/" + std::to_string(i) + ".txt", {1});
  place.run();
  CHECK(contains(place.said, "left out: 30\n"));
  CHECK(contains(place.said, "  … and 20 more\n"));
}

TEST_CASE("nothing is written over, and a refusal leaves nothing behind") {
  Place place;
  place.write("in/A/0.png", block(28, 5, 5));
  CHECK(contains(place.refusal(), "1 pictures, expected at least two in one class"));
  place.request.sources = {place.path("missing")};
  CHECK(contains(place.refusal(), "missing: there is no such file or folder"));
  place.write("empty/A/x.txt", {1});
  place.request.sources = {place.path("empty")};
  CHECK(contains(place.refusal(), "empty: expected a folder of PNG or JPEG files for each class"));
  place.request.sources = {place.path("in")};
  place.write("out/mine.txt", {1});
  CHECK(contains(message_of([&] { place.run(); }), "out: exists and is not an empty folder"));
  CHECK(listing(place.path("out")) == std::vector<std::string>{"mine.txt"});
}

TEST_CASE("folders train and test are those parts") {
  Place place;
  for (const char* name : {"in/train/A/0.png", "in/train/A/1.png", "in/train/B/0.png", "in/test/A/0.png"})
    place.write(name, block(28, 5, 5));
  place.run();
  CHECK(place.digits("train").count == 3);
  CHECK(place.digits("t10k").count == 1);
}

TEST_CASE("several folders of pictures are a class each, in the order of numbers") {
  Place place;
  place.request.sources.clear();
  for (const char* name : {"10", "9", "2"}) {
    for (const char* file : {"/a.png", "/b.png"}) place.write(std::string(name) + file, block(28, 5, 5));
    place.request.sources.push_back(place.path(name));
  }
  place.run();
  CHECK(load_class_names(place.path("out")) == std::vector<std::string>{"2", "9", "10"});
}

TEST_CASE("one folder of pictures has no classes") {
  Place place;
  for (int i = 0; i < 4; ++i) place.write("in/" + std::to_string(i) + ".png", block(28, 5, 5));
  place.run();
  CHECK(load_class_names(place.path("out")).empty());
  CHECK(place.digits("train").labels == RawBytes(3, 0));
}

TEST_CASE("--centre scales and centres what is ink, other pictures keep their place and shape") {
  Place place;
  for (const char* name : {"in/A/0.png", "in/A/1.png"}) place.write(name, block(56, 2, 2, 10));
  place.run();
  const Digits plain = place.digits("train");
  CHECK(plain.pixels[28 * 1 + 1] == 255);
  CHECK(plain.pixels[28 * 14 + 14] == 0);
  place.request.out = place.path("centred");
  place.request.centred = true;
  place.run();
  const Digits centred = load_digits(place.path("centred"), "train");
  CHECK(centred.pixels[28 * 14 + 14] == 255);
  CHECK(centred.pixels[28 * 4 + 4] == 255);  // 20 of 28 pixels
  CHECK(centred.pixels[28 * 3 + 3] == 0);
}

TEST_CASE("small pictures are enlarged smoothly, and 64 x 64 is a size") {
  Place place;
  for (const char* name : {"in/A/0.png", "in/A/1.png"}) place.write(name, block(8, 2, 2));
  place.request.size = 64;
  place.run();
  const Digits train = place.digits("train");
  CHECK(train.width == 64);
  const std::uint8_t* row = train.pixels.data() + 64 * 32;
  CHECK(row[0] == 0);
  CHECK(row[32] == 255);
  std::size_t between = 0;
  for (std::size_t i = 0; i < 32; ++i) between += row[i] > 0 && row[i] < 255 ? 1 : 0;
  CHECK(between == 8);  // one pixel of the small picture
}

TEST_CASE("a sheet is cut into cells, whose rows can be classes") {
  Place place;
  RawBytes pixels(40 * 20, 255);
  for (const std::size_t at : {5 * 40 + 5, 5 * 40 + 15, 5 * 40 + 25, 15 * 40 + 5, 15 * 40 + 15})
    for (std::size_t i = 0; i < 3; ++i) pixels[static_cast<std::size_t>(at) + i] = 0;
  place.write("in.png", png_of(40, 20, 0, 8, pixels));
  place.request.sources = {place.path("in.png")};
  place.request.source.cells = std::pair<std::size_t, std::size_t>(4, 2);
  place.request.source.classes_by = "row";
  place.request.names = "A,B";
  place.run();
  CHECK(contains(place.said, "cells of 10 x 10 pixels"));
  CHECK(contains(place.said, "left out: 3\n"));
  CHECK(load_class_names(place.path("out")) == std::vector<std::string>{"A", "B"});
  CHECK(place.digits("train").count + place.digits("t10k").count == 5);
  place.request.out = place.path("other");
  place.request.source.cells = std::pair<std::size_t, std::size_t>(3, 2);
  CHECK(contains(message_of([&] { place.run(); }), "40 pixels across are not 3 equal cells"));
}

TEST_CASE("an archive with train and test keeps both parts, in any order of bytes and axes") {
  Place place;
  RawBytes train, test;
  for (std::size_t n = 0; n < 3; ++n)
    for (std::size_t i = 0; i < 64; ++i) tests::append_big(train, i == 8 * n + 1 ? 255 : 0, 2);
  // Column-major (2, 8, 8): the index of the picture runs fastest.
  for (std::size_t column = 0; column < 8; ++column)
    for (std::size_t row = 0; row < 8; ++row)
      for (std::size_t n = 0; n < 2; ++n) test.push_back(row == 3 && column == 5 + n ? 255 : 0);
  place.write("in.npz", zip_of({{"x_train.npy", npy_of(">u2", "(3, 8, 8)", train)},
                                {"y_train.npy", npy_of("<i8", "(3,)", {4, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0,
                                                                       0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0})},
                                {"x_test.npy", npy_of("|u1", "(2, 8, 8)", test, true)},
                                {"y_test.npy", npy_of("|u1", "(2, 1)", {7, 4})}},
                               true));
  place.request.sources = {place.path("in.npz")};
  place.request.size = 8;
  place.run();
  CHECK(load_class_names(place.path("out")) == std::vector<std::string>{"4", "7"});
  const Digits tested = place.digits("t10k");
  CHECK(place.digits("train").count == 3);
  REQUIRE(tested.count == 2);
  for (std::size_t n = 0; n < 2; ++n) {
    const std::size_t which = tested.labels[n] == 1 ? 0 : 1;  // label 7 is picture 0
    CHECK(tested.pixels[n * 64 + 3 * 8 + 5 + which] == 255);
  }
}

TEST_CASE("labels that the names do not reach are refused") {
  Place place;
  std::string text;
  for (const int label : {0, 1, 12}) text += std::to_string(label) + ",0,0,0,0,255,255,0,0,0\n";
  place.write("in.csv", {text.begin(), text.end()});
  place.request.sources = {place.path("in.csv")};
  place.request.names = "A,B";
  CHECK(contains(place.refusal(),
                 "--names: expected a name for each of the 3 classes, found 2 names and the class \"12\""));
}

TEST_CASE("the committed digits and Fashion-MNIST come through as they are, and get their names") {
  Place place;
  fs::create_directories(place.path("in"));
  for (const char* kind : {"images-idx3-ubyte.gz", "labels-idx1-ubyte.gz"})
    fs::copy_file(fs::path(LATENTWALK_DIGITS) / (std::string("t10k-") + kind),
                  place.path("in") / (std::string("t10k-") + kind));
  place.request.test_share = 0.1;
  place.run();
  CHECK(contains(place.said, "light ink on dark paper"));
  CHECK(place.digits("train").count == 900);
  const Digits before = load_digits(LATENTWALK_DIGITS, "t10k"), after = place.digits("t10k");
  bool found = false;
  for (std::size_t n = 0; n < before.count; ++n)
    found = found || std::equal(after.pixels.begin(), after.pixels.begin() + 784,
                                before.pixels.begin() + static_cast<long>(n * 784));
  CHECK(found);

  if (!fs::exists(kFashion)) return;
  place.request.sources = {kFashion / "t10k-images-idx3-ubyte.gz"};
  place.request.out = place.path("fashion");
  place.request.size = 14;
  place.run();
  CHECK(load_class_names(place.path("fashion"))[9] == "Ankle boot");
  CHECK(load_digits(place.path("fashion"), "train").count == 9000);
}

TEST_CASE("EMNIST is turned, its letters named from A, and QMNIST's labels are read") {
  Place place;
  RawBytes images = {0, 0, 8, 3, 0, 0, 0, 4, 0, 0, 0, 8, 0, 0, 0, 8}, labels = {0, 0, 8, 1, 0, 0, 0, 4, 1, 1, 2, 2};
  for (std::size_t n = 0; n < 4; ++n)
    for (std::size_t i = 0; i < 64; ++i) images.push_back(i == 2 * 8 + 5 ? 255 : 0);  // row 2, column 5
  place.write("emnist-letters-train-images-idx3-ubyte", images);
  place.write("emnist-letters-train-labels-idx1-ubyte", labels);
  place.request.sources = {place.path("emnist-letters-train-images-idx3-ubyte")};
  place.request.size = 8;
  place.run();
  CHECK(load_class_names(place.path("out")) == std::vector<std::string>{"A", "B"});
  CHECK(place.digits("train").pixels[5 * 8 + 2] == 255);

  RawBytes rows = {0, 0, 0x0c, 2, 0, 0, 0, 4, 0, 0, 0, 8};
  for (int n = 0; n < 4; ++n) {
    tests::append_big(rows, static_cast<std::uint64_t>(n % 2));
    for (int i = 0; i < 7; ++i) tests::append_big(rows, 0);
  }
  place.write("q/qmnist-train-images-idx3-ubyte", images);
  place.write("q/qmnist-train-labels-idx2-int", rows);
  place.request.sources = {place.path("q")};
  place.request.out = place.path("qmnist");
  place.run();
  CHECK(load_class_names(place.path("qmnist")) == std::vector<std::string>{"0", "1"});
}

TEST_CASE("paper that is nearly white has no ink, and ink keeps its darkness") {
  Place place;
  RawBytes pixels(64, 250);
  for (const std::size_t at : {27, 28, 35, 36}) pixels[at] = 0;
  pixels[20] = 125;
  for (const char* name : {"in/0.png", "in/1.png"}) place.write(name, png_of(8, 8, 0, 8, pixels));
  place.request.size = 8;
  place.run();
  const Digits train = place.digits("train");
  CHECK(train.pixels[0] == 0);
  CHECK(train.pixels[27] == 255);
  CHECK(std::abs(train.pixels[20] - 127) <= 2);
}

TEST_CASE("a configuration is proposed for imported data and takes its names") {
  Place place;
  for (const char* letter : {"A", "B"})
    for (int i = 0; i < 12; ++i)
      place.write(std::string("in/") + letter + "/" + std::to_string(i) + ".png", block(28, 5, 5));
  place.request.size = 64;
  place.run();
  const Proposal proposal = propose_for_data(place.path("out"));
  const Config config = resolve_config(proposal.config.dump(), "best", {}, "proposed");
  CHECK(config.model.classes == std::vector<std::string>{"A", "B"});
  CHECK(config.model.class_count == 2);
  CHECK(config.model.image_width == 64);
  CHECK(config.model.name == "out");
  CHECK(proposal.reasons.size() == 5);
  Json without = config.json;
  without.erase("classes");
  const auto patches = class_name_patches(without, place.path("out"));
  REQUIRE(patches.size() == 1);
  CHECK(patches[0]["classes"][1] == "B");
  without["class_count"] = 3;
  CHECK(contains(message_of([&] { class_name_patches(without, place.path("out")); }), "2 classes, but class_count"));
  Json other = config.json;
  other["classes"] = {"A", "C"};
  CHECK(contains(message_of([&] { class_name_patches(other, place.path("out")); }), "class 1 is \"B\", but"));
}
