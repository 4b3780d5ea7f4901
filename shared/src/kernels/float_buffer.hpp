#pragma once

#include <cstddef>
#include <memory>
#include <new>

namespace latentwalk::kernels {

/// An array aligned to cache lines, so that no vector of weights crosses two of them. It is not initialised.
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
