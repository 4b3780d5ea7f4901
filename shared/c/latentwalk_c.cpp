// The C interface of models and classifiers.

#include "latentwalk/latentwalk_c.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "guard.hpp"
#include "latentwalk/classifier.hpp"
#include "latentwalk/json.hpp"
#include "latentwalk/latent.hpp"
#include "latentwalk/model.hpp"
#include "latentwalk/tensor.hpp"
#include "latentwalk/version.hpp"

namespace lw = latentwalk;
using namespace latentwalk::c;

struct lw_model {
  lw::Model model;
  std::string info;
};

struct lw_classifier {
  lw::ClassifierNetworks networks;
};

namespace {

std::size_t image_size(const lw::Model& model) { return model.spec().image_width * model.spec().image_height; }

std::size_t parameter_count(const lw::ModelSpec& spec) {
  std::size_t count = 0;
  for (const auto& [name, network] : spec.networks) count += lw::parameter_count(network);
  return count;
}

const char* prior_name(lw::LatentBlock::Prior prior) {
  switch (prior) {
    case lw::LatentBlock::Prior::normal:
      return "normal";
    case lw::LatentBlock::Prior::uniform:
      return "uniform";
    case lw::LatentBlock::Prior::categorical:
      return "categorical";
  }
  return "";
}

lw::Json describe_layers(const lw::ModelSpec& spec, const std::string& role,
                         const std::vector<lw::Network::LayerOutput>& outputs) {
  lw::Json layers = lw::Json::array();
  std::size_t next = 0;
  for (const lw::Network::LayerOutput& output : outputs) {
    lw::Json entry;
    entry["steps"] = lw::Json::array();
    for (; next <= output.layer; ++next) entry["steps"].push_back(lw::layer_type(spec.networks.at(role).layers[next]));
    entry["layer"] = output.layer;
    entry["type"] = lw::layer_type(spec.networks.at(role).layers[output.layer]);
    entry["shape"] = output.shape;
    layers.push_back(std::move(entry));
  }
  return layers;
}

std::string describe(const lw::Model& model) {
  const lw::ModelSpec& spec = model.spec();
  lw::Json latent = lw::Json::array();
  for (const lw::LatentBlock& block : spec.latent) {
    lw::Json entry;
    entry["name"] = block.name;
    entry["prior"] = prior_name(block.prior);
    entry["dim"] = block.dim;
    if (block.prior == lw::LatentBlock::Prior::uniform) {
      entry["low"] = block.low;
      entry["high"] = block.high;
    }
    latent.push_back(std::move(entry));
  }
  lw::Json info;  // nested initialiser lists would take three times as many bytes of code
  info["name"] = spec.name;
  info["description"] = spec.description;
  info["family"] = spec.family == lw::Family::gan ? "gan" : "vae";
  info["latent"] = std::move(latent);
  info["class_count"] = spec.class_count;
  info["classes"] = spec.classes;
  info["has_encoder"] = model.has_encoder();
  info["storage"] = lw::dtype_name(model.storage());
  info["training"] = model.training();
  info["selftest_error"] = model.selftest_error();
  info["parameter_count"] = parameter_count(spec);
  info["decoder_layers"] = describe_layers(spec, lw::image_network_name(spec.family), model.decoder_layers());
  info["encoder_layers"] = describe_layers(spec, "encoder", model.encoder_layers());
  return info.dump();
}

lw_status sample(const lw_model* model, uint32_t seed_low, uint32_t seed_high, size_t count, lw::Prior prior,
                 const int32_t* labels, float* latents) {
  return guard([&] {
    require_pointer(model, "model");
    require_pointer(latents, "latents");
    require_count(count, lw::latent_dim(model->model.spec()), "count");
    const std::uint64_t seed = (static_cast<std::uint64_t>(seed_high) << 32) | seed_low;
    copy_out(model->model.sample_latents(seed, count, prior, label_span(labels, count)), latents);
  });
}

lw_status walk(const lw_model* model, const float* stations, size_t station_count, const int32_t* labels, size_t frames,
               int spherical, int loop, lw::Prior prior, float* latents) {
  return guard([&] {
    require_pointer(model, "model");
    require_pointer(stations, "stations");
    require_pointer(latents, "latents");
    const std::size_t dim = lw::latent_dim(model->model.spec());
    require_count(station_count, dim, "station_count");
    require_count(frames, dim * (station_count + 1), "frames");
    const auto how = spherical ? lw::Interpolation::slerp : lw::Interpolation::lerp;
    copy_out(model->model.walk(copy_in(stations, {station_count, dim}), frames, how, loop != 0, prior,
                               label_span(labels, station_count)),
             latents);
  });
}

}  // namespace

const char* lw_version(void) { return lw::kVersion; }

lw_status lw_model_load(const uint8_t* bytes, size_t size, const char* name, lw_model** model) {
  if (model != nullptr) *model = nullptr;
  return guard([&] {
    require_pointer(bytes, "bytes");
    require_pointer(name, "name");
    require_pointer(model, "model");
    lw::Model parsed = lw::Model::parse({bytes, size}, name);
    std::string info = describe(parsed);
    *model = new lw_model{std::move(parsed), std::move(info)};
  });
}

void lw_model_free(lw_model* model) { delete model; }

uint32_t lw_model_latent_dim(const lw_model* model) {
  return static_cast<uint32_t>(lw::latent_dim(model->model.spec()));
}

uint32_t lw_model_class_count(const lw_model* model) { return static_cast<uint32_t>(model->model.spec().class_count); }

uint32_t lw_model_image_width(const lw_model* model) { return static_cast<uint32_t>(model->model.spec().image_width); }

uint32_t lw_model_image_height(const lw_model* model) {
  return static_cast<uint32_t>(model->model.spec().image_height);
}

uint32_t lw_model_has_encoder(const lw_model* model) { return model->model.has_encoder() ? 1 : 0; }

uint32_t lw_model_has_fitted_prior(const lw_model* model) { return model->model.fitted_prior() != nullptr ? 1 : 0; }

const char* lw_model_info(const lw_model* model) { return model->info.c_str(); }

lw_status lw_sample_latents(const lw_model* model, uint32_t seed_low, uint32_t seed_high, size_t count,
                            float* latents) {
  return sample(model, seed_low, seed_high, count, lw::Prior::standard, nullptr, latents);
}

lw_status lw_sample_fitted(const lw_model* model, uint32_t seed_low, uint32_t seed_high, size_t count,
                           const int32_t* labels, float* latents) {
  return sample(model, seed_low, seed_high, count, lw::Prior::fitted, labels, latents);
}

lw_status lw_decode(const lw_model* model, const float* latents, size_t count, const int32_t* labels, float* pixels) {
  return guard([&] {
    require_pointer(model, "model");
    require_pointer(latents, "latents");
    require_pointer(pixels, "pixels");
    const std::size_t dim = lw::latent_dim(model->model.spec());
    require_count(count, std::max(dim, image_size(model->model)), "count");
    model->model.decode(latents, count, label_span(labels, count), pixels);
  });
}

lw_status lw_decode_blend(const lw_model* model, const float* latents, size_t count, const float* class_weights,
                          float* pixels) {
  return guard([&] {
    require_pointer(model, "model");
    require_pointer(latents, "latents");
    require_pointer(class_weights, "class_weights");
    require_pointer(pixels, "pixels");
    const std::size_t dim = lw::latent_dim(model->model.spec()), classes = model->model.spec().class_count;
    require_count(count, std::max(dim + classes, image_size(model->model)), "count");
    copy_out(model->model.decode_blend(copy_in(latents, {count, dim}), copy_in(class_weights, {count, classes})),
             pixels);
  });
}

lw_status lw_encode(const lw_model* model, const float* pixels, size_t count, const int32_t* labels, float* mean,
                    float* log_variance) {
  return guard([&] {
    require_pointer(model, "model");
    require_pointer(pixels, "pixels");
    require_pointer(mean, "mean");
    require_pointer(log_variance, "log_variance");
    const lw::ModelSpec& spec = model->model.spec();
    require_count(count, std::max(lw::latent_dim(spec), image_size(model->model)), "count");
    const lw::Codes codes =
        model->model.encode(copy_in(pixels, {count, spec.image_height, spec.image_width}), label_span(labels, count));
    copy_out(codes.mean, mean);
    copy_out(codes.log_variance, log_variance);
  });
}

lw_status lw_decoder_activations(const lw_model* model, const float* latent, const int32_t* label,
                                 const uint32_t* layers, size_t layer_count, float* outputs) {
  return guard([&] {
    require_pointer(model, "model");
    require_pointer(latent, "latent");
    require_pointer(layers, "layers");
    require_pointer(outputs, "outputs");
    const std::vector<std::size_t> chosen(layers, layers + layer_count);
    const std::vector<float> values = model->model.decoder_activations(latent, label_span(label, 1), chosen);
    std::copy(values.begin(), values.end(), outputs);
  });
}

lw_status lw_encoder_activations(const lw_model* model, const float* pixels, const int32_t* label,
                                 const uint32_t* layers, size_t layer_count, float* outputs) {
  return guard([&] {
    require_pointer(model, "model");
    require_pointer(pixels, "pixels");
    require_pointer(layers, "layers");
    require_pointer(outputs, "outputs");
    const std::vector<std::size_t> chosen(layers, layers + layer_count);
    const std::vector<float> values = model->model.encoder_activations(pixels, label_span(label, 1), chosen);
    std::copy(values.begin(), values.end(), outputs);
  });
}

size_t lw_walk_length(size_t station_count, size_t frames, int loop) {
  if (station_count < 2 || frames < 2) return 0;
  // One point for each step of each leg; without a loop also the last station.
  const std::size_t legs = loop ? station_count : station_count - 1;
  std::size_t length = 0;
  if (__builtin_mul_overflow(legs, frames - 1, &length) || __builtin_add_overflow(length, loop ? 0 : 1, &length))
    return 0;
  return length;
}

lw_status lw_walk(const lw_model* model, const float* stations, size_t station_count, size_t frames, int spherical,
                  int loop, float* latents) {
  return walk(model, stations, station_count, nullptr, frames, spherical, loop, lw::Prior::standard, latents);
}

lw_status lw_walk_fitted(const lw_model* model, const float* stations, size_t station_count, const int32_t* labels,
                         size_t frames, int spherical, int loop, float* latents) {
  return walk(model, stations, station_count, labels, frames, spherical, loop, lw::Prior::fitted, latents);
}

lw_status lw_drift(const lw_model* model, const float* latents, size_t count, uint32_t seed_low, uint32_t seed_high,
                   int fitted, const int32_t* labels, float* orbits, float* periods) {
  return guard([&] {
    require_pointer(model, "model");
    require_pointer(latents, "latents");
    require_pointer(orbits, "orbits");
    require_pointer(periods, "periods");
    const std::size_t dim = lw::latent_dim(model->model.spec());
    require_count(count, 3 * dim, "count");
    const std::uint64_t seed = (static_cast<std::uint64_t>(seed_high) << 32) | seed_low;
    const lw::Drift drift =
        model->model.drift(copy_in(latents, {count, dim}), seed, fitted ? lw::Prior::fitted : lw::Prior::standard,
                           label_span(labels, count));
    copy_out(drift.orbits, orbits);
    std::copy(drift.periods.begin(), drift.periods.end(), periods);
  });
}

lw_status lw_classifier_load(const uint8_t* bytes, size_t size, const char* name, lw_classifier** classifier) {
  if (classifier != nullptr) *classifier = nullptr;
  return guard([&] {
    require_pointer(bytes, "bytes");
    require_pointer(name, "name");
    require_pointer(classifier, "classifier");
    *classifier = new lw_classifier{lw::ClassifierNetworks::parse({bytes, size}, name)};
  });
}

void lw_classifier_free(lw_classifier* classifier) { delete classifier; }

uint32_t lw_classifier_image_width(const lw_classifier* classifier) {
  return static_cast<uint32_t>(classifier->networks.width());
}

uint32_t lw_classifier_image_height(const lw_classifier* classifier) {
  return static_cast<uint32_t>(classifier->networks.height());
}

uint32_t lw_classifier_class_count(const lw_classifier* classifier) {
  return static_cast<uint32_t>(classifier->networks.class_count());
}

lw_status lw_classify(const lw_classifier* classifier, const float* pixels, size_t count, float* probabilities) {
  return guard([&] {
    require_pointer(classifier, "classifier");
    require_pointer(pixels, "pixels");
    require_pointer(probabilities, "probabilities");
    const lw::ClassifierNetworks& networks = classifier->networks;
    require_count(count, networks.width() * networks.height(), "count");
    copy_out(networks(copy_in(pixels, {count, networks.height(), networks.width()})).probabilities, probabilities);
  });
}
