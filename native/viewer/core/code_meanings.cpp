#include "viewer/core/code_meanings.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "latentwalk/latent.hpp"
#include "latentwalk/reading.hpp"
#include "viewer/core/jobs.hpp"
#include "viewer/core/reading_networks.hpp"

namespace latentwalk::viewer {
namespace {

constexpr std::size_t kMost = 32;   // values or coordinates of a block that are tried
constexpr std::size_t kPairs = 64;  // digits at the lowest and at the highest value of a coordinate
// Of all pictures, and of all their latents: the codes of larger models keep plain names.
constexpr std::size_t kMostNumbers = std::size_t{1} << 25;

/// The same draws, each with its code set.
template <class Set>
void add_rows(std::vector<float>& latents, const Tensor& draws, const Set& set) {
  const std::size_t dim = draws.shape(1);
  for (std::size_t n = 0; n < draws.shape(0); ++n) {
    latents.insert(latents.end(), draws.data() + n * dim, draws.data() + (n + 1) * dim);
    set(latents.data() + latents.size() - dim);
  }
}

Tensor pictures_to_draw(const ModelSpec& spec) {
  const Tensor few = sample_latents(spec, 1, kMeaningDraws), many = sample_latents(spec, 2, kPairs);
  std::vector<float> latents;
  std::size_t offset = 0;
  for (const LatentBlock& block : spec.latent) {
    const std::size_t count = std::min(block.dim, kMost);
    for (std::size_t i = 0; i < count; ++i) {
      if (block.prior == LatentBlock::Prior::categorical) {
        add_rows(latents, few, [&](float* row) {
          std::fill_n(row + offset, block.dim, 0.0F);
          row[offset + i] = 1.0F;
        });
      } else if (block.prior == LatentBlock::Prior::uniform) {
        for (const double value : {block.low, block.high})
          add_rows(latents, many, [&](float* row) { row[offset + i] = static_cast<float>(value); });
      }
    }
    offset += block.dim;
  }
  const std::size_t dim = latent_dim(spec), rows = latents.size() / dim;
  Tensor all = zeros({rows, dim});
  std::copy(latents.begin(), latents.end(), all.data());
  return all;
}

/// Pictures of a conditional model are of all classes in turn, in each set of draws alike.
std::vector<std::int32_t> labels_of(const ModelSpec& spec) {
  std::vector<std::int32_t> labels;
  if (spec.class_count == 0) return labels;
  for (const LatentBlock& block : spec.latent) {
    if (block.prior == LatentBlock::Prior::normal) continue;
    const bool categorical = block.prior == LatentBlock::Prior::categorical;
    const std::size_t sets = std::min(block.dim, kMost) * (categorical ? 1 : 2);
    for (std::size_t set = 0; set < sets; ++set)
      for (std::size_t n = 0; n < (categorical ? kMeaningDraws : kPairs); ++n)
        labels.push_back(static_cast<std::int32_t>(n % spec.class_count));
  }
  return labels;
}

CodeMeanings::Value value_of(const std::vector<Reading>& readings) {
  std::array<std::size_t, 10> counts{};
  for (const Reading& reading : readings) ++counts[reading.digit.value_or(0) % counts.size()];
  const auto most = std::max_element(counts.begin(), counts.end());
  return {static_cast<std::size_t>(most - counts.begin()),
          static_cast<double>(*most) / static_cast<double>(readings.size())};
}

/// The changes of a coordinate, those that no other one makes first.
void own_first(std::vector<std::vector<ShapeChange>>& coordinates) {
  const std::vector<std::vector<ShapeChange>> all = coordinates;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto is_own = [&](const ShapeChange& change) {
      for (std::size_t other = 0; other < all.size(); ++other)
        for (const ShapeChange& one : all[other])
          if (other != i && one.measure == change.measure && (one.change > 0) == (change.change > 0)) return false;
      return true;
    };
    std::stable_partition(coordinates[i].begin(), coordinates[i].end(), is_own);
  }
}

class MeaningsJob : public Job {
 public:
  MeaningsJob(std::shared_ptr<const Model> model, std::shared_ptr<ReadingNetworks> networks)
      : model_(std::move(model)), networks_(std::move(networks)) {}

  bool step() override {
    const ModelSpec& spec = model_->spec();
    if (drawing_ == nullptr) {
      std::size_t pictures = 0;
      for (const LatentBlock& block : spec.latent)
        if (block.prior != LatentBlock::Prior::normal) pictures += std::min(block.dim, kMost) * 2 * kPairs;
      if (pictures > kMostNumbers / std::max(spec.image_width * spec.image_height, latent_dim(spec))) return true;
      drawing_ = decode_job(model_, pictures_to_draw(spec), labels_of(spec));
      return false;
    }
    if (!drawn_) {
      drawn_ = drawing_->step();
      return false;
    }
    if (images_.size() == 0) images_ = drawing_->answer().images;
    return judge_next();
  }
  Answer answer() const override {
    Answer answer;
    answer.model = model_;
    if (block_ >= model_->spec().latent.size()) answer.meanings = std::make_shared<const CodeMeanings>(found_);
    return answer;
  }

 private:
  /// One value or coordinate in a step.
  bool judge_next() {
    const std::vector<LatentBlock>& blocks = model_->spec().latent;
    while (block_ < blocks.size() &&
           (blocks[block_].prior == LatentBlock::Prior::normal || at_ == std::min(blocks[block_].dim, kMost))) {
      if (at_ > 0 && blocks[block_].prior == LatentBlock::Prior::uniform) own_first(found_.blocks.back().coordinates);
      offset_ += blocks[block_++].dim;
      at_ = 0;
    }
    if (block_ == blocks.size()) return true;
    const bool categorical = blocks[block_].prior == LatentBlock::Prior::categorical;
    if (at_++ == 0) found_.blocks.push_back({offset_, {}, {}});
    if (categorical) {
      const Tensor some = next_images(kMeaningDraws);
      if (reads()) found_.blocks.back().values.push_back(value_of(read_digits(*networks_->classifier, nullptr, some)));
    } else {
      const Tensor low = next_images(kPairs), high = next_images(kPairs);
      found_.blocks.back().coordinates.push_back(clear_changes(low, high));
    }
    return false;
  }

  bool reads() {
    if (!networks_->loaded) networks_->load();
    const auto& classifier = networks_->classifier;
    const ModelSpec& spec = model_->spec();
    return classifier && classifier->height() == spec.image_height && classifier->width() == spec.image_width &&
           draws_digits(spec);
  }

  Tensor next_images(std::size_t count) {
    Tensor some = rows_of(images_, first_, count);
    first_ += count;
    return some;
  }

  std::shared_ptr<const Model> model_;
  std::shared_ptr<ReadingNetworks> networks_;
  std::unique_ptr<Job> drawing_;
  bool drawn_ = false;
  Tensor images_ = zeros({0});
  std::size_t block_ = 0, at_ = 0, offset_ = 0, first_ = 0;
  CodeMeanings found_;
};

}  // namespace

const CodeMeanings::Block* CodeMeanings::at(std::size_t offset) const {
  const auto found =
      std::find_if(blocks.begin(), blocks.end(), [&](const Block& block) { return block.offset == offset; });
  return found == blocks.end() ? nullptr : &*found;
}

bool has_codes(const ModelSpec& spec) {
  return std::any_of(spec.latent.begin(), spec.latent.end(),
                     [](const LatentBlock& block) { return block.prior != LatentBlock::Prior::normal; });
}

std::unique_ptr<Job> meanings_job(std::shared_ptr<const Model> model, std::shared_ptr<ReadingNetworks> networks) {
  return std::make_unique<MeaningsJob>(std::move(model), std::move(networks));
}

}  // namespace latentwalk::viewer
