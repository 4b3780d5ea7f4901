#include "import/reparametrised.hpp"

#include <algorithm>
#include <string_view>

namespace latentwalk {
namespace {

/// The layer "net.0" has the tensors "net.0" + `suffix` where "weight" or "bias" stands for the parameter.
struct Form {
  const char* suffix;  // behind the parameter's name, such as "net.0.weight"
  const char* what;
  const char* advice;
};

constexpr const char* kRemove = "remove_parametrizations(layer, \"weight\") of torch.nn.utils.parametrize";
constexpr Form kParameterForms[] = {
    {"_g", "weight norm", "call torch.nn.utils.remove_weight_norm(layer)"},
    {"_u", "spectral norm", "call torch.nn.utils.remove_spectral_norm(layer)"},
    {"_mask", "pruning", "call torch.nn.utils.prune.remove(layer, \"weight\")"},
    {"_orig", "spectral norm or pruning", "call torch.nn.utils.remove_spectral_norm(layer) or prune.remove"},
    {"_v", "weight norm or spectral norm", "call torch.nn.utils.remove_weight_norm(layer) or remove_spectral_norm"},
    {"_scale", "quantisation", "save the weights as floats"},
    {"_scale_inv", "quantisation", "save the weights as floats"},
    {"_zero_point", "quantisation", "save the weights as floats"},
    {"_packed", "quantisation", "save the weights as floats"},
    {".absmax", "quantisation", "save the weights as floats"},
    {".SCB", "quantisation", "save the weights as floats"},
};
constexpr Form kLayerForms[] = {
    {"SCB", "quantisation", "save the weights as floats"},
    {"qweight", "quantisation", "save the weights as floats"},
    {"zero_point", "quantisation", "save the weights as floats"},
    {"scale_weight", "quantisation", "save the weights as floats"},
    {"weight_fake_quant", "quantisation", "save the weights as floats"},
    {"_packed_params", "quantisation", "save the weights as floats"},
    {"lora_A", "a low-rank adapter (LoRA)", "merge it with merge_and_unload()"},
    {"lora_B", "a low-rank adapter (LoRA)", "merge it with merge_and_unload()"},
    {"lora_down", "a low-rank adapter (LoRA)", "merge it into the weight"},
    {"lora_up", "a low-rank adapter (LoRA)", "merge it into the weight"},
};

constexpr std::string_view kParametrizations = "parametrizations.";

/// "net.0.weight" for a name that is one of its parts: "net.0.weight_orig", "net.0.parametrizations.weight.original0".
std::string parameter_of(std::string name) {
  if (const std::size_t at = name.find(kParametrizations); at != std::string::npos) {
    const std::size_t begin = at + kParametrizations.size();
    return name.substr(0, at) + name.substr(begin, name.find('.', begin) - begin);
  }
  for (const Form& form : kParameterForms) {
    const std::string_view suffix = form.suffix;
    for (const char* parameter : {"weight", "bias"})
      if (name.ends_with(parameter + std::string(suffix))) return name.substr(0, name.size() - suffix.size());
  }
  return name;
}

std::string fault(const std::string& parameter, const std::string& part, const char* what, const std::string& advice) {
  return "\"" + parameter + "\" is computed from \"" + part + "\": " + what + "; " + advice +
         " in Python before you save the state dict";
}

}  // namespace

std::string reparametrised_fault(const Safetensors& file, const std::set<std::string>& wanted) {
  std::set<std::string> names(file.skipped.begin(), file.skipped.end());
  for (const auto& [name, tensor] : file.tensors) names.insert(name);
  const auto find = [&](const std::string& prefix) {
    const auto found = names.lower_bound(prefix);
    return found != names.end() && is_below(*found, prefix) ? *found : std::string();
  };
  for (const std::string& name : wanted) {
    const std::string parameter = parameter_of(name);
    const std::size_t dot = parameter.rfind('.');
    const std::string layer = dot == std::string::npos ? "" : parameter.substr(0, dot + 1);
    const std::string own = parameter.substr(layer.size());
    if (const std::string part = find(layer + std::string(kParametrizations) + own); !part.empty()) {
      const bool two = part.ends_with(".original0") || part.ends_with(".original1");
      return fault(parameter, part, two ? "weight norm" : "a parametrization such as spectral norm",
                   std::string("call ") + kRemove);
    }
    for (const Form& form : kParameterForms)
      if (const std::string part = find(parameter + form.suffix); !part.empty())
        return fault(parameter, part, form.what, form.advice);
    if (own != "weight") continue;
    for (const Form& form : kLayerForms)
      if (const std::string part = find(layer + form.suffix); !part.empty())
        return fault(parameter, part, form.what, form.advice);
  }
  return "";
}

}  // namespace latentwalk
