// LibTorch defines CHECK and friends through glog; every test file includes doctest after it (torch_doctest.hpp).
#define DOCTEST_CONFIG_IMPLEMENT
#include "tests/support/torch_doctest.hpp"
#include "trainer/libtorch/compute.hpp"

int main(int argc, char** argv) {
  latentwalk::keep_freed_memory();  // as the program does: half of the time
  return doctest::Context(argc, argv).run();
}
