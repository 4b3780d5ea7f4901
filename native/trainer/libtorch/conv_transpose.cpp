#include "trainer/libtorch/conv_transpose.hpp"

#include <array>
#include <tuple>

#include "trainer/libtorch/autocast.hpp"

namespace latentwalk {
namespace {

/// at::convolution_backward for a plain convolution. The values of `input` matter only for the gradient of the weight;
/// otherwise only its shape does.
std::tuple<torch::Tensor, torch::Tensor, torch::Tensor> convolution_backward(const torch::Tensor& gradient,
                                                                             const torch::Tensor& input,
                                                                             const torch::Tensor& weight,
                                                                             std::int64_t stride, std::int64_t padding,
                                                                             std::array<bool, 3> wanted) {
  return at::convolution_backward(gradient, input, weight, c10::nullopt, {stride, stride}, {padding, padding}, {1, 1},
                                  /*transposed=*/false, /*output_padding=*/{0, 0}, /*groups=*/1, wanted);
}

/// A transposed convolution is the data gradient of a convolution, so:
///   forward          y  = data gradient of conv2d(·, weight) at x
///   gradient of x    gx = conv2d(gy, weight)
///   gradient of w    gw = weight gradient of conv2d with input gy and output gradient x
struct ConvTransposeFunction : torch::autograd::Function<ConvTransposeFunction> {
  static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& x,
                               const torch::Tensor& weight, std::int64_t stride, std::int64_t padding) {
    context->save_for_backward({x, weight});
    context->saved_data["stride"] = stride;
    context->saved_data["padding"] = padding;
    const auto side = [&](std::int64_t size) { return (size - 1) * stride - 2 * padding + weight.size(2); };
    const torch::Tensor shape = at::empty({x.size(0), weight.size(1), side(x.size(2)), side(x.size(3))}, x.options());
    return std::get<0>(convolution_backward(x, shape, weight, stride, padding, {true, false, false}));
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 const torch::autograd::variable_list& gradients) {
    const auto saved = context->get_saved_variables();
    const torch::Tensor &x = saved[0], &weight = saved[1];
    const std::int64_t stride = context->saved_data["stride"].toInt();
    const std::int64_t padding = context->saved_data["padding"].toInt();
    const torch::Tensor gradient = gradients[0].contiguous();
    torch::Tensor x_gradient, weight_gradient;
    if (context->needs_input_grad(0)) x_gradient = at::conv2d(gradient, weight, {}, stride, padding);
    if (context->needs_input_grad(1)) {
      weight_gradient =
          std::get<1>(convolution_backward(x.contiguous(), gradient, weight, stride, padding, {false, true, false}));
    }
    return {x_gradient, weight_gradient, torch::Tensor(), torch::Tensor()};
  }
};

}  // namespace

torch::Tensor conv_transpose2d(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias,
                               std::int64_t stride, std::int64_t padding, ConvTransposePath path) {
  if (!x.is_cpu()) return at::conv_transpose2d(x, weight, bias, stride, padding);
  // Autocast on the CPU does not cover transposed convolutions, and their arguments must have one type.
  const auto type = Autocast::is_on(torch::kCPU) ? torch::kBFloat16 : weight.scalar_type();
  const torch::Tensor cast_bias = bias.defined() ? bias.to(type) : bias;
  if (path == ConvTransposePath::stock)
    return at::conv_transpose2d(x.to(type), weight.to(type), cast_bias, stride, padding);
  const torch::Tensor y = ConvTransposeFunction::apply(x.to(type), weight.to(type), stride, padding);
  return bias.defined() ? y + cast_bias.view({1, -1, 1, 1}) : y;
}

}  // namespace latentwalk
