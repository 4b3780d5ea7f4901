#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "data/idx.hpp"

/// The fitted prior of a VAE. This header does not include LibTorch.
namespace latentwalk {

/// The bytes of a model file with a prior that is fitted to the codes of the digits: a mixture of normals for each
/// class. `name` starts the message of an Error; `say` gets a line for each number of components that is tried. Throws
/// Error unless the model is a VAE with a normal prior and there are enough digits of each class.
std::vector<std::uint8_t> with_fitted_prior(std::span<const std::uint8_t> file, const std::string& name,
                                            const Digits& digits, const std::function<void(const std::string&)>& say);

}  // namespace latentwalk
