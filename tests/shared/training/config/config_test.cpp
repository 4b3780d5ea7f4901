// Configurations: presets, patches, and the messages about mistakes.
#include "latentwalk/config.hpp"

#include <doctest/doctest.h>

#include "latentwalk/error.hpp"
#include "latentwalk/proposal.hpp"
#include "tests/support/training_config.hpp"

using namespace latentwalk;

namespace {

std::string message_of(const std::string& preset, const std::vector<Json>& patches,
                       const std::string& name = "conv-vae") {
  try {
    make_config(name, preset, patches);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

bool has(const std::string& text, const char* part) {
  if (text.find(part) != std::string::npos) return true;
  MESSAGE(text);
  return false;
}

}  // namespace

TEST_CASE("a proposal is a configuration for any number of pictures, of any size, with classes or without") {
  for (const std::size_t count : {8, 100, 5000, 60000})
    for (const std::size_t side : {8, 28, 64})
      for (const std::size_t classes : {0, 2, 256}) {
        DataFacts facts{"My Letters_2", count, side, side, {}};
        for (std::size_t i = 0; i < classes; ++i) facts.classes.push_back("c" + std::to_string(i));
        const Config config = resolve_config(propose_config(facts).config.dump(), "best", {}, "proposed");
        CHECK(config.model.name == "my-letters-2");
        CHECK(config.model.classes == facts.classes);
        CHECK(config.model.class_count == classes);
        CHECK(config.training.batch_size <= static_cast<std::int64_t>(count));
        CHECK(config.training.batch_size % 4 == 0);  // the default of shards
      }
  CHECK_THROWS_AS(propose_config({"x", 7, 28, 28, {}}), Error);
}

TEST_CASE("a preset patches network, objective and training alike") {
  const Config best = make_config("conv-gan", "best", {}), paper = make_config("conv-gan", "paper", {});
  CHECK(best.model.networks.at("generator").layers.size() == paper.model.networks.at("generator").layers.size());
  CHECK(best.model.networks.at("discriminator").layers.size() !=
        paper.model.networks.at("discriminator").layers.size());
  CHECK(best.training.ema_decay == 0.999);
  CHECK(best.training.optimisers.at("generator").beta1 == 0.5);
  // Table 4.
  CHECK(paper.training.epochs == 1000);
  CHECK(paper.training.batch_size == 128);
  CHECK(paper.training.optimisers.at("generator").lr == 0.002);
  CHECK(paper.training.optimisers.at("generator").beta1 == 0.9);
  CHECK(paper.training.ema_decay == 0.0);
  CHECK(paper.training.schedule.kind == Schedule::Kind::constant);
}

TEST_CASE("the paper's preset of the VAEs is its Table 5") {
  for (const char* name : {"conv-vae", "fc-vae", "cvae"}) {
    const Config paper = make_config(name, "paper", {});
    CHECK(paper.training.epochs == 1000);
    CHECK(paper.training.batch_size == 128);
    CHECK(std::get<VaeObjective>(paper.objective).kl_weight == 1.0);  // equation 16
    CHECK(paper.training.optimisers.at("encoder").lr == 0.001);
    CHECK(paper.training.optimisers.at("decoder").beta1 == 0.9);
  }
}

TEST_CASE("the paper's generator makes 28 x 28 once its third layer is padded by 2, and 36 x 36 as printed") {
  Config config = make_config("conv-gan", "paper", {});
  NetworkSpec generator = config.model.networks.at("generator");
  CHECK(layer_shapes(generator, "generator").back() == Shape{1, 28, 28});
  std::size_t convolution = 0;
  for (Layer& layer : generator.layers) {
    if (auto* transposed = std::get_if<ConvTranspose2d>(&layer); transposed && ++convolution == 3)
      transposed->padding = 1;
  }
  CHECK(layer_shapes(generator, "generator").back() == Shape{1, 36, 36});
}

TEST_CASE("decoders stored as F16 stay at or under 2 MB") {
  for (const char* name : {"conv-vae", "fc-vae"}) {
    const Config config = make_config(name, "best", {});
    std::size_t bytes = 0;
    for (const Parameter& p : network_parameters(config.model.networks.at("decoder"), "decoder")) {
      bytes += 2 * element_count(p.shape);
    }
    CHECK(bytes <= 2'000'000);
  }
}

TEST_CASE("a mistake in a configuration is named, with what is allowed") {
  CHECK(has(message_of("best", {{{"epoch", 3}}}), "epoch"));
  const std::string unknown = message_of("best", {{{"training", {{"epoch", 3}}}}});
  CHECK(has(unknown, "\"epoch\""));
  CHECK(has(unknown, "batch_size"));
  CHECK(has(message_of("best", {{{"objective", {{"klweight", 3}}}}}), "kl_weight"));
  CHECK(has(message_of("best", {{{"objective", {{"type", "vea"}}}}}), "known: gan, vae, infogan, infovae"));
  CHECK(has(message_of("best", {{{"training", {{"epochs", 0}}}}}), "epochs"));
  CHECK(has(message_of("best", {{{"training", {{"epochs", 1.5}}}}}), "epochs"));
  CHECK(has(message_of("best", {{{"training", {{"optimisers", {{"encoder", {{"lr", -1}}}}}}}}}), "lr"));
  CHECK(has(message_of("best", {{{"training", {{"optimisers", {{"encoder", nullptr}}}}}}}), "\"encoder\" has none"));
  CHECK(has(message_of("best", {{{"training", {{"optimisers", {{"generator", {{"lr", 1}}}}}}}}}), "no network"));
  CHECK(has(message_of("best", {{{"training", {{"init", {{"type", "xavier"}}}}}}}), "torch or normal"));
  CHECK(has(message_of("best", {{{"training", {{"schedule", {{"type", "cosine"}}}}}}}), "constant or linear"));
  CHECK(has(message_of("bset", {}), "there are best, paper"));
  CHECK(has(message_of("best", {{{"objective", {{"generator_loss", "wgan"}}}}}, "conv-gan"),
            "non_saturating or minimax"));
}

TEST_CASE("every configuration is sound under each of its presets") {
  for (const std::string& name : config_names()) {
    CAPTURE(name);
    const Json presets = parse_json(config_text(name), name)["presets"];
    for (const auto& item : presets.items()) CHECK_NOTHROW(make_config(name, item.key(), {}));
    CHECK(make_config(name, "best", {}).model.name == name);
  }
  CHECK(config_names().size() >= 11);
}

TEST_CASE("a resolved configuration reads back as itself") {
  const Config config = make_config("conv-gan", "best", {{{"training", {{"epochs", 3}}}}});
  CHECK(resolve_config(config.json.dump(), "", {}, "saved").json == config.json);
}

TEST_CASE("the first key in which two configurations differ is named, whatever the order of keys") {
  const Json a{{"training", {{"epochs", 1}, {"seed", 2}}}, {"name", "a"}};
  CHECK(first_difference(a, a).empty());
  CHECK(first_difference(a, Json::parse(R"({"name": "a", "training": {"seed": 2, "epochs": 1}})")).empty());
  CHECK(first_difference(a, {{"training", {{"epochs", 1}, {"seed", 3}}}, {"name", "a"}}) == "training.seed");
  CHECK(first_difference(a, {{"training", {{"epochs", 1}}}, {"name", "a"}}) == "training.seed");
  CHECK(first_difference({{"name", "a"}}, a) == "training");
}

TEST_CASE("--set makes a patch of a key and a value") {
  CHECK(patch_from_assignment("training.schedule.from=0.7") == Json{{"training", {{"schedule", {{"from", 0.7}}}}}});
  CHECK(patch_from_assignment("objective.generator_loss=minimax") ==
        Json{{"objective", {{"generator_loss", "minimax"}}}});
  CHECK(patch_from_assignment("a=[1, 2]") == Json{{"a", {1, 2}}});
  CHECK_THROWS_AS(patch_from_assignment("training.epochs"), Error);
  CHECK_THROWS_AS(patch_from_assignment("training..epochs=2"), Error);
}

TEST_CASE("the linear schedule holds, then falls to its end at the last step") {
  Schedule schedule{Schedule::Kind::linear, 0.5, 0.02};
  CHECK(schedule_factor(schedule, 0, 101) == 1.0);
  CHECK(schedule_factor(schedule, 50, 101) == 1.0);
  CHECK(schedule_factor(schedule, 75, 101) == doctest::Approx(0.51));
  CHECK(schedule_factor(schedule, 100, 101) == doctest::Approx(0.02));
  CHECK(schedule_factor({}, 100, 101) == 1.0);
}

TEST_CASE("a message about a configuration stays one line, whatever its keys are") {
  const std::string message = message_of("best", {{{"training", {{"optimisers", {{"a\n\nb", 0.5}}}}}}});
  CHECK(has(message, "there is no network \"a\\n\\nb\""));
  CHECK(message.find('\n') == std::string::npos);
}

TEST_CASE("--set takes UTF-8 only, because a run saves its configuration as JSON") {
  CHECK_THROWS_WITH_AS(patch_from_assignment("name=\xFF"), "--set name=\\xff: expected UTF-8", Error);
}
