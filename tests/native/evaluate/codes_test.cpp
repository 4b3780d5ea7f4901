// What codes stand for, on data where that is known, and which metrics apply to a model.
#include "evaluate/codes.hpp"

#include <algorithm>
#include <numeric>

#include "evaluate/metric_list.hpp"
#include "evaluate/recogniser.hpp"
#include "latentwalk/json.hpp"
#include "latentwalk/rng.hpp"
#include "tests/support/test_files.hpp"
#include "tests/support/torch_doctest.hpp"
#include "trainer/networks/tensor_bridge.hpp"

using namespace latentwalk;
using tests::contains;
using tests::message_of;

namespace {

using Counts = std::vector<std::vector<std::int64_t>>;

std::int64_t right(const Counts& counts, const std::vector<int>& map) {
  std::int64_t sum = 0;
  for (std::size_t value = 0; value < map.size(); ++value) sum += counts[value][static_cast<std::size_t>(map[value])];
  return sum;
}

ModelSpec coded_spec(const std::string& latent, std::size_t dim, std::size_t answers) {
  const std::string text = R"({"name": "coded", "description": "d", "family": "gan",
    "image": {"width": 2, "height": 2, "range": [-1, 1]}, "latent": )" +
                           latent + R"(, "networks": {
    "generator": {"input": [)" +
                           std::to_string(dim) + R"(], "layers": [{"type": "linear", "out": 4}, {"type": "tanh"}]},
    "discriminator": {"input": [4], "layers": [{"type": "linear", "out": )" +
                           std::to_string(answers) + "}]}}}";
  return parse_model_spec(parse_json(text, "coded"), "coded");
}

const char* kLatent = R"([{"name": "noise", "prior": "normal", "dim": 3},
  {"name": "style", "prior": "uniform", "dim": 2, "low": -1, "high": 1},
  {"name": "kind", "prior": "categorical", "dim": 4}])";

}  // namespace

TEST_CASE("a code that is a permutation of the digits is found, through some wrong readings") {
  const std::vector<int> truth{3, 0, 7, 9, 1, 2, 8, 4, 6, 5};
  Counts counts(10, std::vector<std::int64_t>(10, 12));
  for (std::size_t value = 0; value < 10; ++value) counts[value][static_cast<std::size_t>(truth[value])] = 100;
  CHECK(assign_digits(counts) == truth);
}

TEST_CASE("two values that draw the same digit do not both pass for it") {
  // Both values read mostly as 1; the second has some 2 too, the first none.
  CHECK(assign_digits({{0, 90, 10}, {0, 60, 40}}) == std::vector<int>{1, 2});
  CHECK(assign_digits({{0, 60, 40}, {0, 90, 10}}) == std::vector<int>{2, 1});
}

TEST_CASE("the assignment is the best of all, tried one by one") {
  Rng rng(4);
  for (int turn = 0; turn < 20; ++turn) {
    Counts counts(4, std::vector<std::int64_t>(6));
    for (auto& row : counts)
      for (auto& count : row) count = static_cast<std::int64_t>(rng.below(50));
    std::vector<int> order(6);
    std::iota(order.begin(), order.end(), 0);
    std::int64_t best = -1;
    do best = std::max(best, right(counts, {order.begin(), order.begin() + 4}));
    while (std::next_permutation(order.begin(), order.end()));
    std::vector<int> found = assign_digits(counts);
    CHECK(right(counts, found) == best);
    std::sort(found.begin(), found.end());
    CHECK(std::unique(found.begin(), found.end()) == found.end());
  }
  CHECK(contains(message_of([] { assign_digits({{1}, {2}}); }), "2 values for 1 digits"));
}

TEST_CASE("the code lies where the latent blocks put it, and a recogniser's answer is read from there") {
  const ModelSpec spec = coded_spec(kLatent, 9, 7);
  const CodeBlock code = find_code(spec);
  CHECK(code.latent_offset == 5);
  CHECK(code.answer_offset == 3);  // the logit of being real, and two of style
  CHECK(code.value_count == 4);

  // Answers 3 to 6 are the four pixels as the network sees them, the others louder: the brightest pixel is the value.
  TorchNetwork discriminator(spec.networks.at("discriminator"), "discriminator");
  torch::Tensor weight = torch::zeros({7, 4}), bias = torch::tensor({50.0F, 50.0F, 50.0F, 0.0F, 0.0F, 0.0F, 0.0F});
  for (int i = 0; i < 4; ++i) weight[3 + i][i] = 1.0F;
  discriminator.load({{"discriminator.0.weight", weight}, {"discriminator.0.bias", bias}}, "coded");
  discriminator.set_requires_grad(false);
  const torch::Tensor images =
      torch::tensor({{0.1F, 0.9F, 0.0F, 0.3F}, {0.2F, 0.1F, 0.0F, 0.8F}, {0.6F, 0.5F, 0.0F, 0.5F}});
  const torch::Tensor read = recognise_codes(spec, discriminator, images);
  CHECK(torch::equal(read, torch::tensor({1, 3, 0}, torch::kInt64)));
  CHECK(find_code(coded_spec(R"([{"name": "z", "prior": "normal", "dim": 9}])", 9, 1)).value_count == 0);
}

TEST_CASE("a model gets the metrics of its kind; all does not mean hours") {
  const auto has = [](const std::vector<std::string>& names, const char* name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  const ModelSpec coded = coded_spec(kLatent, 9, 7),
                  gan = coded_spec(R"([{"name": "z", "prior": "normal", "dim": 9}])", 9, 1);
  CHECK(has(metrics_for(coded, {}), "code10k"));
  CHECK(!has(metrics_for(gan, {}), "code10k"));
  CHECK(has(metrics_for(gan, {}), "fcd10k"));
  CHECK(!has(metrics_for(gan, {}), "parzen10k"));
  CHECK(has(metrics_for(gan, {"all"}), "parzen10k"));
  CHECK(metrics_for(gan, {"nll1k_dynamic", "fcd10k"}) == std::vector<std::string>{"fcd10k"});

  const auto vae = [](const char* layers) {
    const std::string text = std::string(R"({"name": "v", "description": "d", "family": "vae",
      "image": {"width": 28, "height": 28, "range": [0, 1]}, "latent": [{"name": "z", "prior": "normal", "dim": 2}],
      "networks": {"encoder": {"input": [784], "layers": [{"type": "linear", "out": 4}]},
                   "decoder": {"input": [2], "layers": [)") +
                             layers + R"(, {"type": "sigmoid"}]}}})";
    return parse_model_spec(parse_json(text, "v"), "v");
  };
  const ModelSpec plain = vae(R"({"type": "linear", "out": 784})");
  const ModelSpec convolutional = vae(R"({"type": "linear", "out": 196}, {"type": "reshape", "shape": [1, 14, 14]},
      {"type": "conv_transpose2d", "out": 1, "kernel": 4, "stride": 2, "padding": 1})");
  CHECK(has(metrics_for(plain, {"all"}), "nll1k_dynamic"));
  CHECK(!has(metrics_for(plain, {"all"}), "nll10k_dynamic"));
  CHECK(!has(metrics_for(plain, {}), "nll1k_dynamic"));
  CHECK(has(metrics_for(convolutional, {"all"}), "nll100_dynamic"));
  CHECK(!has(metrics_for(convolutional, {"all"}), "nll1k_dynamic"));
  CHECK(has(metrics_for(convolutional, {"nll10k_static"}), "nll10k_static"));
}
