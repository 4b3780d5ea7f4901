#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <map>
#include <string>

#include "latentwalk/safetensors.hpp"

/// The commands of the program. Each function adds a command with its options, which runs when the user names it.
namespace latentwalk {

/// The values of --storage and what they mean.
inline const std::map<std::string, DType> kStorages{{"f32", DType::f32}, {"f16", DType::f16}, {"i8", DType::i8}};

void add_sample(CLI::App& program);
void add_walk(CLI::App& program);
void add_render(CLI::App& program);
void add_inspect(CLI::App& program);
void add_bench(CLI::App& program);
void add_convert(CLI::App& program);
void add_export_onnx(CLI::App& program);
void add_import(CLI::App& program);

}  // namespace latentwalk
