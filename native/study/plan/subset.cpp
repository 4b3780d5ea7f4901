#include "study/plan/subset.hpp"

#include <cstdio>

#include "latentwalk/error.hpp"
#include "trainer/record/crc32c.hpp"

namespace latentwalk {
namespace {

Digits slice(const Digits& digits, std::size_t begin, std::size_t end) {
  const std::size_t size = digits.width * digits.height;
  const auto part = [](const std::vector<std::uint8_t>& all, std::size_t from, std::size_t to) {
    return std::vector<std::uint8_t>(all.begin() + static_cast<std::ptrdiff_t>(from),
                                     all.begin() + static_cast<std::ptrdiff_t>(to));
  };
  return {end - begin, digits.width, digits.height, part(digits.pixels, begin * size, end * size),
          part(digits.labels, begin, end)};
}

Json identity_of(const Digits& digits) { return {{"digits", digits.count}, {"crc32c", digits_checksum(digits)}}; }

}  // namespace

std::string digits_checksum(const Digits& digits) {
  std::vector<std::uint8_t> bytes = digits.pixels;
  bytes.insert(bytes.end(), digits.labels.begin(), digits.labels.end());
  char text[9];
  std::snprintf(text, sizeof text, "%08x", static_cast<unsigned>(crc32c(bytes)));
  return text;
}

Subset Subset::first(const Digits& training, std::size_t count) {
  if (count == 0 || training.count < count)
    fail("a subset of ", count, " digits was asked for, the data has ", training.count);
  Subset subset;
  subset.digits_ = slice(training, 0, count);
  subset.identity_ = identity_of(subset.digits_);
  return subset;
}

void check_same_subset(const Json& inputs, const Subset& subset, const std::string& where) {
  const Json& other = require(inputs, "subset", where);
  if (other != subset.identity())
    fail(where, ": this generator was trained on the digits ", excerpt(other), ", the classifier gets ",
         excerpt(subset.identity()), "; an arm's generator must be trained on the classifier's own subset");
}

StudyData load_study_data(const std::filesystem::path& folder, std::size_t test_count) {
  const Digits all = load_digits(folder, "t10k");
  const bool whole = find_idx(folder, "train-images-idx3-ubyte").has_value();
  if (all.count < test_count + (whole ? 0 : 1))
    fail(folder.string(), ": this size of the study tests with ", test_count, " digits, the folder has ", all.count,
         "; take another --size");
  StudyData data;
  data.test = slice(all, 0, test_count);
  data.train = whole ? load_digits(folder, "train") : slice(all, test_count, all.count);
  data.test_identity = identity_of(data.test);
  return data;
}

}  // namespace latentwalk
