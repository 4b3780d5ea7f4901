#pragma once

#include "latentwalk/tensor.hpp"

/// Drawings by hand, made ready for the models as the digits of MNIST were.
namespace latentwalk {

/// The side of a pad to draw on, in pixels: four for each pixel of a digit.
inline constexpr std::size_t kPadSide = 112;
/// Half the width of the pen on such a pad, in pixels.
inline constexpr double kPenRadius = 4.5;

/// Sets the pixels of a drawing (height, width) whose centres are at most `radius` from the line between two points to
/// ink (1), or with `erase` to paper (0). Points are in pixels from the top left corner and may lie outside. Throws
/// Error if the shape differs or a point is not finite.
void draw_stroke(Tensor& drawing, double from_x, double from_y, double to_x, double to_y, double radius = kPenRadius,
                 bool erase = false);

/// Whether a picture has less ink than one whole pixel.
bool is_blank(const Tensor& picture);

/// A drawing (side, side) in [0, 1], where 1 is ink, as a digit (size, size) in [0, 1]. If `centred`, what is at least
/// 0.1 ink is scaled to fit 20/28 of the size, with its centre of mass in the middle; otherwise the drawing is only
/// resized. Each pixel is the mean over the area that it covers. A blank drawing stays blank. Throws Error if the
/// drawing is not square or has a number outside [0, 1].
Tensor prepare_drawing(const Tensor& drawing, std::size_t size = 28, bool centred = true);

}  // namespace latentwalk
