#pragma once

namespace CLI {
class App;
}

/// The subcommands, each in a file of its own. Each adds itself to `app`. Its callback writes the exit status to
/// `status`, or throws Error.
namespace latentwalk {

void add_train_command(CLI::App& app, int& status);
void add_card_command(CLI::App& app, int& status);
void add_export_command(CLI::App& app, int& status);
void add_fit_prior_command(CLI::App& app, int& status);
void add_bench_command(CLI::App& app, int& status);
void add_history_command(CLI::App& app, int& status);
void add_plot_command(CLI::App& app, int& status);
void add_evaluate_command(CLI::App& app, int& status);
void add_classifier_command(CLI::App& app, int& status);
void add_traverse_command(CLI::App& app, int& status);
void add_study_command(CLI::App& app, int& status);

}  // namespace latentwalk
