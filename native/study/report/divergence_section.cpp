// Claim 5: the equations 13 to 15 on a line.
#include <algorithm>
#include <cmath>
#include <optional>

#include "latentwalk/error.hpp"
#include "study/report/findings.hpp"

namespace latentwalk {
namespace {

std::string case_text(const ToyCase& toy) {
  std::string distance;
  MessagePart(toy.distance).append_to(distance);
  if (toy.shape == ToyShape::normals) return "N(0, 1) and N(" + distance + ", 1)";
  return "uniform on [0, 1] and on [" + distance + ", " + number_text(toy.distance + 1.0) + "]";
}

/// D⋆ has a step where both densities are above 0.
bool jumps(const ToyCase& toy) { return toy.shape == ToyShape::uniforms && toy.distance > 0.0 && toy.distance < 1.0; }

/// The two divergences of normals against their distance, and what trained discriminators make of it.
Chart divergence_chart(const Findings& findings) {
  Chart chart;
  chart.title = "Two normals of variance 1: the KL divergence grows without end, the JSD stops at log 2";
  chart.x_label = "Distance of the means";
  chart.y_label = "Divergence (nats)";
  chart.settings = "set yrange [0:2.2]\nset xrange [0:8.2]\nset arrow 1 from graph 0, first " +
                   std::to_string(std::log(2.0)) + " to graph 1, first " + std::to_string(std::log(2.0)) +
                   " nohead linecolor rgb '#868e96' dashtype (2,4)\nset label 2 'log 2' at graph 0.99, first " +
                   std::to_string(std::log(2.0) + 0.08) + " right textcolor rgb '#495057'\n";
  Curve kl{"KL(p, q)", 4, {}, {}, {}, false}, jsd{"JSD(p, q)", 2, {}, {}, {}, false},
      trained{"JSD from a trained discriminator", 0, {}, {}, {}, true, true};
  for (int eighth = 0; eighth <= 64; ++eighth) {
    const double distance = eighth / 8.0;
    const Divergences exact = integrate_divergences(toy_grid({ToyShape::normals, distance}));
    if (exact.kl <= 2.5) {  // the rest is above the figure
      kl.x.push_back(distance);
      kl.y.push_back(exact.kl);
    }
    jsd.x.push_back(distance);
    jsd.y.push_back(exact.jsd);
  }
  for (const ToyCase& toy : toy_cases()) {
    if (toy.shape != ToyShape::normals) continue;
    const Series found = findings.series([&](int seed) { return findings.plan.toy_cell(toy, seed); }, "/trained_jsd");
    if (found.values.empty()) continue;
    trained.x.push_back(toy.distance);
    trained.y.push_back(found.mean());
    trained.error.push_back(found.sd());
  }
  chart.curves = {kl, jsd, trained};
  return chart;
}

/// p, q, the trained D and the best one, of the first seed.
Chart discriminator_chart(const Json& curve, const ToyCase& toy) {
  Chart chart;
  chart.title = "The discriminator for " + case_text(toy);
  chart.x_label = "x";
  chart.y_label = "Density, or D(x)";
  chart.settings = "set yrange [0:1.05]\n";
  chart.size = {508, 400};
  // Where neither density is above 0 the best D is anything: no line there.
  Curve p{"p", 1, {}, {}, {}, false}, q{"q", 4, {}, {}, {}, false}, best{"D⋆ = p/(p + q)", 0, {}, {}, {}, true, true},
      trained{"D trained", 2, {}, {}, {}, false};
  const std::pair<Curve*, const char*> lines[] = {{&p, "p"}, {&q, "q"}, {&best, "d_best"}, {&trained, "d"}};
  for (std::size_t i = 0; i < curve["x"].size(); ++i) {
    const double x = curve["x"][i].get<double>();
    for (const auto& [line, key] : lines) {
      if (curve[key][i].is_null() || (line == &best && i % 2 == 1)) continue;
      line->x.push_back(x);
      line->y.push_back(curve[key][i].get<double>());
    }
  }
  chart.curves = {p, q, best, trained};
  return chart;
}

/// What the cases show together.
struct Equations {
  bool complete = true, disjoint = true;
  double worst_value = 0.0, worst_d = 0.0;
  bool hold() const { return worst_value <= kToyValueTolerance && worst_d <= kToyDiscriminatorTolerance; }
};

/// The case's row, or nothing where its first cell does not exist.
std::optional<Json> case_row(const Findings& findings, const ToyCase& toy, Equations& equations) {
  const auto cell = [&](int seed) { return findings.plan.toy_cell(toy, seed); };
  const auto first = findings.store.find(cell(1));
  const Series value = findings.series(cell, "/trained_value"), error = findings.series(cell, "/discriminator_error");
  equations.complete = equations.complete && findings.whole(value);
  if (!first) return std::nullopt;
  const Json &theory = (*first)["value"], &jsd = (*first)["jsd"], &kl = (*first)["kl"];
  if (!jumps(toy)) {
    for (const double v : value.values)
      equations.worst_value = std::max(equations.worst_value, std::abs(v - theory.get<double>()));
    for (const double e : error.values) equations.worst_d = std::max(equations.worst_d, e);
  }
  if (toy.shape == ToyShape::uniforms && toy.distance >= 1.0)
    equations.disjoint = equations.disjoint && kl.is_null() && std::abs(jsd.get<double>() - std::log(2.0)) < 1e-9;
  return Json{{"name", case_text(toy)},
              {"kl", kl.is_null() ? Json("∞") : kl},
              {"jsd", jsd},
              {"theory", theory},
              {"value", mean_text(value)},
              {"error", mean_text(error)},
              {"values", values_text(value)},
              {"errors", values_text(error)}};
}

}  // namespace

Json divergence_section(Findings& findings) {
  Equations equations;
  Json cases = Json::array(), discriminators = Json::array();
  for (const ToyCase& toy : toy_cases())
    if (auto row = case_row(findings, toy, equations)) cases.push_back(std::move(*row));
  std::vector<Outcome> outcomes;
  std::string chart;
  if (equations.complete) {
    for (const bool held : {equations.hold(), equations.disjoint})
      outcomes.push_back(held ? Outcome::holds : Outcome::reversed);
    chart = findings.chart(divergence_chart(findings), "divergences");
    for (const ToyCase toy : {ToyCase{ToyShape::normals, 2.0}, ToyCase{ToyShape::uniforms, 2.0}}) {
      const Json curve = (*findings.store.find(findings.plan.toy_cell(toy, 1)))["curve"];
      discriminators.push_back(
          {{"name", case_text(toy)},
           {"chart", findings.chart(discriminator_chart(curve, toy), "discriminator-" + toy_name(toy))}});
    }
  }
  return {{"steps", findings.plan.size().toy_steps},
          {"value_tolerance", kToyValueTolerance},
          {"d_tolerance", kToyDiscriminatorTolerance},
          {"begun", !cases.empty()},
          {"cases", cases},
          {"complete", equations.complete},
          {"worst_value", equations.worst_value},
          {"worst_d", equations.worst_d},
          {"hold", equations.hold()},
          {"disjoint", equations.disjoint},
          {"chart", chart},
          {"discriminators", discriminators},
          {"verdict", verdict(outcomes)}};
}

Json start_section(const Findings& findings) {
  std::vector<Outcome> outcomes;
  Json rows = Json::array();
  for (const std::string config : {"fc-vae", "conv-vae"}) {
    const Series kl = findings.series([&](int seed) { return findings.plan.start_cell(config, seed); }, "/kl");
    rows.push_back({{"config", config}, {"kl", mean_text(kl)}, {"values", values_text(kl)}});
    // A cell holds a finite number or none: the claim is that there is none.
    if (findings.whole(kl)) outcomes.push_back(Outcome::reversed);
  }
  return {{"rows", rows}, {"measured", !outcomes.empty()}, {"verdict", verdict(outcomes)}};
}

}  // namespace latentwalk
