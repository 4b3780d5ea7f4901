#include "training/backward/patches.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "training/backward/patches.cpp"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace latentwalk::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// A row of a window is short, often four floats, so calls of memcpy would cost more than the copies.
template <class Each>
HWY_ATTR HWY_INLINE void ForEachRow(const PatchShape& s, std::size_t begin, std::size_t count, Each each) {
  const std::size_t line = s.width * s.channels, piece = s.kernel * s.channels;
  std::size_t row = begin / s.columns, column = begin % s.columns, patch = 0;
  for (std::size_t i = 0; i < count; ++i) {
    std::size_t at = row * s.stride * line + column * s.stride * s.channels;
    for (std::size_t k = 0; k < s.kernel; ++k, at += line, patch += piece) each(at, patch, piece);
    if (++column == s.columns) column = 0, ++row;
  }
}

// Calls with a vector type of 16, 4 and 1 floats.
template <class Each>
HWY_ATTR HWY_INLINE void InVectors(std::size_t size, Each each) {
  const hn::CappedTag<float, 16> wide;
  const hn::CappedTag<float, 4> narrow;
  const std::size_t lanes = hn::Lanes(wide);
  std::size_t i = 0;
  for (; i + lanes <= size; i += lanes) each(wide, i);
  for (; i + hn::Lanes(narrow) <= size; i += hn::Lanes(narrow)) each(narrow, i);
  for (; i < size; ++i) each(hn::CappedTag<float, 1>(), i);
}

HWY_ATTR void GatherPatches(const PatchShape& s, const float* HWY_RESTRICT padded, std::size_t begin, std::size_t count,
                            float* HWY_RESTRICT patches) {
  ForEachRow(s, begin, count, [&](std::size_t at, std::size_t patch, std::size_t size) HWY_ATTR {
    InVectors(size, [&](auto d, std::size_t i)
                        HWY_ATTR { hn::StoreU(hn::LoadU(d, padded + at + i), d, patches + patch + i); });
  });
}

HWY_ATTR void FoldPatches(const PatchShape& s, const float* HWY_RESTRICT patches, std::size_t count,
                          float* HWY_RESTRICT padded) {
  ForEachRow(s, 0, count, [&](std::size_t at, std::size_t patch, std::size_t size) HWY_ATTR {
    InVectors(size, [&](auto d, std::size_t i) HWY_ATTR {
      hn::StoreU(hn::Add(hn::LoadU(d, padded + at + i), hn::LoadU(d, patches + patch + i)), d, padded + at + i);
    });
  });
}

}  // namespace HWY_NAMESPACE
}  // namespace latentwalk::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace latentwalk::kernels {

HWY_EXPORT(GatherPatches);
HWY_EXPORT(FoldPatches);

void gather_patches(const PatchShape& shape, const float* padded, std::size_t begin, std::size_t count,
                    float* patches) {
  HWY_DYNAMIC_DISPATCH(GatherPatches)(shape, padded, begin, count, patches);
}
void fold_patches(const PatchShape& shape, const float* patches, std::size_t count, float* padded) {
  HWY_DYNAMIC_DISPATCH(FoldPatches)(shape, patches, count, padded);
}

}  // namespace latentwalk::kernels
#endif  // HWY_ONCE
