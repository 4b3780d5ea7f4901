#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "latentwalk/digits.hpp"

/// The IDX format of MNIST, Fashion-MNIST, EMNIST digits and others: a magic number, sizes and bytes, big-endian.
namespace latentwalk {

/// The most bytes of a data file when it is unpacked, because a small .gz can unpack to terabytes.
inline constexpr std::size_t kMaxUnpacked = std::size_t{1} << 31;

/// Unpacks gzip data as gunzip does, of several members and with zeros behind them; returns other data unchanged.
/// `name` begins each error message. Throws Error on damaged data, and on more than `limit` bytes when unpacked.
std::vector<std::uint8_t> gunzip_if_needed(std::span<const std::uint8_t> bytes, std::string_view name,
                                           std::size_t limit = kMaxUnpacked);

/// Reads an images file (magic 2051), unpacked or gzip. Leaves the labels empty. Throws Error on a faulty file.
Digits parse_idx_images(std::span<const std::uint8_t> bytes, std::string_view name);

/// Reads a labels file (magic 2049), unpacked or gzip. Throws Error on a faulty file.
std::vector<std::uint8_t> parse_idx_labels(std::span<const std::uint8_t> bytes, std::string_view name);

/// Finds the file `name` ("train-images-idx3-ubyte") in the folder: unpacked or as .gz, also when spelled with a dot
/// ("train-images.idx3-ubyte").
std::optional<std::filesystem::path> find_idx(const std::filesystem::path& folder, const std::string& name);

/// Loads the images and labels of a split, "train" or "t10k", from the files that find_idx finds. Throws Error if a
/// file is missing or faulty, or there are more images than labels or fewer.
Digits load_digits(const std::filesystem::path& folder, const std::string& split);

}  // namespace latentwalk
