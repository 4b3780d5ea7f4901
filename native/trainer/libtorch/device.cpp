#include "trainer/libtorch/device.hpp"

#include <torch/torch.h>

#include "latentwalk/error.hpp"

namespace latentwalk {

torch::Device parse_device(const std::string& text) {
  const bool cuda = torch::cuda::is_available();
  if (text == "auto") return cuda ? torch::Device(torch::kCUDA, 0) : torch::Device(torch::kCPU);
  if (text == "cpu") return torch::Device(torch::kCPU);
  const bool numbered = text.starts_with("cuda:") && text.size() > 5 && text.size() < 9 &&
                        text.find_first_not_of("0123456789", 5) == std::string::npos;
  if (text != "cuda" && !numbered) fail("--device ", text, ": expected auto, cpu, cuda or cuda:N");
  if (!cuda) fail("--device ", text, ": LibTorch finds no CUDA device; use --device cpu");
  const int index = numbered ? std::stoi(text.substr(5)) : 0;
  if (index >= static_cast<int>(torch::cuda::device_count())) {
    fail("--device ", text, ": there are ", torch::cuda::device_count(), " CUDA devices, numbered from 0");
  }
  return torch::Device(torch::kCUDA, static_cast<torch::DeviceIndex>(index));
}

void check_device(const std::string& text) { parse_device(text); }

}  // namespace latentwalk
