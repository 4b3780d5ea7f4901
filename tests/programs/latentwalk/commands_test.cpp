#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>

#include "gif/gif.hpp"
#include "latentwalk/json.hpp"
#include "latentwalk/scene.hpp"
#include "latentwalk/version.hpp"
#include "support/files.hpp"
#include "support/model_file.hpp"
#include "tests/programs/latentwalk/program.hpp"
#include "tests/support/decoded_pictures.hpp"
#include "tests/support/test_files.hpp"

using namespace latentwalk;
using tests::contains;
using tests::latentwalk_run;
using tests::listing;
using tests::misreported;
using tests::Outcome;
namespace fs = std::filesystem;

namespace {

const std::string kGan = LATENTWALK_FIXTURES "/tiny-gan.safetensors";    // 12 x 8 images
const std::string kCgan = LATENTWALK_FIXTURES "/tiny-cgan.safetensors";  // conditional
const std::string kVae = LATENTWALK_FIXTURES "/tiny-vae.safetensors";
const std::string kCvae = LATENTWALK_FIXTURES "/tiny-cvae.safetensors";  // conditional, with a fitted prior

GreyImage sheet(std::vector<std::string> arguments) {
  const TemporaryFolder folder;
  const std::string out = (folder.path() / "sheet.png").string();
  arguments.insert(arguments.end(), {"--out", out});
  const Outcome run = latentwalk_run(arguments);
  CHECK_MESSAGE(run.status == 0, run.err);
  CHECK(run.err.empty());
  CHECK(contains(run.out, out));
  CHECK(listing(folder.path()) == std::vector<std::string>{"sheet.png"});
  return tests::decode_png(read_file(out));
}

struct Gif {
  tests::Animation animation;
  bool repeats = false;
};
Gif walk(std::vector<std::string> arguments) {
  const TemporaryFolder folder;
  const std::string out = (folder.path() / "walk.gif").string();
  arguments.insert(arguments.end(), {"--out", out});
  const Outcome run = latentwalk_run(arguments);
  CHECK_MESSAGE(run.status == 0, run.err);
  return {tests::decode_gif(read_file(out)), tests::repeats_for_ever(read_file(out))};
}

std::uint8_t darkest(const GreyImage& image) { return *std::min_element(image.pixels.begin(), image.pixels.end()); }

}  // namespace

TEST_CASE("sample writes a sheet of the size that count, columns and scale ask for, with ink on it") {
  const GreyImage image = sheet({"sample", kGan, "--count", "7", "--columns", "3", "--scale", "2"});
  CHECK(image.width == 3 * (12 * 2 + 8) + 8);
  CHECK(image.height == 3 * (8 * 2 + 8) + 8);
  CHECK(image.pixels.front() > 240);  // paper
  CHECK(darkest(image) < 128);        // ink
}

TEST_CASE("the same seed gives the same sheet, another seed another, and the dark sheet has dark paper") {
  const GreyImage first = sheet({"sample", kGan, "--seed", "5"});
  CHECK(first.pixels == sheet({"sample", kGan, "--seed", "5"}).pixels);
  CHECK(first.pixels != sheet({"sample", kGan, "--seed", "6"}).pixels);
  CHECK(sheet({"sample", kGan, "--seed", "5", "--dark"}).pixels.front() < 40);
}

TEST_CASE("the largest seed is a seed") {
  CHECK(sheet({"sample", kGan, "--seed", "9007199254740991"}).pixels != sheet({"sample", kGan, "--seed", "0"}).pixels);
}

TEST_CASE("a conditional model draws its classes in turn, a column a class, or the one asked for") {
  const Json info = Json::parse(latentwalk_run({"inspect", kCgan, "--json"}).out);
  const auto classes = info["spec"]["class_count"].get<std::size_t>();
  REQUIRE(classes >= 2);
  CHECK(sheet({"sample", kCgan, "--count", std::to_string(2 * classes), "--scale", "1"}).width == classes * 20 + 8);
  std::vector<std::vector<std::uint8_t>> drawn;
  for (std::size_t label = 0; label < classes; ++label) {
    drawn.push_back(sheet({"sample", kCgan, "--count", "1", "--label", std::to_string(label)}).pixels);
    for (std::size_t before = 0; before < label; ++before) CHECK(drawn[before] != drawn[label]);
  }
  CHECK(sheet({"sample", kCgan, "--count", "1"}).pixels == drawn[0]);
}

TEST_CASE("a VAE draws from its fitted prior unless the standard one is asked for, and says which") {
  const std::vector<std::uint8_t> fitted = sheet({"sample", kCvae}).pixels;
  CHECK(fitted == sheet({"sample", kCvae, "--prior", "fitted"}).pixels);
  CHECK(fitted != sheet({"sample", kCvae, "--prior", "standard"}).pixels);
  CHECK(sheet({"sample", kVae}).pixels == sheet({"sample", kVae, "--prior", "standard"}).pixels);

  const TemporaryFolder folder;
  const std::string out = (folder.path() / "out.png").string();
  CHECK(contains(latentwalk_run({"sample", kCvae, "--out", out}).out, ", fitted prior"));
  CHECK(contains(latentwalk_run({"walk", kCvae, "--prior", "standard", "--out", out}).out, ", standard prior"));
  CHECK(contains(latentwalk_run({"inspect", kCvae}).out, "mixture of 2 normals for each class"));
  CHECK(Json::parse(latentwalk_run({"inspect", kCvae, "--json"}).out)["fitted_prior"]["components"] == 2);

  fs::remove(out);
  CHECK(misreported(latentwalk_run({"sample", kGan, "--prior", "fitted", "--out", out}), 1, {"a GAN has no codes"}) ==
        "");
  CHECK(misreported(latentwalk_run({"walk", kVae, "--prior", "fitted", "--out", out}), 1, {"has no fitted prior"}) ==
        "");
  CHECK(misreported(latentwalk_run({"sample", kVae, "--prior", "best", "--out", out}), 2, {"--prior", "best"}) == "");
  CHECK_FALSE(fs::exists(out));
}

TEST_CASE("a walk on the fitted prior begins and ends at its samples") {
  const std::vector<std::string> command{"walk", kCvae,      "--from-seed", "3",       "--to-seed",
                                         "4",    "--frames", "9",           "--scale", "2"};
  const Gif gif = walk(command);
  const auto start = [](const char* seed, const char* label) {
    return sheet({"sample", kCvae, "--seed", seed, "--label", label, "--count", "1"});
  };
  const auto far = [](const GreyImage& a, const GreyImage& b) {
    int most = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i) most = std::max(most, std::abs(a.pixels[i] - b.pixels[i]));
    return most;
  };
  CHECK(far(gif.animation.frames.front(), start("3", "0")) <= 2);
  CHECK(far(gif.animation.frames.back(), start("4", "1")) <= 2);  // the classes take turns
}

TEST_CASE("walk writes as many frames as asked for, from the first seed's digit to the last one's") {
  const Gif gif =
      walk({"walk", kGan, "--from-seed", "3", "--to-seed", "4", "--frames", "9", "--scale", "2", "--fps", "10"});
  REQUIRE(gif.animation.frames.size() == 9);
  CHECK(gif.repeats);
  for (const int delay : gif.animation.delays_ms) CHECK(delay == 100);
  const auto close = [](const GreyImage& a, const GreyImage& b) {
    if (a.width != b.width || a.height != b.height) return false;
    for (std::size_t i = 0; i < a.pixels.size(); ++i) {
      if (std::abs(a.pixels[i] - b.pixels[i]) > 2) return false;  // a GIF has fewer greys
    }
    return true;
  };
  const GreyImage from = sheet({"sample", kGan, "--seed", "3", "--count", "1"});
  const GreyImage to = sheet({"sample", kGan, "--seed", "4", "--count", "1"});
  CHECK(close(gif.animation.frames.front(), from));
  CHECK(close(gif.animation.frames.back(), to));
  CHECK_FALSE(close(gif.animation.frames[4], from));
  CHECK_FALSE(close(gif.animation.frames[4], to));
}

TEST_CASE("a loop leads back without showing its first frame twice, and stations on the way are passed") {
  CHECK(walk({"walk", kGan, "--frames", "9", "--loop"}).animation.frames.size() == 16);
  CHECK(walk({"walk", kGan, "--frames", "9", "--through", "7", "8"}).animation.frames.size() == 3 * 8 + 1);
}

TEST_CASE("several digits walk side by side, in the columns asked for") {
  const auto frames =
      walk({"walk", kGan, "--frames", "2", "--count", "6", "--columns", "3", "--scale", "1"}).animation.frames;
  REQUIRE(frames.size() == 2);
  CHECK(frames[0].width == 3 * 20 + 8);
  CHECK(frames[0].height == 2 * 16 + 8);
}

TEST_CASE("slerp and lerp walk different ways between the same ends") {
  const auto slerp = walk({"walk", kGan, "--frames", "3"}).animation.frames;
  const auto lerp = walk({"walk", kGan, "--frames", "3", "--lerp"}).animation.frames;
  REQUIRE(slerp.size() == 3);
  REQUIRE(lerp.size() == 3);
  CHECK(slerp.front().pixels == lerp.front().pixels);
  CHECK(slerp[1].pixels != lerp[1].pixels);
}

TEST_CASE(
    "a walk through stations of a conditional model blends their classes, and without them the classes take turns") {
  const LoadedModel loaded = load_model(kCgan);
  const Model& model = loaded.model;
  const auto frames_of = [&](const std::vector<std::string>& more) {
    std::vector<std::string> arguments{"walk", kCgan, "--frames", "3", "--scale", "1"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return walk(arguments).animation.frames;
  };
  const auto expected = [&](const std::string& stations) {
    const Scene scene = parse_address("model=m&view=walk&frames=3&scale=1&stations=" + stations, "s");
    const std::vector<GreyImage> frames = scene_frames(scene, draw_scene(scene, {&model}, nullptr));
    return tests::decode_gif(encode_gif(frames, 20)).frames;
  };
  const auto same = [](const std::vector<GreyImage>& drawn, const std::vector<GreyImage>& wanted) {
    REQUIRE(drawn.size() == wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) CHECK(drawn[i].pixels == wanted[i].pixels);
  };
  same(frames_of({"--stations", "7:2@1,9"}), expected("7:2@1,9@0"));
  same(frames_of({"--from-seed", "3", "--to-seed", "4"}), expected("3@0,4@1"));
  same(frames_of({"--from-seed", "3", "--to-seed", "4", "--label", "2"}), expected("3@2,4@2"));
  const TemporaryFolder folder;
  const std::string out = (folder.path() / "x.gif").string();
  CHECK(misreported(latentwalk_run({"walk", kCgan, "--out", out, "--stations", "7@3,9"}), 1,
                    {"--stations: class 3", "the classes 0 to 2"}) == "");
  CHECK(misreported(latentwalk_run({"walk", kCgan, "--out", out, "--stations", "7,x"}), 1, {"seed:index@class"}) == "");
  CHECK(misreported(latentwalk_run({"walk", kCgan, "--out", out, "--stations", "7,9", "--to-seed", "2"}), 2,
                    {"--stations"}) == "");
}

TEST_CASE("a walk to a PNG is a strip with a row a digit and a column a step") {
  const GreyImage strip = sheet({"walk", kVae, "--count", "3", "--frames", "5", "--scale", "1"});
  CHECK(strip.width == 5 * 20 + 8);
  CHECK(strip.height == 3 * 16 + 8);
}

TEST_CASE("inspect tells layers, shapes, parameters, prior, storage, training and the self-test") {
  const Outcome run = latentwalk_run({"inspect", kVae});
  REQUIRE(run.status == 0);
  for (const char* part : {"tiny-vae", "variational autoencoder", "standard normal", "stored as F16", "self-test",
                           "decoder", "encoder", "sigmoid", "12 × 8", "2,156 parameters", "seed        7"}) {
    CHECK_MESSAGE(contains(run.out, part), part);
  }
  CHECK_FALSE(contains(run.out, "\033"));  // colours are for terminals
}

TEST_CASE("inspect --json counts the parameters that the shapes give") {
  const Outcome run = latentwalk_run({"inspect", kGan, "--json"});
  REQUIRE(run.status == 0);
  const Json info = Json::parse(run.out);
  const Json& generator = info["networks"]["generator"];
  CHECK(generator["layers"][0]["parameters"] == 6 * 24 + 24);
  CHECK(generator["layers"][4]["parameters"] == 4 * 8 * 4 * 4);  // no bias
  CHECK(generator["layers"].back()["output"] == Json({1, 8, 12}));
  std::size_t sum = 0;
  for (const Json& layer : generator["layers"]) sum += layer["parameters"].get<std::size_t>();
  CHECK(generator["parameters"] == sum);
  CHECK(info["selftest_error"].get<double>() < 1e-4);
  CHECK(info["storage"] == "F32");
}

TEST_CASE("every shipped model is found by its name from any folder, and samples digits") {
  for (const std::string& path : tests::files_in(LATENTWALK_MODELS, ".safetensors")) {
    const std::string name = fs::path(path).stem().string();
    const Outcome run = tests::shell("cd / && \"$LATENTWALK\" inspect " + name);
    CHECK_MESSAGE(run.status == 0, run.err);
    CHECK(contains(run.out, name));
    const GreyImage image = sheet({"sample", name, "--count", "25"});
    CHECK(darkest(image) < 60);
    // Digits: some ink, mostly paper.
    const auto ink = std::count_if(image.pixels.begin(), image.pixels.end(), [](std::uint8_t p) { return p < 128; });
    const double share = static_cast<double>(ink) / static_cast<double>(image.pixels.size());
    CHECK(share > 0.02);
    CHECK(share < 0.25);
  }
}

TEST_CASE("--version and --help answer on standard output with status 0") {
  CHECK(latentwalk_run({"--version"}).out == std::string("latentwalk ") + kVersion + "\n");
  CHECK(latentwalk_run({"--version"}).status == 0);
  for (const char* command : {"sample", "walk", "inspect"}) {
    const Outcome run = latentwalk_run({command, "--help"});
    CHECK(run.status == 0);
    CHECK(run.err.empty());
    CHECK(contains(run.out, "MODEL"));
  }
}

TEST_CASE("a wrong command line ends with status 2 and one line that says what was expected") {
  const std::string out = "/tmp/never-written.png";
  CHECK(misreported(latentwalk_run({}), 2, {"subcommand is required"}) == "");
  CHECK(misreported(latentwalk_run({"draw"}), 2, {"draw: there is no such command", "sample, walk, render, inspect"}) ==
        "");
  CHECK(misreported(latentwalk_run({"sample"}), 2, {"required"}) == "");
  CHECK(misreported(latentwalk_run({"sample", kGan}), 2, {"--out"}) == "");
  CHECK(misreported(latentwalk_run({"sample", kGan, "more", "--out", out}), 2, {"more"}) == "");
  for (const char* seed : {"-1", "1.5", "18446744073709551616", "1x", ""}) {
    CHECK(misreported(latentwalk_run({"sample", kGan, "--out", out, "--seed", seed}), 2, {"--seed", "whole number"}) ==
          "");
  }
  for (const char* count : {"0", "10001", "-1", "4294967297", "nan"}) {
    CHECK(misreported(latentwalk_run({"sample", kGan, "--out", out, "--count", count}), 2,
                      {"--count", "from 1 to 10000", count}) == "");
  }
  for (const char* fps : {"nan", "0", "51", "inf"}) {
    CHECK(misreported(latentwalk_run({"walk", kGan, "--out", out, "--fps", fps}), 2, {"--fps", "from 1 to 50"}) == "");
  }
  CHECK(misreported(latentwalk_run({"walk", kGan, "--out", out, "--frames", "1"}), 2, {"from 2 to 1000"}) == "");
  CHECK_FALSE(fs::exists(out));
}

TEST_CASE("what cannot be drawn ends with status 1, one line, and nothing written") {
  const TemporaryFolder folder;
  const std::string png = (folder.path() / "a.png").string(), gif = (folder.path() / "a.gif").string();
  const auto fails = [](const std::vector<std::string>& arguments, const std::vector<std::string>& parts) {
    return misreported(latentwalk_run(arguments), 1, parts);
  };
  CHECK(fails({"sample", kGan, "--out", gif}, {"ends in .png", gif}) == "");
  CHECK(fails({"walk", kGan, "--out", png + ".jpg"}, {"ends in .gif or .png"}) == "");
  CHECK(fails({"walk", kGan, "--out", png, "--columns", "2"}, {"--columns applies to animations only"}) == "");
  CHECK(fails({"sample", kGan, "--out", png, "--label", "1"}, {"--label 1", "tiny-gan is unconditional"}) == "");
  CHECK(fails({"sample", kCgan, "--out", png, "--label", "99"}, {"--label 99", "expected 0 to"}) == "");
  CHECK(fails({"sample", kGan, "--out", png, "--count", "10000", "--scale", "32"},
              {"fewer digits or a smaller --scale"}) == "");
  CHECK(fails({"walk", kGan, "--out", gif, "--count", "1000", "--frames", "1000", "--scale", "8"},
              {"in 1000 frames"}) == "");
  CHECK(fails({"inspect", "no-such-model"}, {"no-such-model", "neither a file nor the name of a model"}) == "");
  CHECK(fails({"inspect", "none/such.safetensors"}, {"none/such.safetensors: no such file"}) == "");
  CHECK(fails({"inspect", ""}, {"the model's name is empty"}) == "");
  CHECK(listing(folder.path()).empty());
}

TEST_CASE("an output folder that cannot be written is named, and nothing is left behind") {
  const TemporaryFolder folder;
  const std::string none = (folder.path() / "none" / "a.png").string();
  CHECK(misreported(latentwalk_run({"sample", kGan, "--out", none}), 1, {none, "there is no folder"}) == "");
  CHECK(misreported(latentwalk_run({"sample", kGan, "--out", "/proc/a.png"}), 1, {"/proc/a.png: cannot be written"}) ==
        "");
  CHECK(misreported(latentwalk_run({"walk", kGan, "--out", "/proc/a.gif"}), 1, {"/proc/a.gif: cannot be written"}) ==
        "");
  // A disk that is full, as a limit on the size of files.
  const std::string out = (folder.path() / "a.png").string();
  const Outcome full =
      tests::shell("(trap '' XFSZ; ulimit -f 1; exec \"$LATENTWALK\" sample '" + kGan + "' --out '" + out + "')");
  CHECK(misreported(full, 1, {out + ": cannot be written"}) == "");
  CHECK(listing(folder.path()).empty());
}

TEST_CASE("output that cannot be printed is an error, not silence") {
  const Outcome run = tests::shell("\"$LATENTWALK\" inspect '" + kGan + "' >/dev/full");
  CHECK(misreported(run, 1, {"standard output cannot be written"}) == "");
}

TEST_CASE("export-onnx writes a file with the network's inputs and outputs, and names a network that is not there") {
  const TemporaryFolder folder;
  const std::string out = (folder.path() / "model.onnx").string();
  const auto exported = [&](const std::string& model, const std::vector<std::string>& more) {
    std::vector<std::string> arguments{"export-onnx", model, out};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Outcome run = latentwalk_run(arguments);
    CHECK_MESSAGE(run.status == 0, run.err);
    const auto bytes = read_file(out);
    return std::string(bytes.begin(), bytes.end());
  };
  CHECK(contains(exported(kGan, {}), "ConvTranspose"));
  CHECK(contains(exported(kCgan, {}), "classes"));
  CHECK(contains(exported(kVae, {"--network", "encoder"}), "codes"));
  CHECK(misreported(latentwalk_run({"export-onnx", kGan, out, "--network", "encoder"}), 1,
                    {"tiny-gan", "has no network \"encoder\""}) == "");
  CHECK(misreported(latentwalk_run({"export-onnx", kGan, (folder.path() / "model.bin").string()}), 1, {".onnx"}) == "");
  CHECK(listing(folder.path()) == std::vector<std::string>{"model.onnx"});
}

TEST_CASE("bench gives for each batch and thread count a time, and for each layer a share of the measured peak") {
  const Outcome run =
      latentwalk_run({"bench", kVae, "--batch", "1,3", "--threads", "1,2", "--seconds", "0.01", "--json"});
  REQUIRE_MESSAGE(run.status == 0, run.err);
  const Json report = parse_json(run.out, "bench");
  CHECK(report["peak_gflops"].get<double>() > 0.1);
  REQUIRE(report["runs"].size() == 4);
  for (const Json& one : report["runs"]) {
    CHECK(one["least_ms"].get<double>() > 0);
    CHECK(one["median_ms"].get<double>() >= one["least_ms"].get<double>());
  }
  REQUIRE(report["layers"].size() == 2);
  double mflop = 0;
  for (const Json& step : report["layers"][0]["steps"]) mflop += step["mflop"].get<double>();
  CHECK(mflop == doctest::Approx(2e-6 * (4 * 20 + 20 * 96)));  // the decoder's two linear layers
  CHECK(latentwalk_run({"bench", kVae, "--batch", "0"}).status == 2);
}

TEST_CASE("bench --encode counts encoder and decoder, and tells their layers apart") {
  const Outcome run =
      latentwalk_run({"bench", kVae, "--encode", "--batch", "3", "--threads", "1", "--seconds", "0.01", "--json"});
  REQUIRE_MESSAGE(run.status == 0, run.err);
  const Json report = parse_json(run.out, "bench");
  std::map<std::string, double> mflop;
  for (const Json& network : report["layers"])
    for (const Json& step : network["steps"]) mflop[network["network"]] += step["mflop"].get<double>();
  CHECK(mflop["decoder"] == doctest::Approx(2e-6 * (4 * 20 + 20 * 96)));
  CHECK(mflop["encoder"] ==
        doctest::Approx(2e-6 * (9 * 6 * 96 + 6 * 16 * 5 * 6 + 30 * 8)));  // two convolutions, linear
  const Json& one = report["runs"][0];
  CHECK(one["gflops"].get<double>() * one["median_ms"].get<double>() ==
        doctest::Approx(mflop["decoder"] + mflop["encoder"]));
  CHECK(misreported(latentwalk_run({"bench", kGan, "--encode"}), 1, {"--encode", "an encoder"}) == "");
}
