#include "trainer/record/run_figures.hpp"

#include <algorithm>
#include <charconv>
#include <iomanip>
#include <map>
#include <set>
#include <sstream>

#include "latentwalk/error.hpp"
#include "support/files.hpp"
#include "trainer/record/gnuplot.hpp"
#include "trainer/record/run_records.hpp"

namespace latentwalk {
namespace {

namespace fs = std::filesystem;

constexpr int kStyles = kFigureStyles;
constexpr const char* kFaint[] = {"#f3c1ad", "#b3cbe0", "#bcbec0", "#d7dadd"};

/// What figures call a term. Other terms keep their names.
const std::map<std::string, std::string>& labels() {
  static const std::map<std::string, std::string> known{
      {"d_loss", "discriminator"},          {"g_loss", "generator"}, {"loss", "total"},
      {"reconstruction", "reconstruction"}, {"kl", "KL divergence"}, {"d_real", "real digits"},
      {"d_fake", "generated digits"}};
  return known;
}

std::string label(const std::string& term) {
  const auto found = labels().find(term);
  std::string text = found == labels().end() ? term : found->second;
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

bool is_probability(const std::string& term) { return term == "d_real" || term == "d_fake"; }

struct Curves {
  std::vector<std::string> terms;
  std::vector<Json> steps, epochs;
};

Curves read_curves(const fs::path& run) {
  Curves curves;
  for (Json& entry : read_log(run / "log.jsonl")) {
    const bool epoch = entry.contains("means");
    if (!epoch && curves.terms.empty()) {
      for (const auto& [key, value] : entry.items())
        if (value.is_number() && key != "step" && key != "epoch" && key != "seconds") curves.terms.push_back(key);
    }
    (epoch ? curves.epochs : curves.steps).push_back(std::move(entry));
  }
  if (curves.steps.empty()) fail((run / "log.jsonl").string(), ": no step has been logged yet");
  return curves;
}

/// A block of gnuplot data: a term against the iteration. The mean of an epoch is drawn in the middle of the epoch.
std::string data_block(const std::string& name, const std::vector<Json>& entries, const std::string& term, bool means) {
  std::ostringstream text;
  text << std::setprecision(10) << name << " << EOD\n";
  for (const Json& entry : entries) {
    const Json& values = means ? entry["means"] : entry;
    if (!values.contains(term) || !values[term].is_number()) continue;
    double step = entry["step"].get<double>();
    if (const double epoch = entry.value("epoch", 0.0); means && epoch >= 1.0) step -= 0.5 * step / epoch;
    text << step << " " << values[term] << "\n";
  }
  text << "EOD\n";
  return text.str();
}

/// Logged steps as thin lines, and the means of epochs over them. With fewer than two epochs, only the steps.
std::string curve_script(const Curves& curves, const std::vector<std::string>& terms, const std::string& title,
                         const std::string& y_label, const std::string& extra) {
  const bool means = curves.epochs.size() >= 2;
  std::ostringstream script, plot;
  script << kFigureStyle << "set label 1 \"" << title << "\" at graph 0, screen 0.95 left textcolor rgb '#212529'\n"
         << "set xlabel 'Iteration' textcolor rgb '#212529'\nset ylabel '" << y_label << "' textcolor rgb '#212529'\n"
         << extra;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const std::string number = std::to_string(i);
    const int style = static_cast<int>(i % kStyles) + 1;
    script << data_block("$steps" + number, curves.steps, terms[i], false);
    plot << (i == 0 ? "plot " : ", ");
    if (!means) {
      plot << "$steps" << number << " using 1:2 with lines linestyle " << style << " title '" << label(terms[i]) << "'";
      continue;
    }
    script << data_block("$means" + number, curves.epochs, terms[i], true);
    plot << "$steps" << number << " using 1:2 with lines linecolor rgb '" << kFaint[style - 1]
         << "' linewidth 1 notitle";
  }
  for (std::size_t i = 0; means && i < terms.size(); ++i)
    plot << ", $means" << i << " using 1:2 with lines linestyle " << i % kStyles + 1 << " title '" << label(terms[i])
         << "'";
  script << plot.str() << "\n";
  return script.str();
}

constexpr int kMaxPictureSide = 32768;  // pixels

/// Width and height of a PNG, from its header.
std::pair<int, int> png_size(const fs::path& path) {
  InputFile file(path);
  std::vector<std::uint8_t> bytes;
  file.append_to(bytes, 24);
  constexpr std::string_view kSignature = "\x89PNG\r\n\x1a\n";
  if (bytes.size() < 24 || !std::equal(kSignature.begin(), kSignature.end(), bytes.begin(),
                                       [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; }))
    fail(path.string(), ": not a PNG");
  const auto number = [&](std::size_t at) {
    const std::uint32_t value = std::uint32_t{bytes[at]} << 24 | std::uint32_t{bytes[at + 1]} << 16 |
                                std::uint32_t{bytes[at + 2]} << 8 | std::uint32_t{bytes[at + 3]};
    if (value < 1 || value > kMaxPictureSide)
      fail(path.string(), ": expected a picture of 1 to ", kMaxPictureSide, " pixels a side, found ", value);
    return static_cast<int>(value);
  };
  return {number(16), number(20)};
}

/// Pictures side by side, each with a line under it.
std::pair<std::string, std::pair<int, int>> sheets_script(const std::vector<std::pair<fs::path, std::string>>& sheets) {
  constexpr int kCaption = 40;
  int width = 0, height = 0;
  for (const auto& [path, caption] : sheets) {
    const auto [w, h] = png_size(path);
    width = std::max(width, w);
    height = std::max(height, h);
  }
  std::ostringstream script;
  const int count = static_cast<int>(sheets.size());
  if (width > kMaxPictureSide / count)
    fail(count, " sheets side by side are wider than ", kMaxPictureSide, " pixels; name fewer epochs");
  script << "set encoding utf8\nunset key\nunset border\nunset tics\nset lmargin 0\nset rmargin 0\nset tmargin 0\n"
            "set bmargin 0\nset multiplot\n";
  for (int i = 0; i < count; ++i) {
    const auto [w, h] = png_size(sheets[static_cast<std::size_t>(i)].first);
    script << "set size " << 1.0 / count << ", " << static_cast<double>(height) / (height + kCaption) << "\nset origin "
           << static_cast<double>(i) / count << ", " << static_cast<double>(kCaption) / (height + kCaption) << "\n"
           << "set label 1 \"" << sheets[static_cast<std::size_t>(i)].second
           << "\" at graph 0.5, graph 0 center offset character 0, -1.2 textcolor rgb '#212529'\n"
           << "set xrange [-0.5:" << w - 0.5 << "]\nset yrange [-0.5:" << h - 0.5 << "]\n"
           << "plot " << gnuplot_quoted(sheets[static_cast<std::size_t>(i)].first)
           << " binary filetype=png with rgbimage\n";
  }
  script << "unset multiplot\n";
  return {script.str(), {width * count, height + kCaption}};
}

/// The epoch of "epoch-0012.png"; 0 where the name is another.
std::int64_t epoch_of(const fs::path& sheet) {
  const std::string name = sheet.stem().string(), start = "epoch-";
  constexpr std::size_t kMostDigits = 12;
  std::int64_t epoch = 0;
  if (sheet.extension() != ".png" || !name.starts_with(start) || name.size() > start.size() + kMostDigits) return 0;
  const auto [end, error] = std::from_chars(name.data() + start.size(), name.data() + name.size(), epoch);
  return error == std::errc() && end == name.data() + name.size() ? epoch : 0;
}

std::map<std::int64_t, fs::path> sheets_in(const fs::path& folder) {
  std::map<std::int64_t, fs::path> sheets;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
    if (const std::int64_t epoch = epoch_of(it->path()); epoch > 0) sheets[epoch] = fs::absolute(it->path());
  return sheets;
}

std::string epochs_text(std::int64_t epoch) {
  return "after " + std::to_string(epoch) + (epoch == 1 ? " epoch" : " epochs");
}

std::vector<std::int64_t> choose_epochs(const std::map<std::int64_t, fs::path>& sheets,
                                        const std::vector<std::int64_t>& asked, const fs::path& run) {
  for (const std::int64_t epoch : asked)
    if (!sheets.contains(epoch)) fail((run / "samples").string(), ": there is no sheet of epoch ", epoch);
  if (!asked.empty()) return asked;
  if (sheets.contains(10) && sheets.contains(20)) return {10, 20};
  std::vector<std::int64_t> ends{sheets.begin()->first};
  if (sheets.size() > 1) ends.push_back(sheets.rbegin()->first);
  return ends;
}

}  // namespace

Figures draw_figures(const fs::path& run, const fs::path& out, const std::vector<std::int64_t>& epochs) {
  const Curves curves = read_curves(run);
  const auto samples = sheets_in(run / "samples"), reconstructions = sheets_in(run / "reconstructions");
  struct Figure {
    std::string name, script;
    std::pair<int, int> size;
  };
  std::vector<Figure> figures;

  std::vector<std::string> losses, probabilities;
  for (const std::string& term : curves.terms) (is_probability(term) ? probabilities : losses).push_back(term);
  const std::string thin = curves.epochs.size() >= 2 ? " (thin: single iterations, thick: means of epochs)" : "";
  figures.push_back({"loss.png", curve_script(curves, losses, "Loss" + thin, "Loss (nats)", ""), {1120, 560}});
  if (!probabilities.empty()) {
    figures.push_back({"discriminator.png",
                       curve_script(curves, probabilities, "The discriminator's answers, 1 = real" + thin,
                                    "Probability", "set yrange [0:1]\n"),
                       {1120, 420}});
  }
  const auto add_sheets = [&](const char* name, const std::vector<std::pair<fs::path, std::string>>& sheets) {
    auto [script, size] = sheets_script(sheets);
    figures.push_back({name, std::move(script), size});
  };
  if (!samples.empty()) {
    std::vector<std::pair<fs::path, std::string>> chosen;
    for (const std::int64_t epoch : choose_epochs(samples, epochs, run))
      chosen.emplace_back(samples.at(epoch), "Samples " + epochs_text(epoch));
    add_sheets("epochs.png", chosen);
    const auto& [last, sheet] = *samples.rbegin();
    add_sheets("samples.png", {{sheet, "Samples " + epochs_text(last)}});
  } else if (!epochs.empty()) {
    fail((run / "samples").string(), ": there is no sheet of epoch ", epochs.front());
  }
  if (!reconstructions.empty()) {
    const auto& [last, sheet] = *reconstructions.rbegin();
    add_sheets("reconstructions.png", {{sheet, "Digits, and their reconstructions under them, " + epochs_text(last)}});
  }

  make_folder(out);
  Figures result;
  for (const Figure& figure : figures) {
    result.note = draw_with_gnuplot(figure.script, out / figure.name, figure.size);
    if (!result.note.empty()) return result;
    result.written.push_back(out / figure.name);
  }
  return result;
}

}  // namespace latentwalk
