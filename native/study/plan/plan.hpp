#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "study/plan/budget.hpp"
#include "study/plan/cells.hpp"
#include "study/plan/printed.hpp"
#include "study/plan/study_size.hpp"
#include "study/plan/subset.hpp"
#include "study/plan/toy.hpp"

namespace latentwalk {

/// What a study is asked for, and its cells. Everything about a cell is decided here: the runner computes what it is
/// told, the report looks up what it needs.
class Plan {
 public:
  /// `extractor`: the hash of the classifier that measures.
  Plan(StudySize size, std::vector<int> claims, StudyData data, std::string extractor);

  const StudySize& size() const { return size_; }
  const StudyData& data() const { return data_; }
  const std::vector<int>& claims() const { return claims_; }
  const std::string& extractor() const { return extractor_; }
  bool has_claim(int claim) const;
  std::size_t compare_digits() const;
  /// Of claim 4, from the smallest to the largest.
  std::vector<std::size_t> real_counts() const;

  /// The first `count` training digits; made once.
  const Subset& subset(std::size_t count) const;

  Cell real_cell() const;
  /// Claims 1 to 3: "fc-gan", "fc-vae", "conv-gan", "conv-vae".
  Cell model_cell(const std::string& config, int seed) const;
  Cell shipped_cell(const std::string& config) const;
  /// Claims 1 and 3: the paper as printed, after so many epochs.
  Cell printed_cell(const PrintedArm& arm, std::int64_t epochs, int seed) const;
  /// Claim 4: "cgan", "cvae", "infogan".
  Cell generator_cell(const std::string& config, std::size_t count, int seed) const;
  Cell arm_cell(const std::string& arm, std::size_t count, int seed) const;
  /// Claim 7: "fc-vae" and "conv-vae" before their first step.
  Cell start_cell(const std::string& config, int seed) const;
  Cell toy_cell(const ToyCase& toy, int seed) const;

  Budget model_budget(const std::string& config) const;
  Budget printed_budget(std::int64_t epochs) const;
  Budget generator_budget(const std::string& config, std::size_t count) const;

  /// The arms at a subset: "none", "classical", then each generator mixed in, then each alone ("cgan-only").
  std::vector<std::string> arms(std::size_t count) const;
  bool has_arm(const std::string& arm, std::size_t count) const;
  /// The generator's configuration, empty for the first two.
  static std::string arm_generator(const std::string& arm);

  /// What is to be computed, in that order.
  struct Task {
    enum class Kind { real, model, shipped, printed, start, generator, arm, toy } kind;
    Cell cell;
    std::string config;  // of a model, or the arm's name
    std::size_t count = 0;
    int seed = 1;
    ToyCase toy;
    std::int64_t epochs = 0;  // as printed
  };
  std::vector<Task> tasks() const;

 private:
  Json judge_inputs() const;
  StudySize size_;
  std::vector<int> claims_;
  StudyData data_;
  std::string extractor_;
  mutable std::map<std::size_t, Subset> subsets_;
};

inline constexpr int kClaims = 7;
/// "1,3" -> {1, 3}, in order, each once; empty: all. Throws Error on anything else.
std::vector<int> parse_claims(const std::vector<std::string>& names);

/// The two rivals of claim 1 and of claim 2.
std::vector<std::string> rivals(int claim);

const std::vector<ToyCase>& toy_cases();
/// "normals-0.5"
std::string toy_name(const ToyCase& toy);

/// models/NAME.safetensors of the source tree.
std::filesystem::path shipped_path(const std::string& config);

}  // namespace latentwalk
