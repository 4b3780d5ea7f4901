#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "import/layer_list.hpp"

namespace latentwalk {

/// In place of an image's side: there is a vector.
inline constexpr std::size_t kNoSide = 0;

/// How a convolution is meant, which its weight does not say.
struct Window {
  bool transposed = false;
  std::size_t stride = 1, padding = 0, output_padding = 0, enlarge = 1;
  bool activation_before = true;
  int cost = 0;  ///< How unusual it is.
};

/// What each convolution of a network means.
struct WindowPlan {
  std::vector<Window> windows;  ///< One for each layer; of others it means nothing.
  std::size_t side = 0;         ///< Of the image at the end; 0 if it is none of one channel.
  std::size_t features = 0;     ///< The numbers at the end.
  int cost = 0;                 ///< How unusual it is.
};

/// The root of a square number, 0 of another.
std::size_t square_root(std::size_t value);

/// How many layers without weights stand between two layers of a Sequential, or nothing if they are not in one.
std::optional<std::size_t> gap(const FoundLayer& before, const FoundLayer& layer);

/// Searches the meanings of all convolutions of a network of square images, such that its shapes fit. Ends after some
/// hundred thousand steps.
class WindowSearch {
 public:
  WindowSearch(const std::vector<FoundLayer>& layers, bool is_image_network);

  /// All plans from an image of `side` pixels and as many channels, or, where that is kNoSide, from a vector of
  /// `channels`.
  std::vector<WindowPlan> run(std::size_t channels, std::size_t side);
  /// The layer that none of the meanings led beyond, for a message.
  std::size_t furthest() const { return furthest_; }
  /// Whether a plan ended in an image of three channels.
  bool saw_colour() const { return saw_colour_; }

 private:
  void visit(std::size_t i, std::size_t channels, std::size_t side);
  void convolve(std::size_t i, std::size_t channels, std::size_t side);

  const std::vector<FoundLayer>& layers_;
  bool is_image_network_, saw_colour_ = false;
  WindowPlan plan_;
  std::vector<WindowPlan> plans_;
  std::size_t visits_ = 0, furthest_ = 0;
};

}  // namespace latentwalk
