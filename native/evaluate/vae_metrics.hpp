#pragma once

#include <optional>
#include <string>

#include "evaluate/likelihood.hpp"
#include "evaluate/metrics.hpp"
#include "evaluate/vae_networks.hpp"

namespace latentwalk {

/// The metrics of a model with an encoder. Intermediate results that several metrics use are computed once.
class VaeMetrics {
 public:
  VaeMetrics(const Model& model, const VaeNetworks& networks, const Evaluation& evaluation)
      : model_(model), networks_(networks), evaluation_(evaluation) {}

  /// {"value": …, "floor": … (the value of real digits, where there is one), …}. Throws Error on another metric.
  Json measure(const std::string& name);

 private:
  const VaeNetworks::Posterior& test_codes();
  Json elbo();
  Json prior_discrepancy();
  Json likelihood(const MetricInfo& metric);

  const Model& model_;
  const VaeNetworks& networks_;
  const Evaluation& evaluation_;
  std::optional<VaeNetworks::Posterior> test_codes_;
};

/// A test negative log-likelihood by importance sampling, in nats.
struct TestLikelihood {
  double value = 0.0, standard_error = 0.0;  // the mean over every (N / count)-th digit
  // The bound of all N digits, minus the mean gap between bound and likelihood of the sampled digits. It is more
  // precise than `value`, because the gap varies much less between digits than the likelihood does. Its error does not
  // include the choice of the N digits.
  double all_digits = 0.0, all_digits_error = 0.0;
  double effective = 0.0;  // the mean effective number of draws (ImportanceEstimate)
};

/// x (N, pixels), 0 or 1: the pictures whose likelihood is estimated. `seen` (N, pixels): the pictures that the encoder
/// gets, to propose codes. labels (N): class labels. Samples `count` digits with `draws` draws each. Throws Error
/// unless count >= 2 divides N.
TestLikelihood test_likelihood(const VaeNetworks& networks, const torch::Tensor& x, const torch::Tensor& seen,
                               const torch::Tensor& labels, std::int64_t count, std::int64_t draws, std::uint64_t seed);

}  // namespace latentwalk
