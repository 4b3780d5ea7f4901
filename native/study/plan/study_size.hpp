#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace latentwalk {

/// How much a study computes. Steps are of one batch; 0: the configuration's own epochs of 60,000 digits.
struct StudySize {
  std::string name;
  int seeds = 3;
  std::size_t test_count = 10000;             // test digits, and samples held against them
  std::size_t compare_digits = 0;             // training digits of claims 1 to 3; 0: all there are
  std::vector<std::size_t> real_counts;       // subsets of claim 4, in the order they are computed
  std::vector<std::size_t> infogan_counts;    // those that have an InfoGAN too, by far the slowest generator
  std::size_t pool_count = 10000;             // generated digits that a classifier is trained on
  std::int64_t batch_size = 128;              // of the generative models
  std::int64_t fc_steps = 0, conv_steps = 0;  // claims 1 to 3
  std::vector<std::int64_t> printed_epochs;   // of the paper as printed, ascending; none: not measured
  int printed_seeds = 5;
  std::map<std::string, std::int64_t> generator_steps;  // claim 4, by configuration
  std::int64_t classifier_steps = 3000, classifier_batch = 64;
  std::int64_t toy_steps = 3000;
};

/// "quick", "small", "medium" or "full"; throws Error, naming them, on anything else.
StudySize study_size(const std::string& name);

}  // namespace latentwalk
