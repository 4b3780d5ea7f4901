#include "trainer/loop/fit_prior.hpp"

#include <algorithm>
#include <sstream>

#include "latentwalk/error.hpp"
#include "latentwalk/model.hpp"
#include "latentwalk/parallel.hpp"

namespace latentwalk {
namespace {

/// Roots are multiplied by this. Normal distributions have longer tails than the codes, and decoders draw poorly there.
constexpr float kSpread = 0.95F;

/// The means of the digits' codes. A conditional encoder gets the labels.
Tensor code_means(const Model& model, const Digits& digits, std::span<const std::int32_t> labels) {
  constexpr std::size_t kAtOnce = 5000;  // as floats they take 16 MB
  const std::size_t size = digits.width * digits.height, dim = latent_dim(model.spec());
  Tensor means = zeros({digits.count, dim});
  for (std::size_t first = 0; first < digits.count; first += kAtOnce) {
    const std::size_t count = std::min(kAtOnce, digits.count - first);
    Tensor images = zeros({count, digits.height, digits.width});
    for (std::size_t i = 0; i < images.size(); ++i)
      images.data()[i] = static_cast<float>(digits.pixels[first * size + i]) / 255.0F;
    const Codes codes =
        model.encode(images, labels.empty() ? labels : labels.subspan(first, count), available_threads());
    std::copy(codes.mean.begin(), codes.mean.end(), means.data() + first * dim);
  }
  return means;
}

}  // namespace

std::vector<std::uint8_t> with_fitted_prior(std::span<const std::uint8_t> file, const std::string& name,
                                            const Digits& digits, const std::function<void(const std::string&)>& say) {
  const Model model = Model::parse(file, name);
  const ModelSpec& spec = model.spec();
  if (!can_have_fitted_prior(spec))
    fail(name, ": a prior can be fitted to the codes of a VAE with a normal prior, which ", spec.name, " is not");
  std::vector<std::int32_t> labels;
  if (spec.class_count > 0) {
    check_labels(digits, spec.class_count, name);
    labels.assign(digits.labels.begin(), digits.labels.end());
  }
  MixtureFit settings;
  settings.threads = available_threads();
  settings.on_candidate = [&](std::size_t components, double held_out) {
    std::ostringstream line;
    line.precision(5);
    line << "prior: " << components << " components give held-out codes a mean log density of " << held_out;
    say(line.str());
  };
  Safetensors parts = parse_safetensors(file, name);
  Json facts = model.training();
  for (const auto& [key, value] : model.training())
    if (key.find("_fitted") != std::string::npos) facts.erase(key);  // measured with the prior that is replaced
  parts.metadata["training"] = facts.dump();
  GaussianMixture prior = fit_mixture(code_means(model, digits, labels), labels, spec.class_count, settings);
  for (float& value : prior.roots) value *= kSpread;
  store_fitted_prior(parts, prior, spec, model.storage() == DType::f32 ? DType::f32 : DType::f16);
  std::vector<std::uint8_t> bytes = serialize_safetensors(parts);
  Model::parse(bytes, name);  // throws rather than return a file that does not load
  return bytes;
}

}  // namespace latentwalk
