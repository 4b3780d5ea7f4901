#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "study/cells.hpp"
#include "study/plan.hpp"
#include "study/report_document.hpp"
#include "study/statistics.hpp"

namespace latentwalk {

/// Writes report.md, report.html and figures/ from the cells that there are, and from nothing else: no clock, no
/// machine. Returns a remark where there are no figures for the lack of gnuplot. Throws Error.
std::string write_report(const Plan& plan, const std::filesystem::path& out);

/// What the sections of a report share.
struct Findings {
  const Plan& plan;
  const CellStore& store;
  std::filesystem::path figures;  // the folder for gnuplot's
  std::string note;               // why there are no figures, where that is so

  /// A number of each seed's cell that there is: `path` "/samples/fcd".
  Series series(const std::function<Cell(int seed)>& cell, const std::string& path) const;
  /// One number of a cell that stands alone; empty where it is not there.
  Series single(const Cell& cell, const std::string& path) const;
  /// A value of every seed: nothing less gives a verdict.
  bool whole(const Series& series) const { return series.values.size() == static_cast<std::size_t>(plan.size().seeds); }
};

/// A claim's section: question, protocol, table, figure, verdict, what it does not show. The verdict's word goes to
/// `summary`.
void add_samples_claim(Findings& findings, int claim, Document& document, std::string& summary);  // 1 and 2
void add_reconstruction_claim(Findings& findings, Document& document, std::string& summary);      // 3
void add_augmentation_claim(Findings& findings, Document& document, std::string& summary);        // 4
void add_divergence_claim(Findings& findings, Document& document, std::string& summary);          // 5

/// What the paper says, in a sentence.
std::string claim_text(int claim);

}  // namespace latentwalk
