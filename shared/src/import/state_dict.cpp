#include "import/state_dict.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "import/numbers.hpp"
#include "import/reparametrised.hpp"
#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

/// The foreign names of one of our parameters, according to the longest key that is a prefix of its name. Adds that key
/// to `used`.
std::vector<std::string> their_names(const std::string& ours, const Json& names, std::set<std::string>& used) {
  std::string best;
  bool found = false;
  for (const auto& [key, value] : names.items()) {
    if (is_below(ours, key) && (!found || key.size() >= best.size())) best = key, found = true;
  }
  if (!found) return {ours};
  used.insert(best);
  const std::string rest = ours.substr(best.size());
  std::vector<std::string> theirs;
  const auto add = [&](const std::string& prefix) {
    theirs.push_back(prefix.empty() && rest.starts_with('.') ? rest.substr(1) : prefix + rest);
  };
  if (names[best].is_string())
    add(names[best].get<std::string>());
  else
    for (const Json& prefix : names[best]) add(prefix.get<std::string>());
  return theirs;
}

/// A Sequential that was saved on its own has "0.weight" for our "generator.0.weight".
bool is_bare(const Safetensors& file, const ModelSpec& spec) {
  if (spec.networks.size() != 1) return false;
  const std::string role = spec.networks.begin()->first;
  return std::none_of(file.tensors.begin(), file.tensors.end(),
                      [&](const auto& entry) { return is_below(entry.first, role); });
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : "; ") + part;
  return text;
}

/// The file's own numbers, before they are rounded for storage.
void check_weights(const std::map<std::string, Tensor>& weights, const std::string& where) {
  for (const auto& [name, values] : weights)
    for (std::size_t i = 0; i < values.size(); ++i)
      if (const float value = values.data()[i]; !std::isfinite(value))
        fail(where, ": ", name, ": element ", i, " is not a finite number (", value, ")");
}

}  // namespace

NameMap parse_name_map(const Json& json, const std::string& where) {
  if (!json.is_object()) fail(where, ": a name map must be an object such as {\"generator.0\": \"main.0\"}");
  for (const auto& [key, value] : json.items()) {
    const bool is_list = value.is_array() && !value.empty() &&
                         std::all_of(value.begin(), value.end(), [](const Json& one) { return one.is_string(); });
    if (!value.is_string() && !is_list) fail(where, ": ", in_quotes(key), " must be a name or a list of names");
  }
  return {json, {}};
}

std::map<std::string, Tensor> read_state_dict(const Safetensors& file, const ModelSpec& spec, const NameMap& map,
                                              const std::string& where) {
  Json names = map.names;
  if (names.empty() && is_bare(file, spec)) names[spec.networks.begin()->first] = "";
  std::map<std::string, Tensor> weights;
  std::vector<std::string> faults;
  std::set<std::string> used, taken, wanted;
  for (const auto& [role, network] : spec.networks) {
    for (const Parameter& parameter : network_parameters(network, role)) {
      const std::vector<std::string> theirs = their_names(parameter.name, names, used);
      wanted.insert(theirs.begin(), theirs.end());
      const std::string called = parameter.name + (theirs.front() == parameter.name ? "" : " (" + theirs.front() + ")");
      // The parts of a joined tensor are concatenated: where joining is allowed, output channels are the first axis.
      Tensor values = zeros(parameter.shape);
      std::size_t filled = 0, channels = 0;
      Shape shape;
      bool complete = true;
      for (const std::string& name : theirs) {
        const auto entry = file.tensors.find(name);
        if (entry == file.tensors.end()) {
          faults.push_back(parameter.name + " is missing: expected \"" + name + "\" " + shape_text(parameter.shape));
          complete = false;
          continue;
        }
        taken.insert(name);
        shape = entry->second.shape;
        if (theirs.size() > 1 && !shape.empty()) {
          channels += shape[0];
          shape[0] = channels;
        }
        const Tensor part =
            load_numbers(entry->second, std::string(where).append(": tensor \"").append(name).append("\""));
        if (filled + part.size() <= values.size()) std::copy(part.begin(), part.end(), values.data() + filled);
        filled += part.size();
      }
      if (!complete) continue;
      if (theirs.size() > 1 && parameter.channel_axis != 0)
        faults.push_back(called + " belongs to a transposed convolution and cannot be joined from several tensors");
      else if (shape != parameter.shape || filled != values.size())
        faults.push_back(called + ": expected the shape " + shape_text(parameter.shape) + ", found " +
                         shape_text(shape));
      else
        weights[parameter.name] = std::move(values);
    }
  }
  for (const auto& [name, tensor] : file.tensors) {
    if (!taken.contains(name) && !name.ends_with("num_batches_tracked"))
      faults.push_back("\"" + name + "\" " + shape_text(tensor.shape) + " belongs to no layer (--ignore skips it)");
  }
  for (const auto& [key, value] : names.items())
    if (!used.contains(key))
      faults.push_back("the name map's \"" + key + "\" is not the beginning of any parameter's name");
  if (const std::string fault = reparametrised_fault(file, wanted); !fault.empty()) fail(where, ": ", fault);
  if (!faults.empty()) fail(where, ": ", joined(faults));
  check_weights(weights, where);
  return weights;
}

}  // namespace latentwalk
