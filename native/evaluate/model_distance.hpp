#pragma once

#include <filesystem>

#include "trainer/loop/run.hpp"

namespace latentwalk {

/// Measures the Fréchet classifier distance of a model, {"fcd10k": …}, for `--evaluate-every`. `data`: folder with
/// MNIST's IDX files. Throws Error where the classifier or the digits cannot be read.
MeasureModel make_distance(const std::filesystem::path& classifier, const std::filesystem::path& data);

}  // namespace latentwalk
