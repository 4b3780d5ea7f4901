#pragma once

namespace latentwalk::kernels {

/// The interpolation points of winograd.cpp are 0, infinity and plus and minus each of these.
inline constexpr double kWinogradPoints[3] = {1.125, 2.0, 0.5};

}  // namespace latentwalk::kernels
