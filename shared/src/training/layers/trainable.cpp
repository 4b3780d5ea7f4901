#include "training/layers/trainable.hpp"

#include <algorithm>
#include <cmath>

#include "latentwalk/parallel.hpp"

namespace latentwalk {
namespace {

// "PREFIX.12.running_mean" -> 12, "running_mean"
std::pair<std::size_t, std::string> layer_and_what(const std::string& name, std::size_t prefix) {
  const std::size_t dot = name.find('.', prefix + 1);
  return {std::stoul(name.substr(prefix + 1, dot - prefix - 1)), name.substr(dot + 1)};
}

// PyTorch's rule: the size of axis 1 times the size of the kernel, for transposed convolutions too.
double fan_in(const Shape& weight) {
  double size = 1.0;
  for (std::size_t axis = 1; axis < weight.size(); ++axis) size *= static_cast<double>(weight[axis]);
  return size;
}

}  // namespace

TrainableNetwork::TrainableNetwork(const NetworkSpec& spec, const std::string& prefix, GroupSizes sizes)
    : spec_(spec), prefix_(prefix), samples_(sizes.samples) {
  const std::size_t samples = sizes.samples * sizes.groups;
  const auto add_buffer = [&](std::size_t size) {
    sizes_.push_back(size);
    values_.emplace_back(size * samples);
    gradients_.emplace_back(size * samples);
  };
  add_buffer(element_count(spec.input));
  std::size_t parameters = 0, statistics = 0;
  for (PlacedLayer& layer : compile_layers(spec, prefix, sizes)) {
    const std::size_t from = last_;
    if (!layer.layer->in_place()) add_buffer(layer.output_size), ++last_;
    scratch_each_ = std::max(scratch_each_, layer.layer->scratch_size(sizes.groups));
    const TrainableLayer& made = *layer.layer;
    layers_.push_back({std::move(layer), from, last_, parameters, statistics});
    parameters += (made.parameter_size() + 15) / 16 * 16;  // panels begin at a cache line
    statistics += made.statistics_size();
  }
  parameters_ = kernels::FloatBuffer(parameters);
  statistics_ = kernels::FloatBuffer(statistics);
  scratch_each_ = (scratch_each_ + 15) / 16 * 16;
  scratch_ = kernels::FloatBuffer(scratch_each_ * std::max<std::size_t>(sizes.groups, 2));  // prepare has two tasks
  std::fill_n(parameters_.data(), parameters, 0.0F);
  std::fill_n(statistics_.data(), statistics, 0.0F);
}

void TrainableNetwork::for_each_tensor(
    const std::function<void(const Parameter&, bool statistics, const Place&)>& visit) const {
  for (const Parameter& parameter : network_parameters(spec_, prefix_)) {
    const auto [index, what] = layer_and_what(parameter.name, prefix_.size());
    const auto placed = std::find_if(layers_.begin(), layers_.end(),
                                     [i = index](const Placed& layer) { return layer.layer.index == i; });
    const bool statistics = what.starts_with("running_");
    const std::size_t base = statistics ? placed->statistics : placed->parameters;
    visit(parameter, statistics,
          [&, &kind = what](std::size_t element) { return base + placed->layer.layer->place(kind, element); });
  }
}

void TrainableNetwork::initialise(const WeightInit& init, Rng& rng) {
  double bound = 0.0;  // of the present layer, whose weight comes before its bias
  for_each_tensor([&](const Parameter& parameter, bool statistics, const Place& place) {
    const auto [index, what] = layer_and_what(parameter.name, prefix_.size());
    const bool norm = std::holds_alternative<BatchNorm>(spec_.layers[index]), weight = what == "weight";
    float* const to = statistics ? statistics_.data() : parameters_.data();
    if (weight && !norm) bound = 1.0 / std::sqrt(fan_in(parameter.shape));
    const std::size_t size = element_count(parameter.shape);
    for (std::size_t i = 0; i < size; ++i) {
      double value = 0.0;
      if (norm)
        value = weight || what == "running_var" ? 1.0 : 0.0;
      else if (init.kind == WeightInit::Kind::torch)
        value = bound * (2.0 * rng.uniform() - 1.0);
      else if (weight)
        value = init.std * rng.normal();
      to[place(i)] = static_cast<float>(value);
    }
  });
  prepare(1);
}

LayerRun TrainableNetwork::run_of(const Placed& placed, std::size_t first, std::size_t last) {
  return {first,
          last,
          values_[placed.from].data(),
          values_[placed.to].data(),
          gradients_[placed.to].data(),
          gradients_[placed.from].data(),
          nullptr,
          false};
}

// Runs task(first, last, scratch) for as many chunks of the groups as there are threads.
template <class Task>
void TrainableNetwork::in_chunks(std::size_t first, std::size_t last, std::size_t threads, Task task) {
  const std::size_t groups = last - first, chunks = std::clamp<std::size_t>(threads, 1, groups);
  const auto chunk = [&](std::size_t i) {
    const std::size_t begin = first + groups * i / chunks, end = first + groups * (i + 1) / chunks;
    task(begin, end, scratch_.data() + begin * scratch_each_, i, chunks);
  };
  parallel_for(chunks, threads, std::ref(chunk));
}

void TrainableNetwork::prepare(std::size_t threads) {
  const auto task = [&](std::size_t i) {
    for (Placed& placed : layers_) placed.layer.layer->prepare(parameters_.data() + placed.parameters, i, threads);
  };
  parallel_for(threads, threads, std::ref(task));
  const std::size_t tasks = std::min<std::size_t>(threads, 2);
  const auto plans = [&](std::size_t i) {
    for (Placed& placed : layers_)
      placed.layer.layer->prepare_plans(parameters_.data() + placed.parameters, scratch_.data() + i * scratch_each_, i,
                                        tasks);
  };
  parallel_for(tasks, tasks, std::ref(plans));
}

void TrainableNetwork::forward(std::size_t first, std::size_t last, std::size_t threads) {
  in_chunks(first, last, threads, [&](std::size_t begin, std::size_t end, float* scratch, std::size_t, std::size_t) {
    for (Placed& placed : layers_) {
      LayerRun run = run_of(placed, begin, end);
      run.scratch = scratch;
      placed.layer.layer->forward(parameters_.data() + placed.parameters, run);
    }
  });
}

void TrainableNetwork::backward(std::size_t first, std::size_t last, std::size_t threads, float* gradient,
                                bool input_gradient) {
  in_chunks(first, last, threads, [&](std::size_t begin, std::size_t end, float* scratch, std::size_t, std::size_t) {
    for (auto placed = layers_.rbegin(); placed != layers_.rend(); ++placed) {
      LayerRun run = run_of(*placed, begin, end);
      run.scratch = scratch;
      run.learns = gradient != nullptr;
      if (placed->from == 0 && placed->to != 0 && !input_gradient) run.x_gradient = nullptr;
      placed->layer.layer->backward(parameters_.data() + placed->parameters, run);
    }
  });
  if (!gradient) return;
  in_chunks(first, last, threads, [&](std::size_t, std::size_t, float* scratch, std::size_t task, std::size_t tasks) {
    for (Placed& placed : layers_) {
      LayerRun run = run_of(placed, first, last);
      run.scratch = scratch;
      placed.layer.layer->finish(run, gradient + placed.parameters, task, tasks);
    }
  });
}

void TrainableNetwork::batch_statistics(std::size_t group, float* to) const {
  for (const Placed& placed : layers_)
    if (const float* values = placed.layer.layer->batch_statistics(group))
      std::copy_n(values, placed.layer.layer->statistics_size(), to + placed.statistics);
}

}  // namespace latentwalk
