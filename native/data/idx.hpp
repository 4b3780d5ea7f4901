#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The IDX format of MNIST (and of Fashion-MNIST, EMNIST digits …): big-endian, a magic number, the sizes, the bytes.
namespace latentwalk {

/// Labelled grey pictures: pixels (count, height, width), row-major, 0 paper to 255 ink; labels (count) in [0, 9].
struct Digits {
  std::size_t count = 0, width = 0, height = 0;
  std::vector<std::uint8_t> pixels, labels;
};

/// What gzip packed, or the bytes as they are where they do not start like gzip. `name` opens the messages.
std::vector<std::uint8_t> gunzip_if_needed(std::span<const std::uint8_t> bytes, std::string_view name);

/// An images file (magic 2051), raw or gzip; the labels are left empty.
Digits parse_idx_images(std::span<const std::uint8_t> bytes, std::string_view name);

/// A labels file (magic 2049), raw or gzip; every label in [0, 9].
std::vector<std::uint8_t> parse_idx_labels(std::span<const std::uint8_t> bytes, std::string_view name);

/// `name` ("train-images-idx3-ubyte") in the folder, as it is, as .gz, or spelled with a dot ("train-images.idx3-…").
std::optional<std::filesystem::path> find_idx(const std::filesystem::path& folder, const std::string& name);

/// The images and labels of one split, "train" or "t10k", found by find_idx. Throws Error where a file is missing or
/// wrong, or the two disagree on how many digits there are.
Digits load_digits(const std::filesystem::path& folder, const std::string& split);

}  // namespace latentwalk
