#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "latentwalk/spec.hpp"
#include "latentwalk/tensor.hpp"

/// The search for the latent whose picture is nearest to a given one, for models without an encoder.
namespace latentwalk {

/// Where a search may go. Each vector has latent_dim elements.
struct SearchSpace {
  std::vector<float> low;           ///< The lower bound of each coordinate.
  std::vector<float> high;          ///< The upper bound.
  std::vector<std::uint8_t> fixed;  ///< 1: the coordinate stays as in the best draw.
};
/// The space in which the prior has its mass: a uniform block in its range, a normal one within 4 standard deviations;
/// the coordinates of a categorical block are fixed.
SearchSpace search_space(std::span<const LatentBlock> latent);

/// The mean squared difference between each image (N, …) and `target`, which has as many pixels as one image. Throws
/// Error if the sizes differ.
std::vector<double> picture_distances(const Tensor& images, const Tensor& target);

/// A search without gradients: the best of some draws from the prior, then 120 rounds of an evolution strategy that
/// learns a step size for each coordinate (separable CMA-ES, Ros and Hansen 2008,
/// https://doi.org/10.1007/978-3-540-87700-4_30). The caller judges the latents, in rounds of 32:
///
///     while (!search.done()) search.tell(costs of search.ask());
class LatentSearch {
 public:
  /// Latents in a round; the last round of draws may have fewer.
  static constexpr std::size_t kBatch = 32;
  /// The number of draws to begin with: 512, or fewer where latents are very long, but at least 32.
  static std::size_t draw_count(std::size_t latent_dim);

  /// Begins with draws (N, latent_dim) from the prior, N >= 1. The seed determines the evolution. Throws Error if a
  /// shape differs, or a bound or a draw is not finite.
  LatentSearch(Tensor draws, SearchSpace space, std::uint64_t seed);
  /// The same with draw_count draws of this seed.
  LatentSearch(const ModelSpec& model, std::uint64_t seed);
  ~LatentSearch();                                   ///< Ends the search.
  LatentSearch(LatentSearch&&) noexcept;             ///< Moves the search.
  LatentSearch& operator=(LatentSearch&&) noexcept;  ///< Moves the search.

  /// The number of latents that ask gives next, at most kBatch; 0 when the search is done.
  std::size_t count() const;
  /// The latents to judge, (count, latent_dim); the same ones until tell is called. Throws Error if
  /// the search is done.
  const Tensor& ask();
  /// Takes the cost of each latent that was asked for; less is better. Throws Error if the number of costs differs or
  /// one is not finite.
  void tell(std::span<const double> costs);

  bool done() const { return count() == 0; }  ///< Whether all rounds are over.
  double progress() const;                    ///< The share of latents that were judged, 0 to 1.
  const Tensor& best() const;                 ///< The best latent so far, (latent_dim); zeros before the first tell.
  double best_cost() const;                   ///< Its cost; infinite before the first tell.

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace latentwalk
