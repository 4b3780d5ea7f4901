// The C interface of training.

#include "latentwalk/latentwalk_learn.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "densities.hpp"
#include "guard.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/latent.hpp"
#include "latentwalk/learner.hpp"
#include "latentwalk/line_gan.hpp"

namespace lw = latentwalk;
using namespace latentwalk::c;

struct lw_learner {
  lw::Learner learner;
  std::string info = {};
  std::vector<std::uint8_t> bytes = {};
};

struct lw_line_gan {
  lw::LineGan gan;
};

namespace {

lw::Digits digits_of(const std::uint8_t* pixels, std::uint32_t depth, const std::uint8_t* labels, std::size_t count,
                     std::uint32_t width, std::uint32_t height) {
  if (depth != 1 && depth != 2 && depth != 4 && depth != 8)
    lw::fail("depth is ", depth, ", expected 1, 2, 4 or 8 bits a pixel");
  require_count(width, height, "width");
  require_count(count, static_cast<std::size_t>(width) * height, "count");
  const std::size_t in_byte = 8 / depth, bytes = (static_cast<std::size_t>(width) * height + in_byte - 1) / in_byte;
  return {count, width, height, {pixels, pixels + count * bytes}, {labels, labels + count}, depth};
}

std::vector<lw::Json> patches_of(const char* patch) {
  if (patch == nullptr) return {};
  return {lw::parse_json(patch, "the patch")};
}

void give(lw_learner* learner, std::vector<std::uint8_t> made, const std::uint8_t** bytes, std::size_t* size) {
  learner->bytes = std::move(made);
  *bytes = learner->bytes.data();
  *size = learner->bytes.size();
}

const lw::ModelSpec& model_of(const lw_learner* learner) { return learner->learner.config().model; }

std::size_t image_size(const lw::ModelSpec& model) { return model.image_width * model.image_height; }

}  // namespace

lw_status lw_learner_create(const char* config, const char* preset, const char* patch, const uint8_t* pixels,
                            uint32_t depth, const uint8_t* labels, size_t count, uint32_t width, uint32_t height,
                            lw_learner** learner) {
  if (learner != nullptr) *learner = nullptr;
  return guard([&] {
    require_pointer(config, "config");
    require_pointer(preset, "preset");
    require_pointer(pixels, "pixels");
    require_pointer(labels, "labels");
    require_pointer(learner, "learner");
    const lw::Config resolved = lw::resolve_config(config, preset, patches_of(patch), "the configuration");
    *learner = new lw_learner{lw::Learner(resolved, digits_of(pixels, depth, labels, count, width, height))};
  });
}

void lw_learner_free(lw_learner* learner) { delete learner; }

lw_status lw_learner_step(lw_learner* learner, size_t count) {
  return guard([&] {
    require_pointer(learner, "learner");
    for (; count > 0; --count) learner->learner.step();
  });
}

const char* lw_learner_info(lw_learner* learner) {
  const lw::Learner& of = learner->learner;
  const lw::ModelSpec& model = model_of(learner);
  lw::Json losses = lw::Json::object();
  for (const lw::LossTerm& term : of.losses()) losses[term.name] = term.value;
  lw::Json info;
  info["name"] = model.name;
  info["family"] = model.family == lw::Family::gan ? "gan" : "vae";
  info["latent_dim"] = lw::latent_dim(model);
  info["class_count"] = model.class_count;
  info["image_width"] = model.image_width;
  info["image_height"] = model.image_height;
  info["digits"] = of.digit_count();
  info["steps"] = of.steps_done();
  info["steps_per_epoch"] = of.steps_per_epoch();
  info["total_steps"] = of.total_steps();
  info["losses"] = std::move(losses);
  info["shards"] = of.shard_count();
  info["phases"] = of.phase_count();
  info["config"] = of.config().json;
  learner->info = info.dump();
  return learner->info.c_str();
}

const char* lw_learner_trouble(const lw_learner* learner) {
  switch (lw::learner_trouble(learner->learner)) {
    case lw::Trouble::posterior_collapse:
      return "posterior_collapse";
    case lw::Trouble::mode_collapse:
      return "mode_collapse";
    case lw::Trouble::discriminator_wins:
      return "discriminator_wins";
    case lw::Trouble::none:
      break;
  }
  return "";
}

lw_status lw_learner_change(lw_learner* learner, const char* patch) {
  return guard([&] {
    require_pointer(learner, "learner");
    require_pointer(patch, "patch");
    learner->learner.change(lw::parse_json(patch, "the patch"));
  });
}

lw_status lw_learner_sample_latents(const lw_learner* learner, uint32_t seed_low, uint32_t seed_high, size_t count,
                                    float* latents) {
  return guard([&] {
    require_pointer(learner, "learner");
    require_pointer(latents, "latents");
    require_count(count, lw::latent_dim(model_of(learner)), "count");
    const std::uint64_t seed = (static_cast<std::uint64_t>(seed_high) << 32) | seed_low;
    copy_out(lw::sample_latents(model_of(learner), seed, count), latents);
  });
}

lw_status lw_learner_decode(const lw_learner* learner, const float* latents, size_t count, const int32_t* labels,
                            float* pixels) {
  return guard([&] {
    require_pointer(learner, "learner");
    require_pointer(latents, "latents");
    require_pointer(pixels, "pixels");
    const std::size_t dim = lw::latent_dim(model_of(learner));
    require_count(count, std::max(dim, image_size(model_of(learner))), "count");
    copy_out(learner->learner.sample(copy_in(latents, {count, dim}), label_span(labels, count)), pixels);
  });
}

lw_status lw_learner_encode(const lw_learner* learner, const float* pixels, size_t count, const int32_t* labels,
                            float* mean, float* log_variance) {
  return guard([&] {
    require_pointer(learner, "learner");
    require_pointer(pixels, "pixels");
    require_pointer(mean, "mean");
    require_pointer(log_variance, "log_variance");
    const lw::ModelSpec& model = model_of(learner);
    require_count(count, std::max(lw::latent_dim(model), image_size(model)), "count");
    const lw::Codes codes = learner->learner.encode(copy_in(pixels, {count, model.image_height, model.image_width}),
                                                    label_span(labels, count));
    copy_out(codes.mean, mean);
    copy_out(codes.log_variance, log_variance);
  });
}

lw_status lw_learner_checkpoint(lw_learner* learner, const uint8_t** bytes, size_t* size) {
  return guard([&] {
    require_pointer(learner, "learner");
    require_pointer(bytes, "bytes");
    require_pointer(size, "size");
    give(learner, learner->learner.checkpoint(), bytes, size);
  });
}

lw_status lw_learner_restore(lw_learner* learner, const uint8_t* bytes, size_t size) {
  return guard([&] {
    require_pointer(learner, "learner");
    require_pointer(bytes, "bytes");
    learner->learner.restore({bytes, size}, "the checkpoint");
  });
}

lw_status lw_learner_export(lw_learner* learner, const uint8_t** bytes, size_t* size) {
  return guard([&] {
    require_pointer(learner, "learner");
    require_pointer(bytes, "bytes");
    require_pointer(size, "size");
    give(learner, learner->learner.export_model(), bytes, size);
  });
}

size_t lw_learner_gradient_size(const lw_learner* learner) { return learner->learner.gradient_size(); }

lw_status lw_learner_gradient(lw_learner* learner, size_t first, size_t last, float* gradient) {
  return guard([&] {
    require_pointer(learner, "learner");
    require_pointer(gradient, "gradient");
    learner->learner.gradient(first, last, gradient);
  });
}

lw_status lw_learner_add(const lw_learner* learner, float* gradient, const float* other) {
  return guard([&] {
    require_pointer(learner, "learner");
    require_pointer(gradient, "gradient");
    require_pointer(other, "other");
    learner->learner.add(gradient, other);
  });
}

lw_status lw_learner_apply(lw_learner* learner, const float* gradient) {
  return guard([&] {
    require_pointer(learner, "learner");
    require_pointer(gradient, "gradient");
    learner->learner.apply(gradient);
  });
}

lw_status lw_line_gan_create(const float* densities, int32_t trains_generator, int32_t non_saturating, uint32_t seed,
                             lw_line_gan** gan) {
  if (gan != nullptr) *gan = nullptr;
  return guard([&] {
    require_pointer(densities, "densities");
    require_pointer(gan, "gan");
    const auto loss = non_saturating != 0 ? lw::GeneratorLoss::non_saturating : lw::GeneratorLoss::minimax;
    *gan = new lw_line_gan{
        lw::LineGan({density_in(densities, "p"), density_in(densities + 3, "q"), trains_generator != 0, loss, seed})};
  });
}

void lw_line_gan_free(lw_line_gan* gan) { delete gan; }

lw_status lw_line_gan_step(lw_line_gan* gan, size_t count) {
  return guard([&] {
    require_pointer(gan, "gan");
    gan->gan.step(count);
  });
}

lw_status lw_line_gan_curves(lw_line_gan* gan, float* curves) {
  return guard([&] {
    require_pointer(gan, "gan");
    require_pointer(curves, "curves");
    copy_out(gan->gan.curves(), curves);
  });
}
