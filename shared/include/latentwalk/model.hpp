#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "latentwalk/drift.hpp"
#include "latentwalk/latent.hpp"
#include "latentwalk/mixture.hpp"
#include "latentwalk/network.hpp"
#include "latentwalk/safetensors.hpp"
#include "latentwalk/spec.hpp"

/// A model file (docs/model-format.md): spec, weights and self-test in one safetensors file.
namespace latentwalk {

/// The largest difference between the self-test in a file and its replay that loading accepts: of a pixel in [0, 1], or
/// of a code, relative where the code is larger than 1.
inline constexpr double kSelftestTolerance = 1e-3;

/// Posteriors of N images: a normal distribution for each latent coordinate.
struct Codes {
  Tensor mean, log_variance;  ///< (N, latent_dim)
};

/// Which prior latents are drawn from.
enum class Prior {
  standard,  ///< That of the training, which the model's latent blocks state; the only one of a GAN.
  fitted     ///< The mixture in the model file, fitted to the codes of the training digits.
};

/// A model, checked and ready to run. Several threads may use it at once.
class Model {
 public:
  /// Reads a model file and replays its self-test; `name` begins each error message. Throws Error if anything is
  /// missing, unexpected, of the wrong shape or not finite, or if the self-test gives other pixels than the file
  /// states.
  static Model parse(std::span<const std::uint8_t> bytes, std::string_view name);

  /// A model from weights named as in network_parameters. There is no self-test to replay.
  static Model from_weights(const ModelSpec& spec, const std::map<std::string, Tensor>& weights);

  const ModelSpec& spec() const {
    return spec_;
  }  ///< The model without its weights; only the networks that the file holds.
  /// Facts about the training run, as the trainer wrote them: "epochs": "12", "seed": "1", …
  const std::map<std::string, std::string>& training() const { return training_; }
  DType storage() const { return storage_; }                 ///< How the file stores the weights.
  bool has_encoder() const { return encoder_.has_value(); }  ///< Whether encode can be called.
  /// The fitted prior, null where the file holds none.
  const GaussianMixture* fitted_prior() const { return fitted_prior_ ? &*fitted_prior_ : nullptr; }
  /// The prior of this name, "fitted" or "standard"; of the empty name the fitted one where the file holds one. Throws
  /// Error on another name, and on "fitted" where there is none.
  Prior prior_named(std::string_view name) const;
  /// The largest difference found when the self-test was replayed.
  double selftest_error() const { return selftest_error_; }

  /// Draws `count` latents, (count, latent_dim). Row i depends only on the seed and i; for the fitted prior of a
  /// conditional model also on label i, in [0, class_count). With no labels these are in turn (labels_in_turn). Throws
  /// Error if the file holds no fitted prior but one is asked for, or if a label or their number is wrong.
  Tensor sample_latents(std::uint64_t seed, std::size_t count, Prior prior,
                        std::span<const std::int32_t> labels = {}) const;

  /// A walk as `walk` draws it through stations (station_count, latent_dim), with their class labels for a conditional
  /// model (with no labels: in turn). On the fitted prior it stays among likely codes: where a point has a lower log
  /// density than the line between those of the ends of its leg has there, move_to_density moves it. Throws Error as
  /// walk and sample_latents do.
  Tensor walk(const Tensor& stations, std::size_t frames, Interpolation how, bool loop, Prior prior,
              std::span<const std::int32_t> labels = {}) const;
  /// The point of that walk at t in [0, 1] on the leg from station `leg` to the next one, or from the last to the
  /// first: (latent_dim).
  Tensor walk_point(const Tensor& stations, std::size_t leg, double t, Interpolation how, Prior prior,
                    std::span<const std::int32_t> labels = {}) const;

  /// Paths on which latents (N, latent_dim) drift among codes that are as likely under the prior that they were drawn
  /// from. Throws Error as drift and sample_latents do.
  Drift drift(const Tensor& latents, std::uint64_t seed, Prior prior, std::span<const std::int32_t> labels = {}) const;

  /// Draws latents (N, latent_dim) as images (N, height, width) in [0, 1], where 1 is ink. A conditional model needs N
  /// labels in [0, class_count); an unconditional one takes none. Throws Error if a shape, a label or their number is
  /// wrong, a latent is not finite, or the network gives a
  /// number that is not. Large N are split into batches that run on up to `threads` threads; the result
  /// does not depend on the number of threads.
  Tensor decode(const Tensor& latents, std::span<const std::int32_t> labels = {}, std::size_t threads = 1) const;

  /// The same on plain memory: latents (count, latent_dim), pixels (count, height, width). With one thread, allocates
  /// nothing after the first call.
  void decode(const float* latents, std::size_t count, std::span<const std::int32_t> labels, float* pixels,
              std::size_t threads = 1) const;

  /// The same with finite class weights (N, class_count) in place of labels. A one-hot row draws that class; other rows
  /// blend classes. Throws Error if the model is unconditional.
  Tensor decode_blend(const Tensor& latents, const Tensor& class_weights, std::size_t threads = 1) const;

  /// The posteriors of images (N, height, width) in [0, 1]; labels as for decode. Throws Error if the model has no
  /// encoder, or if it gives a number that is not finite.
  Codes encode(const Tensor& images, std::span<const std::int32_t> labels = {}, std::size_t threads = 1) const;

  /// The layers whose outputs the two functions below can give.
  std::vector<Network::LayerOutput> decoder_layers() const;
  std::vector<Network::LayerOutput> encoder_layers() const;  ///< Empty if the model has no encoder.

  /// The outputs of chosen layers of the generator or decoder for one latent (latent_dim), one after the other
  /// (Network::activations). `label` has one class label, or none for an unconditional model.
  std::vector<float> decoder_activations(const float* latent, std::span<const std::int32_t> label,
                                         std::span<const std::size_t> layers) const;

  /// The same for the encoder and one image (height, width) in [0, 1]. Throws Error if the model has no encoder.
  std::vector<float> encoder_activations(const float* image, std::span<const std::int32_t> label,
                                         std::span<const std::size_t> layers) const;

  /// Times each step of the image network for these latents; a conditional model draws class 0.
  std::vector<Network::StepCost> profile_decode(const Tensor& latents) const;

  /// Times each step of the encoder for images (N, height, width). Throws Error if the model has no encoder.
  std::vector<Network::StepCost> profile_encode(const Tensor& images) const;

 private:
  Model() = default;
  void build(const std::function<Tensor(const std::string& name)>& parameter);
  void replay_selftest(const Safetensors& file, const std::string& name);
  void to_ink(float* pixels, std::size_t count) const;
  Tensor from_ink(const float* pixels, std::size_t count) const;
  const Network& encoder() const;  // throws Error if there is none

  ModelSpec spec_;
  std::map<std::string, std::string> training_;
  DType storage_ = DType::f32;
  const GaussianMixture& require_fitted_prior() const;  // throws Error if there is none
  void check_stations(const Tensor& stations, std::span<const std::int32_t> labels) const;
  void move_on_leg(const Tensor& stations, std::size_t leg, double t, std::span<const std::int32_t> labels,
                   float* point) const;

  std::optional<Network> image_network_, encoder_;
  std::optional<GaussianMixture> fitted_prior_;
  double selftest_error_ = 0.0;
};

/// The format version of a model file with a fitted prior.
inline constexpr const char *kFormatVersionWithPrior = "2", *kFormatVersion = "1";  ///< Of others.

/// The contents of a model file.
struct ModelFile {
  ModelSpec spec;                               ///< Only the networks that ship: generator, or encoder and decoder.
  std::map<std::string, std::string> training;  ///< Facts about the training run.
  std::map<std::string, Tensor> weights;        ///< Named as in network_parameters.
  /// The self-test: latents (N, latent_dim), labels (N) for a conditional model, and the images (N, height, width) in
  /// [0, 1] that they must give. With an encoder also the codes of these images (N, 2 latent_dim): means, then
  /// log-variances.
  Tensor selftest_latents, selftest_labels, selftest_images, selftest_codes;
  std::optional<GaussianMixture> fitted_prior;  ///< Of a VAE with a normal prior: one mixture for each class.
};

/// Whether a model of this spec can have a fitted prior: a VAE with a normal prior.
bool can_have_fitted_prior(const ModelSpec& spec);

/// Adds a fitted prior to a model file in parts, in place of one that is there, stored as F32 or F16. Throws Error if
/// it does not fit the model.
void store_fitted_prior(Safetensors& file, const GaussianMixture& prior, const ModelSpec& spec, DType storage);

/// The fitted prior in a model file, nothing where there is none. Throws Error if it is not a mixture of `spec`.
std::optional<GaussianMixture> load_fitted_prior(const Safetensors& file, const ModelSpec& spec,
                                                 const std::string& name);

/// The bytes of a model file with weights stored as F32, F16 or I8 (quantise.hpp); a fitted prior is F16 beside weights
/// of F16 or I8. The self-test is stored as F32; the
/// caller computes it from the weights as they will be stored. Throws Error if a weight is missing, of the wrong shape
/// or not finite, or if the self-test fails.
std::vector<std::uint8_t> serialize_model(const ModelFile& file, DType storage);

}  // namespace latentwalk
