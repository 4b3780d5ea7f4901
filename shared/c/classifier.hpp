#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "latentwalk/network.hpp"
#include "latentwalk/tensor.hpp"

/// Reads digits: the classifier of native/evaluate, so that the page can say what a picture shows. Its file is a
/// safetensors file with format "latentwalk-classifier": two networks, a trunk and a head that gives one logit a class.
/// The trainer's class of that name also computes features and a hash, which needs OpenSSL; here only what is read
/// counts.
namespace latentwalk {

class Reader {
 public:
  /// Throws Error on a file that is no classifier, or whose tensors are not what its networks need.
  static Reader parse(std::span<const std::uint8_t> bytes, std::string_view name);

  std::size_t width() const { return width_; }
  std::size_t height() const { return height_; }
  std::size_t class_count() const { return head_.output_size(); }

  /// images (N, height, width) in [0, 1], 1 = ink -> probabilities (N, class_count); each row sums to 1
  Tensor read(const Tensor& images) const;

 private:
  Reader(std::size_t width, std::size_t height, Network trunk, Network head);

  std::size_t width_, height_;
  Network trunk_, head_;
};

}  // namespace latentwalk
