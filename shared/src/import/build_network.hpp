#pragma once

#include <map>
#include <optional>
#include <string>

#include "latentwalk/spec.hpp"
#include "latentwalk/tensor.hpp"

namespace latentwalk {

/// A weight and the bias beside it, if there is one.
struct Weights {
  Tensor weight;
  std::optional<Tensor> bias;
};

/// Puts a network of our layers together from the layers of another program, with what has no layer here turned into
/// one that has: an enlargement before a convolution becomes a transposed convolution, and so does output padding.
/// Reshapes stand where a layer needs one.
class NetworkBuilder {
 public:
  /// `role` is "generator", "decoder" or "encoder", which begins the names of the weights; `where` begins the messages
  /// of each Error.
  NetworkBuilder(std::string role, Shape input, const std::string& where);

  /// The shape of one sample, as the other program has it: any number of axes.
  const Shape& shape() const { return shape_; }
  /// Has the same elements in another shape from now on.
  void reshape(Shape shape);

  void linear(Weights weights);                                                ///< Weight (out, in).
  void convolution(Weights weights, std::size_t stride, std::size_t padding);  ///< Weight (out, in, kernel, kernel).
  /// Weight (in, out, kernel, kernel). `end` is the padding at the right and lower ends: less with output padding.
  void transposed_convolution(Weights weights, std::size_t stride, std::size_t padding, std::ptrdiff_t end);
  /// Repeats each pixel `factor` times along both axes. A convolution of stride 1 must follow.
  void enlarge(std::size_t factor);
  void batch_norm(Tensor weight, Tensor bias, Tensor mean, Tensor variance, double eps);
  void add(const Layer& layer);  ///< A layer without weights.
  /// y = factor x + offset for each channel, or for all where there is one value. Becomes part of the layer before it.
  /// Returns false if that has no weights.
  bool scale(const Tensor& factor, const Tensor& offset);

  const NetworkSpec& spec() const { return spec_; }
  const std::map<std::string, Tensor>& weights() const { return weights_; }
  /// Whether an enlargement waits for its convolution.
  bool is_enlarging() const { return enlarge_ != 1; }

 private:
  void settle();  // emits the reshape that has been asked for
  void emit(const Layer& layer);
  std::string next_name(const char* what) const;
  void keep(Weights weights);

  std::string role_, where_;
  NetworkSpec spec_;
  std::map<std::string, Tensor> weights_;
  Shape ours_, shape_;  // after the last layer; as the other program has it
  std::size_t enlarge_ = 1;
};

}  // namespace latentwalk
