// Model files: what loads must survive being written and read again, byte for byte, and draw finite pixels.
#include <cmath>
#include <vector>

#include "latentwalk/latent.hpp"
#include "latentwalk/model.hpp"
#include "tests/fuzz/harness.hpp"

using namespace latentwalk;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span<const std::uint8_t> bytes(data, size);
  fuzz::run([&] {
    const Safetensors file = parse_safetensors(bytes, fuzz::kName);
    const std::vector<std::uint8_t> written = serialize_safetensors(file);
    if (serialize_safetensors(parse_safetensors(written, fuzz::kName)) != written)
      fuzz::give_up("safetensors", "written and read again it is another file");
  });
  fuzz::run([&] {
    const Model model = Model::parse(bytes, fuzz::kName);
    const std::size_t count = 2;
    const std::vector<std::int32_t> labels(model.spec().class_count > 0 ? count : 0, 0);
    for (const float pixel : model.decode(sample_latents(model.spec(), 1, count), labels))
      if (!(pixel >= 0.0F && pixel <= 1.0F)) fuzz::give_up("model", "a pixel outside [0, 1]");
  });
  return 0;
}
