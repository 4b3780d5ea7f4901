#pragma once

#include "latentwalk/json.hpp"

namespace latentwalk::tests {

/// What the core computes about some latents and drawings: lists of numbers by name, committed as
/// tests/fixtures/explored.json. tests/wasm/explore_test.mjs computes the same with the WebAssembly module.
Json explored();

}  // namespace latentwalk::tests
