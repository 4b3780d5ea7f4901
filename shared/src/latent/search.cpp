#include "latentwalk/search.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "format/check_finite.hpp"
#include "latent/evolution.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/latent.hpp"

namespace latentwalk {
namespace {

constexpr std::size_t kDraws = 512, kRounds = 120;
constexpr std::size_t kMostNumbers = std::size_t{1} << 22U;  // in all draws together
constexpr double kStep = 0.4;
constexpr float kNormalReach = 4.0F;

}  // namespace

SearchSpace search_space(std::span<const LatentBlock> latent) {
  SearchSpace space;
  for (const LatentBlock& block : latent) {
    const bool uniform = block.prior == LatentBlock::Prior::uniform;
    space.low.insert(space.low.end(), block.dim, uniform ? static_cast<float>(block.low) : -kNormalReach);
    space.high.insert(space.high.end(), block.dim, uniform ? static_cast<float>(block.high) : kNormalReach);
    space.fixed.insert(space.fixed.end(), block.dim, block.prior == LatentBlock::Prior::categorical ? 1 : 0);
  }
  return space;
}

std::vector<double> picture_distances(const Tensor& images, const Tensor& target) {
  const std::size_t size = target.size();
  if (images.dimension() < 2 || size == 0 || images.size() != images.shape(0) * size)
    fail("picture distances: images of ", size, " pixels expected, found ", shape_text(shape_of(images)));
  std::vector<double> distances(images.shape(0));
  for (std::size_t n = 0; n < distances.size(); ++n) {
    double sum = 0;
    for (std::size_t p = 0; p < size; ++p) {
      const double difference = static_cast<double>(images.data()[n * size + p]) - target.data()[p];
      sum += difference * difference;
    }
    distances[n] = sum / static_cast<double>(size);
  }
  return distances;
}

struct LatentSearch::State {
  Tensor draws;
  SearchSpace space;
  std::uint64_t seed = 0;
  std::size_t judged = 0;  // latents
  Tensor asked;            // empty after tell
  Tensor best;
  double best_cost = std::numeric_limits<double>::infinity();
  std::optional<Evolution> evolution;  // begins after the draws

  std::size_t whole() const { return draws.shape(0) + kRounds * kBatch; }
};

std::size_t LatentSearch::draw_count(std::size_t latent_dim) {
  return std::clamp(kMostNumbers / std::max<std::size_t>(latent_dim, 1), kBatch, kDraws);
}

LatentSearch::LatentSearch(Tensor draws, SearchSpace space, std::uint64_t seed) {
  if (draws.dimension() != 2 || draws.size() == 0)
    fail("search: draws (N, latent_dim) expected, found ", shape_text(shape_of(draws)));
  const std::size_t dim = draws.shape(1);
  if (space.low.size() != dim || space.high.size() != dim || space.fixed.size() != dim)
    fail("search: bounds of ", dim, " coordinates expected, found ", space.low.size(), ", ", space.high.size(), " and ",
         space.fixed.size());
  check_finite(draws, "search: draws");
  check_finite(space.low.data(), dim, "search: low");
  check_finite(space.high.data(), dim, "search: high");
  for (std::size_t i = 0; i < dim; ++i)
    if (space.low[i] > space.high[i])
      fail("search: coordinate ", i, " is bounded by ", space.low[i], " and ", space.high[i],
           ", expected the lower bound first");
  state_ = std::make_unique<State>();
  state_->draws = std::move(draws);
  state_->space = std::move(space);
  state_->seed = seed;
  state_->asked = zeros({0, dim});
  state_->best = zeros({dim});
}

LatentSearch::LatentSearch(const ModelSpec& model, std::uint64_t seed)
    : LatentSearch(sample_latents(model, seed, draw_count(latent_dim(model))), search_space(model.latent), seed) {}

LatentSearch::~LatentSearch() = default;
LatentSearch::LatentSearch(LatentSearch&&) noexcept = default;
LatentSearch& LatentSearch::operator=(LatentSearch&&) noexcept = default;

std::size_t LatentSearch::count() const {
  const std::size_t draws = state_->draws.shape(0), judged = state_->judged;
  return std::min(kBatch, (judged < draws ? draws : state_->whole()) - judged);
}

const Tensor& LatentSearch::ask() {
  State& state = *state_;
  if (done()) fail("search: all rounds are over");
  if (state.asked.size() > 0) return state.asked;
  const std::size_t dim = state.best.size(), draws = state.draws.shape(0);
  if (state.judged < draws) {
    state.asked = zeros({count(), dim});
    std::copy_n(state.draws.data() + state.judged * dim, state.asked.size(), state.asked.data());
  } else {
    if (!state.evolution) state.evolution.emplace(state.best.data(), dim, state.space, kStep, kBatch, state.seed);
    state.asked = state.evolution->ask();
  }
  return state.asked;
}

void LatentSearch::tell(std::span<const double> costs) {
  State& state = *state_;
  const std::size_t dim = state.best.size(), count = state.asked.shape(0);
  if (count == 0 || costs.size() != count)
    fail("search: costs of the ", count, " latents that were asked for expected, found ", costs.size());
  for (std::size_t n = 0; n < count; ++n)
    if (!std::isfinite(costs[n])) fail("search: the cost of latent ", n, " is not a finite number");
  const auto least = static_cast<std::size_t>(std::min_element(costs.begin(), costs.end()) - costs.begin());
  if (costs[least] < state.best_cost) {
    state.best_cost = costs[least];
    std::copy_n(state.asked.data() + least * dim, dim, state.best.data());
  }
  if (state.evolution) state.evolution->tell(state.asked, costs);
  state.judged += count;
  state.asked = zeros({0, dim});
}

double LatentSearch::progress() const {
  return static_cast<double>(state_->judged) / static_cast<double>(state_->whole());
}
const Tensor& LatentSearch::best() const { return state_->best; }
double LatentSearch::best_cost() const { return state_->best_cost; }

}  // namespace latentwalk
