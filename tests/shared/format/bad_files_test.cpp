// A museum of bad model files: each breaks one rule of the format, alone, and is refused with a message that names it.
// Natively, under the sanitizers and as wasm: the same table.
#include <doctest/doctest.h>

#include <cstring>
#include <functional>
#include <limits>

#include "latentwalk/json.hpp"
#include "tests/support/allocations.hpp"
#include "tests/support/test_files.hpp"
#include "tests/support/tiny_models.hpp"

using namespace latentwalk;
using tests::contains;
using tests::message_of;
using Bytes = std::vector<std::uint8_t>;

namespace {

// A model file taken apart: the header as JSON, and the tensors' bytes.
struct Parts {
  Json header;
  Bytes data;
};

Parts parts_of(const Bytes& file) {
  std::uint64_t length = 0;
  std::memcpy(&length, file.data(), 8);
  const auto begin = file.begin() + 8, middle = begin + static_cast<std::ptrdiff_t>(length);
  return {Json::parse(begin, middle), {middle, file.end()}};
}

Bytes join(std::uint64_t length, const std::string& header, const Bytes& data) {
  Bytes file(8);
  std::memcpy(file.data(), &length, 8);
  file.insert(file.end(), header.begin(), header.end());
  file.insert(file.end(), data.begin(), data.end());
  return file;
}

Bytes join(const std::string& header, const Bytes& data) { return join(header.size(), header, data); }

const Parts& good(const std::string& model = "tiny-vae") {
  static std::map<std::string, Parts> made;
  const auto found = made.find(model);
  if (found != made.end()) return found->second;
  return made[model] = parts_of(serialize_model(tests::tiny_model(model), DType::f32));
}

// A header in which some text, which must be there once, is replaced.
Bytes with_text(const std::string& from, const std::string& to) {
  std::string header = good().header.dump();
  const auto at = header.find(from);
  REQUIRE(at != std::string::npos);
  return join(header.replace(at, from.size(), to), good().data);
}

// A header in which one value is another.
Bytes with_value(const char* path, const Json& value) {
  Json header = good().header;
  header[Json::json_pointer(path)] = value;
  return join(header.dump(), good().data);
}

Bytes without(const char* key) {
  Json header = good().header;
  header["__metadata__"].erase(key);
  return join(header.dump(), good().data);
}

// The model's spec, which stands in the metadata as text, changed.
Bytes with_spec(const std::function<void(Json&)>& change, const std::string& model = "tiny-vae") {
  Json header = good(model).header;
  Json spec = Json::parse(header["__metadata__"]["model"].get<std::string>());
  change(spec);
  header["__metadata__"]["model"] = spec.dump();
  return join(header.dump(), good(model).data);
}

Bytes with_spec(const char* path, const Json& value, const std::string& model = "tiny-vae") {
  return with_spec([&](Json& spec) { spec[Json::json_pointer(path)] = value; }, model);
}

// An entry of the metadata, whose commas a count of the header's commas does not see.
Bytes with_escaped_commas(const std::string& key, const std::string& text) {
  Json header = good().header;
  header["__metadata__"][key] = "PLACE";
  std::string escaped;
  for (const char c : Json(text).dump()) escaped += c == ',' ? std::string("\\u002c") : std::string(1, c);
  std::string all = header.dump();
  return join(all.replace(all.find("\"PLACE\""), 7, escaped), good().data);
}

Bytes escaped_facts(int count) {
  std::string facts = "{";
  for (int i = 0; i < count; ++i) facts += (i ? ",\"" : "\"") + std::to_string(i) + "\":\"\"";
  return with_escaped_commas("training", facts + "}");
}

// The generator of tiny-gan with other layers, and square images.
Bytes with_layers(const char* layers, int image = 0) {
  return with_spec(
      [&](Json& spec) {
        spec["networks"]["generator"]["layers"] = Json::parse(layers);
        if (image > 0) spec["image"]["width"] = spec["image"]["height"] = image;
      },
      "tiny-gan");
}

// One number of a tensor's bytes changed.
template <class T>
Bytes with_number(const std::string& tensor, T value, const std::string& model = "tiny-vae") {
  Bytes data = good(model).data;
  std::memcpy(data.data() + good(model).header[tensor]["data_offsets"][0].get<std::size_t>(), &value, sizeof value);
  return join(good(model).header.dump(), data);
}

// A tensor of tiny-cvae with the same bytes and another shape.
Bytes reshaped(const std::string& tensor, const Shape& shape) {
  Json header = good("tiny-cvae").header;
  header[tensor]["shape"] = shape;
  return join(header.dump(), good("tiny-cvae").data);
}

// Renames a tensor.
Bytes renamed(const std::string& from, const std::string& to) {
  return with_text("\"" + from + "\":{", "\"" + to + "\":{");
}

// The file with a further tensor of four bytes at its end.
Bytes with_tensor(const std::string& name, const char* entry = nullptr) {
  Json header = good().header;
  const std::size_t end = good().data.size();
  header[name] = entry ? Json::parse(entry) : Json{{"dtype", "F32"}, {"shape", Json::array({1U})}};
  header[name]["data_offsets"] = {end, end + 4};
  Bytes data = good().data;
  data.resize(end + 4);
  return join(header.dump(), data);
}

std::string repeated(const std::string& text, std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

struct Case {
  std::string rule;
  Bytes file;
  const char* message;
};

std::vector<Case> cases() {
  const std::string header = good().header.dump();
  const Bytes& data = good().data;
  const std::string offsets = R"("data_offsets":)", w = "/decoder.0.weight";
  const std::string shape_path = w + "/shape", axis_path = w + "/shape/0", dtype_path = w + "/dtype",
                    offsets_path = w + "/data_offsets", begin_path = w + "/data_offsets/0";
  const auto shape = [&](const char* numbers) {
    return with_text(R"("decoder.0.weight":{"dtype":"F32","shape":[20,4])",
                     std::string(R"("decoder.0.weight":{"dtype":"F32","shape":)") + numbers);
  };
  const auto late = [&](std::uint64_t by) {  // the second tensor in the file begins later
    Json moved = good().header;
    for (auto& [name, entry] : moved.items())
      if (name != "__metadata__" && entry["data_offsets"][0].get<std::uint64_t>() > 0) {
        entry["data_offsets"][0] = entry["data_offsets"][0].get<std::uint64_t>() + by;
        entry["data_offsets"][1] = entry["data_offsets"][1].get<std::uint64_t>() + by;
      }
    Bytes longer = data;
    longer.resize(longer.size() + by);
    return join(moved.dump(), longer);
  };
  const float nan = std::numeric_limits<float>::quiet_NaN(), infinity = std::numeric_limits<float>::infinity();

  return {
      // The length before the header.
      {"an empty file", {}, "not a safetensors file"},
      {"seven bytes", Bytes(7, 0), "not a safetensors file: 7 bytes"},
      {"a length and nothing else", join(0, "", {}), "does not begin with {"},
      {"a header of no bytes", join(0, header, data), "does not begin with {"},
      {"a header one byte too short", join(header.size() - 1, header, data), "not valid JSON"},
      {"a header that reaches into the data", join(header.size() + 1, header, data), "a null byte"},
      {"a header longer than the file", join(header.size() + data.size() + 1, header, data), "cut short"},
      {"a header of 2^31 bytes", join(1ULL << 31U, header, data), "a header of 2147483648 bytes"},
      {"a header of 2^32 bytes", join(1ULL << 32U, header, data), "a header of 4294967296 bytes"},
      {"a header of 2^32 bytes and its own", join((1ULL << 32U) + header.size(), header, data), "a header of 42949"},
      {"a header of 2^63 bytes", join(1ULL << 63U, header, data), "a header of 9223372036854775808 bytes"},
      {"a header of 2^64 - 1 bytes", join(~0ULL, header, data), "a header of 18446744073709551615 bytes"},
      {"a length in big-endian order", join(__builtin_bswap64(header.size()), header, data), "a header of "},
      // The header as text.
      {"white space before the header", join(" " + header, data), "does not begin with {"},
      {"a byte order mark", join("\xEF\xBB\xBF" + header, data), "does not begin with {"},
      {"a list for a header", join("[" + header + "]", data), "does not begin with {"},
      {"UTF-16", join(std::string("{\0\"\0a\0\"\0", 8), data), "a null byte"},
      {"bytes that are no UTF-8", with_text("tiny-vae", "tiny\xFFvae"), "not valid JSON"},
      {"an overlong form in UTF-8", with_text("tiny-vae", "tiny\xC0\xAFvae"), "not valid JSON"},
      {"half a surrogate pair", with_text("tiny-vae", "tiny\\ud800vae"), "not valid JSON"},
      {"a control character in a text", with_text("tiny-vae", "tiny\x01vae"), "not valid JSON"},
      {"a null byte behind the header", join(header + std::string(1, '\0'), data), "a null byte"},
      {"a null byte and a second header", join(header + std::string(1, '\0') + header, data), "a null byte"},
      {"two headers", join(header + header, data), "not valid JSON"},
      {"an unknown escape behind 5,000 letters", with_text("tiny-vae", std::string(5000, 'x') + "\\q"),
       "not valid JSON"},
      {"a comma too many", join(header.substr(0, header.size() - 1) + ",}", data), "not valid JSON"},
      {"a comment", join("{/**/" + header.substr(1), data), "not valid JSON"},
      {"single quotes", with_text("\"F32\"", "'F32'"), "not valid JSON"},
      {"a key twice", with_text("{", R"({"__metadata__":{},)"), "\"__metadata__\" appears twice"},
      {"a tensor twice",
       join(
           header.substr(0, header.size() - 1) + R"(,"decoder.0.bias":)" + good().header["decoder.0.bias"].dump() + "}",
           data),
       "\"decoder.0.bias\" appears twice"},
      {"a key twice, spelt in two ways", with_text("{\"__metadata__\"", R"({"__metadata\u005f_":{},"__metadata__")"),
       "appears twice"},
      {"lists a million deep", join("{\"a\":" + repeated("[", 1'000'000), {}), "nested deeper than 32"},
      {"objects a hundred thousand deep", join(repeated("{\"a\":", 100'000), {}), "nested deeper than 32"},
      {"a list of 300,000 zeros", join("{\"a\":[0" + repeated(",0", 300'000) + "]}", {}), "more than 16384 values"},
      // The metadata.
      {"no metadata", join(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", Bytes(4)),
       "its metadata has no \"format\""},
      {"metadata that is a list", with_value("/__metadata__", Json::array()), "must be an object of strings"},
      {"metadata with a number", with_value("/__metadata__/format", 1), "must be a string"},
      {"another format", with_value("/__metadata__/format", "pt"), "format is \"pt\""},
      {"another version", with_value("/__metadata__/format_version", "3"), "format version 3"},
      {"a fitted prior in a file of version 1", with_tensor("prior.weights"), "is not part of this model"},
      {"version 2 without a fitted prior", with_value("/__metadata__/format_version", "2"),
       "\"prior.weights\" is missing"},
      {"no model", without("model"), "its metadata has no \"model\""},
      {"no training facts", without("training"), "its metadata has no \"training\""},
      {"training facts that are no text", with_value("/__metadata__/training", R"({"epochs":12})"),
       "\"epochs\" must be a string"},
      {"a training fact under a key with a zero byte that is no text",
       with_value("/__metadata__/training", R"({"epochs":"1","epochs\u0000":12})"),
       "training: \"epochs\\u0000\" must be a string, found 12"},
      {"400,000 training facts, their commas escaped", escaped_facts(400'000), "training: more than 1025 values"},
      {"a spec of 300,000 zeros, their commas escaped",
       with_escaped_commas("model", "{\"latent\":[0" + repeated(",0", 300'000) + "]}"),
       "model: more than 16384 values"},
      {"a spec of 16,000 lists, their commas escaped",
       with_escaped_commas("model", "[" + repeated("[0,0],", 16'000) + "0]"), "model: more than 16384 values"},
      {"training facts that are a list", with_value("/__metadata__/training", "[]"), "must be an object of strings"},
      {"a model that is no JSON", with_value("/__metadata__/model", "{"), "model: not valid JSON"},
      // A tensor's entry.
      {"an entry that is a number", with_value(w.c_str(), 4), "expected an object, found 4"},
      {"an entry without dtype", with_value(w.c_str(), {{"shape", {1}}, {"data_offsets", {0, 4}}}),
       "\"dtype\" is missing"},
      {"an unknown dtype", with_value(dtype_path.c_str(), "F3"), "dtype must be one of F32, "},
      {"a dtype of other programs", with_value(dtype_path.c_str(), "BF16"), "BF16 "},
      {"a dtype in small letters", with_value(dtype_path.c_str(), "f32"), "dtype must be one of F32, "},
      {"a dtype that is a number", with_value(dtype_path.c_str(), 32), "\"dtype\" must be a string"},
      {"an unknown key", with_value((w + "/strides").c_str(), {4, 1}), "unknown key \"strides\""},
      {"a shape that is a number", with_value(shape_path.c_str(), 80), "shape must be a list"},
      {"nine axes", with_value(shape_path.c_str(), Json::parse("[1,1,1,1,1,1,1,20,4]")), "at most 8 sizes"},
      {"a hundred thousand axes", shape(("[1" + repeated(",1", 100'000)).append("]").c_str()),
       "more than 16384 values"},
      {"a negative axis", shape("[-20,-4]"), "expected whole numbers"},
      {"a fractional axis", shape("[20.0,4]"), "expected whole numbers"},
      {"an axis with an exponent", shape("[2e1,4]"), "expected whole numbers"},
      {"an axis that is text", shape("[\"20\",4]"), "expected whole numbers"},
      {"an axis of 2^31", shape("[2147483648,4]"), "an axis of 2147483648"},
      {"an axis of 2^32", shape("[4294967296,4]"), "an axis of 4294967296"},
      {"an axis of 2^32 + 20, which a 32-bit machine reads as 20", shape("[4294967316,4]"), "an axis of 4294967316"},
      {"an axis of 2^63", shape("[9223372036854775808,4]"), "an axis of 9223372036854775808"},
      {"an axis of 2^64", shape("[18446744073709551616,4]"), "expected whole numbers"},
      {"a product of 2^32 elements, no bytes on a 32-bit machine", shape("[65536,65536]"), "takes 17179869184 bytes"},
      {"a product of 2^64 bytes", shape("[1073741824,1073741824,4]"), "overflows 64 bits"},
      {"a product that overflows and then meets a zero", shape("[1073741824,1073741824,1073741824,0]"), "overflows 64"},
      {"a shape whose bytes are another number", shape("[20,5]"), "takes 400 bytes, but data_offsets hold 320"},
      {"a dtype whose bytes are another number", with_value(dtype_path.c_str(), "F16"), "takes 160 bytes"},
      {"one offset", with_value(offsets_path.c_str(), {0}), "data_offsets must be [begin, end]"},
      {"three offsets", with_value(offsets_path.c_str(), {0, 320, 320}), "data_offsets must be [begin, end]"},
      {"a negative offset", with_value(begin_path.c_str(), -4), "expected whole numbers"},
      {"a fractional offset", with_value(begin_path.c_str(), 0.5), "expected whole numbers"},
      {"offsets the wrong way round", with_value(offsets_path.c_str(), Json::parse("[320,0]")), "do not lie"},
      {"an offset of 2^64 - 1", with_value((w + "/data_offsets/1").c_str(), ~0ULL), "do not lie in the file's"},
      // Where the tensors lie.
      {"a hole of four bytes", late(4), "a hole between tensors"},
      {"two tensors on the same bytes",
       with_value("/decoder.1.bias/data_offsets", good().header["decoder.0.bias"]["data_offsets"]), "overlap"},
      {"a byte behind the last tensor",
       [&] {
         Bytes more = data;
         more.push_back(0);
         return join(header, more);
       }(),
       "the tensors end at"},
      {"a byte too few",
       [&] {
         Bytes less = data;
         less.pop_back();
         return join(header, less);
       }(),
       "cut short"},
      {"no data", join(header, {}), "cut short"},
      {"an empty tensor in the middle of another",
       [&] {
         Json more = good().header;
         more["empty"] = {{"dtype", "F32"}, {"shape", Json::array({0U})}, {"data_offsets", {2U, 2U}}};
         return join(more.dump(), data);
       }(),
       "overlap"},
      // The tensors that a model has.
      {"a tensor too many", with_tensor("decoder.9.weight"), "\"decoder.9.weight\" is not part of this model"},
      {"a name with a path in it", with_tensor("../../etc/passwd"), "is not part of this model"},
      {"a name with a line break", with_tensor("a\nb"), "is not part of this model"},
      {"a name of 100,000 letters", with_tensor(std::string(100'000, 'n')), "a tensor's name of 100000 bytes"},
      {"no name", with_tensor(""), "is not part of this model"},
      {"a tensor under another name", renamed("decoder.0.weight", "decoder.0.Weight"), "\"decoder.0.weight\""},
      {"a weight turned on its side", shape("[4,20]"), "expected the shape [20, 4], found [4, 20]"},
      {"a weight with an axis of 1 before it", shape("[1,20,4]"), "expected the shape [20, 4], found [1, 20, 4]"},
      {"scales for a weight that has none", with_tensor("decoder.0.weight_scale"), "is not part of this model"},
      // Numbers.
      {"a weight that is not a number", with_number("decoder.0.weight", nan), "is not a finite number"},
      {"an infinite weight", with_number("decoder.0.weight", infinity), "is not a finite number"},
      {"a variance below 0", with_number("decoder.1.running_var", -0.5F), "a variance must not be negative"},
      {"a weight that is another number", with_number("decoder.3.bias", 3.0F), "the self-test differs by"},
      {"a self-test without end", with_number("selftest.images", infinity), "is not a finite number"},
      {"a self-test with a latent that is no number", with_number("selftest.latents", nan), "is not a finite number"},
      {"a self-test with another picture", with_number("selftest.images", 0.123F), "the self-test differs by"},
      {"a self-test with more than ink", with_number("selftest.images", 2.0F), "self-test: pixels must be from 0 to 1"},
      {"a self-test with other codes", with_number("selftest.codes", 9.5F), "the self-test differs by"},
      // The spec.
      {"a spec that is a list", with_spec("", Json::array()), "expected an object"},
      {"a spec with an unknown key", with_spec("/plugin", "x.so"), "unknown key \"plugin\""},
      {"a spec without networks", with_spec([](Json& spec) { spec.erase("networks"); }), "\"networks\" is missing"},
      {"a spec without a decoder", with_spec([](Json& spec) { spec["networks"].erase("decoder"); }), "no \"decoder\""},
      {"an unknown layer", with_spec("/networks/decoder/layers/0/type", "eval"), "unknown layer type \"eval\""},
      {"an unknown family", with_spec("/family", "flow"), "family must be gan or vae"},
      {"a picture of no pixels", with_spec("/image/width", 0), "a whole number from 1 to 1024"},
      {"a picture of 2^32 columns", with_spec("/image/width", 4294967308ULL), "a whole number from 1 to 1024"},
      {"a picture of -12 columns", with_spec("/image/width", -12), "a whole number from 1 to 1024"},
      {"a latent space of 2^31", with_spec("/latent/0/dim", 2147483648ULL), "a whole number from 1 to"},
      {"a layer with 2^20 features", with_spec("/networks/decoder/layers/0/out", 1U << 20U),
       "a whole number from 1 to"},
      {"a stride of 0", with_spec("/networks/encoder/layers/0/stride", 0), "a whole number from 1 to"},
      {"a kernel of 2^32 + 3", with_spec("/networks/encoder/layers/0/kernel", 4294967299ULL), "a whole number from 1"},
      {"a kernel larger than the picture", with_spec("/networks/encoder/layers/0/kernel", 63),
       "is larger than the padded"},
      {"2^32 values between two layers, none on a 32-bit machine", with_spec([](Json& spec) {
         spec["image"]["width"] = spec["image"]["height"] = 1024;
         spec["networks"]["encoder"]["input"] = {1, 1024, 1024};
         spec["networks"]["encoder"]["layers"][0] = {
             {"type", "conv_transpose2d"}, {"out", 1}, {"kernel", 64}, {"stride", 64}};
       }),
       "has no element or more than"},
      {"300 layers", with_spec([](Json& spec) {
         for (int i = 0; i < 300; ++i) spec["networks"]["decoder"]["layers"].push_back({{"type", "relu"}});
       }),
       "a list of 1 to 256 layers"},
      {"a convolution of hours", with_layers(R"([{"type":"linear","out":16384},{"type":"reshape","shape":[1,128,128]},
        {"type":"conv2d","out":64,"kernel":3,"padding":1},{"type":"conv2d","out":64,"kernel":7,"padding":3}])"),
       "networks.generator: one sample takes 3"},
      {"convolutions whose lists would fill the memory", with_layers(R"([{"type":"linear","out":65536},
        {"type":"reshape","shape":[1,256,256]},{"type":"conv_transpose2d","out":1,"kernel":12,"padding":5}])"),
       "networks.generator: the convolutions have 9437184 pairs"},
      {"an encoder of hours",
       with_spec("/networks/encoder/layers/0",
                 Json::parse(R"({"type":"conv2d","out":10922,"kernel":64,"padding":31})")),
       "networks.encoder: one sample takes "},
      {"a self-test of minutes",
       with_layers(R"([{"type":"linear","out":16384},{"type":"reshape","shape":[1,128,128]},
        {"type":"conv2d","out":64,"kernel":1},{"type":"conv2d","out":1,"kernel":11,"padding":5}])",
                   128),
       ": the self-test of "},
      {"a slope that is infinite", with_spec("/networks/encoder/layers/5/slope", "Infinity"), "must be a number"},
      {"a name with a path in it", with_spec("/name", "../../etc/passwd"), "name must be"},
      {"a name with a tag in it", with_spec("/name", "<img src=x>"), "name must be"},
      {"a description of 5,000 bytes", with_spec("/description", std::string(5000, 'x')), "is longer than 4096 bytes"},
      {"a label between two classes", with_number("selftest.labels", 0.5F, "tiny-cgan"),
       "must be a whole number from 0"},
      {"a label out of range", with_number("selftest.labels", 3.0F, "tiny-cgan"), "a class label must be"},
      {"a label below 0", with_number("selftest.labels", -1.0F, "tiny-cgan"), "a class label must be"},
      // The fitted prior.
      {"a fitted prior of a GAN",
       with_spec(
           [](Json& spec) {
             spec["family"] = "gan";
             spec["networks"]["generator"] = spec["networks"]["decoder"];
             spec["networks"].erase("decoder");
             spec["networks"].erase("encoder");
           },
           "tiny-cvae"),
       "tensor"},
      {"a fitted prior of a uniform latent", with_spec("/latent/0/prior", "uniform", "tiny-cvae"),
       "a fitted prior is for a VAE with a normal prior"},
      {"a weight below 0", with_number("prior.weights", -0.25F, "tiny-cvae"), "a weight must not be negative"},
      {"weights that sum to 2", with_number("prior.weights", 1.75F, "tiny-cvae"), "expected a sum of 1"},
      {"a weight that is no number", with_number("prior.weights", nan, "tiny-cvae"), "is not a finite number"},
      {"an infinite mean", with_number("prior.means", infinity, "tiny-cvae"), "is not a finite number"},
      {"a root that is no number", with_number("prior.roots", nan, "tiny-cvae"), "is not a finite number"},
      {"a root without a diagonal", with_number("prior.roots", 0.0F, "tiny-cvae"), "a diagonal must be positive"},
      {"means of another shape", reshaped("prior.means", {3, 4, 2}), "prior.means: expected the shape [3, 2, 4]"},
      {"roots that are no triangles", reshaped("prior.roots", {3, 2, 5, 2}),
       "prior.roots: expected the shape [3, 2, 10]"},
      {"no components", reshaped("prior.weights", {6}), "prior.weights: expected the shape [3, components]"},
      {"a thousand and one classes", with_spec("/class_count", 1001, "tiny-cgan"), "a whole number from 0 to 1000"},
  };
}

}  // namespace

// What a network that is built to replay its self-test plans for its own use, at most.
constexpr long kWorkspace = 512 * 1024;

TEST_CASE("each rule of the format, broken alone, is refused by name, and costs little memory") {
  const std::vector<Case> all = cases();
  CHECK(all.size() >= 100);
  for (const Case& bad : all) {
    std::string message;
    const long peak =
        tests::peak_bytes([&] { message = message_of([&] { Model::parse(bad.file, "bad.safetensors"); }); });
    CHECK_MESSAGE(contains(message, bad.message), bad.rule, ": ", message.substr(0, 300));
    CHECK_MESSAGE(message.rfind("bad.safetensors: ", 0) == 0, bad.rule, ": ", message.substr(0, 300));
    CHECK_MESSAGE(message.find('\n') == std::string::npos, bad.rule);
    CHECK_MESSAGE(message.size() < 1000, bad.rule, ": a message of ", message.size(), " bytes");
    CHECK_MESSAGE(peak <= 4 * static_cast<long>(bad.file.size()) + kWorkspace, bad.rule, ": ", peak,
                  " bytes for a file of ", bad.file.size());
  }
}

TEST_CASE("the files that the bad ones were made from are good") {
  for (const std::string& name : tests::kTinyNames)
    CHECK(message_of([&] { Model::parse(join(good(name).header.dump(), good(name).data), name); }).empty());
}

TEST_CASE("a model file cut anywhere is refused") {
  const Bytes file = serialize_model(tests::tiny_model("tiny-cgan"), DType::f16);
  for (std::size_t size = 0; size < file.size(); ++size) {
    const std::string message = message_of([&] { Model::parse(std::span(file).first(size), "cut.safetensors"); });
    if (message.rfind("cut.safetensors: ", 0) != 0) FAIL_CHECK("cut at ", size, ": ", message);
  }
}

TEST_CASE("a flipped bit in a model file's header is refused, or changes a text and nothing that is drawn") {
  const ModelFile made = tests::tiny_model("tiny-cgan");
  const Bytes file = serialize_model(made, DType::f16);
  const Model model = Model::parse(file, "good");
  std::uint64_t length = 0;
  std::memcpy(&length, file.data(), 8);
  int harmless = 0;
  for (std::size_t i = 0; i < 8 + length; ++i)
    for (int bit = 0; bit < 8; ++bit) {
      Bytes broken = file;
      broken[i] = static_cast<std::uint8_t>(broken[i] ^ (1U << bit));
      try {
        const Model still = Model::parse(broken, "flipped.safetensors");
        // What loads has replayed its self-test: the network is the one that it was.
        CHECK(still.spec().networks.at("generator").layers.size() ==
              model.spec().networks.at("generator").layers.size());
        CHECK(still.selftest_error() <= kSelftestTolerance);
        ++harmless;
      } catch (const Error& error) {
        const std::string message = error.what();
        if (message.rfind("flipped.safetensors: ", 0) != 0 || message.find('\n') != std::string::npos)
          FAIL_CHECK("byte ", i, " bit ", bit, ": ", message);
      }
    }
  CHECK(harmless > 0);  // names, descriptions, facts and priors are texts like any other
}
