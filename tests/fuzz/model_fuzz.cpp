// Model files: what loads must survive being written and read again, byte for byte, stay within the limits on work, and
// draw finite pixels or say that they are not.
#include <cmath>
#include <vector>

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
    for (const auto& [role, network] : model.spec().networks)
      if (network_cost(network, role).work > kMaxWork) fuzz::give_up("model", "more work than is allowed");
    const std::size_t count = 2;
    const std::vector<std::int32_t> labels(model.spec().class_count > 0 ? count : 0, 0);
    const Tensor latents = model.sample_latents(1, count, model.prior_named(""), labels);
    try {
      for (const float pixel : model.decode(latents, labels))
        if (!(pixel >= 0.0F && pixel <= 1.0F)) fuzz::give_up("model", "a pixel outside [0, 1]");
    } catch (const Error& error) {  // it names the model: the file's name is known where decode is called
      if (std::string_view(error.what()).find("not a finite number") == std::string_view::npos)
        fuzz::give_up("model", error.what());
    }
  });
  return 0;
}
