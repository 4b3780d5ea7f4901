// latentwalk train, as a person runs it, on the committed real digits.
#include <doctest/doctest.h>

#include "latentwalk/model.hpp"
#include "support/files.hpp"
#include "tests/programs/latentwalk/program.hpp"
#include "tests/support/test_files.hpp"

using namespace latentwalk;
using tests::contains;
using tests::latentwalk_run;
using tests::listing;
using tests::misreported;
using tests::Outcome;

namespace {

namespace fs = std::filesystem;

// A folder with the 1,000 test digits as training digits.
struct Place {
  TemporaryFolder folder;
  std::string data = (folder.path() / "data").string(), out = (folder.path() / "model.safetensors").string();

  Place() {
    fs::create_directory(data);
    for (const char* what : {"images-idx3-ubyte.gz", "labels-idx1-ubyte.gz"})
      fs::copy_file(fs::path(LATENTWALK_DIGITS) / (std::string("t10k-") + what),
                    fs::path(data) / (std::string("train-") + what));
  }

  std::vector<std::string> command(const std::string& config, std::initializer_list<std::string> more = {}) const {
    std::vector<std::string> all{"train", config, "--data", data, "--out", out};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
};

}  // namespace

TEST_CASE("train writes a model that sample opens, the same bits with one thread and with two") {
  const Place place;
  std::vector<std::uint8_t> first;
  for (const char* threads : {"1", "2"}) {
    const Outcome run =
        latentwalk_run(place.command("small-vae", {"--steps", "12", "--seed", "3", "--threads", threads}));
    CHECK_MESSAGE(run.status == 0, run.err);
    CHECK(contains(run.out, "model.safetensors: small-vae after 12 steps"));
    CHECK(contains(run.out, "reconstruction"));
    const Safetensors file = parse_safetensors(read_file(place.out), "model");
    CHECK(file.metadata.size() > 0);
    const std::vector<std::uint8_t> weights = file.tensors.at("decoder.0.weight").bytes;
    if (first.empty()) first = weights;
    CHECK(weights == first);
  }
  const std::string sheet = (place.folder.path() / "sheet.png").string();
  CHECK(latentwalk_run({"sample", place.out, "--out", sheet}).status == 0);
}

TEST_CASE("train without a configuration proposes one, and the names of the classes reach every command") {
  const Place place;
  std::string names;
  for (const char* name : {"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"})
    names += std::string(names.empty() ? "\"" : ", \"") + name + "\"";
  write_text(fs::path(place.data) / "classes.json", "{\"classes\": [" + names + "]}");
  const Outcome run = latentwalk_run(
      {"train", "--data", place.data, "--out", place.out, "--steps", "4", "--set", "name=mine", "--threads", "1"});
  CHECK_MESSAGE(run.status == 0, run.err);
  CHECK(contains(run.out, "no configuration is given, so one is proposed"));
  CHECK(contains(run.out, "class_count 10: the classes have names"));
  const ModelSpec spec = Model::parse(read_file(place.out), "model").spec();
  CHECK(spec.name == "mine");
  CHECK(spec.classes[3] == "three");
  const std::string sheet = (place.folder.path() / "a.png").string(), walk = (place.folder.path() / "a.gif").string();
  CHECK(contains(latentwalk_run({"inspect", place.out}).out, "10: zero, one, two"));
  CHECK(contains(latentwalk_run({"sample", place.out, "--out", sheet, "--label", "three"}).out, "class three"));
  CHECK(contains(latentwalk_run({"walk", place.out, "--out", walk, "--stations", "1@one,2@two"}).out,
                 "from station 1@1 (one) to station 2@2 (two)"));
  CHECK(misreported(latentwalk_run({"sample", place.out, "--out", sheet, "--label", "ten"}), 1,
                    {"--label ten: expected 0 to 9, or a name: zero, one"}) == "");
  CHECK(misreported(latentwalk_run({"walk", place.out, "--out", walk, "--stations", "1@ten,2"}), 1,
                    {"--stations: class ten: expected 0 to 9"}) == "");
  // A configuration that is given takes the names over, if it has as many classes.
  CHECK(latentwalk_run(place.command("cvae", {"--steps", "2", "--threads", "1"})).status == 0);
  CHECK(Model::parse(read_file(place.out), "model").spec().classes[9] == "nine");
  write_text(fs::path(place.data) / "classes.json", "{\"classes\": [\"A\"]}");
  CHECK(misreported(latentwalk_run(place.command("cvae", {"--steps", "2"})), 1,
                    {"classes.json: 1 classes, but class_count of the configuration is 10"}) == "");
}

TEST_CASE("Ctrl-C saves a checkpoint from which --resume continues") {
  const Place place;
  // The signal arrives in some step of the first second.
  const Outcome stopped = tests::shell("$LATENTWALK train small-gan --data " + place.data + " --out " + place.out +
                                       " --steps 1000000 & sleep 0.5; kill -INT $!; wait $!");
  CHECK(stopped.status == 130);
  CHECK(contains(stopped.out, "--resume continues"));
  CHECK(listing(place.folder.path()) == std::vector<std::string>{"data", "model.safetensors.checkpoint"});
  CHECK(misreported(latentwalk_run(place.command("small-gan", {"--steps", "80"})), 1, {"--resume"}) == "");
  const Outcome early = latentwalk_run(place.command("small-gan", {"--steps", "1", "--resume"}));
  CHECK(misreported(early, 1, {"has made", "of 1 steps"}) == "");
  CHECK(misreported(latentwalk_run(place.command("small-gan", {"--resume", "--seed", "2"})), 1,
                    {"another training", "training.seed"}) == "");
  const Outcome resumed = latentwalk_run(place.command("small-gan", {"--resume", "--seconds", "1"}));
  CHECK_MESSAGE(resumed.status == 0, resumed.err);
  CHECK(listing(place.folder.path()) == std::vector<std::string>{"data", "model.safetensors"});
  CHECK(Model::parse(read_file(place.out), "model").spec().name == "small-gan");
}

TEST_CASE("train refuses what it cannot do in one line and writes nothing") {
  const Place place;
  const auto refused = [&](const std::string& config, std::initializer_list<std::string> more,
                           const std::vector<std::string>& parts) {
    const std::string wrong = misreported(latentwalk_run(place.command(config, more)), 1, parts);
    CHECK_MESSAGE(wrong == "", config);
    CHECK(listing(place.folder.path()) == std::vector<std::string>{"data"});
  };
  refused("infogan", {}, {"the core trains gan and vae, found infogan"});
  refused("small-vae", {"--set", "training.batch_size=130"}, {"expected a multiple of training.shards (4), found 130"});
  refused("small-vae", {"--set", "training.batch_size=2000"}, {"there are only 1000 digits"});
  refused("conv-vae", {"--set", "training.batch_size=1000000"}, {"MB: use a smaller batch"});
  for (const char* rate : {"0", "1e9", "NaN"})
    refused("small-vae", {"--set", std::string("training.optimisers.decoder.lr=") + rate}, {"lr"});
  refused("small-vae", {"--resume"}, {"model.safetensors.checkpoint"});
  refused("no-such-config", {}, {"no-such-config.json"});
  refused("small-vae", {"--set", "image.width=14", "--set", "image.height=56"}, {"28 x 28"});
}
