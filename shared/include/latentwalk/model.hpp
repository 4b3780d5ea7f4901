#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "latentwalk/network.hpp"
#include "latentwalk/safetensors.hpp"
#include "latentwalk/spec.hpp"

/// A model file (docs/model-format.md): spec, weights and self-test in one safetensors file.
namespace latentwalk {

/// The largest difference between a pixel (or a code) of the self-test and its replay that loading accepts.
inline constexpr double kSelftestTolerance = 1e-3;

/// A normal distribution for each coordinate, both (N, latent_dim).
struct Codes {
  Tensor mean, log_variance;  ///< (N, latent_dim)
};
/// A model file, checked and ready to run. Safe to use from several threads at once.
class Model {
 public:
  /// Reads a model file and replays its self-test; `name` opens the messages. Throws Error on whatever is missing,
  /// unexpected, misshapen, not finite, or gives other pixels than the file says.
  static Model parse(std::span<const std::uint8_t> bytes, std::string_view name);

  /// A model of weights by the names of network_parameters, without a self-test to prove it.
  static Model from_weights(const ModelSpec& spec, const std::map<std::string, Tensor>& weights);

  const ModelSpec& spec() const { return spec_; }  ///< The networks that the file has, and all round them.
  /// Facts about the training run ("epochs": "12", "seed": "1", …), as the trainer wrote them.
  const std::map<std::string, std::string>& training() const { return training_; }
  DType storage() const { return storage_; }                 ///< What the file keeps its weights as.
  bool has_encoder() const { return encoder_.has_value(); }  ///< Whether encode may be called.
  /// The largest absolute difference seen when the self-test was replayed.
  double selftest_error() const { return selftest_error_; }

  /// latents (N, latent_dim), labels: one in [0, class_count) a sample for a conditional model, else empty
  /// -> images (N, height, width) in [0, 1], 1 = ink. Throws Error on a wrong shape, a label out of range, labels
  /// given to an unconditional model or missing for a conditional one, or a latent that is not finite. A large N is cut
  /// into batches that run on up to `threads` threads; the result does not depend on how many.
  Tensor decode(const Tensor& latents, std::span<const std::int32_t> labels = {}, std::size_t threads = 1) const;

  /// The same on plain memory: latents (count, latent_dim) -> pixels (count, height, width). Allocates nothing once a
  /// first call has planned its buffers, with one thread.
  void decode(const float* latents, std::size_t count, std::span<const std::int32_t> labels, float* pixels,
              std::size_t threads = 1) const;

  /// The same with a weight for each class instead of a label, (N, class_count), finite: one-hot rows give what decode
  /// gives, others what lies between the classes. Throws Error where the model is unconditional.
  Tensor decode_blend(const Tensor& latents, const Tensor& class_weights, std::size_t threads = 1) const;

  /// images (N, height, width) in [0, 1] -> the posterior of each. Throws Error where there is no encoder.
  Codes encode(const Tensor& images, std::span<const std::int32_t> labels = {}, std::size_t threads = 1) const;

  /// What each step of the image network costs for these latents (of class 0 where the model is conditional).
  std::vector<Network::StepCost> profile_decode(const Tensor& latents) const;

  /// The same of the encoder, for images (N, height, width). Throws Error where there is none.
  std::vector<Network::StepCost> profile_encode(const Tensor& images) const;

 private:
  Model() = default;
  void build(const std::function<Tensor(const std::string& name)>& parameter);
  void replay_selftest(const Safetensors& file, const std::string& name);
  void to_ink(float* pixels, std::size_t count) const;
  const Network& encoder() const;  // throws Error where there is none

  ModelSpec spec_;
  std::map<std::string, std::string> training_;
  DType storage_ = DType::f32;
  std::optional<Network> image_network_, encoder_;
  double selftest_error_ = 0.0;
};

/// What a model file is made of; the networks' tensors by the names of network_parameters.
struct ModelFile {
  ModelSpec spec;                               ///< Only the networks that ship: generator, or encoder and decoder.
  std::map<std::string, std::string> training;  ///< Facts about the training run.
  std::map<std::string, Tensor> weights;        ///< By the names of network_parameters.
  /// The self-test: latents (N, latent_dim), labels (N) if conditional, the images (N, height, width) in [0, 1] they
  /// must give, and for an encoder the codes of those images: mean and log-variance side by side, (N, 2 latent_dim).
  Tensor selftest_latents, selftest_labels, selftest_images, selftest_codes;
};

/// The bytes of a model file with weights stored as F32, F16 or I8 (quantise.hpp). The self-test is always F32, and
/// must have been computed from the weights as stored. Throws Error where a weight is missing, misshapen or not finite.
std::vector<std::uint8_t> serialize_model(const ModelFile& file, DType storage);

}  // namespace latentwalk
