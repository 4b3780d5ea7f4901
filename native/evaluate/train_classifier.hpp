#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "data/idx.hpp"
#include "latentwalk/json.hpp"

namespace at {
class Tensor;
}

namespace latentwalk {

struct ClassifierTraining {
  std::int64_t epochs = 12, batch_size = 128, seed = 1;
};

/// Distorts each of images (N, 1, height, width) in [0, 1] at random, with LibTorch's default generator: shifts it by
/// up to 2 pixels, rotates it by up to 10 degrees and scales it by up to 10 %.
at::Tensor distort(const at::Tensor& images);

/// Trains the classifier on the training digits, distorted anew in each epoch, with Adam and a learning rate that falls
/// to 0 along a cosine. Returns the bytes of its file, which holds the accuracy on the test digits. `spec` has the
/// networks "trunk" and "head". Calls `say` with one line after each epoch. Throws Error if a label is
/// not less than the number of classes that the head gives.
std::vector<std::uint8_t> train_classifier(const Json& spec, const Digits& train, const Digits& test,
                                           const ClassifierTraining& options,
                                           const std::function<void(const std::string&)>& say);

}  // namespace latentwalk
