// What the core draws for a row of seeds, for agreement_test.mjs to hold against wasm. Floats on standard output: for
// each seed its latents, then its picture; a conditional model draws the class seed mod classes, and a VAE from its
// fitted prior.
//   latentwalk_pictures MODEL FIRST_SEED COUNT
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>
#include <vector>

#include "latentwalk/error.hpp"
#include "latentwalk/model.hpp"
#include "support/files.hpp"

using namespace latentwalk;

namespace {

void write(const Tensor& tensor, std::size_t row, std::size_t width) {
  std::fwrite(tensor.data() + row * width, sizeof(float), width, stdout);
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 4) return 2;
  try {
    const Model model = Model::parse(read_file(arguments[1]), arguments[1]);
    const std::size_t dim = latent_dim(model.spec()), classes = model.spec().class_count;
    const std::uint64_t first = std::strtoull(arguments[2], nullptr, 10),
                        end = first + std::strtoull(arguments[3], nullptr, 10);
    constexpr std::size_t kBatch = 50;
    for (std::uint64_t seed = first; seed < end;) {
      const std::size_t rows = std::min<std::uint64_t>(kBatch, end - seed);
      Tensor latents = zeros({rows, dim});
      std::vector<std::int32_t> labels;
      for (std::size_t row = 0; row < rows; ++row, ++seed) {
        if (classes > 0) labels.push_back(static_cast<std::int32_t>(seed % classes));
        const Tensor one = model.sample_latents(seed, 1, model.prior_named(""),
                                                classes > 0 ? std::span(labels).last(1) : std::span<std::int32_t>());
        std::copy(one.data(), one.data() + dim, latents.data() + row * dim);
      }
      const Tensor images = model.decode(latents, labels);
      for (std::size_t row = 0; row < rows; ++row) {
        write(latents, row, dim);
        write(images, row, images.size() / rows);
      }
    }
  } catch (const Error& error) {
    std::fprintf(stderr, "latentwalk_pictures: %s\n", error.what());
    return 1;
  }
  return 0;
}
