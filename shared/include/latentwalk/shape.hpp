#pragma once

#include <vector>

#include "latentwalk/tensor.hpp"

/// What can be measured in a digit besides its class.
namespace latentwalk {

/// The shape of a digit's strokes; all 0 for a blank picture.
struct DigitShape {
  double ink = 0;     ///< The mean of the pixels.
  double slant = 0;   ///< How far the strokes lean per unit of height; 0 upright, positive to the right.
  double width = 0;   ///< The standard deviation of the ink across, in pixels.
  double height = 0;  ///< The same down.
};
/// The shape of each digit (N, height, width) in [0, 1], where 1 is ink. Throws Error if the shape differs.
std::vector<DigitShape> digit_shapes(const Tensor& images);

/// The members of DigitShape, in order.
enum class ShapeMeasure { ink, slant, width, height };

/// A difference between two sets of digits.
struct ShapeChange {
  ShapeMeasure measure = ShapeMeasure::ink;  ///< What differs.
  double change = 0;                         ///< The mean of high - low.
  double clarity = 0;                        ///< |change| divided by the standard deviation of the measure among all.
};
/// What tells two sets of digits (N, height, width) apart, such as those drawn with the lowest and the highest value of
/// one coordinate and otherwise equal latents: the clearest changes, two at most, and none below a clarity of 0.45. The
/// standard deviation counts as at least 0.05, for measures other than the slant times their mean. Throws Error if a
/// shape differs or N is 0.
std::vector<ShapeChange> clear_changes(const Tensor& low, const Tensor& high);

}  // namespace latentwalk
