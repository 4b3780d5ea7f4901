// Times LibTorch on a model file's own networks, as scripts/bench inference asks for it:
//   latentwalk_torch_bench MODEL BATCH SECONDS [encode]
// prints one JSON object: the median and least milliseconds a sample on one thread, and what the core's pixels differ
// by.
#include <algorithm>
#include <chrono>
#include <iostream>

#include "latentwalk/json.hpp"
#include "latentwalk/latent.hpp"
#include "latentwalk/model.hpp"
#include "support/files.hpp"
#include "tests/support/parity.hpp"
#include "trainer/libtorch/threads.hpp"
#include "trainer/networks/export.hpp"

using namespace latentwalk;

namespace {

Json measure(const std::string& path, std::size_t batch, double seconds, bool encode) {
  set_threads(1);
  const torch::NoGradGuard no_grad;
  const auto bytes = read_file(path);
  const Model model = Model::parse(bytes, path);
  const Safetensors file = parse_safetensors(bytes, path);
  const ModelSpec& spec = model.spec();
  const TorchNetwork images = network_of(spec, file, image_network_name(spec.family));
  std::optional<TorchNetwork> encoder;
  if (encode) encoder.emplace(network_of(spec, file, "encoder"));
  const std::vector<std::int32_t> labels(spec.class_count > 0 ? batch : 0, 0);
  const Tensor latents = sample_latents(spec, 1, batch);
  const torch::Tensor z = torch_tensor(latents);
  const torch::Tensor pictures = decode_images(spec, images, z, labels);

  using Clock = std::chrono::steady_clock;
  std::vector<double> times;
  for (double spent = 0; times.size() < 5 || spent < seconds; spent += times.back()) {
    const auto start = Clock::now();
    torch::Tensor codes = z;
    if (encoder) {
      const torch::Tensor input =
          pictures.reshape(batch_shape(static_cast<std::int64_t>(batch), encoder->spec().input));
      codes = encoder->forward(input, false).chunk(2, 1)[0];
    }
    decode_images(spec, images, codes, labels);
    times.push_back(std::chrono::duration<double>(Clock::now() - start).count());
  }
  std::sort(times.begin(), times.end());
  const double scale = 1e3 / static_cast<double>(batch);
  return {{"median_ms", times[times.size() / 2] * scale},
          {"least_ms", times.front() * scale},
          {"difference", largest_difference(model.decode(latents, labels), pictures)},
          {"version", TORCH_VERSION}};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::cerr << "usage: latentwalk_torch_bench MODEL BATCH SECONDS [encode]\n";
    return 2;
  }
  try {
    std::cout << measure(argv[1], std::stoul(argv[2]), std::stod(argv[3]), argc > 4).dump() << "\n";
  } catch (const std::exception& error) {
    std::cerr << "latentwalk_torch_bench: " << error.what() << "\n";
    return 1;
  }
}
