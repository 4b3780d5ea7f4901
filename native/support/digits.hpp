#pragma once

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <vector>

#include "latentwalk/image.hpp"
#include "latentwalk/model.hpp"
#include "latentwalk/tensor.hpp"

/// Shared by the commands sample and walk.
namespace latentwalk {

/// The value of --label: a class label or the name of a class, or "" for none, which gives -1. Throws Error as
/// class_label does.
int label_option(const ModelSpec& spec, const std::string& text);

/// Labels for `count` digits: `label` for all of them, or all classes in turn if label < 0. Empty for an unconditional
/// model.
std::vector<std::int32_t> labels_for(const ModelSpec& spec, int label, std::size_t count);

/// "fitted prior" or "standard prior", for a message that says what was drawn.
const char* drawn_from(Prior prior);

/// Throws Error unless the path ends in one of the extensions (".png", …), in small or capital letters. Call it before
/// the work starts.
void check_extension(const std::filesystem::path& path, std::initializer_list<const char*> extensions);

/// Throws Error if `frames` sheets of `count` digits exceed the limits of the file formats or of memory. Call it before
/// the work starts.
void check_size(const ModelSpec& spec, std::size_t count, const SheetStyle& style, std::size_t frames = 1);

}  // namespace latentwalk
