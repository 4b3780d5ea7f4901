#pragma once

#include <cstddef>
#include <memory>
#include <new>

namespace latentwalk::kernels {

/// Numbers from the start of a cache line on, so that no vector of weights lies across two. Not filled with anything:
/// whoever takes a buffer writes it before it is read.
template <class Number>
class Buffer {
 public:
  Buffer() = default;
  explicit Buffer(std::size_t size)
      : memory_(static_cast<Number*>(::operator new(size * sizeof(Number), kLine))), size_(size) {}

  Number* data() { return memory_.get(); }
  const Number* data() const { return memory_.get(); }
  std::size_t size() const { return size_; }

 private:
  static constexpr std::align_val_t kLine{64};
  struct Release {
    void operator()(Number* memory) const { ::operator delete(memory, kLine); }
  };
  std::unique_ptr<Number, Release> memory_;
  std::size_t size_ = 0;
};

using FloatBuffer = Buffer<float>;

}  // namespace latentwalk::kernels
