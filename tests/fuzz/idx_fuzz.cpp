// IDX files, raw and gzip.
#include "data/idx.hpp"
#include "tests/fuzz/harness.hpp"

using namespace latentwalk;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span<const std::uint8_t> bytes(data, size);
  fuzz::run([&] {
    const Digits digits = parse_idx_images(bytes, fuzz::kName);
    if (digits.pixels.size() != digits.count * digits.width * digits.height)
      fuzz::give_up("idx", "pixels that the header does not announce");
  });
  fuzz::run([&] { parse_idx_labels(bytes, fuzz::kName); });
  return 0;
}
