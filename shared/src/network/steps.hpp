#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "kernels/convolution.hpp"
#include "kernels/float_buffer.hpp"
#include "latentwalk/fold.hpp"

/// The steps of a network. Between steps, images are (N, height, width, channels). Input and output of the network
/// are (N, channels, height, width), as in the spec.
namespace latentwalk {

struct Convolve {  // or a linear layer, which is a convolution of one pixel
  std::unique_ptr<kernels::Convolution> convolution;
};
struct Pool {
  std::size_t height, width, channels, kernel, stride, out_height, out_width;
};
struct Transpose {  // (rows, columns) to (columns, rows) in each sample
  std::size_t rows, columns;
};
struct Activate {
  Layer layer;
};

struct Step {
  std::variant<Convolve, Pool, Transpose, ChannelScale, Activate> what;
  std::string name;
  std::size_t output_size;  // floats per sample
  double weight_bytes = 0;
  // The layer of the spec whose output this step completes, and its shape; none if the step only reorders. In memory
  // the output is (pixels, channels).
  std::optional<std::size_t> layer = {};
  Shape shape = {};
  std::size_t pixels = 1;
};

/// The buffers of one call. Simultaneous calls each have their own.
struct Workspace {
  kernels::FloatBuffer now, next, scratch;
};

/// Runs a step for `count` samples, from memory.now to memory.now.
void run_step(const Step& step, Workspace& memory, std::size_t count);

}  // namespace latentwalk
