#ifndef LATENTWALK_LEARN_H
#define LATENTWALK_LEARN_H

#include "latentwalk/latentwalk_c.h"

/* The C interface of training. A learner holds networks, optimisers and digits, and trains on the processor. The shared
 * library liblatentwalk has these functions too; in WebAssembly they are a module of their own, latentwalk-learn.wasm,
 * with its own lw_last_error.
 *
 * The rules of latentwalk_c.h about errors, ownership and threads hold here too, with one addition: only one thread may
 * use a learner at a time. A `const char*` or the bytes that a function returns are valid until the next call with the
 * same learner. */

#ifdef __cplusplus
extern "C" {
#endif

typedef struct lw_learner lw_learner;

/* Begins a training with weights drawn from the configuration's seed.
 *
 * `config` is the text of a configuration (configs/NAME.json), of which `preset` is applied, and then `patch`: a JSON
 * merge patch, such as {"training": {"seed": 7}}, or NULL. The digits are `count` pictures of width x height pixels.
 * `pixels` holds each pixel in `depth` bits, 1, 2, 4 or 8, from 0 for paper to the largest number for ink; the first
 * pixel is in the highest bits, and each picture begins with a new byte. labels (count) are the digits' classes. On error
 * *learner is NULL. */
LW_API lw_status lw_learner_create(const char* config, const char* preset, const char* patch, const uint8_t* pixels,
                                   uint32_t depth, const uint8_t* labels, size_t count, uint32_t width, uint32_t height,
                                   lw_learner** learner);
/* Frees a learner; does nothing for NULL. */
LW_API void lw_learner_free(lw_learner* learner);

/* Trains `count` batches. If a loss or a gradient is not finite, it fails and keeps the weights of the last good step. */
LW_API lw_status lw_learner_step(lw_learner* learner, size_t count);

/* A JSON object: name, family, latent_dim, class_count, image_width, image_height, digits, steps, steps_per_epoch,
 * total_steps, losses (an object of numbers, empty before the first step), shards, phases and config (as it is now). */
LW_API const char* lw_learner_info(lw_learner* learner);
/* What spoils the training after the last step: "posterior_collapse" (a VAE's KL divergence is below 1 nat),
 * "mode_collapse" (a GAN draws nearly the same picture for all latents), "discriminator_wins" (it is sure of every image)
 * or "". A static string. */
LW_API const char* lw_learner_trouble(const lw_learner* learner);
/* Applies a JSON merge patch to the configuration between two steps. It can change epochs, optimisers, schedule,
 * ema_decay and the numbers of the objective; anything else fails and changes nothing. */
LW_API lw_status lw_learner_change(lw_learner* learner, const char* patch);

/* As lw_sample_latents, lw_decode and lw_encode, with the present weights. */
LW_API lw_status lw_learner_sample_latents(const lw_learner* learner, uint32_t seed_low, uint32_t seed_high,
                                           size_t count, float* latents);
LW_API lw_status lw_learner_decode(const lw_learner* learner, const float* latents, size_t count, const int32_t* labels,
                                   float* pixels);
LW_API lw_status lw_learner_encode(const lw_learner* learner, const float* pixels, size_t count, const int32_t* labels,
                                   float* mean, float* log_variance);

/* The whole state of the training but its digits. */
LW_API lw_status lw_learner_checkpoint(lw_learner* learner, const uint8_t** bytes, size_t* size);
/* Continues from a checkpoint. Fails, and changes nothing, if it is of another configuration or damaged. */
LW_API lw_status lw_learner_restore(lw_learner* learner, const uint8_t* bytes, size_t size);
/* A model file with a self-test, which lw_model_load opens. */
LW_API lw_status lw_learner_export(lw_learner* learner, const uint8_t** bytes, size_t* size);

/* For several learners that share the work of each step. All have the same configuration and digits, and each computes
 * the gradient of its shards in each of the step's phases. The gradients are added, and every learner applies the sum:
 *
 *     lw_learner_gradient(learner, first, last, gradient);        on each
 *     lw_learner_add(learner, gradient, gradient_of_another);     pairwise: [0, 1) + [1, 2), then [0, 2) + [2, 4)
 *     lw_learner_apply(learner, gradient);                        on each
 *
 * So the weights are the same bits as after lw_learner_step. */

/* The floats of the gradient of the phase that comes next. */
LW_API size_t lw_learner_gradient_size(const lw_learner* learner);
/* The gradient of shards [first, last) in the phase that comes next. The range is a part that halving gives. */
LW_API lw_status lw_learner_gradient(lw_learner* learner, size_t first, size_t last, float* gradient);
/* Adds the gradient of the shards that come after it. */
LW_API lw_status lw_learner_add(const lw_learner* learner, float* gradient, const float* other);
/* Updates the weights with the gradient of all shards and moves to the next phase. Fails as lw_learner_step does. */
LW_API lw_status lw_learner_apply(lw_learner* learner, const float* gradient);

/* A GAN on a line: p and q as lw_line_curves takes them (6 floats), and whether the generator learns, with which loss.
 * Where it does not, the discriminator alone learns to tell p from q. On failure *gan is NULL. */
typedef struct lw_line_gan lw_line_gan;
LW_API lw_status lw_line_gan_create(const float* densities, int32_t trains_generator, int32_t non_saturating,
                                    uint32_t seed, lw_line_gan** gan);
/* Frees it; does nothing for NULL. */
LW_API void lw_line_gan_free(lw_line_gan* gan);
/* Trains `count` steps: five of the discriminator and one of the generator, if it learns. */
LW_API lw_status lw_line_gan_step(lw_line_gan* gan, size_t count);
/* Curves (3, 161) over even points from -4 to 4: D(x), the generator's density, and the derivative of the generator's
 * loss by x. */
LW_API lw_status lw_line_gan_curves(lw_line_gan* gan, float* curves);

#ifdef __cplusplus
}
#endif

#endif
