#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "trainer/loop/reconstruction.hpp"
#include "trainer/loop/trainer.hpp"
#include "trainer/record/epoch_strip.hpp"

namespace latentwalk {

/// What the image network makes of the first `count` latents of a seed, (count, height, width): the same latents each
/// time, so that epochs can be compared. Conditional models are asked for each class in turn.
Tensor sample_images(const Trainer& trainer, std::uint64_t seed, std::size_t count);

/// The pictures that a run leaves after each epoch: a sheet of samples, a row of the strip of epochs and, of VAEs,
/// reconstructions.
class EpochPictures {
 public:
  /// Goes on where the trainer is. `data`: folder with the digits.
  EpochPictures(std::filesystem::path run, const std::filesystem::path& data, const Trainer& trainer);

  void write(const Trainer& trainer, std::int64_t epoch);

 private:
  std::filesystem::path run_;
  EpochStrip strip_;
  std::optional<Originals> originals_;
};

}  // namespace latentwalk
