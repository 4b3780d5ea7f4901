#include "latentwalk/model.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "format/check_finite.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/parallel.hpp"
#include "latentwalk/quantise.hpp"

namespace latentwalk {
namespace {

constexpr const char* kFormat = "latentwalk";
// A self-test has few images, so that loading stays fast.
constexpr std::size_t kMaxSelftest = 64;
// Limits on the values of the two JSON texts in the metadata, whose commas may be escaped in the header. Real models
// have some 80 and 70.
constexpr std::size_t kMaxSpecValues = std::size_t{1} << 14U, kMaxFacts = 1024;

// What a network gives. Its name is put together only for the message, so that decoding allocates nothing.
void check_output(const float* values, std::size_t count, const ModelSpec& spec, const char* what) {
  if (first_not_finite(values, count) != count)
    check_finite(values, count, "the model \"" + spec.name + "\": the " + what);
}

void check_shape(const Shape& found, const Shape& expected, const std::string& what) {
  if (found != expected) fail(what, ": expected the shape ", shape_text(expected), ", found ", shape_text(found));
}

// Names and shapes of the tensors of a self-test with `count` samples.
std::vector<Parameter> selftest_tensors(const ModelSpec& spec, std::size_t count) {
  std::vector<Parameter> tensors{{"selftest.latents", {count, latent_dim(spec)}},
                                 {"selftest.images", {count, spec.image_height, spec.image_width}}};
  if (spec.class_count > 0) tensors.push_back({"selftest.labels", {count}});
  if (spec.networks.contains("encoder")) tensors.push_back({"selftest.codes", {count, 2 * latent_dim(spec)}});
  return tensors;
}

std::vector<Parameter> weight_tensors(const ModelSpec& spec) {
  std::vector<Parameter> tensors;
  for (const auto& [name, network] : spec.networks)
    for (Parameter& parameter : network_parameters(network, name)) tensors.push_back(std::move(parameter));
  return tensors;
}

// Before anything is loaded: the self-test runs while the file is read.
void check_selftest_work(const ModelSpec& spec, std::size_t count, const std::string& name) {
  std::uint64_t work = 0;
  for (const auto& [role, network] : spec.networks)
    if (role != "discriminator") work += network_cost(network, role).work;
  if (work * count > kMaxSelftestWork)
    fail(name, ": the self-test of ", count, " samples takes ", work * count, " multiply-adds, at most ",
         kMaxSelftestWork, " allowed");
}

std::vector<std::int32_t> labels_from(const Tensor& stored, std::size_t class_count, const std::string& what) {
  std::vector<std::int32_t> labels;
  for (const float label : stored) {
    if (!(label >= 0 && label < static_cast<float>(class_count) && label == std::floor(label)))
      fail(what, ": a class label must be a whole number from 0 to ", class_count - 1, ", found ", label);
    labels.push_back(static_cast<std::int32_t>(label));
  }
  return labels;
}

void check_labels(std::span<const std::int32_t> labels, std::size_t count, const ModelSpec& spec) {
  if (spec.class_count == 0) {
    if (!labels.empty()) fail("the model \"", spec.name, "\" is unconditional and takes no class labels");
    return;
  }
  if (labels.size() != count)
    fail("the model \"", spec.name, "\" needs one class label per sample: expected ", count, ", found ", labels.size());
  for (const std::int32_t label : labels)
    if (label < 0 || static_cast<std::size_t>(label) >= spec.class_count)
      fail("a class label must be from 0 to ", spec.class_count - 1, ", found ", label);
}

// Runs a network over many samples in batches of the network's size, on up to `threads` threads.
void run_batches(const Network& network, const NetworkInput& input, std::size_t count, float* output,
                 std::size_t threads) {
  // With several threads, batches are small enough to give each thread at least one.
  const std::size_t batch =
      std::clamp<std::size_t>((count + threads - 1) / std::max<std::size_t>(threads, 1), 1, network.batch());
  const auto part = [&](std::size_t i) {
    const std::size_t begin = i * batch;
    NetworkInput rest = input;
    rest.values += begin * (network.input_size() - input.class_count);
    if (rest.labels) rest.labels += begin;
    network.forward(rest, std::min(batch, count - begin), output + begin * network.output_size());
  };
  parallel_for((count + batch - 1) / batch, threads,
               std::ref(part));  // std::function stores a reference without allocating
}

double largest_difference(const Tensor& a, const Tensor& b) {
  double largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double difference = std::abs(static_cast<double>(a.data()[i]) - b.data()[i]);
    if (!(difference <= largest)) largest = difference;  // keeps a NaN
  }
  return largest;
}

}  // namespace

Model Model::parse(std::span<const std::uint8_t> bytes, std::string_view name_view) {
  const std::string name(name_view);
  const Safetensors file = parse_safetensors(bytes, name);
  const auto field = [&](const char* key) {
    const auto found = file.metadata.find(key);
    if (found == file.metadata.end())
      fail(name, ": not a latentwalk model: its metadata has no \"", key, "\" (a plain safetensors file?)");
    return found->second;
  };
  if (field("format") != kFormat)
    fail(name, ": not a latentwalk model: format is ", in_quotes(field("format")),
         field("format") == "latentwalk-checkpoint" ? ": a checkpoint of a training (latentwalk-train export)"
         : field("format") == "pt"                  ? ": weights of PyTorch (latentwalk import)"
                                                    : "");
  if (field("format_version") != kFormatVersion && field("format_version") != kFormatVersionWithPrior)
    fail(name, ": format version ", printable(field("format_version"), 80), ", this program reads versions ",
         kFormatVersion, " and ", kFormatVersionWithPrior);

  Model model;
  model.spec_ = parse_model_spec(parse_json(field("model"), name + ": model", kMaxSpecValues), name + ": model");
  const Json training = parse_json(field("training"), name + ": training", kMaxFacts + 1);
  if (!training.is_object()) fail(name, ": training must be an object of strings");
  for (const auto& [key, value] : training.get_ref<const Json::object_t&>()) {
    if (!value.is_string()) fail(name, ": training: ", in_quotes(key), " must be a string, found ", excerpt(value));
    model.training_[key] = value.get<std::string>();
  }

  const auto latents = file.tensors.find("selftest.latents");
  const std::size_t count =
      latents == file.tensors.end() || latents->second.shape.empty() ? 0 : latents->second.shape[0];
  if (count < 1 || count > kMaxSelftest)
    fail(name, ": selftest.latents must hold 1 to ", kMaxSelftest, " samples, found ", count);
  check_selftest_work(model.spec_, count, name);
  std::set<std::string> known;
  for (const Parameter& parameter : selftest_tensors(model.spec_, count)) {
    known.insert(parameter.name);
    load_parameter(file, parameter, name);
  }
  std::map<std::string, Parameter> weights;
  for (const Parameter& parameter : weight_tensors(model.spec_)) {
    known.insert(parameter.name);
    const auto found = file.tensors.find(parameter.name);
    if (found == file.tensors.end())
      fail(name, ": the tensor \"", parameter.name, "\" ", shape_text(parameter.shape), " is missing");
    check_shape(found->second.shape, parameter.shape, name + ": tensor \"" + parameter.name + "\"");
    if (found->second.dtype == DType::i8) known.insert(scale_name(parameter.name));
    if (weights.empty()) model.storage_ = found->second.dtype;
    weights[parameter.name] = parameter;
  }
  model.fitted_prior_ = load_fitted_prior(file, model.spec_, name);
  if (model.fitted_prior_)
    for (const char* part : {"weights", "means", "roots"}) {
      const std::string tensor = std::string("prior.") + part;
      known.insert(tensor);
    }
  for (const auto& [tensor, stored] : file.tensors)
    if (!known.contains(tensor)) fail(name, ": the tensor ", in_quotes(tensor), " is not part of this model");

  model.build([&](const std::string& tensor) {
    Tensor values = load_parameter(file, weights.at(tensor), name);
    const std::string what = name + ": tensor \"" + tensor + "\"";
    check_finite(values, what);
    if (tensor.ends_with(".running_var"))
      for (const float value : values)
        if (value < 0) fail(what, ": a variance must not be negative, found ", value);
    return values;
  });
  model.replay_selftest(file, name);
  return model;
}

Model Model::from_weights(const ModelSpec& spec, const std::map<std::string, Tensor>& weights) {
  Model model;
  model.spec_ = spec;
  model.build([&](const std::string& tensor) { return weights.at(tensor); });
  return model;
}

void Model::build(const std::function<Tensor(const std::string&)>& parameter) {
  for (const auto& [role, network] : spec_.networks) {
    if (role == image_network_name(spec_.family)) image_network_.emplace(network, role, parameter);
    if (role == "encoder") encoder_.emplace(network, role, parameter);
  }
}

void Model::replay_selftest(const Safetensors& file, const std::string& name) {
  const auto stored = [&](const char* tensor) {
    const std::string what = name + ": tensor \"" + tensor + "\"";
    Tensor values = load(file.tensors.at(tensor), what);
    check_finite(values, what);
    return values;
  };
  // Errors of decode and encode lack the file's name, so it is added here.
  const auto replayed = [&](const auto& run) {
    try {
      return run();
    } catch (const Error& error) {
      fail(name, ": self-test: ", error.what());
    }
  };
  std::vector<std::int32_t> labels;
  if (spec_.class_count > 0)
    labels = labels_from(stored("selftest.labels"), spec_.class_count, name + ": tensor \"selftest.labels\"");
  const Tensor latents = stored("selftest.latents"), images = stored("selftest.images");
  selftest_error_ = largest_difference(replayed([&] { return decode(latents, labels); }), images);
  if (encoder_) {
    const Codes codes = replayed([&] { return encode(images, labels); });
    const Tensor expected = stored("selftest.codes");
    const std::size_t dim = latent_dim(spec_);
    for (std::size_t n = 0; n < images.shape(0); ++n)
      for (std::size_t i = 0; i < dim; ++i) {
        const auto miss = [&](float found, float wanted) {
          // Codes are not bounded like pixels, so the error is relative where they exceed 1.
          return std::abs(static_cast<double>(found) - wanted) / std::max(1.0, std::abs(static_cast<double>(wanted)));
        };
        selftest_error_ = std::max({selftest_error_, miss(codes.mean(n, i), expected(n, i)),
                                    miss(codes.log_variance(n, i), expected(n, dim + i))});
      }
  }
  if (!(selftest_error_ <= kSelftestTolerance))
    fail(name, ": the self-test differs by ", selftest_error_, ", at most ", kSelftestTolerance,
         " allowed: the weights or the network are not what the file says");
}

Tensor Model::decode(const Tensor& latents, std::span<const std::int32_t> labels, std::size_t threads) const {
  const std::size_t dim = latent_dim(spec_);
  if (latents.dimension() != 2 || latents.shape(1) != dim)
    fail("latents must be (N, ", dim, "), found ", shape_text(shape_of(latents)));
  Tensor images = zeros({latents.shape(0), spec_.image_height, spec_.image_width});
  decode(latents.data(), latents.shape(0), labels, images.data(), threads);
  return images;
}

void Model::decode(const float* latents, std::size_t count, std::span<const std::int32_t> labels, float* pixels,
                   std::size_t threads) const {
  check_labels(labels, count, spec_);
  check_finite(latents, count * latent_dim(spec_), "latents");
  run_batches(*image_network_, {latents, labels.data(), spec_.class_count}, count, pixels, threads);
  to_ink(pixels, count);
}

Tensor Model::decode_blend(const Tensor& latents, const Tensor& class_weights, std::size_t threads) const {
  const std::size_t dim = latent_dim(spec_), classes = spec_.class_count;
  if (classes == 0) fail("the model \"", spec_.name, "\" is unconditional and takes no class weights");
  if (latents.dimension() != 2 || latents.shape(1) != dim)
    fail("latents must be (N, ", dim, "), found ", shape_text(shape_of(latents)));
  const std::size_t count = latents.shape(0);
  check_shape(shape_of(class_weights), {count, classes}, "class weights");
  check_finite(latents, "latents");
  check_finite(class_weights, "class weights");
  Tensor joined = zeros({count, dim + classes});
  for (std::size_t n = 0; n < count; ++n) {
    float* row = joined.data() + n * (dim + classes);
    std::copy_n(latents.data() + n * dim, dim, row);
    std::copy_n(class_weights.data() + n * classes, classes, row + dim);
  }
  Tensor images = zeros({count, spec_.image_height, spec_.image_width});
  run_batches(*image_network_, {joined.data(), nullptr, 0}, count, images.data(), threads);
  to_ink(images.data(), count);
  return images;
}

// Maps the output of the image network from its value range to [0, 1]. Checks it first: infinity would become ink.
void Model::to_ink(float* pixels, std::size_t count) const {
  check_output(pixels, count * spec_.image_height * spec_.image_width, spec_, "images");
  const auto low = static_cast<float>(spec_.value_low), span = static_cast<float>(spec_.value_high - spec_.value_low);
  for (std::size_t i = 0; i < count * spec_.image_height * spec_.image_width; ++i)
    pixels[i] = std::clamp((pixels[i] - low) / span, 0.0F, 1.0F);
}

// The reverse, (count, height * width), for the encoder.
Tensor Model::from_ink(const float* pixels, std::size_t count) const {
  Tensor values = zeros({count, spec_.image_height * spec_.image_width});
  const auto low = static_cast<float>(spec_.value_low), span = static_cast<float>(spec_.value_high - spec_.value_low);
  for (float& value : values) {
    const float pixel = *pixels++;
    if (!(pixel >= 0.0F && pixel <= 1.0F)) fail("pixels must be from 0 to 1, found ", pixel);
    value = low + span * pixel;
  }
  return values;
}

std::vector<Network::LayerOutput> Model::decoder_layers() const { return image_network_->layer_outputs(); }

std::vector<Network::LayerOutput> Model::encoder_layers() const {
  return encoder_ ? encoder_->layer_outputs() : std::vector<Network::LayerOutput>();
}

std::vector<float> Model::decoder_activations(const float* latent, std::span<const std::int32_t> label,
                                              std::span<const std::size_t> layers) const {
  check_labels(label, 1, spec_);
  check_finite(latent, latent_dim(spec_), "latent");
  return image_network_->activations({latent, label.data(), spec_.class_count}, layers);
}

std::vector<float> Model::encoder_activations(const float* image, std::span<const std::int32_t> label,
                                              std::span<const std::size_t> layers) const {
  const Network& network = encoder();
  check_labels(label, 1, spec_);
  const Tensor values = from_ink(image, 1);
  return network.activations({values.data(), label.data(), spec_.class_count}, layers);
}

std::vector<Network::StepCost> Model::profile_decode(const Tensor& latents) const {
  const std::vector<std::int32_t> labels(spec_.class_count > 0 ? latents.shape(0) : 0, 0);
  Tensor images = zeros({latents.shape(0), spec_.image_height, spec_.image_width});
  return image_network_->profile({latents.data(), labels.data(), spec_.class_count}, latents.shape(0), images.data());
}

const Network& Model::encoder() const {
  if (!encoder_) fail("the model \"", spec_.name, "\" has no encoder: a GAN cannot encode an image");
  return *encoder_;
}

std::vector<Network::StepCost> Model::profile_encode(const Tensor& images) const {
  const std::vector<std::int32_t> labels(spec_.class_count > 0 ? images.shape(0) : 0, 0);
  Tensor codes = zeros({images.shape(0), 2 * latent_dim(spec_)});
  return encoder().profile({images.data(), labels.data(), spec_.class_count}, images.shape(0), codes.data());
}

Codes Model::encode(const Tensor& images, std::span<const std::int32_t> labels, std::size_t threads) const {
  const Network& network = encoder();
  if (images.dimension() != 3 || images.shape(1) != spec_.image_height || images.shape(2) != spec_.image_width)
    fail("images must be (N, ", spec_.image_height, ", ", spec_.image_width, "), found ", shape_text(shape_of(images)));
  const std::size_t count = images.shape(0), dim = latent_dim(spec_);
  check_labels(labels, count, spec_);
  const Tensor flat = from_ink(images.data(), count);
  Tensor both = zeros({count, 2 * dim});
  run_batches(network, {flat.data(), labels.data(), spec_.class_count}, count, both.data(), threads);
  check_output(both.data(), both.size(), spec_, "codes");
  Codes codes{zeros({count, dim}), zeros({count, dim})};
  for (std::size_t n = 0; n < count; ++n) {
    std::copy_n(both.data() + n * 2 * dim, dim, codes.mean.data() + n * dim);
    std::copy_n(both.data() + (n * 2 + 1) * dim, dim, codes.log_variance.data() + n * dim);
  }
  return codes;
}

std::vector<std::uint8_t> serialize_model(const ModelFile& file, DType storage) {
  // Applies the checks of the reader, so that every file written here can be read.
  const Json spec = model_spec_json(file.spec);
  parse_model_spec(spec, file.spec.name);
  if (file.spec.networks.contains("discriminator")) fail(file.spec.name, ": a model file holds no discriminator");
  Safetensors out;
  out.metadata = {{"format", kFormat},
                  {"format_version", kFormatVersion},
                  {"model", spec.dump()},
                  {"training", Json(file.training).dump()}};
  const std::vector<Parameter> weights = weight_tensors(file.spec);
  for (const Parameter& parameter : weights) {
    const std::string what = file.spec.name + ": tensor \"" + parameter.name + "\"";
    const auto found = file.weights.find(parameter.name);
    if (found == file.weights.end()) fail(what, " is missing");
    check_shape(shape_of(found->second), parameter.shape, what);
    check_finite(found->second, what);
    store_parameter(out, parameter, found->second, storage);
  }
  if (file.weights.size() != weights.size())
    fail(file.spec.name, ": ", file.weights.size(), " tensors given, the networks have ", weights.size());
  const std::map<std::string, const Tensor*> selftest{{"selftest.latents", &file.selftest_latents},
                                                      {"selftest.labels", &file.selftest_labels},
                                                      {"selftest.images", &file.selftest_images},
                                                      {"selftest.codes", &file.selftest_codes}};
  const std::size_t count = file.selftest_latents.dimension() == 2 ? file.selftest_latents.shape(0) : 0;
  for (const Parameter& parameter : selftest_tensors(file.spec, count)) {
    check_shape(shape_of(*selftest.at(parameter.name)), parameter.shape, file.spec.name + ": " + parameter.name);
    out.tensors[parameter.name] = store(*selftest.at(parameter.name));
  }
  if (file.fitted_prior)
    store_fitted_prior(out, *file.fitted_prior, file.spec, storage == DType::f32 ? DType::f32 : DType::f16);
  std::vector<std::uint8_t> bytes = serialize_safetensors(out);
  Model::parse(bytes, file.spec.name);  // throws if the self-test fails
  return bytes;
}

}  // namespace latentwalk
