#pragma once

#include <string>
#include <variant>

#include "latentwalk/json.hpp"
#include "latentwalk/spec.hpp"

/// The objective of a configuration ("objective" in configs/NAME.json) as plain data.
namespace latentwalk {

/// The loss that the generator minimises.
enum class GeneratorLoss {
  non_saturating,  ///< -log D(G(z)): Goodfellow et al. (2014), section 3
  minimax          ///< log(1 - D(G(z))): the paper's equation 2
};

/// The GAN of Goodfellow et al. (2014). It is conditional (Mirza & Osindero, 2014) if the model has classes.
struct GanObjective {
  GeneratorLoss generator_loss = GeneratorLoss::non_saturating;  ///< Of the generator.
};

/// InfoGAN (Chen et al., 2016), with a weight for each of the two kinds of code.
struct InfoGanObjective {
  GeneratorLoss generator_loss = GeneratorLoss::non_saturating;  ///< Of the generator.
  double categorical_weight = 1.0, continuous_weight = 0.1;      ///< In [0, 1000].
};

/// The VAE of Kingma & Welling (2014): the paper's equation 16 with a weight for the divergence.
struct VaeObjective {
  double kl_weight = 1.0;  ///< In [0, 1000].
};

/// InfoVAE (Zhao et al., 2017, equation 6).
struct InfoVaeObjective {
  double alpha = 0.0, lambda = 1.0;  ///< alpha in [0, 1], alpha + lambda >= 1.
};

/// Any objective.
using ObjectiveConfig = std::variant<GanObjective, InfoGanObjective, VaeObjective, InfoVaeObjective>;

/// Parses "objective" of a configuration. Throws Error on an unknown type or key, a value out of range, or a model that
/// the objective cannot train. `where` starts the message.
ObjectiveConfig parse_objective_config(const Json& json, const ModelSpec& model, const std::string& where);

}  // namespace latentwalk
