#pragma once

#include <filesystem>
#include <optional>

#include "latentwalk/classifier.hpp"
#include "latentwalk/spec.hpp"

namespace latentwalk::viewer {

/// The shipped classifier and detector. The first job loads them, and the next ones, which run in the same thread, use
/// them too.
struct ReadingNetworks {
  std::filesystem::path folder;
  bool loaded = false;
  std::optional<ClassifierNetworks> classifier, detector;

  void load();
};

/// A model whose classes are called A or Coat draws no digits.
bool draws_digits(const ModelSpec& spec);

}  // namespace latentwalk::viewer
