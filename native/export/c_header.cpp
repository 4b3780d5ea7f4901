#include "export/c_header.hpp"

#include <algorithm>
#include <charconv>

#include "latentwalk/fold.hpp"
#include "latentwalk/quantise.hpp"
#include "latentwalk/version.hpp"

namespace latentwalk {
namespace {

/// The layers, in memory order (channels, height, width). `b` may be null.
constexpr const char* kFunctions = R"(
static inline void NAME_linear(const float *x, int ins, int outs, const float *w, const float *b, float *y) {
  for (int o = 0; o < outs; ++o) {
    float sum = b ? b[o] : 0.0f;
    for (int i = 0; i < ins; ++i) sum += w[o * ins + i] * x[i];
    y[o] = sum;
  }
}
static inline void NAME_conv(const float *x, int ins, int h, int wide, int outs, int k, int stride, int pad, const float *w,
                             const float *b, float *y, int oh, int ow) {
  for (int o = 0; o < outs; ++o)
    for (int r = 0; r < oh; ++r)
      for (int c = 0; c < ow; ++c) {
        float sum = b ? b[o] : 0.0f;
        for (int i = 0; i < ins; ++i)
          for (int p = 0; p < k; ++p)
            for (int q = 0; q < k; ++q) {
              const int row = r * stride + p - pad, column = c * stride + q - pad;
              if (row >= 0 && row < h && column >= 0 && column < wide)
                sum += w[((o * ins + i) * k + p) * k + q] * x[(i * h + row) * wide + column];
            }
        y[(o * oh + r) * ow + c] = sum;
      }
}
static inline void NAME_grow(const float *x, int ins, int h, int wide, int outs, int k, int stride, int pad, const float *w,
                             const float *b, float *y, int oh, int ow) {
  for (int o = 0; o < outs; ++o)
    for (int n = 0; n < oh * ow; ++n) y[o * oh * ow + n] = b ? b[o] : 0.0f;
  for (int i = 0; i < ins; ++i)
    for (int r = 0; r < h; ++r)
      for (int c = 0; c < wide; ++c)
        for (int o = 0; o < outs; ++o)
          for (int p = 0; p < k; ++p)
            for (int q = 0; q < k; ++q) {
              const int row = r * stride + p - pad, column = c * stride + q - pad;
              if (row >= 0 && row < oh && column >= 0 && column < ow)
                y[(o * oh + row) * ow + column] += w[((i * outs + o) * k + p) * k + q] * x[(i * h + r) * wide + c];
            }
}
static inline void NAME_pool(const float *x, int channels, int h, int wide, int k, int stride, float *y, int oh, int ow) {
  for (int n = 0; n < channels * oh * ow; ++n) {
    const float *from = x + n / (oh * ow) * h * wide + n / ow % oh * stride * wide + n % ow * stride;
    y[n] = from[0];
    for (int p = 0; p < k * k; ++p) y[n] = fmaxf(y[n], from[p / k * wide + p % k]);
  }
}
static inline void NAME_norm(float *x, int channels, int each, const float *scale, const float *shift) {
  for (int n = 0; n < channels * each; ++n) x[n] = x[n] * scale[n / each] + shift[n / each];
}
static inline void NAME_leaky(float *x, int count, float slope) {
  for (int n = 0; n < count; ++n) x[n] = x[n] > 0.0f ? x[n] : slope * x[n];
}
static inline void NAME_tanh(float *x, int count) {
  for (int n = 0; n < count; ++n) x[n] = tanhf(x[n]);
}
static inline void NAME_sigmoid(float *x, int count) {
  for (int n = 0; n < count; ++n) x[n] = 1.0f / (1.0f + expf(-x[n]));
}
)";

std::string number(float value) {
  char text[32];
  std::string digits(text, std::to_chars(text, text + sizeof text, value).ptr);  // the same float when it is read again
  return digits + (digits.find_first_of(".e") == std::string::npos ? ".0f" : "f");
}

/// Writes arrays and the calls that use them.
struct Writer {
  std::string arrays, calls, name;
  int count = 0;

  std::string array(const float* values, std::size_t size) {
    const std::string array_name = name + "_" + std::to_string(count++);
    arrays += "static const float " + array_name + "[" + std::to_string(size) + "] = {";
    for (std::size_t i = 0; i < size; ++i) arrays += (i % 8 == 0 ? "\n  " : " ") + number(values[i]) + ",";
    arrays += "\n};\n";
    return array_name;
  }
  void call(const char* function, std::initializer_list<std::string> arguments) {
    calls += "  " + name + "_" + function + "(";
    for (const std::string& argument : arguments) calls += (&argument == arguments.begin() ? "" : ", ") + argument;
    calls += ");\n";
  }
};

std::string text(std::size_t value) { return std::to_string(value); }

/// Adds a layer that reads `from`. Returns whether it wrote `to`, and not into `from`.
bool add_layer(Writer& writer, const WeightedNetwork& network, std::size_t index, const Shape& in, const Shape& out,
               const std::string& prefix, const std::string& from, const std::string& to) {
  const Layer& layer = network.spec.layers[index];
  const auto parameter = [&](const char* what) {
    const auto found = network.weights.find(prefix + "." + text(index) + what);
    return found == network.weights.end() ? std::string("0") : writer.array(found->second.data(), found->second.size());
  };
  const std::string size = text(element_count(in));
  const auto window = [&](const char* function, const auto& l) {
    const std::string weight = parameter(".weight"), bias = parameter(".bias");
    writer.call(function, {from, text(in[0]), text(in[1]), text(in[2]), text(l.out), text(l.kernel), text(l.stride),
                           text(l.padding), weight, bias, to, text(out[1]), text(out[2])});
  };
  if (const auto* linear = std::get_if<Linear>(&layer)) {
    const std::string weight = parameter(".weight"), bias = parameter(".bias");
    writer.call("linear", {from, text(in[0]), text(linear->out), weight, bias, to});
  } else if (const auto* conv = std::get_if<Conv2d>(&layer)) {
    window("conv", *conv);
  } else if (const auto* grow = std::get_if<ConvTranspose2d>(&layer)) {
    window("grow", *grow);
  } else if (const auto* pool = std::get_if<MaxPool2d>(&layer)) {
    writer.call("pool", {from, text(in[0]), text(in[1]), text(in[2]), text(pool->kernel), text(pool->stride), to,
                         text(out[1]), text(out[2])});
  } else {
    if (const auto* norm = std::get_if<BatchNorm>(&layer)) {
      const ChannelScale scale = batch_norm_scale(
          *norm, prefix + "." + text(index), [&](const std::string& tensor) { return network.weights.at(tensor); });
      const std::string factor = writer.array(scale.scale.data(), in[0]),
                        shift = writer.array(scale.shift.data(), in[0]);
      writer.call("norm", {from, text(in[0]), text(element_count(in) / in[0]), factor, shift});
    } else if (const auto* leaky = std::get_if<LeakyRelu>(&layer)) {
      writer.call("leaky", {from, size, number(static_cast<float>(leaky->slope))});
    } else if (std::holds_alternative<Relu>(layer)) {
      writer.call("leaky", {from, size, "0.0f"});
    } else if (std::holds_alternative<Tanh>(layer)) {
      writer.call("tanh", {from, size});
    } else if (std::holds_alternative<Sigmoid>(layer)) {
      writer.call("sigmoid", {from, size});
    }
    return false;
  }
  return true;
}

}  // namespace

std::string c_header(const ModelSpec& model, const Safetensors& file) {
  const std::string role = image_network_name(model.family);
  std::map<std::string, Tensor> weights;
  for (const Parameter& parameter : network_parameters(model.networks.at(role), role))
    weights[parameter.name] = load_parameter(file, parameter, model.name);
  const WeightedNetwork network =
      fold_batch_norm(model.networks.at(role), role, [&](const std::string& tensor) { return weights.at(tensor); });
  const std::vector<Shape> shapes = layer_shapes(network.spec, role);
  std::size_t largest = 0;
  for (const Shape& shape : shapes) largest = std::max(largest, element_count(shape));

  Writer writer;
  writer.name = "lw_" + model.name;
  std::replace(writer.name.begin(), writer.name.end(), '-', '_');
  std::string from = "a", to = "b";
  for (std::size_t i = 0; i < network.spec.layers.size(); ++i)
    if (add_layer(writer, network, i, shapes[i], shapes[i + 1], role, from, to)) std::swap(from, to);

  const std::string& name = writer.name;
  std::string functions = kFunctions;
  for (std::size_t at = 0; (at = functions.find("NAME", at)) != std::string::npos;) functions.replace(at, 4, name);
  const std::size_t dim = latent_dim(model), pixels = model.image_height * model.image_width;
  const bool labelled = model.class_count > 0;
  std::string header = "/* " + model.name + ", written by latentwalk " + kVersion + ". " + name + "_draw(latents" +
                       (labelled ? ", label" : "") + ", pixels) takes " + text(dim) + " latent numbers" +
                       (labelled ? ", a class label from 0 to " + text(model.class_count - 1) : "") +
                       "\n   and gives " + text(model.image_height) + " rows of " + text(model.image_width) +
                       " pixels from 0 (paper) to 1 (ink). One call at a time: it uses static buffers. */\n#ifndef " +
                       name + "_h\n#define " + name + "_h\n#include <math.h>\n\n";
  header += writer.arrays + functions;
  header += "static inline void " + name + "_draw(const float *latents, " + (labelled ? "int label, " : "") +
            "float *pixels) {\n  static float a[" + text(largest) + "], b[" + text(largest) +
            "];\n  for (int n = 0; n < " + text(dim) + "; ++n) a[n] = latents[n];\n  b[0] = 0.0f;\n";
  if (labelled)
    header += "  for (int n = 0; n < " + text(model.class_count) + "; ++n) a[" + text(dim) +
              " + n] = n == label ? 1.0f : 0.0f;\n";
  header += writer.calls + "  for (int n = 0; n < " + text(pixels) + "; ++n)\n    pixels[n] = fminf(fmaxf((" + from +
            "[n] - " + number(static_cast<float>(model.value_low)) + ") / " +
            number(static_cast<float>(model.value_high - model.value_low)) + ", 0.0f), 1.0f);\n}\n\n#endif\n";
  return header;
}

}  // namespace latentwalk
