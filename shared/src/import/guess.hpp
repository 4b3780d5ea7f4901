#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "import/build_network.hpp"
#include "import/torch_file.hpp"

namespace latentwalk {

/// What the user says of a model that its weights do not show.
struct GuessOptions {
  std::string name;                   ///< Of the model.
  std::string latent;                 ///< "62,categorical:10,uniform:2"; empty: all normal.
  std::size_t classes = 0;            ///< How many of the inputs are a one-hot class label.
  bool classes_first = false;         ///< The label comes before the latent vector.
  std::size_t width = 0, height = 0;  ///< Of the images; 0: not said.
  std::optional<bool> signed_pixels;  ///< The range of the network's output: [-1, 1] or [0, 1].
  std::string activation;             ///< "relu", "leaky_relu", "leaky_relu:0.2", "tanh" or "sigmoid"; empty: not said.
  std::optional<bool> seam;           ///< Whether an activation stands where a vector becomes an image.
  std::size_t plan = 0;               ///< Which of the plans of strides and paddings, the likeliest first.
  std::optional<double> eps;          ///< Of batch norms.
};

/// A model, its weights under our names, and what was guessed and why, a sentence each.
struct Guess {
  ModelSpec spec;
  std::map<std::string, Tensor> weights;
  std::vector<std::string> reasons;
};

/// Proposes the model of a state dict, whose shapes and names tell its layers but not its activations. Throws Error,
/// beginning with `where`, that names the option that says what cannot be guessed.
Guess guess_model(const StateDict& dict, const GuessOptions& options, const std::string& where);

/// The weights of the networks of `spec`, whose layers have to come in the same order as in the state dict.
std::map<std::string, Tensor> weights_in_order(const StateDict& dict, const ModelSpec& spec, const std::string& where);

/// The model around an image network whose layers are known, and an encoder if there is one. `inputs` of the image
/// network are the latent vector and the one-hot label. Throws Error if latentwalk cannot run it.
ModelSpec model_around(const NetworkSpec& image, const NetworkSpec* encoder, bool signed_pixels, std::size_t classes,
                       const GuessOptions& options, const std::string& where);

/// Moves a label of `classes` inputs from before the latent vector to behind it, in the weight of the first layer; an
/// embedding (classes, n) of the label becomes part of the weight.
void move_label(Tensor& weight, std::size_t input_axis, std::size_t classes, bool classes_first,
                const Tensor* embedding, const std::string& where);

}  // namespace latentwalk
