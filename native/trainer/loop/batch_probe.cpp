#include "trainer/loop/batch_probe.hpp"

#include "latentwalk/error.hpp"
#include "trainer/libtorch/out_of_memory.hpp"

namespace latentwalk {

void explain_out_of_memory(const Config& config, const TrainingData& data, torch::Device device,
                           const ComputeOptions& compute) {
  const std::int64_t failed = config.training.batch_size;
  const auto size = fitting_batch_size(failed, [&](std::int64_t batch_size) {
    Config smaller = config;
    smaller.training.batch_size = batch_size;
    try {
      Trainer probe(smaller, data, device);
      probe.use(compute);
      for (int i = 0; i < 2; ++i) probe.step();  // the first step allocates the state of Adam
      probe.check_finite();                      // waits for the device
      return true;
    } catch (const std::exception& error) {
      if (!is_out_of_memory(error)) throw;
      return false;
    }
  });
  if (!size) fail("out of memory on ", device.str(), " at every batch size: free some memory, or use --device cpu");
  fail("out of memory on ", device.str(), " at a batch of ", failed, "; a batch of ", *size, " fits: --batch-size ",
       *size);
}

}  // namespace latentwalk
