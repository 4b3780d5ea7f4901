#include "trainer/distributed/group_settings.hpp"

#include <charconv>
#include <cstring>
#include <optional>

#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

using Environment = std::function<const char*(const char*)>;

std::optional<int> number(const Environment& variable, const char* name, int low, int high) {
  const char* text = variable(name);
  if (text == nullptr || *text == '\0') return std::nullopt;
  int value = 0;
  const char* end = text + std::strlen(text);
  const auto [stop, error] = std::from_chars(text, end, value);
  if (error != std::errc() || stop != end || value < low || value > high)
    fail("the environment variable ", name, " is \"", text, "\", expected a whole number from ", low, " to ", high);
  return value;
}

constexpr int kMaxRanks = 255;  // a verdict on lost ranks has a byte for each

}  // namespace

GroupSettings group_from_environment(const Environment& variable) {
  GroupSettings settings;
  const bool torchrun = variable("WORLD_SIZE") != nullptr;
  const char* size_name = torchrun ? "WORLD_SIZE" : "OMPI_COMM_WORLD_SIZE";
  const char* rank_name = torchrun ? "RANK" : "OMPI_COMM_WORLD_RANK";
  settings.size = number(variable, size_name, 1, kMaxRanks).value_or(1);
  if (settings.size == 1) return GroupSettings{};
  const auto rank = number(variable, rank_name, 0, settings.size - 1);
  if (!rank) fail(size_name, " is ", settings.size, ", but ", rank_name, " is not set: which of them is this?");
  settings.rank = *rank;
  const auto local = number(variable, torchrun ? "LOCAL_RANK" : "OMPI_COMM_WORLD_LOCAL_RANK", 0, kMaxRanks);
  settings.local_rank = local.value_or(0);

  const char* address = variable("MASTER_ADDR");
  if (address != nullptr && *address != '\0') {
    settings.address = address;
  } else if (number(variable, "OMPI_COMM_WORLD_LOCAL_SIZE", 1, kMaxRanks).value_or(settings.size) < settings.size) {
    fail("the ", settings.size, " processes run on several machines: set MASTER_ADDR to the address of rank 0's");
  }
  settings.port = number(variable, "MASTER_PORT", 1, 65534).value_or(settings.port);
  // torchrun's own agent then listens on that port.
  const char* agent = variable("TORCHELASTIC_USE_AGENT_STORE");
  if (agent != nullptr && std::strcmp(agent, "True") == 0) ++settings.port;
  return settings;
}

}  // namespace latentwalk
