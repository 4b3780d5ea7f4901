#pragma once

#include <functional>
#include <memory>
#include <string>

#include "latentwalk/spec.hpp"
#include "latentwalk/tensor.hpp"

namespace latentwalk {

/// A network ready to run: weights repacked for the kernels, batch norm folded into the layer before it.
class Network {
 public:
  /// `parameter` gives the tensor of a name from network_parameters(spec, prefix), already checked for its shape.
  Network(const NetworkSpec& spec, const std::string& prefix,
          const std::function<Tensor(const std::string& name)>& parameter);
  ~Network();
  Network(Network&&) noexcept;
  Network& operator=(Network&&) noexcept;

  /// input (N, …spec.input) -> output (N, …last shape). Safe to call from several threads at once.
  Tensor forward(const Tensor& input) const;

 private:
  struct Step;
  Shape input_, output_;
  std::vector<Step> steps_;
};

}  // namespace latentwalk
