#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "latentwalk/json.hpp"
#include "latentwalk/model.hpp"

namespace latentwalk::viewer {

/// A point in latent space that outlives a change of model: the digit number `index` of a seed, unless it was edited,
/// when it has numbers of its own.
struct Station {
  std::uint64_t seed = 1;
  std::size_t index = 0;
  int label = -1;             // the class for a conditional model; -1: the index's turn, as on a sheet
  std::vector<float> edited;  // not empty: the numbers themselves

  bool operator==(const Station&) const = default;
};

inline constexpr std::size_t kMaxIndex = 9999;

/// The numbers, (latent_dim). Edited ones that do not fit the model give way to the seed's.
std::vector<float> latent_of(const ModelSpec& spec, const Station& station);

/// The class to show it as: 0 where the model has none, wrapped where it has fewer.
std::int32_t label_of(const ModelSpec& spec, const Station& station);

/// Latents (N, latent_dim), and labels, empty for an unconditional model.
Tensor latents_of(const ModelSpec& spec, const std::vector<Station>& stations);
std::vector<std::int32_t> labels_of(const ModelSpec& spec, const std::vector<Station>& stations);

/// "seed 7, digit 3", counted from 0 as in a scene and in the page's address, or "edited".
std::string station_words(const Station& station);

/// {"seed": 7, "index": 3} or {"latent": [0.1, …]}, and "label" where it is set.
Json station_json(const Station& station);
Station parse_station(const Json& json, const std::string& where);

}  // namespace latentwalk::viewer
