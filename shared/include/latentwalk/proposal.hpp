#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "latentwalk/json.hpp"

/// A configuration for data that has none.
namespace latentwalk {

/// What is known of the training data.
struct DataFacts {
  std::string name;                  ///< Of the data; becomes the model's name, with a-z, 0-9 and - only.
  std::size_t count = 0;             ///< Number of training pictures.
  std::size_t width = 0;             ///< In pixels.
  std::size_t height = 0;            ///< In pixels.
  std::vector<std::string> classes;  ///< Names of the classes by label; empty: an unconditional model.
};

/// A configuration and why it is so.
struct Proposal {
  Json config;                       ///< What configs/NAME.json holds; resolve_config reads its text.
  std::vector<std::string> reasons;  ///< One line each, for the user.
};

/// Proposes a VAE of linear layers: latent numbers, width and depth by the number of pictures, epochs for about 14,000
/// steps, conditional where the classes have names. Throws Error for fewer than 8 pictures.
Proposal propose_config(const DataFacts& facts);

}  // namespace latentwalk
