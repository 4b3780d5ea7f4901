#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

#include "latentwalk/latentwalk_c.h"
#include "latentwalk/tensor.hpp"

/// What the C functions share. No exception leaves one: guard() turns it into a status and a message.
namespace latentwalk::c {

/// Runs body(context); after an exception, keeps its message for lw_last_error.
lw_status guarded(void (*body)(void*), void* context) noexcept;

/// Runs a body that may throw.
template <class Body>
lw_status guard(Body&& body) noexcept {
  return guarded([](void* self) { (*static_cast<std::remove_reference_t<Body>*>(self))(); }, &body);
}

/// Throws Error for NULL.
void require_pointer(const void* pointer, const char* what);

/// Throws Error unless the buffers for `count` samples fit the address space (32 bits in wasm), and count >= 1.
void require_count(std::size_t count, std::size_t floats_each, const char* what);

/// A tensor of values that the caller owns.
Tensor copy_in(const float* values, const Shape& shape);
/// The tensor's values in memory that the caller owns.
void copy_out(const Tensor& tensor, float* values);

/// The labels of `count` samples; none for NULL.
inline std::span<const std::int32_t> label_span(const std::int32_t* labels, std::size_t count) {
  return labels == nullptr ? std::span<const std::int32_t>() : std::span<const std::int32_t>(labels, count);
}

}  // namespace latentwalk::c
