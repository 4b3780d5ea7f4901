#include "trainer/loop/epoch_pictures.hpp"

#include <cstdio>

#include "latentwalk/latent.hpp"
#include "support/files.hpp"
#include "support/png.hpp"
#include "trainer/networks/tensor_bridge.hpp"

namespace latentwalk {
namespace {

constexpr std::size_t kSheetCount = 64, kStripCount = 16;
constexpr std::uint64_t kSeed = 1;

std::string epoch_name(std::int64_t epoch) {
  char name[32];
  std::snprintf(name, sizeof name, "epoch-%04lld.png", static_cast<long long>(epoch));
  return name;
}

}  // namespace

Tensor sample_images(const Trainer& trainer, std::uint64_t seed, std::size_t count) {
  const ModelSpec& model = trainer.config().model;
  const torch::Tensor latents = torch_tensor(sample_latents(model, seed, count));
  return core_tensor(decode_images(model, trainer.image_network(), latents, labels_in_turn(model, count)));
}

EpochPictures::EpochPictures(std::filesystem::path run, const std::filesystem::path& data, const Trainer& trainer)
    : run_(std::move(run)),
      strip_(run_, trainer.steps_done() / trainer.steps_per_epoch(), kStripCount, trainer.config().model.image_width,
             trainer.config().model.image_height) {
  make_folder(run_ / "samples");
  if (trainer.config().model.family != Family::vae) return;
  make_folder(run_ / "reconstructions");
  originals_ = choose_originals(data);
}

void EpochPictures::write(const Trainer& trainer, std::int64_t epoch) {
  const ModelSpec& model = trainer.config().model;
  write_png(run_ / "samples" / epoch_name(epoch), image_sheet(sample_images(trainer, kSeed, kSheetCount)));
  Json facts{{"seed", kSeed}};
  if (model.class_count > 0) facts["labels"] = labels_in_turn(model, kStripCount);
  strip_.add(epoch, sample_images(trainer, kSeed, kStripCount), facts);
  if (!originals_) return;
  const torch::Tensor copies =
      reconstruct(model, trainer.networks(), trainer.image_network(), originals_->images, originals_->labels);
  write_png(run_ / "reconstructions" / epoch_name(epoch), reconstruction_sheet(originals_->images, copies));
}

}  // namespace latentwalk
