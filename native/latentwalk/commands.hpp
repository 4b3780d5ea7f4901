#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

/// The commands of the program. Each adds its options to the parser, and runs when its name is given.
namespace latentwalk {

void add_sample(CLI::App& program);
void add_walk(CLI::App& program);
void add_inspect(CLI::App& program);
void add_bench(CLI::App& program);
void add_convert(CLI::App& program);
void add_export_onnx(CLI::App& program);
void add_import(CLI::App& program);

}  // namespace latentwalk
