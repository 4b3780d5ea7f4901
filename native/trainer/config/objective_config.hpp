#pragma once

#include <string>
#include <variant>

#include "latentwalk/json.hpp"
#include "latentwalk/spec.hpp"

/// What a configuration says to minimise ("objective" in configs/NAME.json), as plain data. No torch.
namespace latentwalk {

/// Which loss the generator minimises, of the discriminator's logits for its images.
enum class GeneratorLoss {
  non_saturating,  // -log D(G(z)): Goodfellow et al. (2014), section 3
  minimax          // log(1 - D(G(z))): the paper's equation 2
};

/// The GAN of Goodfellow et al. (2014); conditional (Mirza & Osindero, 2014) where the model has classes.
struct GanObjective {
  GeneratorLoss generator_loss = GeneratorLoss::non_saturating;
};

/// InfoGAN (Chen et al., 2016): weights of the two kinds of code.
struct InfoGanObjective {
  GeneratorLoss generator_loss = GeneratorLoss::non_saturating;
  double categorical_weight = 1.0, continuous_weight = 0.1;
};

/// The VAE of Kingma & Welling (2014): the paper's equation 16 with an explicit weight on the divergence.
struct VaeObjective {
  double kl_weight = 1.0;
};

/// InfoVAE (Zhao et al., 2017, equation 6).
struct InfoVaeObjective {
  double alpha = 0.0, lambda = 1.0;
};

using ObjectiveConfig = std::variant<GanObjective, InfoGanObjective, VaeObjective, InfoVaeObjective>;

/// Checks "objective" of a configuration for this model. Throws Error on an unknown type or key, a value out of range,
/// or a model that the objective cannot train.
ObjectiveConfig parse_objective_config(const Json& json, const ModelSpec& model, const std::string& where);

}  // namespace latentwalk
