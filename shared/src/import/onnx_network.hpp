#pragma once

#include <string>

#include "import/guess.hpp"
#include "import/onnx_graph.hpp"

namespace latentwalk {

/// The model of an ONNX graph: a generator or decoder, whose layers are latentwalk's or can be written as such. Only
/// what the graph does not say is taken from the options. Throws Error, beginning with `where`, on a graph that
/// branches, on an unknown operator, and where sizes are open other than the batch's.
Guess model_of_onnx(OnnxGraph graph, const GuessOptions& options, const std::string& where);

}  // namespace latentwalk
