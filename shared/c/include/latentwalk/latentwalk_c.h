#ifndef LATENTWALK_C_H
#define LATENTWALK_C_H

#include <stddef.h>
#include <stdint.h>

/* The C interface of latentwalk, which reads model files and draws digits. The shared library liblatentwalk and
 * latentwalk.wasm have the same functions. The interface is stable: within a major version, functions may be added but
 * not changed.
 *
 * Errors. A function that can fail returns LW_OK or LW_ERROR. After LW_ERROR, lw_last_error() returns one line that
 * says what was expected and what was found, and the contents of output arrays are undefined. A function without a
 * status must be given a loaded model or classifier, never NULL. Only the free functions accept NULL, and then do
 * nothing.
 *
 * Ownership. The caller allocates all arrays with the shape that the comment states: (count, height, width) means
 * count * height * width floats in row-major order. No function keeps a pointer to an array or to the bytes of a file
 * after it returns. The caller also owns each model and frees it once. A returned `const char*` belongs to the library.
 *
 * Threads. Any number of threads may use a model or classifier at once, but only one may free it, when no other uses
 * it. Each thread has its own last error. No function starts threads. The wasm module has one thread and one last
 * error.
 *
 * Results differ between machines only in the last digits of a float. lw_sample_latents and
 * lw_sample_fitted give the same bits everywhere.
 */

#if defined(__GNUC__)
#define LW_API __attribute__((visibility("default")))
#else
#define LW_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef struct lw_model lw_model;

typedef enum lw_status { LW_OK = 0, LW_ERROR = 1 } lw_status;

/* The library's version, "major.minor.patch". */
LW_API const char* lw_version(void);

/* The message of the last call that failed on this thread, or "" if none has. Valid until the next call fails. */
LW_API const char* lw_last_error(void);

/* Reads a model file from memory and replays its self-test. Fails if the self-test gives other digits than the file
 * states. `name` can be any text and begins each error message. On error *model is NULL. */
LW_API lw_status lw_model_load(const uint8_t* bytes, size_t size, const char* name, lw_model** model);
/* Frees a model; does nothing for NULL. */
LW_API void lw_model_free(lw_model* model);

/* The number of latent coordinates, at least 1. */
LW_API uint32_t lw_model_latent_dim(const lw_model* model);
/* The number of classes; 0 for an unconditional model. */
LW_API uint32_t lw_model_class_count(const lw_model* model);
/* Image size in pixels; 28 x 28 for all shipped models. */
LW_API uint32_t lw_model_image_width(const lw_model* model);
LW_API uint32_t lw_model_image_height(const lw_model* model);
/* 1 if the model has an encoder, otherwise 0. */
LW_API uint32_t lw_model_has_encoder(const lw_model* model);
/* 1 if the model file holds a fitted prior: a mixture of normals fitted to the codes of the training digits. */
LW_API uint32_t lw_model_has_fitted_prior(const lw_model* model);

/* A JSON object: name, description, family ("gan" or "vae"), latent (blocks with name, prior, dim), class_count,
 * classes (the names of the classes by label; empty where they have none), has_encoder, storage, training, selftest_error, parameter_count, decoder_layers and encoder_layers: a list of
 * {layer, type, shape, steps} of the layers whose outputs lw_decoder_activations and lw_encoder_activations give; steps
 * are the types of all layers from the one before on. Valid until the model is freed. */
LW_API const char* lw_model_info(const lw_model* model);

/* Draws latents (count, latent_dim) from the prior that the model was trained with; count >= 1. Sample i depends only
 * on the seed and i. The 64-bit seed is passed in two halves because JavaScript numbers cannot hold it. */
LW_API lw_status lw_sample_latents(const lw_model* model, uint32_t seed_low, uint32_t seed_high, size_t count,
                                   float* latents);

/* The same from the fitted prior; fails where the model has none. For a conditional model, labels (count) are in
 * [0, class_count), or NULL for the classes in turn; for an unconditional one, labels is NULL. */
LW_API lw_status lw_sample_fitted(const lw_model* model, uint32_t seed_low, uint32_t seed_high, size_t count,
                                  const int32_t* labels, float* latents);

/* Draws finite latents (count, latent_dim) as pixels (count, height, width) in [0, 1], where 1 is ink. For a
 * conditional model, labels (count) are in [0, class_count); for an unconditional one, labels is NULL. A network that
 * gives a number that is not finite is an error, here and in the functions below. */
LW_API lw_status lw_decode(const lw_model* model, const float* latents, size_t count, const int32_t* labels,
                           float* pixels);

/* The same with finite class_weights (count, class_count) in place of labels, for conditional models. A one-hot row
 * draws that class; other rows blend classes. */
LW_API lw_status lw_decode_blend(const lw_model* model, const float* latents, size_t count, const float* class_weights,
                                 float* pixels);

/* Encodes pixels (count, height, width) in [0, 1], with labels as for lw_decode, as the mean and log_variance of the
 * posterior, (count, latent_dim) each. Fails if the model has no encoder. */
LW_API lw_status lw_encode(const lw_model* model, const float* pixels, size_t count, const int32_t* labels, float* mean,
                           float* log_variance);

/* Gives the outputs of chosen layers of the generator or decoder for one latent (latent_dim), and of the encoder for
 * one picture (height, width) in [0, 1]. `layers` (layer_count) are numbers out of lw_model_info, in rising order;
 * `label` points to one label as for lw_decode. `outputs` has room for all of these layers: the values of each,
 * row-major in its shape, one layer after the other. */
LW_API lw_status lw_decoder_activations(const lw_model* model, const float* latent, const int32_t* label,
                                        const uint32_t* layers, size_t layer_count, float* outputs);
LW_API lw_status lw_encoder_activations(const lw_model* model, const float* pixels, const int32_t* label,
                                        const uint32_t* layers, size_t layer_count, float* outputs);

/* Computes a walk through stations (station_count, latent_dim) as latents (lw_walk_length, latent_dim): `frames` points
 * from each station to the next, including both. Needs at least two stations and two frames; lw_walk_length returns 0
 * for fewer, and where the number does not fit a size_t. spherical: 1 for slerp, 0 for lerp. loop: 1 to return to the
 * first station. */
LW_API size_t lw_walk_length(size_t station_count, size_t frames, int loop);
LW_API lw_status lw_walk(const lw_model* model, const float* stations, size_t station_count, size_t frames,
                         int spherical, int loop, float* latents);

/* A walk that stays among likely codes of the fitted prior; fails where the model has none. labels (station_count) as
 * in lw_sample_fitted: on the way from one to the next, the classes blend evenly. */
LW_API lw_status lw_walk_fitted(const lw_model* model, const float* stations, size_t station_count,
                                const int32_t* labels, size_t frames, int spherical, int loop, float* latents);

/* Plans a drift: for each of the latents (count, latent_dim) a closed path among points that are as likely as it is
 * under the prior that it was drawn from. fitted: 1 for the fitted prior, with labels as in lw_sample_fitted, else 0
 * and NULL. Normal coordinates move on a great circle, uniform ones swing between their bounds, categorical ones stay.
 * Gives the paths as orbits (count, 3, latent_dim) and the seconds that each takes, 8 to 20, as periods (count):
 * lw_drift_points of latentwalk_explore.h gives their points. */
LW_API lw_status lw_drift(const lw_model* model, const float* latents, size_t count, uint32_t seed_low,
                          uint32_t seed_high, int fitted, const int32_t* labels, float* orbits, float* periods);

/* A classifier that reads digits. Its file is digit-classifier.safetensors: assets/classifier/ in the sources,
 * share/latentwalk/classifier/ in an installation. */
typedef struct lw_classifier lw_classifier;

/* Reads a classifier file from memory, as lw_model_load does. On error *classifier is NULL. */
LW_API lw_status lw_classifier_load(const uint8_t* bytes, size_t size, const char* name, lw_classifier** classifier);
/* Frees a classifier; does nothing for NULL. */
LW_API void lw_classifier_free(lw_classifier* classifier);

/* Size of its images in pixels, and its number of classes. */
LW_API uint32_t lw_classifier_image_width(const lw_classifier* classifier);
LW_API uint32_t lw_classifier_image_height(const lw_classifier* classifier);
LW_API uint32_t lw_classifier_class_count(const lw_classifier* classifier);

/* Classifies pixels (count, height, width) in [0, 1], where 1 is ink: probabilities (count, class_count), in which each
 * row sums to 1. */
LW_API lw_status lw_classify(const lw_classifier* classifier, const float* pixels, size_t count, float* probabilities);

#ifdef __cplusplus
}
#endif

#endif
