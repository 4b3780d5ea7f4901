// LibTorch defines CHECK and friends through glog; every test file includes doctest after it (torch_doctest.hpp).
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "torch_doctest.hpp"
