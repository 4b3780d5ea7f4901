#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "data/idx.hpp"
#include "latentwalk/json.hpp"

namespace latentwalk {

/// The first `count` digits of a training set. A cell's generator, its code map and its classifier are given a Subset
/// and nothing else, so that none of them can have seen more than the others.
class Subset {
 public:
  /// Throws Error where there are fewer.
  static Subset first(const Digits& training, std::size_t count);

  const Digits& digits() const { return digits_; }
  /// {"digits": 100, "crc32c": "0123abcd"}: two subsets are the same only if their pixels and labels are.
  const Json& identity() const { return identity_; }

 private:
  Digits digits_;
  Json identity_;
};

/// Throws Error unless the generator was trained on this very subset. `inputs`: those of the generator's cell.
void check_same_subset(const Json& inputs, const Subset& subset, const std::string& where);

/// What a study trains on and what it tests with.
struct StudyData {
  Digits train, test;
  Json test_identity;
};

/// From the IDX files in `folder`: the training digits, and the first `test_count` test digits. Where there are only
/// test files, as in the committed thousand, the first `test_count` are tested with and the rest trained on.
StudyData load_study_data(const std::filesystem::path& folder, std::size_t test_count);

/// "0123abcd", of pixels and labels.
std::string digits_checksum(const Digits& digits);

}  // namespace latentwalk
