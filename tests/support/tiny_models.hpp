#pragma once

#include <string>
#include <vector>

#include "latentwalk/model.hpp"

/// Four models small enough to commit, with made-up weights and images that are not square, that between them use
/// every layer, every prior, an encoder, class labels and a fitted prior. Their self-tests come from the reference, not
/// from the core.
namespace latentwalk::tests {

inline const std::vector<std::string> kTinyNames{"tiny-gan", "tiny-vae", "tiny-cgan", "tiny-cvae"};

ModelFile tiny_model(const std::string& name);

/// Made-up weights for a network: normal, scaled by 1/sqrt(inputs); variances positive.
std::map<std::string, Tensor> random_weights(const NetworkSpec& network, const std::string& prefix, std::uint64_t seed);

}  // namespace latentwalk::tests
