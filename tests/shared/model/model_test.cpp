#include "latentwalk/model.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "latentwalk/latent.hpp"
#include "tests/support/test_files.hpp"
#include "tests/support/tiny_models.hpp"

using namespace latentwalk;
using tests::contains;
using tests::message_of;

namespace {

Safetensors opened(const std::string& name) {
  return parse_safetensors(serialize_model(tests::tiny_model(name), DType::f32), name);
}

std::string parse_message(const Safetensors& file) {
  return message_of([&] { Model::parse(serialize_safetensors(file), "file"); });
}

}  // namespace

TEST_CASE("the committed fixtures and every shipped model load and prove themselves") {
  auto paths = tests::files_in(LATENTWALK_FIXTURES, ".safetensors");
  REQUIRE(paths.size() == tests::kTinyNames.size());
  for (const std::string& path : tests::files_in(LATENTWALK_MODELS, ".safetensors")) paths.push_back(path);
  for (const std::string& path : paths) {
    const Model model = Model::parse(tests::read_bytes(path), path);
    CHECK_MESSAGE(model.selftest_error() < 1e-4, path);
  }
}

TEST_CASE("the committed fixtures are what make_fixtures makes") {
  for (const std::string& name : tests::kTinyNames) {
    const auto bytes = tests::read_bytes(std::string(LATENTWALK_FIXTURES) + "/" + name + ".safetensors");
    const ModelFile made = tests::tiny_model(name);
    CHECK(model_spec_json(Model::parse(bytes, name).spec()) == model_spec_json(made.spec));
    const Safetensors file = parse_safetensors(bytes, name);
    for (const auto& [tensor, values] : made.weights) CHECK(load(file.tensors.at(tensor), tensor) == values);
  }
}

TEST_CASE("pixels are in [0, 1], the same for the same latents and other for others") {
  for (const char* name : {"tiny-gan", "tiny-vae"}) {
    const Model model = Model::parse(serialize_model(tests::tiny_model(name), DType::f32), name);
    const Tensor images = model.decode(sample_latents(model.spec(), 1, 100));
    REQUIRE(shape_of(images) == Shape{100, 8, 12});
    for (const float value : images) REQUIRE((value >= 0.0F && value <= 1.0F));
    CHECK(images == model.decode(sample_latents(model.spec(), 1, 100)));
    CHECK(images != model.decode(sample_latents(model.spec(), 2, 100)));
  }
}

TEST_CASE(
    "class weights blend: one-hot rows draw what the labels draw, others lie between, and their shape is checked") {
  const Model model = Model::parse(serialize_model(tests::tiny_model("tiny-cgan"), DType::f32), "c");
  const Tensor latents = sample_latents(model.spec(), 1, 2);
  const std::size_t classes = model.spec().class_count;
  const std::int32_t labels[] = {2, 0};
  Tensor one_hot = zeros({2, classes}), half = zeros({2, classes});
  one_hot(0, 2) = one_hot(1, 0) = 1.0F;
  half(0, 2) = half(0, 1) = half(1, 0) = half(1, 1) = 0.5F;
  CHECK(model.decode_blend(latents, one_hot) == model.decode(latents, labels));
  CHECK(model.decode_blend(latents, half) != model.decode(latents, labels));
  CHECK(model.decode_blend(latents, half, 2) == model.decode_blend(latents, half, 1));
  CHECK(contains(message_of([&] { model.decode_blend(latents, zeros({2, classes + 1})); }), "class weights"));
  half(1, 1) = std::numeric_limits<float>::quiet_NaN();
  CHECK(contains(message_of([&] { model.decode_blend(latents, half); }), "not a finite number"));
  const Model plain = Model::parse(serialize_model(tests::tiny_model("tiny-gan"), DType::f32), "p");
  CHECK(contains(message_of([&] {
                   plain.decode_blend(sample_latents(plain.spec(), 1, 1), zeros({1, 3}));
                 }),
                 "takes no class weights"));
}

TEST_CASE("a conditional model needs one valid label per sample, an unconditional one refuses them") {
  const Model conditional = Model::parse(serialize_model(tests::tiny_model("tiny-cgan"), DType::f32), "c");
  const Tensor latents = sample_latents(conditional.spec(), 1, 2);
  const std::vector<std::int32_t> zero{0, 0}, two{2, 2}, bad{0, 3}, negative{-1, 0}, one{1};
  CHECK(conditional.decode(latents, zero) != conditional.decode(latents, two));
  CHECK(contains(message_of([&] { conditional.decode(latents); }),
                 "needs one class label per sample: expected 2, found 0"));
  CHECK(contains(message_of([&] { conditional.decode(latents, one); }), "expected 2, found 1"));
  CHECK(contains(message_of([&] { conditional.decode(latents, bad); }), "from 0 to 2, found 3"));
  CHECK(contains(message_of([&] { conditional.decode(latents, negative); }), "found -1"));
  const Model plain = Model::parse(serialize_model(tests::tiny_model("tiny-gan"), DType::f32), "g");
  CHECK(contains(message_of([&] { plain.decode(sample_latents(plain.spec(), 1, 2), zero); }), "takes no class labels"));
}

TEST_CASE("wrong latents and pixels are refused with what was expected") {
  const Model model = Model::parse(serialize_model(tests::tiny_model("tiny-vae"), DType::f32), "v");
  CHECK(contains(message_of([&] { model.decode(zeros({2, 5})); }), "latents must be (N, 4), found [2, 5]"));
  Tensor latents = zeros({1, 4});
  latents(0, 2) = std::numeric_limits<float>::infinity();
  CHECK(contains(message_of([&] { model.decode(latents); }), "latents: element 2 is not a finite number"));
  CHECK(contains(message_of([&] { model.encode(zeros({1, 12, 8})); }), "images must be (N, 8, 12)"));
  Tensor image = zeros({1, 8, 12});
  image(0, 0, 0) = 2.0F;  // whole: a message has the decimal point of the program around the core
  CHECK(contains(message_of([&] { model.encode(image); }), "pixels must be from 0 to 1, found 2"));
  const Model gan = Model::parse(serialize_model(tests::tiny_model("tiny-gan"), DType::f32), "g");
  CHECK(contains(message_of([&] { gan.encode(zeros({1, 8, 12})); }), "has no encoder"));
}

TEST_CASE("a network that gives NaN is an error, whatever layers come behind it") {
  for (const std::string& name : tests::kTinyNames) {
    CAPTURE(name);
    const ModelFile file = tests::tiny_model(name);
    std::map<std::string, Tensor> weights = file.weights;
    for (auto& [tensor, weight] : weights) weight.fill(std::numeric_limits<float>::quiet_NaN());
    const Model model = Model::from_weights(file.spec, weights);
    const std::vector<std::int32_t> labels(file.spec.class_count > 0 ? 2 : 0, 0);
    const Tensor latents = sample_latents(file.spec, 1, 2);
    CHECK(contains(message_of([&] { model.decode(latents, labels); }), name + "\": the images: element 0 is not"));
    if (!labels.empty()) {
      const Tensor mixed = zeros({2, file.spec.class_count});
      CHECK(
          contains(message_of([&] { model.decode_blend(latents, mixed); }), name + "\": the images: element 0 is not"));
    }
    if (model.has_encoder())
      CHECK(contains(message_of([&] {
                       model.encode(zeros({2, 8, 12}), labels);
                     }),
                     name + "\": the codes: element 0 is not"));
  }
}

TEST_CASE("a number beyond the floats is an error, not ink") {
  const ModelSpec spec = parse_model_spec(parse_json(R"({"name": "m", "family": "gan",
      "image": {"width": 2, "height": 1, "range": [0, 1]}, "latent": [{"name": "z", "prior": "normal", "dim": 1}],
      "networks": {"generator": {"input": [1], "layers": [{"type": "linear", "out": 2, "bias": false}]}}})",
                                                     "m"),
                                          "m");
  Tensor weight = zeros({2, 1}), latents = zeros({1, 1});
  weight(1, 0) = 1e30F;
  const Model model = Model::from_weights(spec, {{"generator.0.weight", weight}});
  latents(0, 0) = 1e8F;
  CHECK(model.decode(latents)(0, 0, 1) == 1.0F);
  latents(0, 0) = 1e9F;
  CHECK(contains(message_of([&] { model.decode(latents); }), "the images: element 1 is not a finite number (inf)"));
}

TEST_CASE("a training fact under a key with a zero byte is another fact than the one without") {
  Safetensors file = opened("tiny-gan");
  const std::string key("epochs\0x", 8);
  file.metadata["training"] = R"({"epochs":"1","epochs\u0000x":"2"})";
  const Model model = Model::parse(serialize_safetensors(file), "file");
  CHECK(model.training().at("epochs") == "1");
  CHECK(model.training().at(key) == "2");
}

TEST_CASE("the shipped models stay far below the limits on work") {
  for (const std::string& path : tests::files_in(LATENTWALK_MODELS, ".safetensors")) {
    const Model model = Model::parse(tests::read_bytes(path), path);
    for (const auto& [role, network] : model.spec().networks) {
      const NetworkCost cost = network_cost(network, role);
      CHECK(cost.work > 0);
      CHECK(cost.work * 30 < kMaxWork);
      CHECK(cost.links * 1000 < kMaxLinks);
    }
  }
}

TEST_CASE("decoding nothing gives nothing") {
  const Model model = Model::parse(serialize_model(tests::tiny_model("tiny-vae"), DType::f32), "v");
  CHECK(shape_of(model.decode(zeros({0, 4}))) == Shape{0, 8, 12});
  CHECK(shape_of(model.encode(zeros({0, 8, 12})).mean) == Shape{0, 4});
}

TEST_CASE("F16 storage halves the weights and keeps values that fit F16 exactly") {
  const ModelFile file = tests::tiny_model("tiny-gan");
  const auto wide = serialize_model(file, DType::f32), narrow = serialize_model(file, DType::f16);
  CHECK(Model::parse(narrow, "n").storage() == DType::f16);
  CHECK(narrow.size() < wide.size());
  const Tensor latents = sample_latents(file.spec, 1, 4);
  CHECK(Model::parse(narrow, "n").decode(latents) == Model::parse(wide, "w").decode(latents));
}

TEST_CASE("each broken model file gets one line that names the file and the fault") {
  Safetensors file = opened("tiny-gan");
  SUBCASE("a plain safetensors file") {
    file.metadata.clear();
    CHECK(contains(parse_message(file), "file: not a latentwalk model: its metadata has no \"format\""));
  }
  SUBCASE("a newer format") {
    file.metadata["format_version"] = "3";
    CHECK(contains(parse_message(file), "format version 3, this program reads versions 1 and 2"));
  }
  SUBCASE("a missing tensor") {
    file.tensors.erase("generator.4.weight");
    CHECK(contains(parse_message(file), "the tensor \"generator.4.weight\" [4, 8, 4, 4] is missing"));
  }
  SUBCASE("an unexpected tensor") {
    file.tensors["generator.99.weight"] = store(zeros({1}));
    CHECK(contains(parse_message(file), "\"generator.99.weight\" is not part of this model"));
  }
  SUBCASE("a wrong shape") {
    file.tensors["generator.0.bias"] = store(zeros({23}));
    CHECK(contains(parse_message(file), "tensor \"generator.0.bias\": expected the shape [24], found [23]"));
  }
  SUBCASE("a NaN weight") {
    Tensor weight = load(file.tensors["generator.0.weight"], "w");
    weight(3, 1) = std::numeric_limits<float>::quiet_NaN();
    file.tensors["generator.0.weight"] = store(weight);
    CHECK(contains(parse_message(file), "tensor \"generator.0.weight\": element 19 is not a finite number"));
  }
  SUBCASE("whole numbers where floats belong") {
    file.tensors["generator.0.bias"] = {DType::u8, {24}, std::vector<std::uint8_t>(24, 1)};
    CHECK(contains(parse_message(file), "expected floats (F32, F16 or F64), found U8"));
  }
  SUBCASE("a weight that was changed") {
    Tensor weight = load(file.tensors["generator.0.weight"], "w");
    weight(0, 0) += 1.0F;
    file.tensors["generator.0.weight"] = store(weight);
    CHECK(contains(parse_message(file), "the self-test differs by"));
  }
  SUBCASE("no self-test") {
    file.tensors.erase("selftest.latents");
    CHECK(contains(parse_message(file), "selftest.latents must hold 1 to 64 samples, found 0"));
  }
  SUBCASE("a network that does not fit") {
    auto& model = file.metadata["model"];
    model.replace(model.find("\"dim\":6"), 7, "\"dim\":7");
    CHECK(contains(parse_message(file), "networks.generator: input must be [7]"));
  }
}

TEST_CASE("a model that cannot be read back is never written") {
  ModelFile file = tests::tiny_model("tiny-gan");
  SUBCASE("a missing weight") {
    file.weights.erase("generator.0.bias");
    CHECK(contains(message_of([&] { serialize_model(file, DType::f32); }), "\"generator.0.bias\" is missing"));
  }
  SUBCASE("a weight beyond F16") {
    file.weights.at("generator.0.bias")(0) = 1e6F;
    const std::string message = message_of([&] { serialize_model(file, DType::f16); });
    CHECK(contains(message, "\"generator.0.bias\": element 0 is 1e+06"));
    CHECK(contains(message, "65504"));
    CHECK(contains(message, "--storage f32"));
  }
  SUBCASE("a self-test of other weights") {
    file.weights.at("generator.0.weight")(0, 0) += 1.0F;
    CHECK(contains(message_of([&] { serialize_model(file, DType::f32); }), "the self-test differs"));
  }
}

TEST_CASE("the last layer's output is what the model draws, and the last of the encoder its codes") {
  const Model model = Model::parse(serialize_model(tests::tiny_model("tiny-vae"), DType::f32), "v");
  const Tensor latents = sample_latents(model.spec(), 5, 1), image = model.decode(latents);
  const std::size_t last[] = {model.decoder_layers().back().layer}, code[] = {model.encoder_layers().back().layer};
  const std::vector<float> drawn = model.decoder_activations(latents.data(), {}, last);
  REQUIRE(drawn.size() == image.size());
  const double low = model.spec().value_low, span = model.spec().value_high - low;
  for (std::size_t i = 0; i < drawn.size(); ++i)
    CHECK(std::clamp((drawn[i] - low) / span, 0.0, 1.0) == doctest::Approx(image.data()[i]));
  const std::vector<float> codes = model.encoder_activations(image.data(), {}, code);
  const Codes expected = model.encode(image);
  REQUIRE(codes.size() == 2 * expected.mean.size());
  for (std::size_t i = 0; i < expected.mean.size(); ++i) CHECK(codes[i] == expected.mean.data()[i]);
  const std::size_t unknown[] = {99};
  CHECK(contains(message_of([&] { model.decoder_activations(latents.data(), {}, unknown); }), "found 99"));
}
