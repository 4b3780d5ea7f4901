#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "study/plan/cells.hpp"
#include "study/plan/plan.hpp"
#include "study/plan/statistics.hpp"
#include "study/report/figures.hpp"

namespace latentwalk {

/// What the sections of a report are made from: the cells that exist, and a folder for figures.
struct Findings {
  const Plan& plan;
  const CellStore& store;
  std::filesystem::path figures;
  std::string note;  // why there are no charts, where that is so

  using CellOf = std::function<Cell(int seed)>;
  /// A number from the cell of each seed, where it exists: `path` is "/samples/fcd".
  /// `seeds`: how many there are; 0: as the study has.
  Series series(const CellOf& cell, const std::string& path, int seeds = 0) const;
  /// The same from one cell; empty where it does not exist.
  Series single(const Cell& cell, const std::string& path) const;
  /// Whether every seed has a value. With fewer there is no verdict.
  bool whole(const Series& series) const { return series.values.size() == static_cast<std::size_t>(plan.size().seeds); }

  /// Writes the cell's sheet `key`. Returns "figures/NAME.png", or "" where the cell has none.
  std::string sheet(const Cell& cell, const char* key, const std::string& name) const;
  /// Draws the chart. Returns "figures/NAME.svg", or "" where gnuplot is missing, which `note` then says.
  std::string chart(const Chart& chart, const std::string& name);
};

/// The values of each claim's section in report.md.mustache. "verdict" is in each of them.
Json samples_section(const Findings& findings, int claim);  // 1 and 2
Json reconstruction_section(const Findings& findings);      // 3
Json augmentation_section(Findings& findings);              // 4
Json divergence_section(Findings& findings);                // 5
Json convolution_section(const Findings& findings);         // 6
Json start_section(const Findings& findings);               // 7

/// The names of the measures, and what each comes to in text: the cells of a table's row.
using Measured = std::function<Series(const std::string& measure)>;
Json table_row(const std::vector<std::string>& measures, const Measured& measured,
               std::string (*text)(const Series&, double) = mean_text);

}  // namespace latentwalk
