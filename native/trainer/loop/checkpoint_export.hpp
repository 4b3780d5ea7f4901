#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "latentwalk/config.hpp"
#include "latentwalk/safetensors.hpp"

/// A checkpoint as a model file. This header does not include LibTorch.
namespace latentwalk {

/// The bytes of the model file, with the facts of the training that the checkpoint holds. `config` is the
/// configuration of the checkpoint, and `where` starts the message of an Error.
std::vector<std::uint8_t> export_checkpoint(const Config& config, const Safetensors& checkpoint,
                                            const std::string& where, DType storage);

}  // namespace latentwalk
