#ifndef LATENTWALK_C_H
#define LATENTWALK_C_H

#include <stddef.h>
#include <stdint.h>

/* The C interface of the core, for wasm and for other languages. It is public and stays.
 *
 * A function that can fail returns LW_OK or LW_ERROR; lw_last_error() then gives one line that says what was
 * expected and what was found. Buffers belong to the caller. Not thread-safe: one model, one thread. */

#ifdef __cplusplus
extern "C" {
#endif

typedef struct lw_model lw_model;

typedef enum lw_status { LW_OK = 0, LW_ERROR = 1 } lw_status;

/* "0.1.0" */
const char* lw_version(void);

/* The message of the last call that failed; valid until the next one fails. */
const char* lw_last_error(void);

/* Reads a model file from memory and replays its self-test. `name` opens the messages. *model is NULL on error. */
lw_status lw_model_load(const uint8_t* bytes, size_t size, const char* name, lw_model** model);
void lw_model_free(lw_model* model);

uint32_t lw_model_latent_dim(const lw_model* model);
/* 0 for an unconditional model. */
uint32_t lw_model_class_count(const lw_model* model);
uint32_t lw_model_image_width(const lw_model* model);
uint32_t lw_model_image_height(const lw_model* model);
/* 1 where the file has an encoder, else 0. */
uint32_t lw_model_has_encoder(const lw_model* model);

/* A JSON object: name, description, family, latent blocks, class_count, training, selftest_error, parameter_count;
 * valid until the model is freed. */
const char* lw_model_info(const lw_model* model);

/* latents (count, latent_dim) drawn from the model's prior. The seed comes in two halves because JavaScript has no
 * plain 64-bit integers. */
lw_status lw_sample_latents(const lw_model* model, uint32_t seed_low, uint32_t seed_high, size_t count, float* latents);

/* latents (count, latent_dim), labels (count) or NULL -> pixels (count, height, width) in [0, 1], 1 = ink. */
lw_status lw_decode(const lw_model* model, const float* latents, size_t count, const int32_t* labels, float* pixels);

/* The same for conditional models with class_weights (count, class_count) instead of labels: between the classes. */
lw_status lw_decode_blend(const lw_model* model, const float* latents, size_t count, const float* class_weights,
                          float* pixels);

/* pixels (count, height, width) in [0, 1], labels (count) or NULL -> mean and log_variance (count, latent_dim). */
lw_status lw_encode(const lw_model* model, const float* pixels, size_t count, const int32_t* labels, float* mean,
                    float* log_variance);

/* stations (station_count, latent_dim) -> the walk through them, lw_walk_length points of latent_dim each.
 * spherical: 1 slerp, 0 lerp. loop: 1 leads back to the first station. */
size_t lw_walk_length(size_t station_count, size_t frames, int loop);
lw_status lw_walk(const lw_model* model, const float* stations, size_t station_count, size_t frames, int spherical,
                  int loop, float* latents);

/* A classifier that reads digits (the file is native/evaluate/digit-classifier.safetensors). */
typedef struct lw_classifier lw_classifier;

/* *classifier is NULL on error. */
lw_status lw_classifier_load(const uint8_t* bytes, size_t size, const char* name, lw_classifier** classifier);
void lw_classifier_free(lw_classifier* classifier);

uint32_t lw_classifier_image_width(const lw_classifier* classifier);
uint32_t lw_classifier_image_height(const lw_classifier* classifier);
uint32_t lw_classifier_class_count(const lw_classifier* classifier);

/* pixels (count, height, width) in [0, 1], 1 = ink -> probabilities (count, class_count); each row sums to 1. */
lw_status lw_classify(const lw_classifier* classifier, const float* pixels, size_t count, float* probabilities);

#ifdef __cplusplus
}
#endif

#endif
