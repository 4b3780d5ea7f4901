#pragma once

#include "evaluate/metrics.hpp"

namespace latentwalk {

/// The share of pictures that show the digit which the value of their categorical code stands for. The classifier reads
/// five draws of 10,000 pictures (seeds 10000 to 10004); assign_digits finds the digit of each value from the same
/// pictures. Returns {"value": mean, "standard_deviation": over the draws, "digits": […], "shares": […]}, the lists
/// with one entry for each value. If the subject has a recogniser, "test_digits_read" is the share of the real test
/// digits whose recognised value stands for them.
Json measure_code(const Subject& subject, const Evaluation& evaluation);

}  // namespace latentwalk
