#pragma once

#include <optional>
#include <string>

#include "evaluate/gaussian_mixture.hpp"
#include "evaluate/likelihood.hpp"
#include "evaluate/metrics.hpp"
#include "evaluate/vae_networks.hpp"

namespace latentwalk {

/// The metrics of a model with an encoder, by name; what several of them need is computed by the first.
class VaeMetrics {
 public:
  VaeMetrics(const Model& model, const VaeNetworks& networks, const Evaluation& evaluation)
      : model_(model), networks_(networks), evaluation_(evaluation) {}

  /// {"value": …, "floor": … where real digits have one, and what belongs to the value}
  Json measure(const std::string& name);

 private:
  const VaeNetworks::Posterior& test_codes();
  const Cloud& mixture_samples();
  Json elbo();
  Json prior_discrepancy();
  Json likelihood(const MetricInfo& metric);

  const Model& model_;
  const VaeNetworks& networks_;
  const Evaluation& evaluation_;
  std::optional<VaeNetworks::Posterior> test_codes_;
  std::optional<MixtureFit> mixture_;
  std::optional<Cloud> mixture_samples_;
};

/// A test negative log-likelihood by importance sampling, in nats.
struct TestLikelihood {
  double value = 0.0, standard_error = 0.0;  // the mean over the digits sampled, every (N / count)-th
  // The bound of all N digits less the gap to the likelihood that those digits have on average: the gap differs much
  // less from digit to digit than the likelihood, so this is known more precisely. Its error is of the estimate alone.
  double all_digits = 0.0, all_digits_error = 0.0;
  double effective = 0.0;  // draws of 5,000 that carry the estimate, on average
};

/// x (N, pixels), 0 or 1, the pictures whose likelihood it is; `seen` (N, pixels) those that the encoder is shown for
/// its proposals; labels (N). Throws Error unless count divides N.
TestLikelihood test_likelihood(const VaeNetworks& networks, const torch::Tensor& x, const torch::Tensor& seen,
                               const torch::Tensor& labels, std::int64_t count, std::int64_t draws, std::uint64_t seed);

}  // namespace latentwalk
