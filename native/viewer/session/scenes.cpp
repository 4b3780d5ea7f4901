#include "viewer/session/scenes.hpp"

#include <algorithm>

#include "latentwalk/error.hpp"
#include "latentwalk/parallel.hpp"
#include "scene/scene_file.hpp"
#include "support/files.hpp"
#include "support/model_file.hpp"
#include "viewer/session/session.hpp"
#include "viewer/session/views.hpp"

namespace latentwalk::viewer {
namespace {

namespace fs = std::filesystem;

View view_of(const std::string& name) {
  const auto at = std::find(kViewNames.begin(), kViewNames.end(), name);
  if (at == kViewNames.end()) fail("this panel has no scene to save");
  return static_cast<View>(at - kViewNames.begin());
}

/// The place of the model that a scene names: in the list, or a file beside the scene.
std::size_t model_of_scene(Session& session, const std::string& name, const fs::path& folder,
                           const std::string& where) {
  std::error_code ignored;
  const fs::path beside = folder / name;
  if (fs::is_regular_file(beside, ignored)) return session.models.add(beside);
  const std::vector<ModelEntry>& models = session.models.entries();
  for (std::size_t i = 0; i < models.size(); ++i)
    if (models[i].name == name) return i;
  fail(where, ": its model \"", name, "\" is neither in the list nor beside it; open the model first");
}

bool names(const Scene& scene, const std::string& model) {
  return std::find(scene.with.begin(), scene.with.end(), model) != scene.with.end();
}

/// Throws Error if the scene does not fit the model, which may not be loaded yet.
void check_fits(const Session& session, std::size_t index, const Scene& scene, const std::string& where) {
  const ModelEntry& entry = session.models.entries()[index];
  if (entry.model == nullptr && entry.bytes != nullptr) return;
  // A file that is missing or broken is for the list to report.
  std::error_code ignored;
  if (entry.model == nullptr && !fs::exists(entry.path, ignored)) return;
  try {
    check_scene(scene, entry.model != nullptr ? entry.model->spec() : load_model(entry.path.string()).model.spec());
  } catch (const Error& error) {
    fail(where, ": ", error.what());
  }
}

}  // namespace

Scene current_scene(const Session& session, const fs::path& folder) {
  Scene scene = session.document;
  scene.view = view_of(session.view());
  if (session.models.entry() == nullptr) fail("there is no model yet; a scene names one");
  scene.model = session.models.reference(session.models.current(), folder);
  if (scene.view == View::learn) {  // it trains a model of its own
    scene.dark = session.settings.dark;
    return scene;
  }
  if (session.models.shown() == nullptr) fail(session.models.entry()->name, " is not read, so it has no scene yet");
  const ModelSpec& spec = session.models.shown()->spec();
  // The session's state outlives a change of model: what this one does not have is left out.
  if (spec.class_count == 0) scene.digit.reset();
  for (std::vector<Station>* stations : {&scene.stations, &scene.corners, &scene.terms, &scene.through})
    for (Station& station : *stations) station = fitting(spec, station);
  scene.base = fitting(spec, scene.base);
  std::erase_if(scene.z, [&](const auto& change) { return change.first >= latent_dim(spec); });
  if (scene.look && *scene.look >= latent_dim(spec)) scene.look.reset();
  if (scene.view == View::compare) {
    scene.with.clear();
    for (const std::size_t place : session.compared()) scene.with.push_back(session.models.reference(place, folder));
    scene.memory.clear();  // the viewer's is a place, and the page's a name
  }
  scene.dark = session.settings.dark;
  return scene;
}

void save_scene(Session& session, const fs::path& path) {
  const Scene scene = current_scene(session, path.parent_path());
  const bool is_text = extension_of(path) == ".json";
  for (const ModelEntry& entry : session.models.entries())
    if (is_text && entry.bytes != nullptr && (&entry == session.models.entry() || names(scene, entry.name)))
      fail(entry.name, " is in no file yet: save the model in Learn and open it, then save the scene");
  if (is_text)
    return session.saver.save(path,
                              [path, text = scene_text(scene)](const ProgressReport&) { write_text(path, text); });
  std::vector<std::shared_ptr<const Model>> models{session.models.shown()};
  if (scene.view == View::compare) {
    models.clear();
    for (const std::size_t place : session.compared()) models.push_back(session.models.entries()[place].model);
  }
  for (const auto& model : models)
    if (model == nullptr) fail("not all of the models are there yet; save the picture in a moment");
  std::shared_ptr<const RealDigits> digits;
  if (needs_digits(scene, *models.front())) digits = std::make_shared<const RealDigits>(session.digits.real());
  session.saver.save(path, [scene, models, digits, path](const ProgressReport& progress) {
    std::vector<const Model*> all;
    for (const auto& model : models) all.push_back(model.get());
    write_scene_picture(scene, all, digits.get(), path, available_threads(), progress);
  });
}

void show_scene(Session& session, const Scene& scene, const fs::path& folder, const std::string& where) {
  const std::string view = kViewNames[static_cast<std::size_t>(scene.view)];
  if (std::find(view::kAll.begin(), view::kAll.end(), view) == view::kAll.end())
    fail(where, ": the view ", view, " is on the page only; open its address there");
  if (scene.view == View::compare && scene.with.size() > kMaxCompared)
    fail(where, ": the viewer compares ", kMaxCompared, " models, and this scene ", scene.with.size(),
         "; latentwalk render draws it");
  const std::vector<std::string> names =
      scene.view == View::compare && !scene.with.empty() ? scene.with : std::vector{scene.model};
  std::vector<std::size_t> models;
  for (const std::string& name : names) {
    models.push_back(model_of_scene(session, name, folder, where));
    check_fits(session, models.back(), scene, where);
  }
  take_view(scene, session.document);
  session.is_restored = true;
  session.document.with.clear();
  if (scene.view == View::compare && !scene.with.empty())
    for (const std::size_t place : models) {
      session.document.with.push_back(session.models.entries()[place].path.string());
      session.models.hurry(place);
    }
  session.models.select(models.front());
  session.go_to(view);
  session.say("The scene of the view " + view + " is open.");
}

}  // namespace latentwalk::viewer
