// Weights of other programs: files of torch.save (zip, DEFLATE, pickle), bare pickles and ONNX, and the guess of their
// network, which must be one that the core runs.
#include "import/guess.hpp"
#include "import/inflate.hpp"
#include "import/onnx_network.hpp"
#include "import/pickle.hpp"
#include "latentwalk/model.hpp"
#include "tests/fuzz/harness.hpp"
#include "tests/support/zip_writer.hpp"

using namespace latentwalk;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span<const std::uint8_t> bytes(data, size);
  const std::string name(fuzz::kName);
  GuessOptions options;
  options.name = "fuzz";
  const auto check = [](const Guess& guess) {
    for (const auto& [role, network] : guess.spec.networks)
      for (const Parameter& parameter : network_parameters(network, role)) {
        const auto found = guess.weights.find(parameter.name);
        if (found == guess.weights.end() || shape_of(found->second) != parameter.shape)
          fuzz::give_up("a guess without the weights of its network", parameter.name);
      }
  };
  fuzz::run([&] { parse_pickle(bytes, name); });
  fuzz::run([&] { check(guess_model(parse_torch(bytes, name, "", {}), options, name)); });
  // The input as the pickle of an archive: mutations of a whole archive end at its checksums.
  tests::ZipWriter archive;
  archive.members = {{"a/data.pkl", std::string(fuzz::text(data, size))}, {"a/data/0", std::string(4096, '\0')}};
  const std::vector<std::uint8_t> packed = archive.bytes([](const std::string& text) {
    return crc32({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  });
  fuzz::run([&] { check(guess_model(parse_torch(packed, name, "", {}), options, name)); });
  fuzz::run([&] {
    const ReadBeside beside = [](const std::string&) { return std::vector<std::uint8_t>(1000); };
    check(model_of_onnx(parse_onnx(bytes, name, beside), options, name));
  });
  return 0;
}
