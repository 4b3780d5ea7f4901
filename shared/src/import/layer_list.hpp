#pragma once

#include <optional>
#include <string>
#include <vector>

#include "import/build_network.hpp"
#include "import/torch_file.hpp"

namespace latentwalk {

/// A layer with weights, as its tensors show it. A state dict holds no others: activations leave only gaps.
struct FoundLayer {
  enum class Kind { linear, embedding, convolution, batch_norm };
  Kind kind = Kind::linear;
  std::string name;       ///< "main.0"
  Weights weights;        ///< A convolution's weight can be (out, in, kernel, kernel) or, transposed, (in, out, …).
  Tensor mean, variance;  ///< Of a batch norm.

  /// The number in a Sequential, or nothing: 3 of "main.3".
  std::optional<std::size_t> place() const;
  std::string parent() const;  ///< "main" of "main.3"
};

/// The layers of a state dict in the given order of its tensors. Throws Error, beginning with `where`, that lists the
/// tensors that belong to no layer of latentwalk.
std::vector<FoundLayer> list_layers(const Safetensors& file, const std::vector<std::string>& order,
                                    const std::string& where);

/// The networks of a state dict.
struct FoundNetworks {
  std::vector<FoundLayer> encoder,
      image;                            ///< The encoder's two heads are one layer, the means before the log-variances.
  std::optional<FoundLayer> embedding;  ///< Of the class labels.
  std::vector<std::string> reasons;     ///< What was taken for what, for the reader.
};
/// Tells encoder from decoder or generator by names and shapes, and leaves out a discriminator. Throws Error if there
/// is no network that draws.
FoundNetworks split_networks(std::vector<FoundLayer> layers, const std::string& where);

}  // namespace latentwalk
