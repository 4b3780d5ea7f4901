#pragma once

#include <filesystem>

#include "trainer/loop/run.hpp"

namespace latentwalk {

/// Reads an epoch's samples with the digit classifier: which digits there are, and a warning where they are few.
/// Nothing where there is no such file. Where the training pictures in `data` are none that it can read, the samples
/// are not read either, and the first epoch says so.
ReadSamples make_collapse_watch(const std::filesystem::path& classifier, const std::filesystem::path& data);

/// For `--evaluate-every`: the Fréchet classifier distance of a model, as numbers for the log. Throws Error where the
/// classifier or the test digits are not there.
MeasureModel make_distance(const std::filesystem::path& classifier, const std::filesystem::path& data);

}  // namespace latentwalk
