#include "trainer/record/checkpoint.hpp"

#include <zlib.h>

#include <algorithm>
#include <cstdio>
#include <system_error>

#include "latentwalk/error.hpp"
#include "support/files.hpp"
#include "support/tensor_file.hpp"

namespace latentwalk {
namespace {

namespace fs = std::filesystem;

constexpr const char* kCheckpointFormat = "latentwalk-checkpoint";
constexpr const char* kCheckpointVersion = "1";
constexpr std::size_t kKeptCheckpoints = 2;

/// The CRC-32 of the names, shapes, values and metadata, in the order of the maps.
std::string checksum(const Safetensors& file) {
  uLong crc = crc32_z(0, nullptr, 0);
  const auto add = [&](const void* data, std::size_t size) {
    crc = crc32_z(crc, static_cast<const Bytef*>(data), size);
    crc = crc32_z(crc, reinterpret_cast<const Bytef*>(&size), sizeof size);
  };
  for (const auto& [key, value] : file.metadata) {
    if (key == "crc32") continue;
    add(key.data(), key.size());
    add(value.data(), value.size());
  }
  for (const auto& [name, tensor] : file.tensors) {
    add(name.data(), name.size());
    add(tensor.shape.data(), tensor.shape.size() * sizeof(std::size_t));
    add(tensor.bytes.data(), tensor.bytes.size());
  }
  char text[16];
  std::snprintf(text, sizeof text, "%08lx", static_cast<unsigned long>(crc));
  return text;
}

std::string checkpoint_name(std::int64_t step) {
  char name[48];
  std::snprintf(name, sizeof name, "step-%012lld.safetensors", static_cast<long long>(step));
  return name;
}

/// Nothing where the name is not that of a checkpoint.
std::optional<std::int64_t> step_of(const fs::path& path) {
  long long step = -1;
  const std::string name = path.filename().string();
  if (std::sscanf(name.c_str(), "step-%18lld", &step) != 1 || step < 0 || name != checkpoint_name(step)) return {};
  return step;
}

}  // namespace

void save_checkpoint(const fs::path& path, Safetensors checkpoint) {
  checkpoint.metadata["format"] = kCheckpointFormat;
  checkpoint.metadata["version"] = kCheckpointVersion;
  checkpoint.metadata["crc32"] = checksum(checkpoint);
  write_file(path, serialize_safetensors(checkpoint));
}

Safetensors load_checkpoint(const fs::path& path) {
  Safetensors file = parse_safetensors(read_tensor_file(path), path.string());
  const auto entry = [&](const char* key) {
    const auto found = file.metadata.find(key);
    return found == file.metadata.end() ? std::string("nothing") : found->second;
  };
  if (entry("format") != kCheckpointFormat) {
    fail(path.string(), ": not a checkpoint (format ", entry("format"), ", expected ", kCheckpointFormat, ")");
  }
  if (entry("version") != kCheckpointVersion) {
    fail(path.string(), ": checkpoint version ", entry("version"), ", this program reads version ", kCheckpointVersion);
  }
  if (const std::string found = checksum(file); found != entry("crc32")) {
    fail(path.string(), ": damaged: checksum ", found, ", expected ", entry("crc32"));
  }
  return file;
}

Json checkpoint_config(const Safetensors& checkpoint, const std::string& where) {
  const auto found = checkpoint.metadata.find("config");
  if (found == checkpoint.metadata.end()) fail(where, ": the entry \"config\" is missing");
  return parse_json(found->second, where);
}

std::vector<fs::path> CheckpointFolder::list() const {
  std::vector<fs::path> paths;
  std::error_code error;
  for (fs::directory_iterator it(folder_, error), end; !error && it != end; it.increment(error))
    if (step_of(it->path())) paths.push_back(it->path());
  std::sort(paths.begin(), paths.end());  // names sort by step, because steps are padded with zeros
  return paths;
}

void CheckpointFolder::save(std::int64_t step, const Safetensors& checkpoint) const {
  const fs::path path = folder_ / checkpoint_name(step);
  save_checkpoint(path, checkpoint);
  std::vector<fs::path> paths = list();
  // Never the one just saved, nor one of a later step: that is of another past.
  paths.erase(std::find(paths.begin(), paths.end(), path), paths.end());
  for (std::size_t i = 0; i + kKeptCheckpoints <= paths.size(); ++i) {
    std::error_code ignored;  // an old checkpoint that stays does no harm
    fs::remove(paths[i], ignored);
  }
}

std::optional<fs::path> CheckpointFolder::set_aside_after(std::int64_t step) const {
  std::vector<fs::path> later;
  for (const fs::path& path : list())
    if (*step_of(path) > step) later.push_back(path);
  if (later.empty()) return std::nullopt;
  std::error_code error;
  fs::path aside;
  for (int number = 1; aside.empty() || fs::exists(fs::symlink_status(aside, error)); ++number)
    aside = folder_ / ("set-aside-" + std::to_string(number));
  make_folder(aside);
  for (const fs::path& path : later) {
    fs::rename(path, aside / path.filename(), error);
    if (error) fail(path.string(), ": cannot be moved to ", aside.string(), ": ", error.message());
  }
  return aside;
}

std::optional<std::pair<fs::path, Safetensors>> CheckpointFolder::newest(
    const std::function<void(const std::string&)>& warn) const {
  std::vector<fs::path> paths = list();
  for (auto path = paths.rbegin(); path != paths.rend(); ++path) {
    try {
      return std::pair{*path, load_checkpoint(*path)};
    } catch (const Error& error) {
      warn(error.what());
    }
  }
  if (!paths.empty()) fail(folder_.string(), ": none of the ", paths.size(), " checkpoints can be read");
  return std::nullopt;
}

std::pair<fs::path, Safetensors> find_checkpoint(const fs::path& path,
                                                 const std::function<void(const std::string&)>& warn) {
  if (!fs::is_directory(path)) return {path, load_checkpoint(path)};
  auto found = CheckpointFolder(path / "checkpoints").newest(warn);
  if (!found) fail(path.string(), ": no checkpoint in ", (path / "checkpoints").string());
  return std::move(*found);
}

}  // namespace latentwalk
