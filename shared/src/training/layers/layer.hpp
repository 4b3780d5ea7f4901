#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "latentwalk/spec.hpp"

/// The layers of a network that learns. A batch is a number of groups of samples; batch norm takes its statistics from
/// one group. Images are (height, width, channels) in memory.
namespace latentwalk {

/// Groups [first, last), the values at a layer's input and output, and their gradients. The pointers are those of
/// group 0.
struct LayerRun {
  std::size_t first, last;
  const float* x;
  float* y;
  float* y_gradient;  ///< Layers in place change it into the gradient of x.
  float* x_gradient;  ///< nullptr: not wanted.
  float* scratch;     ///< Of these groups alone.
  bool learns;        ///< Whether the gradient of the parameters is wanted.
};

class TrainableLayer {
 public:
  virtual ~TrainableLayer() = default;

  virtual std::size_t parameter_size() const { return 0; }
  /// Running statistics of batch norm.
  virtual std::size_t statistics_size() const { return 0; }
  /// Floats of scratch for `groups` groups.
  virtual std::size_t scratch_size(std::size_t) const { return 0; }
  /// Whether the output takes the place of the input.
  virtual bool in_place() const { return false; }

  /// The place of an element of a stored tensor ("weight", "running_mean", …) in the parameters or the statistics.
  virtual std::size_t place(const std::string& /*what*/, std::size_t element) const { return element; }

  /// Takes note of new parameters, in `tasks` tasks that run side by side.
  virtual void prepare(const float* /*parameters*/, std::size_t /*task*/, std::size_t /*tasks*/) {}
  /// The same for what needs the results of all tasks of prepare.
  virtual void prepare_plans(const float* /*parameters*/, float* /*scratch*/, std::size_t /*task*/,
                             std::size_t /*tasks*/) {}
  virtual void forward(const float* parameters, const LayerRun& run) = 0;
  /// Computes the gradient of x, and what the gradient of the parameters needs of each group.
  virtual void backward(const float* parameters, const LayerRun& run) = 0;
  /// Stores the gradient of the parameters, summed over all groups that ran, in `tasks` tasks that run side by side.
  virtual void finish(const LayerRun& /*run*/, float* /*gradient*/, std::size_t /*task*/, std::size_t /*tasks*/) {}
  /// The statistics that a group's batch norm contributes to the running ones.
  virtual const float* batch_statistics(std::size_t /*group*/) const { return nullptr; }
};

/// The number of samples in a group, and of groups in a batch.
struct GroupSizes {
  std::size_t samples, groups;
};

/// The image whose pixels-and-channels order the features of a vector have in memory; nullptr: the spec's order.
using FeatureOrder = const Shape*;
/// The place in memory of a feature, or of an element of an image.
std::size_t feature_place(std::size_t feature, FeatureOrder order);

/// Linear, convolution or transposed convolution, followed by a rectifier if slope is not 1.
std::unique_ptr<TrainableLayer> make_window(const Layer& layer, const Shape& in, const Shape& out,
                                            FeatureOrder in_order, FeatureOrder out_order, float slope,
                                            GroupSizes sizes);
std::unique_ptr<TrainableLayer> make_batch_norm(const BatchNorm& layer, const Shape& shape, FeatureOrder order,
                                                GroupSizes sizes);
std::unique_ptr<TrainableLayer> make_pool(const MaxPool2d& layer, const Shape& in, const Shape& out, GroupSizes sizes);
/// `ran`: the layer before has already applied it.
std::unique_ptr<TrainableLayer> make_activation(const Layer& layer, const Shape& shape, bool ran, GroupSizes sizes);
/// Copies from one memory order to another: of the spec's element i from from(i) to to(i).
std::unique_ptr<TrainableLayer> make_reorder(std::size_t size, FeatureOrder from, FeatureOrder to, GroupSizes sizes);

/// A layer and where it stands.
struct PlacedLayer {
  std::unique_ptr<TrainableLayer> layer;
  std::size_t index;        ///< In the spec; its tensors are PREFIX.index.WHAT.
  std::size_t output_size;  ///< Floats per sample.
};
/// The layers of a network, whose input and output have the spec's order.
std::vector<PlacedLayer> compile_layers(const NetworkSpec& spec, const std::string& prefix, GroupSizes sizes);

}  // namespace latentwalk
