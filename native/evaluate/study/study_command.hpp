#pragma once

namespace CLI {
class App;
}

namespace latentwalk {

/// latentwalk-train study: the paper's claims, each with a verdict.
void add_study_command(CLI::App& app, int& status);

}  // namespace latentwalk
