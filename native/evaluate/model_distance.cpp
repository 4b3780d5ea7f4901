#include "evaluate/model_distance.hpp"

#include <memory>

#include "evaluate/metrics.hpp"
#include "support/files.hpp"

namespace latentwalk {

MeasureModel make_distance(const std::filesystem::path& classifier, const std::filesystem::path& data) {
  const auto evaluation = std::make_shared<Evaluation>(Classifier::parse(read_file(classifier), classifier.string()),
                                                       load_digits(data, "train"), load_digits(data, "t10k"));
  return [evaluation](const Model& model) {
    const Json measured = evaluation->measure({model}, {"fcd10k"});
    return Json{{"fcd10k", measured["fcd10k"]["value"]}};
  };
}

}  // namespace latentwalk
