#pragma once

#include <string>

namespace latentwalk {

/// caught_message() for programs that use LibTorch: names it as the one who speaks, without its stack trace.
std::string caught_training_message();

}  // namespace latentwalk
