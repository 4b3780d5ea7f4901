// The fitted prior of a model: in its file, its samples, and walks among them.
#include <algorithm>

#include "latentwalk/error.hpp"
#include "latentwalk/model.hpp"

namespace latentwalk {
namespace {

constexpr const char* kWeights = "prior.weights";
constexpr const char* kMeans = "prior.means";
constexpr const char* kRoots = "prior.roots";

}  // namespace

bool can_have_fitted_prior(const ModelSpec& spec) {
  return spec.family == Family::vae &&
         std::all_of(spec.latent.begin(), spec.latent.end(),
                     [](const LatentBlock& block) { return block.prior == LatentBlock::Prior::normal; });
}

void store_fitted_prior(Safetensors& file, const GaussianMixture& prior, const ModelSpec& spec, DType storage) {
  file.metadata["format_version"] = kFormatVersionWithPrior;
  file.tensors[kWeights] = store(prior.weights, storage);
  file.tensors[kMeans] = store(prior.means, storage);
  file.tensors[kRoots] = store(prior.roots, storage);
  load_fitted_prior(file, spec, spec.name);  // throws where F16 rounds to infinity or zero
}

std::optional<GaussianMixture> load_fitted_prior(const Safetensors& file, const ModelSpec& spec,
                                                 const std::string& name) {
  const auto version = file.metadata.find("format_version");
  if (version == file.metadata.end() || version->second != kFormatVersionWithPrior) return std::nullopt;
  const auto read = [&](const char* tensor) {
    const auto found = file.tensors.find(tensor);
    if (found == file.tensors.end()) fail(name, ": the tensor \"", tensor, "\" is missing");
    return load(found->second, name + ": tensor \"" + tensor + "\"");
  };
  GaussianMixture prior{read(kWeights), read(kMeans), read(kRoots)};
  if (!can_have_fitted_prior(spec))
    fail(name, ": a fitted prior is for a VAE with a normal prior, which the model \"", spec.name, "\" is not");
  check_mixture(prior, std::max<std::size_t>(spec.class_count, 1), latent_dim(spec), name + ": prior");
  return prior;
}

Prior Model::prior_named(std::string_view name) const {
  if (name.empty()) return fitted_prior_ ? Prior::fitted : Prior::standard;
  if (name == "standard") return Prior::standard;
  if (name != "fitted") fail("prior must be fitted or standard, found ", in_quotes(name));
  require_fitted_prior();
  return Prior::fitted;
}

const GaussianMixture& Model::require_fitted_prior() const {
  if (!fitted_prior_)
    fail("the model \"", spec_.name, "\" has no fitted prior, only the standard one",
         spec_.family == Family::gan ? ": a GAN has no codes to fit one to" : " (latentwalk-train fit-prior adds one)");
  return *fitted_prior_;
}

Tensor Model::sample_latents(std::uint64_t seed, std::size_t count, Prior prior,
                             std::span<const std::int32_t> labels) const {
  if (prior == Prior::standard) return latentwalk::sample_latents(spec_, seed, count);
  if (spec_.class_count == 0 && !labels.empty())
    fail("the model \"", spec_.name, "\" is unconditional and takes no class labels");
  return sample_mixture(require_fitted_prior(), seed, count, labels);
}

Drift Model::drift(const Tensor& latents, std::uint64_t seed, Prior prior, std::span<const std::int32_t> labels) const {
  return prior == Prior::standard ? latentwalk::drift(spec_, latents, seed)
                                  : latentwalk::drift(require_fitted_prior(), latents, seed, labels);
}

void Model::move_on_leg(const Tensor& stations, std::size_t leg, double t, std::span<const std::int32_t> labels,
                        float* point) const {
  const GaussianMixture& mixture = require_fitted_prior();
  const std::size_t count = stations.shape(0), classes = mixture.class_count(), dim = mixture.dim();
  const std::size_t ends[] = {leg % count, (leg + 1) % count};
  std::vector<double> between(classes, 0.0);
  double level = 0;
  for (const std::size_t end : {0, 1}) {
    const double share = end == 0 ? 1 - t : t;
    const std::size_t label = labels.empty() ? ends[end] % classes : static_cast<std::size_t>(labels[ends[end]]);
    std::vector<double> alone(classes, 0.0);
    alone[label] = 1;
    between[label] += share;
    level += share * log_density(mixture, stations.data() + ends[end] * dim, alone);
  }
  move_to_density(mixture, between, level, point);
}

void Model::check_stations(const Tensor& stations, std::span<const std::int32_t> labels) const {
  const std::size_t count = stations.shape(0), classes = require_fitted_prior().class_count(), dim = latent_dim(spec_);
  if (stations.dimension() != 2 || stations.shape(1) != dim)
    fail("stations must be (N, ", dim, "), found ", shape_text(shape_of(stations)));
  if (!labels.empty() && labels.size() != count) fail("expected ", count, " class labels, found ", labels.size());
  for (const std::int32_t label : labels)
    if (label < 0 || static_cast<std::size_t>(label) >= classes)
      fail("a class label must be from 0 to ", classes - 1, ", found ", label);
}

Tensor Model::walk(const Tensor& stations, std::size_t frames, Interpolation how, bool loop, Prior prior,
                   std::span<const std::int32_t> labels) const {
  Tensor points = latentwalk::walk(stations, frames, how, loop);
  if (prior == Prior::standard) return points;
  check_stations(stations, labels);
  const std::size_t steps = frames - 1;
  for (std::size_t i = 0; i < points.shape(0); ++i)
    if (i % steps != 0)  // no station
      move_on_leg(stations, i / steps, static_cast<double>(i % steps) / static_cast<double>(steps), labels,
                  points.data() + i * points.shape(1));
  return points;
}

Tensor Model::walk_point(const Tensor& stations, std::size_t leg, double t, Interpolation how, Prior prior,
                         std::span<const std::int32_t> labels) const {
  const std::size_t count = stations.shape(0), dim = stations.shape(1);
  const auto station = [&](std::size_t index) {
    Tensor one = zeros({dim});
    std::copy_n(stations.data() + index % count * dim, dim, one.data());
    return one;
  };
  Tensor point = interpolate(station(leg), station(leg + 1), t, how);
  if (prior == Prior::standard || t <= 0 || t >= 1) return point;
  check_stations(stations, labels);
  move_on_leg(stations, leg, t, labels, point.data());
  return point;
}

}  // namespace latentwalk
