#include "viewer/core/reader.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "latentwalk/error.hpp"
#include "support/files.hpp"
#include "support/shipped.hpp"
#include "viewer/core/reading_networks.hpp"

namespace latentwalk::viewer {

namespace {

/// A file that is missing or broken reads nothing: the digits are there without it.
std::optional<ClassifierNetworks> network_in(const std::filesystem::path& folder, const char* name) {
  try {
    return ClassifierNetworks::parse(read_file(folder / name), name);
  } catch (const Error&) {
    return std::nullopt;
  }
}

class ReadJob : public Job {
 public:
  ReadJob(std::shared_ptr<ReadingNetworks> networks, Tensor images, bool may_be_none)
      : networks_(std::move(networks)), images_(std::move(images)), may_be_none_(may_be_none) {}

  bool step() override {
    if (!networks_->loaded) networks_->load();
    const auto& classifier = networks_->classifier;
    if (!classifier || images_.shape(1) != classifier->height() || images_.shape(2) != classifier->width()) return true;
    const ClassifierNetworks* detector = networks_->detector && may_be_none_ ? &*networks_->detector : nullptr;
    const Clock::time_point start = Clock::now();
    while (readings_.size() < images_.shape(0) && milliseconds_since(start) < kStepMilliseconds) {
      const std::size_t size = std::min<std::size_t>(4, images_.shape(0) - readings_.size());
      const std::vector<Reading> some = read_digits(*classifier, detector, rows_of(images_, readings_.size(), size));
      readings_.insert(readings_.end(), some.begin(), some.end());
    }
    return readings_.size() == images_.shape(0);
  }
  Answer answer() const override {
    Answer answer;
    answer.readings = readings_;
    return answer;
  }

 private:
  std::shared_ptr<ReadingNetworks> networks_;
  Tensor images_;
  bool may_be_none_;
  std::vector<Reading> readings_;
};

}  // namespace

void ReadingNetworks::load() {
  loaded = true;
  classifier = network_in(folder, "digit-classifier.safetensors");
  detector = network_in(folder, "digit-detector.safetensors");
}

bool draws_digits(const ModelSpec& spec) {
  return std::all_of(spec.classes.begin(), spec.classes.end(),
                     [](const std::string& name) { return name.size() == 1 && name[0] >= '0' && name[0] <= '9'; });
}

Reader::Reader(RenderWorker& worker, std::filesystem::path folder)
    : worker_(worker), networks_(std::make_shared<ReadingNetworks>()) {
  networks_->folder = folder.empty() ? shipped("classifier") : std::move(folder);
}

Reader::~Reader() = default;

std::vector<Reading> Reader::read(const std::string& slot, const std::shared_ptr<const Answer>& answer,
                                  bool may_be_none) {
  if (answer == nullptr || !answer->finished || !answer->error.empty()) return {};
  if (answer->model != nullptr && !draws_digits(answer->model->spec())) return {};
  return read(slot, answer, answer->images, may_be_none);
}

std::vector<Reading> Reader::read(const std::string& slot, const std::shared_ptr<const Tensor>& images,
                                  bool may_be_none) {
  return images == nullptr ? std::vector<Reading>() : read(slot, images, *images, may_be_none);
}

std::optional<Reading> Reader::read_one(const std::string& slot, const std::shared_ptr<const Answer>& answer) {
  const std::vector<Reading> readings = read(slot, answer);
  return readings.empty() ? std::nullopt : std::optional(readings.front());
}

std::shared_ptr<const CodeMeanings> Reader::meanings(const std::shared_ptr<const Model>& model) {
  if (model == nullptr || !has_codes(model->spec())) return nullptr;
  if (explained_ != model) {
    explained_ = model;
    worker_.submit("meanings", meanings_job(model, networks_), RenderWorker::Urgency::background);
  }
  const auto answer = worker_.answer("meanings");
  return answer != nullptr && answer->finished && answer->model == model ? answer->meanings : nullptr;
}

std::vector<Reading> Reader::read(const std::string& slot, const std::shared_ptr<const void>& source,
                                  const Tensor& images, bool may_be_none) {
  if (images.dimension() != 3 || images.shape(0) == 0) return {};
  Asked& asked = asked_[slot];
  if (asked.source != source) {
    asked.source = source;
    asked.ticket = worker_.submit("read " + slot, std::make_unique<ReadJob>(networks_, images, may_be_none),
                                  RenderWorker::Urgency::background);
  }
  const auto answer = worker_.answer("read " + slot);
  return answer != nullptr && answer->ticket == asked.ticket && answer->finished && answer->error.empty()
             ? answer->readings
             : std::vector<Reading>();
}

}  // namespace latentwalk::viewer
