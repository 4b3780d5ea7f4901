#pragma once

// LibTorch's logging headers define CHECK as their own; doctest's is the one meant in a test.
#include <torch/torch.h>
#undef CHECK
#undef CHECK_EQ
#undef CHECK_NE
#undef CHECK_LE
#undef CHECK_LT
#undef CHECK_GE
#undef CHECK_GT
#undef CHECK_NOTNULL
#undef FAIL
#undef WARN
#undef INFO
#include <doctest/doctest.h>
