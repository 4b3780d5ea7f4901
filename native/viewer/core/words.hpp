#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "latentwalk/config.hpp"
#include "latentwalk/inside.hpp"
#include "latentwalk/learner.hpp"
#include "latentwalk/reading.hpp"
#include "latentwalk/shape.hpp"
#include "latentwalk/spec.hpp"

/// The page's sentences and names that the viewer shows too. web/page/words has the same texts for the page;
/// tests/native/viewer/words holds the two together.
namespace latentwalk::viewer {

/// A number for people: groups of three, so many places, and no minus before a zero.
std::string number_words(double value, int places = 0);

/// "Classified as 3 (97 % sure)"; empty without a reading.
std::string reading_caption(const std::optional<Reading>& reading);
/// "A: classified as 3 (97 % sure)", or the name alone.
std::string term_caption(const std::string& term, const std::optional<Reading>& reading);

// ---- What a view says while all is well.
std::string sheet_words(const std::string& model, std::size_t count, std::uint64_t seed,
                        std::span<const Reading> readings);
std::string digit_words(std::size_t index, std::uint64_t seed, const std::optional<Reading>& reading);
std::string walk_place_words(std::size_t frame, std::size_t frames, const std::optional<Reading>& reading);
std::string map_place_words(double x, double y, const std::optional<Reading>& reading);
std::string dimension_words(std::size_t changed, const std::string& base, const std::optional<Reading>& reading);
/// `label`: of a test digit, -1 for a drawing. Empty without a reading of what was given.
std::string drawing_words(const std::optional<Reading>& given, const std::optional<Reading>& back, int label);
inline constexpr const char* kNearCode = "Eight digits near the code";
/// "conv-gan: average pixel error 3.6 %".
std::string pixel_error_words(const std::string& model, double percent);
std::string sum_words(std::span<const Reading> readings);
/// "seed 7:12", or "seed 7:12 (class 3)"; a latent vector that no seed gives. `classes`: their names by label, if any.
std::string station_sentence(std::uint64_t seed, std::size_t index, int label, bool is_edited,
                             std::span<const std::string> classes = {});

// ---- Map.
inline constexpr const char *kPlay = "Play", *kDrawPath = "Draw a path", *kAddPoint = "Add the point to the path",
                            *kClearPath = "Clear the path";

// ---- Dimensions.
/// "From the lowest to the highest value of style 1".
std::string effect_words(const std::string& name);
/// "style 1: thinner, leans to the left".
std::string code_does(const std::string& name, std::span<const ShapeChange> changes);
/// "3: 7", the value from 0 and the digit that it draws.
std::string code_draws(std::size_t value, std::size_t digit);
/// "69 % of 16 samples are classified as 7".
std::string code_draws_how(std::size_t digit, double share);

// ---- Compare.
inline constexpr const char *kMemory = "Did the model memorise its training digits?",
                            *kChooseForMemory = "Choose a digit above to see its nearest training digit.";
/// `models`: their names, with commas.
std::string compared_words(const std::string& models, std::uint64_t seed);
std::string nearest_caption(std::size_t index, int label);
/// `distance`: squared differences, summed over `size` pixels.
std::string memory_verdict(double distance, std::size_t size, std::size_t count);

// ---- Inside.
inline constexpr const char *kImage = "Image", *kOutput = "Output", *kMeanAndSpread = "Mean and spread", *kLatent = "z",
                            *kEncoder = "Encoder", *kDrawAgain = "Draw z again", *kUseMean = "Use the mean",
                            *kAnotherDigit = "Another digit", *kRealDigit = "A real digit";
inline constexpr const char* kInsideNote =
    "Ink shows the size of a value on the same scale everywhere: 1 is half ink. Negative values have the second "
    "colour.";
const char* decoder_name(Family family);
/// "8 × 14 × 14".
std::string layer_size(const Shape& shape);
/// "Decoder layer 2, transposed convolution, 8 × 14 × 14 values".
std::string layer_name(const std::string& network, std::size_t index, const Inside::Layer& layer);
/// The same with the range of its values.
std::string layer_words(const std::string& name, std::span<const float> values);
std::string seen_inside(const ModelSpec& spec, unsigned noise);
std::string inside_words(const std::string& model, std::size_t layers, const std::optional<Reading>& reading);

// ---- Learn.
inline constexpr const char *kTrain = "Train", *kPause = "Pause", *kOneStep = "One step", *kRewind = "Rewind",
                            *kUseModel = "Use in other views", *kSaveModel = "Save the model",
                            *kConfiguration = "Network", *kTrainingSeed = "Training seed", *kRandom = "Random",
                            *kLearningRate = "Learning rate", *kDiscriminatorRate = "Rate of the discriminator",
                            *kFreeze = "Freeze the discriminator", *kLatentNumbers = "Latent numbers",
                            *kAsConfigured = "As configured", *kTrainingDigits = "Training digits", *kAllDigits = "All",
                            *kKlWeight = "KL weight", *kStepAxis = "Step", *kBatchLoss = "Loss of the batch",
                            *kMove = "Move";
inline constexpr const char* kSeedNote = "A seed repeats the whole training: weights, order of the digits, and noise.";
inline constexpr const char* kOneRun = "The viewer trains run A of the two. The page trains both.";
inline constexpr const char* kUntrained = "The network knows nothing yet. Press Train.";
inline constexpr const char* kLoadingDigits = "Loading the training digits.";
std::string seen_on_learn(const ModelSpec& spec);
std::string learn_note(const Config& config, std::size_t digits);
/// "× 0.5", of a factor on the learning rate.
std::string times_rate(double factor);
/// The name of a loss for people.
std::string loss_name(const std::string& name);
std::string learned_words(std::int64_t steps, double seconds, std::size_t digits, std::span<const Reading> readings,
                          Trouble trouble = Trouble::none);
/// "digit 3 after 100 training steps".
std::string learned_digit_name(std::size_t index, std::int64_t steps);
std::string learning_failed(const std::string& reason);

}  // namespace latentwalk::viewer
