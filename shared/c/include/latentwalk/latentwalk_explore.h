#ifndef LATENTWALK_EXPLORE_H
#define LATENTWALK_EXPLORE_H

#include "latentwalk/latentwalk_c.h"

/* The C interface of what latentwalk computes about latents and digits: planes, principal axes, the search for a
 * latent, drawings and shapes. It takes and gives arrays and needs no model. The shared library liblatentwalk has these
 * functions too; in WebAssembly they are a module of their own, latentwalk-explore.wasm, with its own lw_last_error.
 *
 * The rules of latentwalk_c.h about errors, ownership and threads hold here too. Numbers of arrays are finite, and
 * counts are at least 1. */

#ifdef __cplusplus
extern "C" {
#endif

/* The length of each of the latents (count, latent_dim): (count). */
LW_API lw_status lw_lengths(const float* latents, size_t count, size_t latent_dim, float* lengths);

/* A - B + C of three terms (3, size), latents or one-hot class weights: (size). mean_length: 1 to scale the result to
 * the mean length of the terms, 0 to leave it. */
LW_API lw_status lw_arithmetic(const float* terms, size_t size, int mean_length, float* result);

/* One-hot class weights (count, class_count) of labels (count) in [0, class_count). */
LW_API lw_status lw_class_weights(const int32_t* labels, size_t count, size_t class_count, float* weights);

/* Class weights (lw_walk_length, class_count) along the walk that lw_walk computes through stations with these labels
 * (station_count), as lw_decode_blend takes them: the weight goes over linearly from station to station. */
LW_API lw_status lw_class_weights_along(const int32_t* labels, size_t station_count, size_t class_count, size_t frames,
                                        int loop, float* weights);

/* Where the paths that lw_drift planned (count, 3, latent_dim) are after times (count) seconds, each on its own clock:
 * latents (count, latent_dim). At 0 that is the latent that the path began with; its speed rises evenly for 2 seconds.
 */
LW_API lw_status lw_drift_points(const float* orbits, const float* periods, size_t count, size_t latent_dim,
                                 const float* times, float* latents);

/* A plane is given by three latents, its corners (3, latent_dim), at the places (0, 0), (1, 0) and (0, 1). */

/* The latents (count, latent_dim) at places (count, 2) of a plane. */
LW_API lw_status lw_plane_points(const float* corners, size_t latent_dim, const float* places, size_t count,
                                 float* latents);
/* The places (count, 2) of the points of a plane that are nearest to latents (count, latent_dim). Fails if the corners
 * lie on a line. */
LW_API lw_status lw_plane_places(const float* corners, size_t latent_dim, const float* latents, size_t count,
                                 float* places);
/* The same plane (3, latent_dim) moved so that it goes through a latent (latent_dim); all latents keep their places. */
LW_API lw_status lw_plane_through(const float* corners, size_t latent_dim, const float* latent, float* moved);
/* Places (count, 2) at even distances along a path (point_count, 2) of straight lines; count >= 2. */
LW_API lw_status lw_path_places(const float* path, size_t point_count, size_t count, float* places);
/* Class weights (count, class_count) at places (count, 2) of a plane whose corners have these labels (3): one-hot at
 * the corners, and in between the barycentric weights, with negative ones set to 0 and the sum 1. */
LW_API lw_status lw_plane_class_weights(const int32_t* labels, size_t class_count, const float* places, size_t count,
                                        float* weights);
/* The smallest reach, in steps of 0.5 and at least 1, such that 99.5 % of the places (count, 2) lie within it along
 * both axes. */
LW_API lw_status lw_plane_reach(const float* places, size_t count, float* reach);
/* The plane (3, latent_dim) of two different coordinates of a latent (latent_dim), which are 0 at its origin. */
LW_API lw_status lw_coordinate_plane(const float* latent, size_t latent_dim, size_t across, size_t up, float* corners);
/* The plane (3, latent_dim) in which latents (count, latent_dim) spread most, through their mean along two unit
 * vectors, and the share of the whole variance along each (2); latent_dim >= 2. */
LW_API lw_status lw_principal_plane(const float* latents, size_t count, size_t latent_dim, float* corners,
                                    float* shares);

/* A search for the latent whose picture is nearest to a given one. It judges draws from the prior first, and then goes
 * on from the best one:
 *
 *     while ((count = lw_search_count(search)) > 0) {
 *       lw_search_ask(search, latents);
 *       lw_decode(model, latents, count, labels, pixels);
 *       lw_search_tell(search, pixels, target, pixel_count);
 *     }
 */
typedef struct lw_search lw_search;

/* The number of draws to begin with, 512, or fewer where latents are very long. */
LW_API size_t lw_search_draw_count(size_t latent_dim);
/** A block of a model's latent vector. */
typedef struct lw_latent_block {
  uint32_t prior; /**< How it is drawn: 0 normal, 1 uniform, 2 a one-hot vector. */
  uint32_t dim;   /**< The number of its coordinates. */
  float low;      /**< The lower bound of a uniform block. */
  float high;     /**< Its upper bound. */
} lw_latent_block;
/* Begins a search with draws (count, latent_dim) from the prior that these blocks make up. It stays where the prior has
 * its mass: uniform blocks in their range, normal ones within 4 standard deviations, one-hot ones as in the best draw.
 * On error *search is NULL. */
LW_API lw_status lw_search_create(const float* draws, size_t count, const lw_latent_block* blocks, size_t block_count,
                                  uint32_t seed_low, uint32_t seed_high, lw_search** search);
/* Frees a search; does nothing for NULL. */
LW_API void lw_search_free(lw_search* search);
/* The number of latents to judge next, at most 32; 0 when the search is done. */
LW_API size_t lw_search_count(const lw_search* search);
/* The latents to judge next, (lw_search_count, latent_dim). */
LW_API lw_status lw_search_ask(lw_search* search, float* latents);
/* Takes their pictures (lw_search_count, pixel_count) and compares them with the target (pixel_count). */
LW_API lw_status lw_search_tell(lw_search* search, const float* pixels, const float* target, size_t pixel_count);
/* The best latent so far (latent_dim), and the mean squared difference of its pixels. */
LW_API lw_status lw_search_best(const lw_search* search, float* latent, float* distance);
/* The share of latents that were judged, 0 to 1. */
LW_API float lw_search_progress(const lw_search* search);

/* A drawing (side, side) with another stroke: pixels whose centres are at most `radius` from the line between two
 * points become ink (1), or with `erase` paper (0). Positions are in pixels from the top left corner. */
LW_API lw_status lw_draw_stroke(const float* drawing, size_t side, double from_x, double from_y, double to_x,
                                double to_y, double radius, int erase, float* result);
/* Makes a drawing (side, side) in [0, 1], where 1 is ink, a digit (size, size). centred: 1 to scale and centre it as
 * the digits of MNIST are, 0 only to resize it. *blank is 1 if the digit has less ink than one whole pixel. */
LW_API lw_status lw_prepare_drawing(const float* drawing, size_t side, size_t size, int centred, float* digit,
                                    int32_t* blank);

/* What tells two sets of digits (count, height, width) apart: changes (2, 3), the clearest first. A row is what changes
 * (0 ink, 1 slant, 2 width, 3 height), the mean change from low to high, and how clear it is; the rows of *found
 * changes count. */
LW_API lw_status lw_clear_changes(const float* low, const float* high, size_t count, size_t height, size_t width,
                                  float* changes, int32_t* found);

/* The digit that is nearest to a picture (pixel_count) in [0, 1]. Each of `count` digits has one bit a pixel, 1 for
 * ink, the first pixel in the highest bit, and begins with a new byte. *distance is the sum of the squared differences.
 */
LW_API lw_status lw_nearest_digit(const uint8_t* bits, size_t count, const float* picture, size_t pixel_count,
                                  uint32_t* index, float* distance);

/* The theory of the paper on a line. densities (2, 3) are p and q: the shape (0 normal, 1 uniform, 2 two bumps), the
 * centre from -3 to 3, and the width from 0.2 to 2. */

/* Curves (4, count) over even points from -4 to 4: x, p, q and the optimal discriminator D* = p / (p + q), which is NaN
 * where both are 0. count is from 2 to 4096. */
LW_API lw_status lw_line_curves(const float* densities, size_t count, float* curves);
/* In nats (4): KL(p || q) and KL(q || p), which may be infinite, the Jensen-Shannon divergence, and
 * V(D*, G) = -log 4 + 2 JSD. */
LW_API lw_status lw_divergences(const float* densities, float* values);

/* The bound of a digit's likelihood, in nats. The posterior q(z|x) is a mean and log_variance (latent_dim), as
 * lw_encode gives them; the prior is standard normal. */

/* KL(q(z|x) || p(z)) of each coordinate (latent_dim); the sum is the KL term. */
LW_API lw_status lw_kl_of_coordinates(const float* mean, const float* log_variance, size_t latent_dim, float* terms);
/* Draws (count, latent_dim) from the posterior, beginning with draw `first`. Draw i depends only on the seed and i. */
LW_API lw_status lw_posterior_draws(const float* mean, const float* log_variance, size_t latent_dim, uint32_t seed_low,
                                    uint32_t seed_high, size_t first, size_t count, float* draws);
/* For draws (count, latent_dim) and the pixels (count, pixel_count) that they are decoded to, and a digit (pixel_count)
 * in [0, 1]: log p(x|z), as reconstruction (count), and log p(x|z) + log p(z) - log q(z|x), as log_weights (count). */
LW_API lw_status lw_draw_terms(const float* mean, const float* log_variance, size_t latent_dim, const float* draws,
                               const float* pixels, size_t count, const float* digit, size_t pixel_count,
                               float* reconstruction, float* log_weights);
/* The importance-weighted bounds with 1, 4, 16, ... draws, as far as log_weights (count) reach: the first *found of
 * bounds (12). With 1 draw it is the ELBO, and it never falls. count is at most 4^11. */
LW_API lw_status lw_importance_bounds(const float* log_weights, size_t count, float* bounds, int32_t* found);

#ifdef __cplusplus
}
#endif

#endif
