#include "dataset/data_config.hpp"

#include "data/class_list.hpp"
#include "data/idx.hpp"
#include "latentwalk/error.hpp"

namespace latentwalk {

namespace fs = std::filesystem;

Proposal propose_for_data(const fs::path& data) {
  const Digits digits = load_digits(data, "train");
  std::error_code ignored;
  const fs::path whole = fs::weakly_canonical(data, ignored);
  const fs::path named = whole.has_filename() ? whole : whole.parent_path();
  return propose_config({named.filename().string(), digits.count, digits.width, digits.height, load_class_names(data)});
}

std::vector<std::string> proposal_lines(const Proposal& proposal) {
  std::vector<std::string> lines = {"no configuration is given, so one is proposed; --set KEY=VALUE changes any key"};
  for (const std::string& reason : proposal.reasons) lines.push_back("  " + reason);
  return lines;
}

std::vector<Json> class_name_patches(const Json& config, const fs::path& data) {
  if (!config.contains("class_count") || config["class_count"] == 0) return {};
  const std::vector<std::string> names = load_class_names(data);
  if (names.empty()) return {};
  if (config.contains("classes")) {
    for (std::size_t i = 0; i < names.size() && i < config["classes"].size(); ++i)
      if (config["classes"][i] != names[i])
        fail((data / kClassList).string(), ": class ", i, " is ", in_quotes(names[i]), ", but the configuration says ",
             config["classes"][i].dump());
    return {};
  }
  if (config["class_count"] != names.size())
    fail((data / kClassList).string(), ": ", names.size(), " classes, but class_count of the configuration is ",
         config["class_count"].dump(), "; --set class_count=", names.size(),
         " and fitting networks, or no configuration");
  return {Json{{"classes", names}}};
}

}  // namespace latentwalk
