#pragma once

#include <string>

#include "latentwalk/json.hpp"

namespace latentwalk {

/// Prints the report of evaluate_models for people.
void print_report(const Json& report);

/// Writes the metrics of a model into its file, among the facts of its training, where card, page and viewer read them.
/// The keys are NAME, NAME_real (the value of real digits) and NAME_KEY (other numbers of the result); lists are
/// numbers separated by spaces. Throws Error where the file cannot be read or written.
void record_metrics(const std::string& path, const Json& metrics, const std::string& extractor);

}  // namespace latentwalk
