#include "trainer/loop/checkpoint_export.hpp"

#include "latentwalk/error.hpp"
#include "trainer/loop/checkpoint_networks.hpp"
#include "trainer/networks/export.hpp"

namespace latentwalk {

std::vector<std::uint8_t> export_checkpoint(const Config& config, const Safetensors& checkpoint,
                                            const std::string& where, DType storage) {
  const auto facts = checkpoint.metadata.find("facts");
  if (facts == checkpoint.metadata.end()) fail(where, ": the entry \"facts\" is missing");
  const CheckpointNetworks networks = checkpoint_networks(config, checkpoint, where);
  return export_model(config.model, networks.networks, networks.image_network, storage,
                      parse_json(facts->second, where).get<std::map<std::string, std::string>>());
}

}  // namespace latentwalk
