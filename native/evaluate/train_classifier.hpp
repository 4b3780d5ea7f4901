#pragma once

#include <cstdint>
#include <functional>
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

/// Each picture, (N, 1, height, width) in [0, 1], shifted by up to 2 pixels, turned by up to 10 degrees and scaled by
/// up to 10 % at random, by LibTorch's default generator.
at::Tensor distort(const at::Tensor& images);

/// Trains the classifier on the training digits, each epoch distorted anew, with Adam and a learning rate that falls
/// to nothing along a cosine; then counts what it reads rightly of the test digits. Returns the bytes of its file.
/// `say` gets one line an epoch.
std::vector<std::uint8_t> train_classifier(const Json& spec, const Digits& train, const Digits& test,
                                           const ClassifierTraining& options,
                                           const std::function<void(const std::string&)>& say);

}  // namespace latentwalk
