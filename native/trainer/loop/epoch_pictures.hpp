#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "trainer/loop/reconstruction.hpp"
#include "trainer/loop/trainer.hpp"
#include "trainer/record/epoch_strip.hpp"

namespace latentwalk {

/// The images of the first `count` latents of a seed, (count, height, width) in [0, 1]. Conditional models draw the
/// classes in turn. The latents are the same in every epoch, so that epochs can be compared.
Tensor sample_images(const Trainer& trainer, std::uint64_t seed, std::size_t count);

/// The pictures that a run writes after each epoch: a sheet of samples, a row of the strip of epochs and, for VAEs, a
/// sheet of reconstructions.
class EpochPictures {
 public:
  /// Continues after the epoch that the trainer has reached. `data`: folder with the digits.
  EpochPictures(std::filesystem::path run, const std::filesystem::path& data, const Trainer& trainer);

  /// Why the strip of epochs begins anew, or empty.
  const std::string& problem() const { return strip_.problem(); }

  void write(const Trainer& trainer, std::int64_t epoch);

 private:
  std::filesystem::path run_;
  EpochStrip strip_;
  std::optional<Originals> originals_;
};

}  // namespace latentwalk
