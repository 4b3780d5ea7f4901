#pragma once

namespace CLI {
class App;
}

namespace latentwalk {

/// latentwalk-train evaluate: the metrics of model files.
void add_evaluate_command(CLI::App& app, int& status);
/// latentwalk-train classifier: trains the network that the metrics look through.
void add_classifier_command(CLI::App& app, int& status);
/// latentwalk-train traverse: what the continuous codes of a model do.
void add_traverse_command(CLI::App& app, int& status);

}  // namespace latentwalk
