#pragma once

#include <string>
#include <vector>

#include "latentwalk/json.hpp"
#include "latentwalk/model.hpp"

/// Reads weights that another program trained: a PyTorch state dict in a safetensors file.
namespace latentwalk {

/// Maps our parameter names to those of the other program. Each key is a prefix of our names ("generator.0"), and its
/// value is the prefix of theirs ("main.0"). The value can be a list, whose tensors are joined along the output
/// channels (for the two heads of an encoder). The longest matching key applies; a name without one stays the same.
struct NameMap {
  Json names = Json::object();
  std::vector<std::string> ignored;  // prefixes of foreign names to skip
};

/// Reads a name map. Throws Error unless it is an object of strings and lists of strings.
NameMap parse_name_map(const Json& json, const std::string& where);

/// The parameters of the networks of `spec`, under our names. `file` was parsed without the tensors that the map
/// ignores. Skips num_batches_tracked of batch norms. Throws an Error that lists all tensors that are missing, of the
/// wrong shape, or not used, or says how the weights are reparametrised (import/reparametrised.hpp).
std::map<std::string, Tensor> read_state_dict(const Safetensors& file, const ModelSpec& spec, const NameMap& map,
                                              const std::string& where);

}  // namespace latentwalk
