#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <optional>

namespace latentwalk {

/// Whether LibTorch says that a device (or the machine) has no memory left.
bool is_out_of_memory(const std::exception& error);

/// The largest of failed / 2, failed / 4, … that `fits` says fits, or nothing: what to tell a person whose batch of
/// `failed` did not. Each is tried, since what the backend takes for itself at a batch size can only be found out.
std::optional<std::int64_t> fitting_batch_size(std::int64_t failed, const std::function<bool(std::int64_t)>& fits);

}  // namespace latentwalk
