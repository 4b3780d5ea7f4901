#pragma once

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <vector>

#include "latentwalk/image.hpp"
#include "latentwalk/model.hpp"
#include "latentwalk/tensor.hpp"

/// What sample and walk have in common.
namespace latentwalk {

/// One label a digit: `label` for all, or with label < 0 the classes in turn. Empty for an unconditional model, for
/// which a label is an Error, as is one out of range.
std::vector<std::int32_t> labels_for(const ModelSpec& spec, int label, std::size_t count);

/// Rows [first, first + count) of a tensor's outermost axis.
Tensor rows_of(const Tensor& tensor, std::size_t first, std::size_t count);

/// Before any work is done: fails unless the path ends in one of the extensions (".png", …).
void check_extension(const std::filesystem::path& path, std::initializer_list<const char*> extensions);

/// Before any work is done: fails where `frames` sheets of `count` digits are more than the formats or memory hold.
void check_size(const ModelSpec& spec, std::size_t count, const SheetStyle& style, std::size_t frames = 1);

}  // namespace latentwalk
