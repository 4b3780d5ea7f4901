#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "latentwalk-train/train_commands.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/printable.hpp"
#include "study/cell_claim.hpp"
#include "study/plan/plan.hpp"
#include "study/report/report.hpp"
#include "study/runner.hpp"
#include "support/files.hpp"
#include "support/shipped.hpp"
#include "trainer/libtorch/device.hpp"
#include "trainer/libtorch/threads.hpp"

namespace latentwalk {
namespace {

struct StudyOptions {
  std::string out, data, size = "small", device = "auto",
                         classifier = shipped("classifier/digit-classifier.safetensors").string();
  std::vector<std::string> claims;
  int seeds = 0, threads = 0;
  bool report_only = false, gather = false;
};

int run_study(const StudyOptions& options) {
  // Everything that can be wrong with the question is said before anything is read or written.
  const std::vector<int> claims = parse_claims(options.claims);
  StudySize size = study_size(options.size);
  if (options.seeds > 0) size.seeds = size.printed_seeds = options.seeds;
  if (options.data.empty() && size.name != "quick")
    fail("study: --data is needed (the folder of MNIST's files; only --size quick has digits of its own)");
  check_device(options.device);
  set_threads(options.threads);

  const std::size_t test_count = size.test_count;
  const auto classifier = read_file(options.classifier);
  const Plan plan(std::move(size), claims,
                  load_study_data(options.data.empty() ? shipped("digits").string() : options.data, test_count),
                  Classifier::parse(classifier, options.classifier).hash());
  const auto say = [](const std::string& line) { std::cout << printable(line) << std::endl; };
  const auto report = [&] {
    const CellClaim writing = CellClaim::wait(options.out, {"report", {}});
    return write_report(plan, options.out);
  };
  StudyRunner runner(plan, options.out, options.classifier, options.device, say);
  if (!options.report_only) {
    try {
      const std::size_t computed = runner.run();
      say("computed " + std::to_string(computed) + " of " + std::to_string(plan.tasks().size()) + " cells");
    } catch (const StudyStopped& stopped) {
      report();
      say("stopped by signal " + std::to_string(stopped.signal) + "; the same command goes on from here");
      return 128 + stopped.signal;
    }
  }
  const std::string note = report();
  if (options.gather) {
    const CellClaim writing = CellClaim::wait(options.out, {"report", {}});
    CellStore(options.out).gather();
  }
  if (!note.empty()) say(note);
  say(options.out + "/report.html");
  return 0;
}

}  // namespace

void add_study_command(CLI::App& app, int& status) {
  auto options = std::make_shared<StudyOptions>();
  CLI::App* command = app.add_subcommand("study", "Measure the paper's claims, each with a verdict");
  command->add_option("--out", options->out, "Folder of the study: cells, models, report")->required();
  command->add_option("--data", options->data, "Folder with the MNIST files; --size quick has digits of its own");
  command->add_option("--size", options->size, "quick, small, medium or full")->capture_default_str();
  command->add_option("--seeds", options->seeds, "Trainings of each kind; 0: as the size says")
      ->check(CLI::Range(0, 1000))
      ->capture_default_str();
  command->add_option("--claims", options->claims, "Which claims, with commas between: 1,2,3,4,5 (default: all)")
      ->delimiter(',');
  command->add_option("--device", options->device, "auto, cpu, cuda or cuda:N: where generative models train")
      ->capture_default_str();
  command->add_option("--threads", options->threads, "Threads on the CPU; 0: one a core")
      ->check(CLI::Range(0, 1024))
      ->capture_default_str();
  command->add_option("--classifier", options->classifier, "The digit classifier that measures [the shipped one]");
  command->add_flag("--report-only", options->report_only, "Compute nothing: the report of the cells that there are");
  command->add_flag("--gather", options->gather, "Afterwards move all cells into one file, OUT/cells.jsonl");
  command->callback([options, &status] { status = run_study(*options); });
}

}  // namespace latentwalk
