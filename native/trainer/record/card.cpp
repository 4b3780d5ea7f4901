#include "trainer/record/card.hpp"

#include <algorithm>
#include <charconv>
#include <iomanip>
#include <regex>
#include <sstream>
#include <string_view>

#include "data/digest.hpp"
#include "latentwalk/model.hpp"
#include "latentwalk/printable.hpp"
#include "support/console.hpp"
#include "support/spec_words.hpp"

namespace latentwalk {
namespace {

/// A text of the file as Markdown: one line that is neither markup nor the end of a table's cell.
std::string plain(const std::string& text) {
  std::string plain;
  for (const char c : printable(text)) {
    if (c == '<') {
      plain += "&lt;";
      continue;
    }
    if (std::string_view("\\`[|").find(c) != std::string_view::npos) plain += '\\';
    plain += c;
  }
  return plain;
}

/// A text of the file between backquotes.
std::string code(const std::string& text) {
  std::string code = printable(text);
  std::replace(code.begin(), code.end(), '`', '\'');
  std::replace(code.begin(), code.end(), '|', '/');
  return "`" + code + "`";
}

/// "1:02:03" of a number of seconds, and anything else as it is.
std::string time_text(const std::string& seconds) {
  double value = 0;
  const char* end = seconds.data() + seconds.size();
  const auto [rest, error] = std::from_chars(seconds.data(), end, value);
  return error == std::errc() && rest == end && value >= 0 && value < 1e12 ? duration_text(value) : plain(seconds);
}

std::string latent_text(const ModelSpec& spec) {
  std::string text;
  for (const LatentBlock& block : spec.latent)
    text += (text.empty() ? "" : ", ") + prior_words(block) + " (" + plain(block.name) + ")";
  return text;
}

/// The metrics that `latentwalk-train evaluate --record` wrote (docs/metrics.md). The name of a metric ends in its
/// number of digits or in what it measures. Its other numbers have keys that start with this name.
std::string metric_rows(const std::map<std::string, std::string>& facts) {
  static const std::regex metric("[a-z]+[0-9]+k?(_(fitted|reconstructed|dynamic|static))?");
  std::map<std::string, std::string> rows;  // by metric; a name sorts after its own prefixes
  for (const auto& [key, value] : facts)
    if (key.size() <= 64 && std::regex_match(key, metric)) {  // the regex recurses once for each character
      const auto real = facts.find(key + "_real");
      rows[key] = plain(value) + (real == facts.end() ? "" : " (real digits: " + plain(real->second) + ")");
    }
  for (const auto& [key, value] : facts) {
    const auto owner = std::find_if(rows.rbegin(), rows.rend(),
                                    [name = &key](const auto& row) { return name->starts_with(row.first + "_"); });
    if (rows.contains(key) || owner == rows.rend() || key.ends_with("_real")) continue;
    std::string what = key.substr(owner->first.size() + 1);
    std::replace(what.begin(), what.end(), '_', ' ');
    owner->second += "; " + plain(what) + ": " + plain(value);
  }
  std::string text;
  for (const auto& [name, value] : rows) text += "| `" + name + "` | " + value + " |\n";
  return text;
}

/// The facts of the training, then the mean terms of the last epoch.
std::string training_rows(const std::map<std::string, std::string>& facts) {
  constexpr std::pair<const char*, const char*> kRows[] = {
      {"preset", "preset"},     {"seed", "seed"},        {"epochs", "epochs of the 60,000 training digits"},
      {"steps", "steps"},       {"batch_size", "batch"}, {"seconds", "time"},
      {"machine", "machine"},   {"device", "device"},    {"arithmetic", "arithmetic"},
      {"libtorch", "LibTorch"}, {"program", "program"}};
  std::string rows;
  for (const auto& [key, title] : kRows) {
    const auto found = facts.find(key);
    if (found == facts.end()) continue;
    const bool time = std::string(key) == "seconds";
    rows += std::string("| ") + title + " | " + (time ? time_text(found->second) : plain(found->second)) + " |\n";
  }
  for (const auto& [key, value] : facts) {
    if (key.starts_with("mean_"))
      rows += "| " + code(key.substr(5)) + ", mean of the last epoch | " + plain(value) + " |\n";
  }
  rows += metric_rows(facts);
  for (const auto& [key, prior] :
       {std::pair{"asked_digit_read", ""}, {"asked_digit_read_fitted", " from the fitted prior"}})
    if (const auto found = facts.find(key); found != facts.end())
      rows += std::string("| asked digits that the classifier reads in the samples") + prior + " | " +
              plain(found->second) + " |\n";
  if (const auto found = facts.find("extractor"); found != facts.end())
    rows += "| classifier of these figures | " + plain(found->second) + " |\n";
  return rows;
}

bool is_plain_word(const std::string& text) {
  return !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") == std::string::npos;
}

/// The command that trains this model again.
std::string training_command(const std::string& name, const std::map<std::string, std::string>& facts) {
  const auto program = facts.find("program");
  const bool on_core = program != facts.end() && program->second.starts_with("latentwalk ");
  std::string command =
      on_core ? "latentwalk train " + name + " --data data/mnist --out " + name + ".safetensors"
              : "latentwalk-train train --config configs/" + name + ".json --data data/mnist --out runs/" + name;
  for (const char* key : {"preset", "seed"})
    // A reader may run the command, so a fact goes into it only if a shell takes it as a plain word.
    if (const auto found = facts.find(key); found != facts.end() && is_plain_word(found->second))
      command += std::string(" --") + key + " " + found->second;
  if (const auto found = facts.find("arithmetic"); found != facts.end() && found->second.ends_with("bfloat16"))
    command += " --amp bf16";
  return command;
}

}  // namespace

std::string model_card(const std::string& file_name, std::span<const std::uint8_t> bytes) {
  const Model model = Model::parse(bytes, file_name);
  const ModelSpec& spec = model.spec();
  std::string networks;
  for (const auto& [name, network] : spec.networks)
    networks += (networks.empty() ? "" : ", ") + name + " (" + with_commas(parameter_count(network)) + " parameters)";
  std::ostringstream card;
  card
      << "# " << spec.name << "\n\n"
      << plain(spec.description) << ".\n\n"
      << "**For:** drawing handwritten digits of " << spec.image_width << " × " << spec.image_height
      << " pixels that nobody wrote" << (model.has_encoder() ? ", and turning real ones into latents" : "")
      << ", for study and demonstration. It has seen MNIST alone: it knows no other script, and nothing it draws is a\n"
      << "sample of anybody's hand. **Not for:** reading digits, or standing in for data where an error costs.\n\n"
      << "| | |\n|---|---|\n"
      << "| file | " << code(file_name) << ", " << bytes.size() << " bytes, weights as " << dtype_name(model.storage())
      << " |\n"
      << "| SHA-256 | `" << sha256(bytes) << "` |\n"
      << "| family | " << (spec.family == Family::gan ? "GAN" : "VAE") << " |\n"
      << "| networks | " << networks << " |\n"
      << "| latent | " << latent_text(spec) << " |\n"
      << "| classes | " << (spec.class_count > 0 ? std::to_string(spec.class_count) + ", asked for by label" : "none")
      << " |\n"
      << "| configuration | `configs/" << spec.name << ".json` |\n"
      << "| command | `" << training_command(spec.name, model.training()) << "` |\n"
      << training_rows(model.training())
      << "\nWritten by `latentwalk-train card` from the file itself, its figures by `evaluate --metrics all --record`; "
      << "docs/training.md says what the terms mean.\n";
  return card.str();
}

}  // namespace latentwalk
