#pragma once

#include <filesystem>

#include "trainer/loop/run.hpp"

namespace latentwalk {

/// Reads the samples of each epoch with the digit classifier: which digits they show, and a warning where they show
/// few. Returns nothing where the classifier file does not exist. Where the classifier cannot read the training
/// pictures in `data`, the samples are not read either, and the first epoch has a warning.
ReadSamples make_collapse_watch(const std::filesystem::path& classifier, const std::filesystem::path& data);

}  // namespace latentwalk
