#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "latentwalk/reading.hpp"
#include "viewer/core/code_meanings.hpp"
#include "viewer/core/render_worker.hpp"

namespace latentwalk::viewer {

/// Reads digits with the shipped classifier and detector, in the worker's thread and after all other work. Panels call
/// it in every frame.
class Reader {
 public:
  /// `folder` holds the classifier's files; empty: where they ship.
  Reader(RenderWorker& worker, std::filesystem::path folder);
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  /// What is read in the digits of a finished answer, one reading for each. Empty until they are read, and where
  /// nothing can read them: images of another size than the classifier's, a model whose classes are no digits, or no
  /// classifier at all. With `may_be_none` false each is read as the digit that it is most like.
  std::vector<Reading> read(const std::string& slot, const std::shared_ptr<const Answer>& answer,
                            bool may_be_none = true);
  std::vector<Reading> read(const std::string& slot, const std::shared_ptr<const Tensor>& images,
                            bool may_be_none = true);
  /// The first of them.
  std::optional<Reading> read_one(const std::string& slot, const std::shared_ptr<const Answer>& answer);
  /// What the codes of a model do; null until it is known, and for a model without codes.
  std::shared_ptr<const CodeMeanings> meanings(const std::shared_ptr<const Model>& model);

 private:
  struct Asked {
    std::shared_ptr<const void> source;
    std::uint64_t ticket = 0;
  };
  std::vector<Reading> read(const std::string& slot, const std::shared_ptr<const void>& source, const Tensor& images,
                            bool may_be_none);

  RenderWorker& worker_;
  std::shared_ptr<struct ReadingNetworks> networks_;  // the worker's
  std::map<std::string, Asked> asked_;
  std::shared_ptr<const Model> explained_;  // the model that `meanings` was asked for last
};

}  // namespace latentwalk::viewer
