#include "evaluate/recogniser.hpp"

#include <algorithm>
#include <vector>

#include "evaluate/codes.hpp"
#include "latentwalk/error.hpp"

namespace latentwalk {

torch::Tensor recognise_codes(const ModelSpec& spec, const TorchNetwork& discriminator, const torch::Tensor& images) {
  constexpr std::int64_t kImagesAtOnce = 500;
  const CodeBlock code = find_code(spec);
  if (code.value_count == 0) fail("the model \"", spec.name, "\" has no categorical code");
  const torch::NoGradGuard no_grad;
  std::vector<torch::Tensor> parts;
  for (std::int64_t first = 0; first < images.size(0); first += kImagesAtOnce) {
    const std::int64_t count = std::min(kImagesAtOnce, images.size(0) - first);
    const torch::Tensor part =
        images.narrow(0, first, count).to(torch::kFloat32) * (spec.value_high - spec.value_low) + spec.value_low;
    const torch::Tensor answer =
        discriminator.forward(part.reshape(batch_shape(count, discriminator.spec().input)), /*training=*/false);
    const auto offset = static_cast<std::int64_t>(code.answer_offset),
               values = static_cast<std::int64_t>(code.value_count);
    if (answer.dim() != 2 || answer.size(1) < offset + values)
      fail("the model \"", spec.name, "\": its discriminator has no outputs for the code");
    parts.push_back(answer.narrow(1, offset, values).argmax(1));
  }
  return torch::cat(parts);
}

}  // namespace latentwalk
