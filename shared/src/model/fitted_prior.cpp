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

Tensor Model::walk(const Tensor& stations, std::size_t frames, Interpolation how, bool loop, Prior prior,
                   std::span<const std::int32_t> labels) const {
  Tensor points = latentwalk::walk(stations, frames, how, loop);
  if (prior == Prior::standard) return points;
  const GaussianMixture& mixture = require_fitted_prior();
  const std::size_t count = stations.shape(0), classes = mixture.class_count(), dim = mixture.dim(), steps = frames - 1;
  if (stations.shape(1) != dim) fail("stations must be (N, ", dim, "), found ", shape_text(shape_of(stations)));
  std::vector<std::size_t> label_of(count);
  if (!labels.empty() && labels.size() != count) fail("expected ", count, " class labels, found ", labels.size());
  std::vector<double> level(count), weights(classes);
  for (std::size_t s = 0; s < count; ++s) {
    label_of[s] = labels.empty() ? s % classes : static_cast<std::size_t>(labels[s]);
    if (label_of[s] >= classes) fail("a class label must be from 0 to ", classes - 1, ", found ", labels[s]);
    weights.assign(classes, 0.0);
    weights[label_of[s]] = 1;
    level[s] = log_density(mixture, stations.data() + s * dim, weights);
  }
  for (std::size_t i = 0; i < points.shape(0); ++i) {
    if (i % steps == 0) continue;  // a station
    const std::size_t from = i / steps, to = (from + 1) % count;
    const double t = static_cast<double>(i % steps) / static_cast<double>(steps);
    weights.assign(classes, 0.0);
    weights[label_of[from]] = 1 - t;
    weights[label_of[to]] += t;
    move_to_density(mixture, weights, (1 - t) * level[from] + t * level[to], points.data() + i * dim);
  }
  return points;
}

}  // namespace latentwalk
