#include "latentwalk/digits.hpp"

#include <algorithm>

#include "latentwalk/error.hpp"

namespace latentwalk {

void check_labels(const Digits& digits, std::size_t class_count, const std::string& where) {
  const auto wrong = std::find_if(digits.labels.begin(), digits.labels.end(),
                                  [&](std::uint8_t label) { return label >= class_count; });
  if (wrong != digits.labels.end())
    fail(where, ": expected labels 0 to ", class_count - 1, ", found ", int{*wrong}, " at position ",
         wrong - digits.labels.begin());
}

void check_digits(const Digits& digits, const ModelSpec& model, const std::string& where) {
  if (digits.width != model.image_width || digits.height != model.image_height) {
    fail(where, ": the digits are ", digits.width, " x ", digits.height, ", the model's images ", model.image_width,
         " x ", model.image_height);
  }
  if (model.class_count > 0) check_labels(digits, model.class_count, where);
}

}  // namespace latentwalk
