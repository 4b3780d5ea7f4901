// Graphs of ONNX that a test writes itself, one rule at a time. (tests/programs has those that Python wrote.)
#include "import/onnx_network.hpp"

#include <doctest/doctest.h>

#include <cstring>
#include <fstream>
#include <functional>
#include <iterator>

#include "latentwalk/error.hpp"
#include "latentwalk/model.hpp"

using namespace latentwalk;

namespace {

// ---- A writer of Protocol Buffers
std::string varint(std::uint64_t value) {
  std::string bytes;
  for (; value > 127; value >>= 7U) bytes += static_cast<char>(value | 128U);
  return bytes + static_cast<char>(value);
}
std::string number(unsigned field, std::int64_t value) {
  return varint(field << 3U) + varint(static_cast<std::uint64_t>(value));
}
std::string bytes(unsigned field, const std::string& content) {
  return varint(field << 3U | 2U) + varint(content.size()) + content;
}
std::string raw(const std::vector<float>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)};
}
std::string tensor(const std::string& name, const std::vector<std::int64_t>& sizes, const std::vector<float>& values) {
  std::string text;
  for (const std::int64_t size : sizes) text += number(1, size);
  return text + number(2, 1) + bytes(8, name) + bytes(9, raw(values));
}
std::string longs(const std::string& name, const std::vector<std::int64_t>& values) {
  std::string packed;
  for (const std::int64_t value : values) packed += varint(static_cast<std::uint64_t>(value));
  return number(1, static_cast<std::int64_t>(values.size())) + number(2, 7) + bytes(8, name) + bytes(7, packed);
}
std::string value(const std::string& name, const std::vector<std::int64_t>& sizes) {
  std::string shape;
  for (const std::int64_t size : sizes) shape += bytes(1, size > 0 ? number(1, size) : bytes(2, "n"));
  return bytes(1, name) + bytes(2, bytes(1, number(1, 1) + bytes(2, shape)));
}
std::string node(const std::string& type, const std::vector<std::string>& inputs, const std::string& output,
                 const std::string& attributes = "") {
  std::string text;
  for (const std::string& input : inputs) text += bytes(1, input);
  return text + bytes(2, output) + bytes(3, "the-" + output) + bytes(4, type) + attributes;
}
std::string ints(const std::string& name, const std::vector<std::int64_t>& values) {
  std::string list;
  for (const std::int64_t one : values) list += number(8, one);
  return bytes(5, bytes(1, name) + list);
}
std::string whole(const std::string& name, std::int64_t one) { return bytes(5, bytes(1, name) + number(3, one)); }

/// A graph of two latent numbers, whose nodes give "y".
struct Graph {
  std::vector<std::string> nodes, constants;
  std::vector<std::string> inputs{value("z", {0, 2})}, outputs{value("y", {0, 4})};

  std::string file() const {
    std::string graph;
    for (const std::string& one : nodes) graph += bytes(1, one);
    for (const std::string& one : constants) graph += bytes(5, one);
    for (const std::string& one : inputs) graph += bytes(11, one);
    for (const std::string& one : outputs) graph += bytes(12, one);
    return number(1, 8) + bytes(2, "test") + bytes(7, graph) + bytes(8, number(2, 17));
  }
  Guess guess(const GuessOptions& options) const {
    const std::string text = file();
    const std::span<const std::uint8_t> span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    CHECK(is_onnx_file(span));
    return model_of_onnx(parse_onnx(span, "net.onnx", {}), options, "net.onnx");
  }
  Guess guess() const {
    GuessOptions options;
    options.name = "net";
    return guess(options);
  }
  std::string refusal() const {
    try {
      guess();
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }
  std::vector<float> draw(std::vector<float> latents) const {
    const Guess made = guess();
    Tensor tensor = zeros({1, latents.size()});
    std::copy(latents.begin(), latents.end(), tensor.data());
    const Tensor images = Model::from_weights(made.spec, made.weights).decode(tensor);
    return {images.begin(), images.end()};
  }
};

const std::string kMatrix = tensor("w", {2, 4}, {1, 0, 0, 0.5F, 0, 1, 0, 0.25F});  // as MatMul takes it: (in, out)

Graph squashed(std::vector<std::string> before, std::vector<std::string> constants = {}) {
  Graph graph;
  graph.constants = std::move(constants);
  graph.constants.push_back(kMatrix);
  graph.nodes = std::move(before);
  graph.nodes.push_back(node("Clip", {"x", "zero", "one"}, "y"));
  graph.constants.push_back(tensor("zero", {}, {0}));
  graph.constants.push_back(tensor("one", {}, {1}));
  return graph;
}

bool has(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("products, sums and scalings of ONNX become linear layers") {
  const Graph plain = squashed({node("MatMul", {"z", "w"}, "x")});
  CHECK(plain.draw({0.5F, 0.25F}) == std::vector<float>{0.5F, 0.25F, 0, 0.3125F});
  const Graph with_bias =
      squashed({node("MatMul", {"z", "w"}, "a"), node("Add", {"b", "a"}, "c"), node("Mul", {"c", "two"}, "x")},
               {tensor("b", {4}, {0, 0, 0.25F, 0}), tensor("two", {1}, {2})});
  CHECK(with_bias.draw({0.25F, 0.125F}) == std::vector<float>{0.5F, 0.25F, 0.5F, 0.3125F});
  const Graph halved =
      squashed({node("MatMul", {"z", "w"}, "a"), node("Relu", {"a"}, "r"), node("Div", {"r", "two"}, "x")},
               {tensor("two", {1}, {2})});
  CHECK(has(halved.refusal(), "--range"));  // [0, 2] becomes [0, 1]
}

TEST_CASE("an enlargement before a convolution, output padding and uneven ends become transposed convolutions") {
  // An image of 1 x 2: enlarged twice it is 2 x 4, and a kernel that takes the left neighbour moves it.
  Graph graph = squashed({node("Reshape", {"z", "shape"}, "i"), node("Resize", {"i", "", "scales"}, "e"),
                          node("Conv", {"e", "k"}, "x", ints("pads", {1, 1, 1, 1}))},
                         {longs("shape", {-1, 1, 1, 2}), tensor("scales", {4}, {1, 1, 2, 2}),
                          tensor("k", {1, 1, 3, 3}, {0, 0, 0, 1, 0, 0, 0, 0, 0})});
  CHECK(graph.draw({0.25F, 0.5F}) == std::vector<float>{0, 0.25F, 0.25F, 0.5F, 0, 0.25F, 0.25F, 0.5F});
  graph.nodes[2] = node("Relu", {"e"}, "x");
  CHECK(has(graph.refusal(), "Relu (node \"the-x\")"));

  const auto transposed = [](const std::vector<std::int64_t>& pads, const std::vector<std::int64_t>& more) {
    return squashed({node("Reshape", {"z", "shape"}, "i"),
                     node("ConvTranspose", {"i", "k"}, "x",
                          ints("strides", {2, 2}) + ints("pads", pads) + ints("output_padding", more))},
                    {longs("shape", {0, 1, 1, 2}), tensor("k", {1, 1, 2, 2}, {1, 0.5F, 0.5F, 0.25F})});
  };
  CHECK(transposed({0, 0, 0, 0}, {0, 0}).draw({1, 0.5F}) ==
        std::vector<float>{1, 0.5F, 0.5F, 0.25F, 0.5F, 0.25F, 0.25F, 0.125F});
  CHECK(transposed({0, 0, 0, 0}, {1, 1}).draw({1, 0.5F}) ==
        std::vector<float>{1, 0.5F, 0.5F, 0.25F, 0, 0.5F, 0.25F, 0.25F, 0.125F, 0, 0, 0, 0, 0, 0});
  CHECK(transposed({0, 0, 1, 1}, {0, 0}).draw({1, 0.5F}) == std::vector<float>{1, 0.5F, 0.5F});
}

TEST_CASE("a one-hot label before the latent vector is moved behind it") {
  Graph graph = squashed({node("Concat", {"label", "z"}, "all", whole("axis", 1)), node("MatMul", {"all", "v"}, "x")},
                         {tensor("v", {3, 4}, {0, 0, 0.75F, 0, 1, 0, 0, 0, 0, 1, 0, 0})});
  graph.inputs = {value("label", {0, 1}), value("z", {0, 2})};
  const Guess made = graph.guess();
  CHECK(made.spec.class_count == 1);
  CHECK(latent_dim(made.spec) == 2);
  CHECK(made.weights.at("generator.0.weight")(2, 2) == 0.75F);
  CHECK(made.weights.at("generator.0.weight")(0, 0) == 1);
}

TEST_CASE("graphs that latentwalk cannot run are refused by node or input, with what is possible") {
  const auto with = [](const std::vector<std::string>& nodes, const std::vector<std::string>& constants = {}) {
    return squashed(nodes, constants).refusal();
  };
  CHECK(has(with({node("MatMul", {"z", "w"}, "a"), node("Softmax", {"a"}, "x")}),
            "Softmax (node \"the-x\") is no layer"));
  CHECK(has(with({node("Evil", {"z"}, "x")}), "Evil (node \"the-x\")"));
  CHECK(has(with({node("MatMul", {"z", "w"}, "a"), node("Relu", {"a"}, "b"), node("Add", {"a", "b"}, "x")}),
            "do not branch"));
  CHECK(has(with({node("MatMul", {"z", "nothing"}, "x")}), "\"nothing\", which no node before it gives"));
  CHECK(has(with({node("MatMul", {"z", "w"}, "a"), node("Reshape", {"a", "s"}, "x")}, {longs("s", {2, 2})}),
            "a batch of 2"));
  CHECK(has(with({node("MatMul", {"z", "w"}, "a"), node("Clip", {"a", "zero", "one"}, "b"), node("Relu", {"b"}, "x")}),
            "can only end a network"));
  CHECK(has(with({node("MatMul", {"z", "k"}, "x")}, {tensor("k", {3, 4}, std::vector<float>(12, 1))}),
            "3 inputs cannot follow [2]"));
  CHECK(has(with({node("MatMul", {"z", "k"}, "x")}, {tensor("k", {2, 4}, std::vector<float>(8, 1.0F / 0.0F))}),
            "not a finite number"));
  CHECK(has(with({node("MatMul", {"z", "k"}, "x")}, {tensor("k", {2, 4}, {1})}), "4 bytes do not make F32 [2, 4]"));
  CHECK(has(with({node("MatMul", {"z", "k"}, "x")}, {tensor("k", {2, 1LL << 40}, {1})}), "tensor \"k\": an axis of"));
  CHECK(has(with({node("MatMul", {"z", "k"}, "x")}, {number(1, 2) + number(2, 8) + bytes(8, "k")}),
            "elements of the type 8"));
  const std::string outside = number(1, 2) + number(1, 4) + number(2, 1) + bytes(8, "k") + number(14, 1) +
                              bytes(13, bytes(1, "location") + bytes(2, "../../etc/passwd"));
  CHECK(has(with({node("MatMul", {"z", "k"}, "x")}, {outside}), "only a file in the model's own folder is read"));

  Graph open = squashed({node("MatMul", {"z", "w"}, "x")});
  open.inputs = {value("z", {0, 0})};
  CHECK(has(open.refusal(), "input \"z\": the size of axis 1 is open; only the batch's may be"));
  open.inputs = {value("z", {0, 1, 28, 28})};
  CHECK(has(open.refusal(), "which is an image: give the generator or decoder"));
  Graph colour = squashed({node("MatMul", {"z", "k"}, "a"), node("Reshape", {"a", "s"}, "x")},
                          {tensor("k", {2, 12}, std::vector<float>(24, 1)), longs("s", {0, 3, 2, 2})});
  CHECK(has(colour.refusal(), "three channels (colour)"));
}

TEST_CASE("a broken ONNX file is refused, at each length and for each bit") {
  std::ifstream file(LATENTWALK_FIXTURES "/torch/outside.onnx", std::ios::binary);
  std::vector<std::uint8_t> whole{std::istreambuf_iterator<char>(file), {}};
  REQUIRE(whole.size() > 1000);
  const ReadBeside beside = [](const std::string&) { return std::vector<std::uint8_t>(41008); };
  GuessOptions options;
  options.name = "net";
  const auto attempt = [&](std::span<const std::uint8_t> span) {
    try {
      model_of_onnx(parse_onnx(span, "net.onnx", beside), options, "net.onnx");
      return true;
    } catch (const Error& error) {
      CHECK(std::string(error.what()).starts_with("net.onnx"));
      return false;
    }
  };
  CHECK(attempt(whole));
  std::size_t read = 0;
  for (std::size_t size = 0; size < whole.size(); ++size) read += attempt(std::span(whole).first(size)) ? 1 : 0;
  CHECK(read < 64);  // without the last field, the version of the operators
  for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
    whole[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    attempt(whole);
    whole[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
  }
}
