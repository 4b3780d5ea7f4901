#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "latentwalk/json.hpp"
#include "latentwalk/model.hpp"
#include "latentwalk/spec.hpp"
#include "latentwalk/tensor.hpp"

/// Points of latent space that do not depend on the model.
namespace latentwalk {

inline constexpr std::uint64_t kMaxSeed = (std::uint64_t{1} << 53U) - 1;  ///< JavaScript holds seeds up to this one.
inline constexpr std::size_t kMaxIndex = 9999;                            ///< The largest index of a station.

/// A latent vector: the one with this index in the sequence of a seed, or numbers of its own.
struct Station {
  std::uint64_t seed = 1;  ///< 0 to kMaxSeed.
  std::size_t index = 0;   ///< 0 to kMaxIndex.
  int label = -1;          ///< The class label for a conditional model; -1: the index modulo the number of classes.
  std::vector<float>
      edited;  ///< The latent vector itself if it is not empty; seed and index then say where it is from.

  /// Compares all members.
  bool operator==(const Station&) const = default;
};

/// Reads "7" (the first digit of seed 7), "7:12" (index 12), "7:12@3" (with class label 3), or "~" and a latent vector
/// as little-endian floats in base64url. `where` begins the error message. Throws Error on any other text.
Station parse_station(std::string_view text, std::string_view where);
/// The text that parse_station reads.
std::string station_text(const Station& station);

/// Reads a station's text or {"latent": [0.5, …], "digit": 3}; "digit" may be left out. Throws Error on anything else.
Station station_of_json(const Json& json, std::string_view where);
/// What station_of_json reads.
Json station_json(const Station& station);

/// Throws Error if the station has a class label that the model does not have, or numbers that are not (latent_dim).
void check_station(const ModelSpec& spec, const Station& station, std::string_view where);

/// The station without what the model does not have: its class label if it is not below class_count, edited numbers of
/// another size.
Station fitting(const ModelSpec& spec, Station station);

/// The latent vector, (latent_dim), drawn from a prior of the model. An edited one of another size gives way to that of
/// its seed and index.
std::vector<float> latent_of(const Model& model, const Station& station, Prior prior);

/// The class label, 0 for an unconditional model. A label that the model does not have is taken modulo class_count.
std::int32_t label_of(const ModelSpec& spec, const Station& station);

/// The latent vectors of several stations, (N, latent_dim).
Tensor latents_of(const Model& model, const std::vector<Station>& stations, Prior prior);
/// Their class labels; empty for an unconditional model.
std::vector<std::int32_t> labels_of(const ModelSpec& spec, const std::vector<Station>& stations);

}  // namespace latentwalk
