#pragma once

#include "evaluate/metrics.hpp"

namespace latentwalk {

/// How often a picture shows the digit that the value of its categorical code stands for, over five draws of 10,000
/// latents (seeds 10000 to 10004), each picture read by the classifier. Which digit a value stands for is found from
/// the same pictures (assign_digits).
/// {"value": mean, "standard_deviation": over the draws, "digits": […], "shares": […], one a value}, and with a
/// recogniser "test_digits_read": the part of the real test digits whose recognised value stands for them.
Json measure_code(const Subject& subject, const Evaluation& evaluation);

}  // namespace latentwalk
