#pragma once

#include <cstddef>
#include <memory>
#include <new>

namespace latentwalk::kernels {

/// Floats from the start of a cache line on, so that no vector of weights lies across two. Not filled with anything:
/// whoever takes a buffer writes it before it is read.
class FloatBuffer {
 public:
  FloatBuffer() = default;
  explicit FloatBuffer(std::size_t size)
      : memory_(static_cast<float*>(::operator new(size * sizeof(float), kLine))), size_(size) {}

  float* data() { return memory_.get(); }
  const float* data() const { return memory_.get(); }
  std::size_t size() const { return size_; }

 private:
  static constexpr std::align_val_t kLine{64};
  struct Release {
    void operator()(float* memory) const { ::operator delete(memory, kLine); }
  };
  std::unique_ptr<float, Release> memory_;
  std::size_t size_ = 0;
};

}  // namespace latentwalk::kernels
