#include "trainer/loop/resume.hpp"

#include "latentwalk/error.hpp"
#include "trainer/loop/training_facts.hpp"

namespace latentwalk {
namespace {

namespace fs = std::filesystem;

/// A key's value as an option would give it, cut where it is long.
std::string value_of(const Json& config, std::string key) {
  const Json* value = &config;
  for (std::size_t dot = 0; dot != std::string::npos && value->is_object();) {
    dot = key.find('.');
    const auto found = value->find(key.substr(0, dot));
    if (found == value->end()) return "missing";
    value = &*found;
    if (dot != std::string::npos) key = key.substr(dot + 1);
  }
  const std::string text = value->dump();
  return text.size() <= 60 ? text : text.substr(0, text.find_last_of(" ,", 57) + 1) + "…";
}

void check_config(const Json& ours, const Json& saved, const std::string& where) {
  const std::string key = first_difference(ours, saved);
  if (key.empty()) return;
  fail(where, ": was trained with another configuration: \"", key, "\" is ", value_of(ours, key), " here and ",
       value_of(saved, key), " there; resume with the options of that run, or train into another folder");
}

/// The data set defines a run as the configuration does. Checkpoints of older versions do not say which it was.
void check_data(const RunOptions& options, const Trainer& trainer, const Safetensors& checkpoint,
                const std::string& where, Console& console) {
  const auto entry = checkpoint.metadata.find("data");
  if (entry == checkpoint.metadata.end())
    return console.line(where + ": does not say which data it was trained on; it goes on with " +
                        options.data.string());
  const Json& ours = trainer.data().identity;
  const Json saved = parse_json(entry->second, where + ": data");
  if (const std::string key = first_difference(ours, saved); !key.empty())
    fail(where, ": was trained with other data: ", key == "train" ? "the training digits are " : "the test digits are ",
         value_of(saved, key), " there and ", value_of(ours, key), " in ", options.data.string(),
         "; resume with the --data of that run, or train into another folder");
}

/// What may change in a run, but changes its numbers: said in one line.
void say_what_changed(const Trainer& trainer, const Safetensors& checkpoint, const std::string& where,
                      Console& console) {
  const auto entry = checkpoint.metadata.find("facts");
  if (entry == checkpoint.metadata.end()) return;
  const Json saved = parse_json(entry->second, where + ": facts");
  const auto ours = training_facts(trainer, 0);
  std::string changed;
  for (const char* key : {"program", "libtorch", "device", "arithmetic", "processes"}) {
    const std::string without = std::string(key) == "processes" ? "1" : "unknown";
    const auto found = ours.find(key);
    const std::string here = found == ours.end() ? without : found->second;
    const std::string there =
        saved.is_object() && saved.contains(key) && saved[key].is_string() ? saved[key].get<std::string>() : without;
    if (here != there) changed += (changed.empty() ? "" : "; ") + std::string(key) + " " + there + ", now " + here;
  }
  if (!changed.empty()) console.line(where + ": was trained with " + changed);
}

void restore(const RunOptions& options, const Safetensors& checkpoint, const fs::path& path, Trainer& trainer,
             TrainingClock& clock, Console& console) {
  const std::string where = path.string();
  check_config(trainer.config().json, checkpoint_config(checkpoint, where), where);
  check_data(options, trainer, checkpoint, where, console);
  say_what_changed(trainer, checkpoint, where, console);
  trainer.restore(checkpoint, where);
  if (const auto found = checkpoint.metadata.find("seconds"); found != checkpoint.metadata.end()) {
    const Json seconds{{"seconds", parse_json(found->second, where + ": seconds")}};
    clock.add_earlier(read_number(seconds, "seconds", 0, 1e12, where));
  }
  console.line("resumed from " + where + " at step " + std::to_string(trainer.steps_done()));
}

}  // namespace

void resume_run(const RunOptions& options, const CheckpointFolder& checkpoints, Trainer& trainer, TrainingClock& clock,
                Console& console) {
  const auto warn = [&](const std::string& text) { console.warn(text); };
  if (!options.resume) {
    if (!checkpoints.list().empty()) {
      fail(options.out.string(),
           ": this folder has a training run already; continue it with --resume auto, or give another --out");
    }
  } else if (*options.resume == "auto") {
    if (const auto found = checkpoints.newest(warn))
      restore(options, found->second, found->first, trainer, clock, console);
  } else {
    restore(options, load_checkpoint(*options.resume), *options.resume, trainer, clock, console);
  }
}

}  // namespace latentwalk
