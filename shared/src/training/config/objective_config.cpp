#include "latentwalk/objective_config.hpp"

#include <array>
#include <utility>

#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

GeneratorLoss parse_generator_loss(const Json& json, const std::string& where) {
  const std::string form = read_string(json, "generator_loss", "non_saturating", where);
  if (form == "non_saturating") return GeneratorLoss::non_saturating;
  if (form == "minimax") return GeneratorLoss::minimax;
  fail(where, ": generator_loss must be non_saturating or minimax, found ", in_quotes(form));
}

void check_gan_model(const ModelSpec& model, std::size_t outputs, const std::string& where) {
  if (!model.networks.contains("generator") || !model.networks.contains("discriminator")) {
    fail(where, ": this type needs the networks generator and discriminator");
  }
  const Shape out = layer_shapes(model.networks.at("discriminator"), where).back();
  if (out != Shape{outputs}) {
    fail(where, ": the discriminator must give ", shape_text({outputs}), ", found ", shape_text(out));
  }
}

void check_vae_model(const ModelSpec& model, const std::string& where) {
  if (!model.networks.contains("encoder") || !model.networks.contains("decoder")) {
    fail(where, ": this type needs the networks encoder and decoder");
  }
  if (!std::holds_alternative<Sigmoid>(model.networks.at("decoder").layers.back()) || model.value_low != 0.0) {
    fail(where, ": this type needs a decoder that ends in a sigmoid, and images in [0, 1]");
  }
  for (const LatentBlock& block : model.latent) {
    if (block.prior != LatentBlock::Prior::normal) fail(where, ": this type needs a normal prior");
  }
}

ObjectiveConfig parse_gan(const Json& json, const ModelSpec& model, const std::string& where) {
  check_keys(json, {"type", "generator_loss"}, where);
  check_gan_model(model, 1, where);
  return GanObjective{parse_generator_loss(json, where)};
}

ObjectiveConfig parse_infogan(const Json& json, const ModelSpec& model, const std::string& where) {
  check_keys(json, {"type", "generator_loss", "categorical_weight", "continuous_weight"}, where);
  std::size_t code = 0;
  for (const LatentBlock& block : model.latent) code += block.prior == LatentBlock::Prior::normal ? 0 : block.dim;
  if (code == 0) fail(where, ": type infogan needs a latent block that is uniform or categorical");
  if (model.class_count > 0) fail(where, ": type infogan learns its classes without labels, so class_count must be 0");
  check_gan_model(model, 1 + code, where);
  InfoGanObjective objective{parse_generator_loss(json, where)};
  objective.categorical_weight = read_number(json, "categorical_weight", 0.0, 1000.0, 1.0, where);
  objective.continuous_weight = read_number(json, "continuous_weight", 0.0, 1000.0, 0.1, where);
  return objective;
}

ObjectiveConfig parse_vae(const Json& json, const ModelSpec& model, const std::string& where) {
  check_keys(json, {"type", "kl_weight"}, where);
  check_vae_model(model, where);
  return VaeObjective{read_number(json, "kl_weight", 0.0, 1000.0, where)};
}

ObjectiveConfig parse_infovae(const Json& json, const ModelSpec& model, const std::string& where) {
  check_keys(json, {"type", "alpha", "lambda"}, where);
  check_vae_model(model, where);
  const InfoVaeObjective objective{read_number(json, "alpha", 0.0, 1.0, where),
                                   read_number(json, "lambda", 0.0, 1e6, where)};
  if (objective.alpha + objective.lambda < 1.0) {
    fail(where, ": alpha + lambda must be at least 1, or training moves the codes away from the prior");
  }
  return objective;
}

using Parse = ObjectiveConfig (*)(const Json&, const ModelSpec&, const std::string&);
constexpr std::array<std::pair<const char*, Parse>, 4> kTypes{
    {{"gan", parse_gan}, {"vae", parse_vae}, {"infogan", parse_infogan}, {"infovae", parse_infovae}}};

}  // namespace

ObjectiveConfig parse_objective_config(const Json& json, const ModelSpec& model, const std::string& where) {
  const std::string type = read_string(json, "type", where);
  std::string known;
  for (const auto& [name, parse] : kTypes) {
    if (type == name) return parse(json, model, where);
    known += (known.empty() ? "" : ", ") + std::string(name);
  }
  fail(where, ": unknown type ", in_quotes(type), "; known: ", known);
}

}  // namespace latentwalk
