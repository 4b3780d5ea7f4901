#pragma once

#include <string>
#include <vector>

#include "latentwalk/json.hpp"
#include "latentwalk/model.hpp"

/// Weights of another program, as `torch.save`'s state dict in a safetensors file, for one of our networks.
namespace latentwalk {

/// How the other program calls our parameters. Each key is the beginning of our names ("generator.0"), its value the
/// beginning of theirs ("main.0"), or a list of such, whose tensors are joined along the output channels (two heads
/// of an encoder). The longest key that fits counts; without one the names are the same.
struct NameMap {
  Json names = Json::object();
  std::vector<std::string> ignored;  // beginnings of names that nothing needs
};

/// Checks a name map. Throws Error on anything but an object of strings and lists of strings.
NameMap parse_name_map(const Json& json, const std::string& where);

/// The parameters of `spec`'s networks by our names. A batch norm's num_batches_tracked is passed over. Throws one
/// Error that names every tensor that is missing, misshapen, or taken by nothing.
std::map<std::string, Tensor> read_state_dict(const Safetensors& file, const ModelSpec& spec, const NameMap& map,
                                              const std::string& where);

}  // namespace latentwalk
