#pragma once

#include <string>

namespace c10 {
struct Device;
}

/// The device to compute on, by its name: "auto", "cpu", "cuda" or "cuda:N". This header does not include LibTorch.
namespace latentwalk {

/// "auto" is the first CUDA device, or the CPU where there is none. Throws Error where the text is another one, or
/// where this machine has no such device.
c10::Device parse_device(const std::string& text);

/// Throws Error where parse_device would.
void check_device(const std::string& text);

}  // namespace latentwalk
