// Claim 5: the equations 13 to 15 on a line.
#include <cmath>

#include "latentwalk/error.hpp"
#include "study/figures.hpp"
#include "study/report.hpp"
#include "trainer/record/gnuplot.hpp"

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

}  // namespace

void add_divergence_claim(Findings& findings, Document& document, std::string& summary) {
  const Plan& plan = findings.plan;
  const auto add = [&](Block block) { document.blocks.push_back(std::move(block)); };
  add(
      Paragraph{"**Question.** Is the value of an optimally trained discriminator V(D⋆) = −log 4 + 2 JSD, with D⋆ = "
                "p/(p + q) (the paper's "
                "equations 13 to 15), and does it stay finite, JSD = log 2, for distributions that do not overlap, "
                "where KL does not?"});
  add(Paragraph{
      "**Protocol.** On a line, where both can be computed. Densities are integrated over a grid of width 1/256; a "
      "discriminator (1-32-32-1, tanh) is trained by LibTorch on fresh samples for " +
      count_text(static_cast<std::size_t>(plan.size().toy_steps)) +
      " steps of 1,000 from each side, and its V is integrated over the same grid. Tolerances: " +
      number_text(kToyValueTolerance) + " nats for V, " + number_text(kToyDiscriminatorTolerance) +
      " for the mean error of D, |D − D⋆|. The row where D⋆ jumps (uniforms that overlap by half) is shown and not "
      "judged: a "
      "smooth network can only come near a jump."});
  Table table{{"p and q", "KL(p, q)", "JSD", "−log 4 + 2 JSD", "V of the trained D", "mean error of D"}, {}};
  Table values{{"each seed", "V of the trained D", "mean error of D"}, {}};
  std::vector<Outcome> outcomes;
  bool equations = true, disjoint = true, complete = true;
  double worst_value = 0.0, worst_d = 0.0;
  for (const ToyCase& toy : toy_cases()) {
    const auto cell = [&](int seed) { return plan.toy_cell(toy, seed); };
    const auto first = findings.store.find(cell(1));
    if (!first) {
      complete = false;
      continue;
    }
    const Series value = findings.series(cell, "/trained_value"), error = findings.series(cell, "/discriminator_error");
    complete = complete && findings.whole(value);
    const double theory = (*first)["value"].get<double>(), jsd = (*first)["jsd"].get<double>();
    const bool infinite = (*first)["kl"].is_null();
    table.rows.push_back({case_text(toy), infinite ? "∞" : number_text((*first)["kl"].get<double>()), number_text(jsd),
                          number_text(theory), mean_text(value), mean_text(error)});
    values.rows.push_back({case_text(toy), values_text(value), values_text(error)});
    if (!jumps(toy)) {
      for (const double v : value.values) worst_value = std::max(worst_value, std::abs(v - theory));
      for (const double e : error.values) worst_d = std::max(worst_d, e);
    }
    if (toy.shape == ToyShape::uniforms && toy.distance >= 1.0)
      disjoint = disjoint && infinite && std::abs(jsd - std::log(2.0)) < 1e-9;
  }
  if (!table.rows.empty()) {
    add(std::move(table));
    add(std::move(values));
  }
  equations = worst_value <= kToyValueTolerance && worst_d <= kToyDiscriminatorTolerance;
  if (complete)
    outcomes = {equations ? Outcome::holds : Outcome::reversed, disjoint ? Outcome::holds : Outcome::reversed};

  Pictures wide, pair;
  const auto draw = [&](Pictures& pictures, const Chart& chart, const std::string& name, const std::string& caption) {
    auto picture = draw_chart(chart, findings.figures, name, chart.title, caption);
    if (picture)
      pictures.pictures.push_back(std::move(*picture));
    else
      findings.note = kNoGnuplot;
  };
  if (complete) {
    draw(wide, divergence_chart(findings), "divergences",
         "Lines: numerical integration. Dots: (V + log 4)/2 of trained discriminators, mean over seeds");
    for (const ToyCase toy : {ToyCase{ToyShape::normals, 2.0}, ToyCase{ToyShape::uniforms, 2.0}})
      draw(pair, discriminator_chart((*findings.store.find(plan.toy_cell(toy, 1)))["curve"], toy),
           "discriminator-" + toy_name(toy), "Trained D (seed 1) and the best one, for " + case_text(toy));
  }
  if (!wide.pictures.empty()) add(std::move(wide));
  if (!pair.pictures.empty()) add(std::move(pair));

  summary = verdict(outcomes);
  if (complete)
    add(Conclusion{
        summary, std::string("V is off by at most ") + number_text(worst_value) + " nats, D by " +
                     number_text(worst_d) + " on average in the worst case" +
                     (equations ? ", within the tolerances: the equations hold" : ", more than the tolerances allow") +
                     ". For disjoint supports the JSD is log 2 = 0.693 and the KL divergence infinite" +
                     (disjoint ? "." : ": not found.") +
                     " KL is infinite as soon as p has mass where q has none, JSD never."});
  add(
      Paragraph{"**What this does not show.** That this makes a GAN better than a VAE, as the paper goes on to say. "
                "The KL divergence in "
                "a VAE's loss is between two normals in latent space, which always overlap: it is finite at the start "
                "too. And a JSD that "
                "stays at log 2 has no slope: it does not tell the generator which way to go, which is the vanishing "
                "gradient that the paper "
                "mentions."});
}

}  // namespace latentwalk
