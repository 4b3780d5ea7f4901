#include "import/selftest.hpp"

#include <algorithm>

#include "latentwalk/error.hpp"
#include "latentwalk/quantise.hpp"

namespace latentwalk {

Tensor as_stored(const Parameter& parameter, const Tensor& values, DType storage, const std::string& where) try {
  Safetensors stored;
  store_parameter(stored, parameter, values, storage);
  return load_parameter(stored, parameter, where);
} catch (const Error& error) {
  fail(where, ": ", error.what());
}

void make_selftest(ModelFile& file, const Tensor& latents, const std::vector<std::int32_t>& labels) {
  const Model model = Model::from_weights(file.spec, file.weights);
  file.selftest_latents = latents;
  if (!labels.empty()) {
    file.selftest_labels = zeros({labels.size()});
    std::copy(labels.begin(), labels.end(), file.selftest_labels.data());
  }
  file.selftest_images = model.decode(latents, labels);
  if (!model.has_encoder()) return;
  const Codes codes = model.encode(file.selftest_images, labels);
  const std::size_t count = codes.mean.shape(0), dim = codes.mean.shape(1);
  file.selftest_codes = zeros({count, 2 * dim});
  for (std::size_t n = 0; n < count; ++n) {
    std::copy_n(codes.mean.data() + n * dim, dim, file.selftest_codes.data() + 2 * n * dim);
    std::copy_n(codes.log_variance.data() + n * dim, dim, file.selftest_codes.data() + (2 * n + 1) * dim);
  }
}

}  // namespace latentwalk
