#include "latentwalk-train/evaluate_text.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <vector>

#include "evaluate/metric_list.hpp"
#include "latentwalk/model.hpp"
#include "latentwalk/printable.hpp"
#include "latentwalk/safetensors.hpp"
#include "support/files.hpp"

namespace latentwalk {
namespace {

std::string number_text(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

/// A number, or the numbers of a list separated by spaces.
std::string numbers_text(const Json& value) {
  if (!value.is_array()) return number_text(value.get<double>());
  std::string text;
  for (const Json& one : value) {
    if (!text.empty()) text += ' ';
    text += number_text(one.get<double>());
  }
  return text;
}

/// The other numbers of a result in one line, such as "reconstruction 78.2, kl 25.1".
std::string details(const Json& result) {
  std::string text;
  for (const auto& [key, value] : result.items()) {
    if (key == "value" || key == "floor" || key == "standard_error") continue;
    std::string name = key;
    std::replace(name.begin(), name.end(), '_', ' ');
    if (!text.empty()) text += ", ";
    text += name + " " + numbers_text(value);
  }
  return text;
}

void print_classes(const char* name, const Json& classes) {
  std::printf("  %-22s%9d   digits with at least 2 %% of the samples; entropy %.3f (at best 2.303), confidence %.3f\n",
              name, classes["modes"].get<int>(), classes["entropy"].get<double>(), classes["confidence"].get<double>());
  std::printf("  %34sshare of 0 to 9 in %%:", "");
  for (const Json& share : classes["share"]) std::printf(" %.1f", 100.0 * share.get<double>());
  std::printf("\n");
  if (classes.contains("asked_digit_read"))
    std::printf("  %34sthe digit asked for is read in %.2f %% of the samples\n", "",
                100.0 * classes["asked_digit_read"].get<double>());
}

}  // namespace

void print_report(const Json& report) {
  std::printf("extractor %s, reads %.2f %% of the test digits correctly\n",
              report["extractor"]["hash"].get<std::string>().c_str(),
              100.0 * report["extractor"]["test_accuracy"].get<double>());
  for (const auto& [file, metrics] : report["models"].items()) {
    std::printf("%s\n", printable(file).c_str());
    for (const MetricInfo& metric : metric_list()) {
      if (!metrics.contains(metric.name)) continue;
      const Json& result = metrics[metric.name];
      if (!result.contains("value")) {
        print_classes(metric.name, result);
        continue;
      }
      std::string beside;
      if (result.contains("standard_error"))
        beside += "; standard error " + number_text(result["standard_error"].get<double>());
      if (result.contains("floor")) beside += "; real digits: " + number_text(result["floor"].get<double>());
      std::printf("  %-22s%9.4g   %s%s\n", metric.name, result["value"].get<double>(), metric.text, beside.c_str());
      if (const std::string more = details(result); !more.empty()) std::printf("  %34s%s\n", "", more.c_str());
    }
  }
}

void record_metrics(const std::string& path, const Json& metrics, const std::string& extractor) {
  Safetensors file = parse_safetensors(read_file(path), path);
  std::string& training = file.metadata["training"];
  Json facts = parse_json(training, path + ": training");
  for (const auto& [name, result] : metrics.items()) {
    const bool fitted = name.ends_with("_fitted");
    if (result.contains("asked_digit_read"))
      facts[fitted ? "asked_digit_read_fitted" : "asked_digit_read"] =
          number_text(result["asked_digit_read"].get<double>());
    const char* const first = name.starts_with("classes10k") ? "modes" : "value";
    if (!result.contains(first)) continue;
    for (const auto& [key, value] : result.items())
      if (key != "asked_digit_read")
        facts[key == first ? name : key == "floor" ? name + "_real" : name + "_" + key] = numbers_text(value);
  }
  facts["extractor"] = extractor;
  training = facts.dump();
  const std::vector<std::uint8_t> bytes = serialize_safetensors(file);
  Model::parse(bytes, path);  // throws rather than write a file that does not load
  write_file(path, bytes);
}

}  // namespace latentwalk
