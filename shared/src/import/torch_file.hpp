#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "latentwalk/safetensors.hpp"

namespace latentwalk {

/// Tensors by name, as another program saved them.
struct StateDict {
  Safetensors file;                ///< The tensors; the dtypes and shapes of skipped ones can be any.
  std::vector<std::string> order;  ///< Their names as they were saved: layer by layer. Empty where that is not known.
  std::string key;                 ///< Where in the file they were: "model_state_dict", "" for the whole file.
};

/// Whether a file is one that torch.save wrote: a zip archive with a pickle, or a bare pickle.
bool is_torch_file(std::span<const std::uint8_t> bytes);

/// Reads a file of torch.save: a state dict, or a checkpoint that holds one. `key` names the state dict in a
/// checkpoint, with dots between the levels; where it is empty, the only one that is not an optimiser's or a
/// discriminator's counts. Executes nothing (import/pickle.hpp). Throws Error if the file is broken or not of PyTorch,
/// holds a module or a TorchScript program, is of a format before PyTorch 1.6, or if several state dicts could be
/// meant.
StateDict parse_torch(std::span<const std::uint8_t> bytes, const std::string& name, const std::string& key,
                      std::span<const std::string> skipped);

}  // namespace latentwalk
