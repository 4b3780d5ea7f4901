#include "study/report/findings.hpp"

#include "latentwalk/error.hpp"
#include "study/plan/base64.hpp"
#include "support/files.hpp"
#include "trainer/record/gnuplot.hpp"

namespace latentwalk {

Series Findings::single(const Cell& cell, const std::string& path) const {
  const Json::json_pointer at(path);
  const auto result = store.find(cell);
  if (!result || !result->contains(at)) return {};
  if (!result->at(at).is_number()) fail("the result of the cell ", cell.stem(), ": ", path, " is not a number");
  return Series{{result->at(at).get<double>()}};
}

Series Findings::series(const CellOf& cell, const std::string& path, int seeds) const {
  Series found;
  for (int seed = 1; seed <= (seeds > 0 ? seeds : plan.size().seeds); ++seed)
    for (const double value : single(cell(seed), path).values) found.values.push_back(value);
  return found;
}

std::string Findings::sheet(const Cell& cell, const char* key, const std::string& name) const {
  const auto result = store.find(cell);
  if (!result || !result->contains(key)) return "";
  make_folder(figures);
  write_file(figures / (name + ".png"), from_base64((*result)[key].get<std::string>()));
  return "figures/" + name + ".png";
}

std::string Findings::chart(const Chart& chart, const std::string& name) {
  make_folder(figures);
  const std::string why = draw_with_gnuplot(chart_script(chart), figures / (name + ".svg"), chart.size);
  if (why.empty()) return "figures/" + name + ".svg";
  note = why;
  return "";
}

Json table_row(const std::vector<std::string>& measures, const Measured& measured,
               std::string (*text)(const Series&, double)) {
  Json row = Json::array();
  for (const std::string& measure : measures) row.push_back(text(measured(measure), measure == "read" ? 100.0 : 1.0));
  return row;
}

}  // namespace latentwalk
