#include "viewer/session/open_file.hpp"

#include <algorithm>
#include <fstream>

#include "latentwalk/error.hpp"
#include "latentwalk/foreign_file.hpp"
#include "support/files.hpp"
#include "support/model_file.hpp"
#include "support/npy.hpp"
#include "viewer/session/scenes.hpp"
#include "viewer/session/session.hpp"

namespace latentwalk::viewer {
namespace {

namespace fs = std::filesystem;

void open_model(Session& session, const fs::path& path) {
  session.models.select(session.models.add(path));
  remember(session.settings.recent_models, session.models.entry()->path.string());
}

/// Latents that are written out must have the size of the model's. Refuses them before anything is shown.
void check_latents(Session& session, const std::vector<Station>& stations, const fs::path& path) {
  if (std::all_of(stations.begin(), stations.end(), [](const Station& one) { return one.edited.empty(); })) return;
  const ModelEntry* entry = session.models.entry();
  if (entry == nullptr) fail(path.string(), ": open a model first; latents belong to a model");
  const std::shared_ptr<const Model> model =
      entry->model != nullptr ? entry->model : std::make_shared<const Model>(load_model(entry->path.string()).model);
  const std::size_t dim = latent_dim(model->spec());
  for (const Station& station : stations)
    if (!station.edited.empty() && station.edited.size() != dim)
      fail(path.string(), ": holds latents of ", station.edited.size(), " numbers, but ", entry->name, " takes ", dim,
           "; choose the model that they belong to and open them again");
}

void remember_scene(Session& session, const fs::path& path) {
  std::error_code ignored;
  remember(session.settings.recent_scenes, fs::absolute(path, ignored).string());
}

void open_scene(Session& session, const fs::path& path) {
  show_scene(session, parse_scene(read_text(path), path.string()), path.parent_path(), path.string());
  remember_scene(session, path);
}

void open_latents(Session& session, const fs::path& path) {
  const Tensor latents = parse_npy(read_file(path), path.string());
  if (latents.dimension() != 2 || latents.shape(0) < 2 || latents.shape(0) > kMaxStations)
    fail(path.string(), ": expected 2 to ", kMaxStations, " latents, (N, latent_dim), found ",
         shape_text(shape_of(latents)));
  std::vector<Station> stations;
  for (std::size_t n = 0; n < latents.shape(0); ++n) {
    Station station;
    station.index = n;
    const float* row = latents.data() + n * latents.shape(1);
    station.edited.assign(row, row + latents.shape(1));
    stations.push_back(station);
  }
  check_latents(session, stations, path);
  session.document.stations = stations;
  session.go_to(view::kWalk);
  remember_scene(session, path);
  session.say(std::to_string(stations.size()) + " latents opened as the stations of a walk.");
}

/// Whatever its name: eight bytes of length, then a JSON object, is how every safetensors file begins.
bool begins_like_safetensors(const fs::path& path) {
  std::error_code ignored;
  char start[9] = {};
  return fs::is_regular_file(path, ignored) && std::ifstream(path, std::ios::binary).read(start, sizeof start) &&
         start[8] == '{';
}

void open_model_folder(Session& session, const fs::path& path) {
  const std::size_t before = session.models.entries().size();
  session.models.add_folder(path);
  if (session.models.entries().size() == before)
    fail(path.string(), ": neither a training run (log.jsonl) nor a folder with models (.safetensors)");
  session.models.select(before);
}

/// What the file is where it is known (latentwalk/foreign_file.hpp), by its first bytes.
std::string foreign_words(const fs::path& path) {
  std::error_code ignored;
  if (!fs::is_regular_file(path, ignored)) return "";  // to open a pipe would be to wait for its other end
  std::vector<std::uint8_t> start(4096);
  std::ifstream file(path, std::ios::binary);
  file.read(reinterpret_cast<char*>(start.data()), static_cast<std::streamsize>(start.size()));
  start.resize(static_cast<std::size_t>(file.gcount()));
  const ForeignFile foreign = foreign_file(start);
  return foreign.what == nullptr ? "" : std::string("found ") + foreign.what + " (" + foreign.advice + "); ";
}

}  // namespace

FileType file_type(const fs::path& path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored))
    return fs::exists(path / "log.jsonl", ignored) ? FileType::run_folder : FileType::model_folder;
  const std::string ending = extension_of(path);
  if (path.filename() == "log.jsonl") return FileType::run_log;
  if (ending == ".safetensors") return FileType::model;
  if (ending == ".json") return FileType::scene;
  if (ending == ".npy") return FileType::latents;
  return begins_like_safetensors(path) ? FileType::model : FileType::other;
}

void open_file(Session& session, const fs::path& path) {
  std::error_code ignored;
  if (!fs::exists(path, ignored)) fail(path.string(), ": no such file or folder");
  switch (file_type(path)) {
    case FileType::model:
      return open_model(session, path);
    case FileType::scene:
      return open_scene(session, path);
    case FileType::latents:
      return open_latents(session, path);
    case FileType::run_folder:
      return session.open_run(path);
    case FileType::run_log:  // what a desktop's dialog can choose of a run
      return session.open_run(path.parent_path());
    case FileType::model_folder:
      return open_model_folder(session, path);
    case FileType::other:
      break;
  }
  fail(path.string(), ": ", foreign_words(path),
       "expected a model (.safetensors), a folder of models, the folder of a training run, a scene (.json) or latents "
       "(.npy)");
}

void open_or_say(Session& session, const fs::path& path) {
  try {
    open_file(session, path);
  } catch (const std::exception& error) {
    session.say(error.what(), true);
  }
}

}  // namespace latentwalk::viewer
