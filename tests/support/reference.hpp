#pragma once

#include <functional>
#include <string>
#include <vector>

#include "latentwalk/spec.hpp"
#include "latentwalk/tensor.hpp"

/// The layers once more, from their definitions: double precision, plain loops, nothing shared with the core's kernels.
namespace latentwalk::reference {

/// One sample through a network: values row-major in the spec's order.
std::vector<double> forward(const NetworkSpec& network, const std::string& prefix,
                            const std::function<Tensor(const std::string&)>& parameter, std::vector<double> values);

}  // namespace latentwalk::reference
