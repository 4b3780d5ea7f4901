// The viewer's sentences are the page's: tests/fixtures/page-words.json is written by the page's own scripts.
#include "viewer/core/words.hpp"

#include <doctest/doctest.h>

#include <functional>

#include "latentwalk/json.hpp"
#include "support/files.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;

namespace {

std::optional<Reading> reading_of(const Json& json) {
  if (json.is_null()) return std::nullopt;
  Reading reading;
  if (!json["digit"].is_null()) reading.digit = json["digit"].get<std::size_t>();
  reading.sure = json["sure"].get<double>();
  return reading;
}

std::vector<Reading> readings_of(const Json& json) {
  std::vector<Reading> readings;
  for (const Json& one : json["readings"]) readings.push_back(*reading_of(one));
  return readings;
}

std::vector<ShapeChange> changes_of(const Json& json) {
  const std::map<std::string, ShapeMeasure> kMeasures{{"ink", ShapeMeasure::ink},
                                                      {"slant", ShapeMeasure::slant},
                                                      {"width", ShapeMeasure::width},
                                                      {"height", ShapeMeasure::height}};
  std::vector<ShapeChange> changes;
  for (const Json& one : json["changes"])
    changes.push_back({kMeasures.at(one["measure"].get<std::string>()), one["change"].get<double>(), 1.0});
  return changes;
}

Config config_of(const Json& json) {
  const std::string path = std::string(LATENTWALK_CONFIGS) + "/" + json["config"].get<std::string>() + ".json";
  return resolve_config(read_text(path), "best", {}, path);
}

Inside::Layer layer_of(const Json& json) {
  return {0, json["steps"].get<std::vector<std::string>>(), json["shape"].get<Shape>(), {}};
}

ModelSpec spec_of(const Json& json) {
  ModelSpec spec;
  spec.family = json["family"] == "gan" ? Family::gan : Family::vae;
  spec.latent = {{"z", LatentBlock::Prior::normal, json["dim"].get<std::size_t>(), -1, 1}};
  return spec;
}

std::string names(const Json& /*arguments*/) {
  std::string text;
  for (const char* name : {kImage,
                           kOutput,
                           kMeanAndSpread,
                           kLatent,
                           kEncoder,
                           kDrawAgain,
                           kUseMean,
                           kAnotherDigit,
                           kRealDigit,
                           kInsideNote,
                           decoder_name(Family::gan),
                           decoder_name(Family::vae),
                           kTrain,
                           kPause,
                           kOneStep,
                           kRewind,
                           kUseModel,
                           kSaveModel,
                           kConfiguration,
                           kTrainingSeed,
                           kRandom,
                           kLearningRate,
                           kKlWeight,
                           kStepAxis,
                           kBatchLoss,
                           kSeedNote,
                           kUntrained,
                           kLoadingDigits,
                           kMove,
                           kMemory,
                           kChooseForMemory,
                           kNearCode,
                           kPlay,
                           kDrawPath,
                           kAddPoint,
                           kClearPath})
    text += (text.empty() ? "" : "|") + std::string(name);
  return text;
}

const std::map<std::string, std::function<std::string(const Json&)>> kSaid = {
    {"reading", [](const Json& of) { return reading_caption(reading_of(of["reading"])); }},
    {"term", [](const Json& of) { return term_caption(of["term"], reading_of(of["reading"])); }},
    {"digit", [](const Json& of) { return digit_words(of["index"], of["seed"], reading_of(of["reading"])); }},
    {"walk", [](const Json& of) { return walk_place_words(of["frame"], of["frames"], reading_of(of["reading"])); }},
    {"map", [](const Json& of) { return map_place_words(of["x"], of["y"], reading_of(of["reading"])); }},
    {"dimension", [](const Json& of) { return dimension_words(of["changed"], of["base"], reading_of(of["reading"])); }},
    {"drawing",
     [](const Json& of) { return drawing_words(reading_of(of["given"]), reading_of(of["back"]), of["label"]); }},
    {"inside", [](const Json& of) { return inside_words(of["model"], of["layers"], reading_of(of["reading"])); }},
    {"sheet", [](const Json& of) { return sheet_words(of["model"], of["count"], of["seed"], readings_of(of)); }},
    {"trouble",
     [](const Json& of) { return learned_words(100, 1, 1000, {}, static_cast<Trouble>(of["number"].get<int>())); }},
    {"learned", [](const Json& of) { return learned_words(of["steps"], of["seconds"], of["count"], readings_of(of)); }},
    {"sum", [](const Json& of) { return sum_words(readings_of(of)); }},
    {"station", [](const Json& of) { return station_sentence(of["seed"], of["index"], of["label"], of["edited"]); }},
    {"pixelError", [](const Json& of) { return pixel_error_words(of["model"], of["percent"]); }},
    {"effect", [](const Json& of) { return effect_words(of["name"]); }},
    {"codeDoes", [](const Json& of) { return code_does(of["name"], changes_of(of)); }},
    {"codeDraws", [](const Json& of) { return code_draws(of["value"], of["digit"]); }},
    {"codeDrawsHow", [](const Json& of) { return code_draws_how(of["digit"], of["share"]); }},
    {"compared",
     [](const Json& of) {
       return compared_words(of["models"][0].get<std::string>() + ", " + of["models"][1].get<std::string>(),
                             of["seed"]);
     }},
    {"nearestIs", [](const Json& of) { return nearest_caption(of["index"], of["label"]); }},
    {"memoryVerdict", [](const Json& of) { return memory_verdict(of["distance"], of["size"], of["count"]); }},
    {"views", [](const Json& of) { return of["text"].get<std::string>(); }},  // shell/window_test.cpp
    {"names", names},
    {"layer", [](const Json& of) { return layer_name(of["network"], of["index"], layer_of(of)); }},
    {"layerRange", [](const Json& of) { return layer_words(of["name"], of["values"].get<std::vector<float>>()); }},
    {"seenInside", [](const Json& of) { return seen_inside(spec_of(of), of["noise"]); }},
    {"seenOnLearn", [](const Json& of) { return seen_on_learn(config_of(of).model); }},
    {"learnNote", [](const Json& of) { return learn_note(config_of(of), of["count"]); }},
    {"rate", [](const Json& of) { return times_rate(of["factor"]); }},
    {"loss", [](const Json& of) { return loss_name(of["name"]); }},
    {"learnedDigit", [](const Json& of) { return learned_digit_name(of["index"], of["steps"]); }},
    {"learningFailed", [](const Json& of) { return learning_failed(of["reason"]); }},
};

}  // namespace

TEST_CASE("the viewer says what the page says, word for word") {
  const std::string path = std::string(LATENTWALK_FIXTURES) + "/page-words.json";
  const Json said = parse_json(read_text(path), path);
  CHECK(said.size() > 100);
  for (const Json& one : said) {
    const std::string name = one["say"];
    CAPTURE(one.dump());
    REQUIRE(kSaid.contains(name));
    CHECK(kSaid.at(name)(one) == one["text"].get<std::string>());
  }
}
