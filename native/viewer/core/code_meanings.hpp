#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "latentwalk/shape.hpp"
#include "viewer/core/render_worker.hpp"

namespace latentwalk::viewer {

/// What the codes of a model do, which no label was given for: found by drawing with them. The page finds the same
/// (web/engine/worker/meanings.js).
struct CodeMeanings {
  /// What a value of a categorical block is read as, and how often.
  struct Value {
    std::size_t digit = 0;
    double share = 0.0;  // 0 to 1
  };
  struct Block {
    std::size_t offset = 0;                             // the first coordinate of the block
    std::vector<Value> values;                          // of a categorical block
    std::vector<std::vector<ShapeChange>> coordinates;  // of a uniform block: first what no other coordinate does
  };
  std::vector<Block> blocks;

  /// The block that begins at a coordinate; null where nothing was found out.
  const Block* at(std::size_t offset) const;
};

inline constexpr std::size_t kMeaningDraws = 16;  // digits that are drawn with each value

/// Whether the model has codes, so that there is something to find out.
bool has_codes(const ModelSpec& spec);

/// The answer's `meanings`. `networks` are the worker's.
std::unique_ptr<Job> meanings_job(std::shared_ptr<const Model> model, std::shared_ptr<struct ReadingNetworks> networks);

}  // namespace latentwalk::viewer
