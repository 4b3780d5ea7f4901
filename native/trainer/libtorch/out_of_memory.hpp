#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <optional>

namespace latentwalk {

/// Whether the error says that a device or the machine has no memory left.
bool is_out_of_memory(const std::exception& error);

/// The first of the batch sizes failed / 2, failed / 4, … down to 2 for which `fits` returns true, or nothing. `fits`
/// tries a size, because the memory that a backend needs for itself cannot be computed.
std::optional<std::int64_t> fitting_batch_size(std::int64_t failed, const std::function<bool(std::int64_t)>& fits);

}  // namespace latentwalk
