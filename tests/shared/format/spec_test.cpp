#include "latentwalk/spec.hpp"

#include <doctest/doctest.h>

#include "tests/support/test_files.hpp"
#include "tests/support/tiny_models.hpp"

using namespace latentwalk;
using tests::contains;
using tests::message_of;

TEST_CASE("a model's JSON survives the way through ModelSpec and back") {
  for (const std::string& name : tests::kTinyNames) {
    const Json json = model_spec_json(tests::tiny_model(name).spec);
    CHECK(model_spec_json(parse_model_spec(json, name)) == json);
  }
}

TEST_CASE("classes have the names that a model gives them, else their labels") {
  Json json = model_spec_json(tests::tiny_model("tiny-cgan").spec);
  const std::size_t count = json["class_count"];
  CHECK(class_name(parse_model_spec(json, "m"), 1) == "1");
  CHECK_FALSE(json.contains("classes"));
  Json names = Json::array();
  for (std::size_t i = 0; i < count; ++i) names.push_back("name " + std::to_string(i));
  names[1] = "Ä";
  json["classes"] = names;
  const ModelSpec model = parse_model_spec(json, "m");
  CHECK(model_spec_json(model) == json);
  CHECK(class_name(model, 1) == "Ä");
  CHECK(class_label(model, "Ä", "--label") == 1);
  CHECK(class_label(model, "0", "--label") == 0);
  CHECK(contains(message_of([&] { class_label(model, "B", "--label"); }), "--label B: expected 0 to"));
  const auto refused = [&](const Json& wrong) {
    json["classes"] = wrong;
    return message_of([&] { parse_model_spec(json, "m"); });
  };
  CHECK(contains(refused({"A"}), "m: classes: expected"));
  CHECK(contains(refused("A"), "m: classes: expected a list"));
  for (const Json& wrong : {Json(1), Json(""), Json("a\nb"), Json(std::string(65, 'a')), Json("Ä")}) {
    names[0] = wrong;
    CHECK(contains(refused(names), "m: classes: "));
  }
}

TEST_CASE("Table 1's generator gives 28 x 28 with padding 2 in its third layer, and 36 x 36 as printed") {
  NetworkSpec generator{{100, 1, 1}, {}};
  const std::size_t depth[] = {512, 256, 128, 64, 1}, kernel[] = {3, 3, 5, 4, 4}, stride[] = {1, 2, 1, 2, 2};
  std::size_t padding[] = {0, 0, 2, 1, 1};
  const auto build = [&] {
    generator.layers.clear();
    for (int i = 0; i < 5; ++i)
      generator.layers.push_back(ConvTranspose2d{depth[i], kernel[i], stride[i], padding[i], false});
    return layer_shapes(generator, "generator");
  };
  std::vector<std::size_t> heights;
  for (const Shape& shape : build()) heights.push_back(shape[1]);
  CHECK(heights == std::vector<std::size_t>{1, 3, 7, 7, 14, 28});
  padding[2] = 1;
  CHECK(build().back() == Shape{1, 36, 36});
}

TEST_CASE("parameters are named by network, layer and role, and shaped as PyTorch shapes them") {
  const NetworkSpec network{{4, 2, 2},
                            {ConvTranspose2d{8, 3, 2, 1, false}, BatchNorm{}, Relu{}, Flatten{}, Linear{5, true}}};
  std::vector<std::string> lines;
  for (const Parameter& p : network_parameters(network, "generator"))
    lines.push_back(p.name + " " + shape_text(p.shape));
  CHECK(lines == std::vector<std::string>{"generator.0.weight [4, 8, 3, 3]", "generator.1.weight [8]",
                                          "generator.1.bias [8]", "generator.1.running_mean [8]",
                                          "generator.1.running_var [8]", "generator.4.weight [5, 72]",
                                          "generator.4.bias [5]"});
}

TEST_CASE("parameters are counted by layer, without the running statistics of batch norms") {
  const NetworkSpec network{{3}, {Linear{4}, BatchNorm{}, Relu{}, Linear{2, false}}};
  CHECK(parameter_counts(network) == std::vector<std::size_t>{3 * 4 + 4, 4 + 4, 0, 4 * 2});
  CHECK(parameter_count(network) == 32);
}

TEST_CASE("a layer that cannot take what comes before is named") {
  const auto message = [](NetworkSpec network) { return message_of([&] { layer_shapes(network, "net"); }); };
  CHECK(contains(message({{4}, {Conv2d{1, 3, 1, 0, true}}}), "net: layer 0 (conv2d) takes an image"));
  CHECK(contains(message({{1, 4, 4}, {Linear{3, true}}}),
                 "net: layer 0 (linear) takes a vector, found [1, 4, 4]; flatten first"));
  CHECK(contains(message({{1, 4, 4}, {Conv2d{1, 7, 1, 1, true}}}),
                 "the kernel of 7 is larger than the padded input of 6"));
  CHECK(contains(message({{1, 1, 1}, {ConvTranspose2d{1, 2, 1, 1, true}}}), "leaves nothing"));
  CHECK(contains(message({{6}, {Reshape{{1, 2, 2}}}}), "[6] has 6 elements, [1, 2, 2] has 4"));
  CHECK(contains(message({{1, 2, 2}, {ConvTranspose2d{60000, 64, 64, 0, true}}}), "more than"));
}

TEST_CASE("each mistake in a model's JSON is named with its place") {
  const Json good = model_spec_json(tests::tiny_model("tiny-vae").spec);
  const auto message = [&](const char* path, const Json& value) {
    Json broken = good;
    broken[Json::json_pointer(path)] = value;
    return message_of([&] { parse_model_spec(broken, "m.json"); });
  };
  CHECK(contains(message("/name", "../etc"), "m.json: name must be"));
  CHECK(contains(message("/family", "flow"), "family must be gan or vae, found \"flow\""));
  CHECK(contains(message("/image/width", 0), "\"width\" must be a whole number from 1 to 1024, found 0"));
  CHECK(contains(message("/image/range", Json{0, 255}), "range must be [0, 1] or [-1, 1], found [0,255]"));
  CHECK(contains(message("/latent/0/prior", "cauchy"), "latent block 0: prior must be normal, uniform or categorical"));
  CHECK(contains(message("/latent/0/dim", 5), "networks.decoder: input must be [5]"));
  CHECK(contains(message("/latent", Json::array()), "latent must be a list"));
  CHECK(contains(message("/networks/decoder/layers/0/type", "attention"),
                 "decoder: layer 0: unknown layer type \"attention\""));
  CHECK(contains(message("/networks/decoder/layers/0/out", 1.5), "\"out\" must be a whole number"));
  CHECK(contains(message("/networks/decoder/layers/3/out", 95), "gives [95], not an image of 12 x 8"));
  CHECK(contains(message("/networks/encoder/layers/7/out", 7), "must give [8] (means, then log-variances), found [7]"));
  CHECK(contains(message("/networks/generator", good["networks"]["decoder"]), "unknown key \"generator\""));
  CHECK(contains(message("/learning_rate", 1), "unknown key \"learning_rate\""));
  Json without = good;
  without["networks"].erase("decoder");
  CHECK(contains(message_of([&] { parse_model_spec(without, "m.json"); }), "networks has no \"decoder\""));
}

TEST_CASE("a conditional discriminator takes the classes behind the pixels or as planes, and nothing between") {
  Json model = model_spec_json(tests::tiny_model("tiny-cgan").spec);  // 12 x 8 pixels, 3 classes
  const auto message = [&](const Shape& input) {
    model["networks"]["discriminator"] = {{"input", input}, {"layers", Json::array({Json{{"type", "leaky_relu"}}})}};
    return message_of([&] { parse_model_spec(model, "m.json"); });
  };
  CHECK(message({99}).empty());
  CHECK(message({4, 8, 12}).empty());
  for (const Shape& wrong : {Shape{96}, Shape{1, 8, 12}, Shape{3, 8, 12}, Shape{4, 12, 8}, Shape{5, 8, 12}})
    CHECK(contains(message(wrong), "networks.discriminator: input must be an image of 12 x 8"));
}
