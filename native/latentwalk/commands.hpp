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

/// Adds --prior, which Model::prior_named reads.
inline void add_prior(CLI::App& command, std::string& prior) {
  command.add_option("--prior", prior, "Prior of a VAE: fitted or standard [fitted, where the file has one]")
      ->check(CLI::IsMember({"fitted", "standard"}))
      ->type_name("PRIOR");
}

void add_sample(CLI::App& program);
void add_walk(CLI::App& program);
void add_render(CLI::App& program);
void add_inspect(CLI::App& program);
void add_bench(CLI::App& program);
void add_convert(CLI::App& program);
void add_export(CLI::App& program);
void add_export_onnx(CLI::App& program);
void add_import(CLI::App& program);
/// `status`: of the program, 128 + the signal that ended a training.
void add_train(CLI::App& program, int& status);

}  // namespace latentwalk
