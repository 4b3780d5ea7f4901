#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "data/idx.hpp"
#include "latentwalk/model.hpp"

/// The paper's use of generators: more digits to train a classifier on.
namespace latentwalk {

/// Generated digits with the labels they are given.
struct Pool {
  Tensor images;  // (N, height, width) in [0, 1]
  std::vector<std::uint8_t> labels;
};

/// `count` samples, less those that have no label: a conditional model's label is the digit asked for, the others' is
/// what `code_digits` makes of their categorical code (-1: nothing). Throws Error where none is left.
Pool generate_pool(const Model& model, const std::vector<int>& code_digits, std::size_t count, std::uint64_t seed);

/// What each batch of the classifier is made of.
enum class Mixture {
  real,       // real digits as they are
  distorted,  // real digits shifted, turned and scaled at random
  half,       // one half real digits as they are, one half generated ones
  generated   // generated digits only
};

struct ArmTraining {
  std::int64_t steps = 500, batch_size = 64, seed = 1;
};

/// Trains the small classifier (two strided convolutions and a linear layer, 28,938 weights; Adam, learning rate 2e-3
/// falling to nothing along a cosine) and returns the part of the test digits that it reads rightly.
double train_arm(const Digits& real, const Pool& pool, Mixture mixture, const ArmTraining& training,
                 const Digits& test);

}  // namespace latentwalk
