#ifndef LATENTWALK_C_H
#define LATENTWALK_C_H

#include <stddef.h>
#include <stdint.h>

/* The C interface of latentwalk: model files in, digits out. The same functions are the shared library liblatentwalk
 * and the wasm module. It is public and stays: within a major version functions are added, none is changed.
 *
 * Errors. A function that can fail returns LW_OK or LW_ERROR, and after LW_ERROR lw_last_error() gives one line that
 * says what was expected and what was found. What the function should have filled is then undefined. A function that
 * returns no status takes a model (or classifier) that was loaded, never NULL; only the free functions take NULL, and
 * do nothing.
 *
 * Ownership. Every array belongs to the caller, who makes it as large as its comment says: (count, height, width) is
 * count * height * width floats, the last axis closest together. Nothing keeps a pointer to an array or to the bytes of
 * a file after the call. A model belongs to the caller too, who frees it once. A `const char*` that is returned belongs
 * to the library.
 *
 * Threads. Any number of threads may use one model or classifier at once; loading and freeing it is for one. Each
 * thread has its own last error. No call starts threads. (The wasm module has one thread, and one last error.)
 *
 * Results do not depend on the machine beyond the last digits of a float; lw_sample_latents is the same everywhere, bit
 * for bit. */

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

/* The message of this thread's last call that failed, "" before one has; valid until the next one fails. */
LW_API const char* lw_last_error(void);

/* Reads a model file from memory and replays its self-test: a file that gives other digits than it says is refused.
 * `name` opens the messages, and may be anything. *model is NULL on error. */
LW_API lw_status lw_model_load(const uint8_t* bytes, size_t size, const char* name, lw_model** model);
LW_API void lw_model_free(lw_model* model);

/* At least 1. */
LW_API uint32_t lw_model_latent_dim(const lw_model* model);
/* 0 for an unconditional model. */
LW_API uint32_t lw_model_class_count(const lw_model* model);
/* In pixels; 28 for each shipped model. */
LW_API uint32_t lw_model_image_width(const lw_model* model);
LW_API uint32_t lw_model_image_height(const lw_model* model);
/* 1 where the file has an encoder, else 0. */
LW_API uint32_t lw_model_has_encoder(const lw_model* model);

/* A JSON object: name, description, family ("gan" or "vae"), latent (blocks with name, prior, dim), class_count,
 * has_encoder, storage, training, selftest_error, parameter_count; valid until the model is freed. */
LW_API const char* lw_model_info(const lw_model* model);

/* latents (count, latent_dim) drawn from the model's prior; count at least 1. Sample i of a seed is the same whatever
 * the count. The 64-bit seed comes in two halves because JavaScript has no plain integers of that size. */
LW_API lw_status lw_sample_latents(const lw_model* model, uint32_t seed_low, uint32_t seed_high, size_t count,
                                   float* latents);

/* latents (count, latent_dim), finite -> pixels (count, height, width) in [0, 1], 1 = ink. labels (count), each in
 * [0, class_count), for a conditional model; NULL for an unconditional one. */
LW_API lw_status lw_decode(const lw_model* model, const float* latents, size_t count, const int32_t* labels,
                           float* pixels);

/* The same for conditional models with class_weights (count, class_count), finite, instead of labels: a one-hot row is
 * that class, another row lies between the classes. */
LW_API lw_status lw_decode_blend(const lw_model* model, const float* latents, size_t count, const float* class_weights,
                                 float* pixels);

/* pixels (count, height, width) in [0, 1], labels as for lw_decode -> mean and log_variance, (count, latent_dim) each,
 * of the posterior. For models with an encoder. */
LW_API lw_status lw_encode(const lw_model* model, const float* pixels, size_t count, const int32_t* labels, float* mean,
                           float* log_variance);

/* stations (station_count, latent_dim) -> latents (lw_walk_length, latent_dim), the walk through them: `frames` points
 * from each station to the next, both among them. At least two stations and two frames: lw_walk_length is 0 for fewer.
 * spherical: 1 slerp, 0 lerp. loop: 1 leads back to the first station. */
LW_API size_t lw_walk_length(size_t station_count, size_t frames, int loop);
LW_API lw_status lw_walk(const lw_model* model, const float* stations, size_t station_count, size_t frames,
                         int spherical, int loop, float* latents);

/* A classifier that reads digits: the file digit-classifier.safetensors (in the sources assets/classifier/, installed
 * share/latentwalk/classifier/). */
typedef struct lw_classifier lw_classifier;

/* *classifier is NULL on error. */
LW_API lw_status lw_classifier_load(const uint8_t* bytes, size_t size, const char* name, lw_classifier** classifier);
LW_API void lw_classifier_free(lw_classifier* classifier);

LW_API uint32_t lw_classifier_image_width(const lw_classifier* classifier);
LW_API uint32_t lw_classifier_image_height(const lw_classifier* classifier);
LW_API uint32_t lw_classifier_class_count(const lw_classifier* classifier);

/* pixels (count, height, width) in [0, 1], 1 = ink -> probabilities (count, class_count); each row sums to 1. */
LW_API lw_status lw_classify(const lw_classifier* classifier, const float* pixels, size_t count, float* probabilities);

#ifdef __cplusplus
}
#endif

#endif
