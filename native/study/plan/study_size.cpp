// The one table of how long everything in a study trains.
#include "study/plan/study_size.hpp"

#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

/// For the test suite: minutes on two cores, on the committed thousand digits. Its figures show that all works, no
/// more.
StudySize quick() {
  StudySize size;
  size.name = "quick";
  size.seeds = 2;
  size.test_count = 400;
  size.real_counts = {100, 600};
  size.infogan_counts = {100};
  size.pool_count = 400;
  size.batch_size = 32;
  size.fc_steps = 150;
  size.conv_steps = 12;
  size.printed_epochs = {1, 2};
  size.printed_seeds = 2;
  size.generator_steps = {{"cgan", 10}, {"cvae", 100}, {"infogan", 10}};
  size.classifier_steps = 60;
  size.classifier_batch = 32;
  size.toy_steps = 400;
  return size;
}

/// Some hours of one core.
StudySize small() {
  StudySize size;
  size.name = "small";
  size.real_counts = {1000, 100, 10000, 300, 3000, 60000};
  size.infogan_counts = {1000, 100, 10000};
  size.pool_count = 5000;
  size.fc_steps = 800;
  size.conv_steps = 1500;  // with fewer the moving average of the GAN has hardly left its start
  size.generator_steps = {{"cgan", 500}, {"cvae", 500}, {"infogan", 150}};
  size.classifier_steps = 300;
  size.toy_steps = 1200;
  return size;
}

/// Ten minutes of a GPU and the cores beside it, shared by a dozen processes.
StudySize medium() {
  StudySize size = small();
  size.name = "medium";
  size.infogan_counts = size.real_counts;
  size.fc_steps = 15000;
  size.conv_steps = 6000;
  size.printed_epochs = {10, 20};  // of the paper's Figures 4 and 5
  size.generator_steps = {{"cgan", 2000}, {"cvae", 4000}, {"infogan", 1500}};
  size.classifier_steps = 1000;
  size.toy_steps = 3000;
  return size;
}

/// For a GPU and some hours, or a CPU with weeks to spare: each configuration's own epochs.
StudySize full() {
  StudySize size;
  size.name = "full";
  size.seeds = 5;
  size.printed_epochs = {10, 20, 100};
  size.real_counts = size.infogan_counts = {100, 300, 1000, 3000, 10000, 60000};
  size.pool_count = 60000;
  return size;
}

}  // namespace

StudySize study_size(const std::string& name) {
  for (const StudySize& size : {quick(), small(), medium(), full()})
    if (size.name == name) return size;
  fail("--size ", name, ": expected quick, small, medium or full");
}

}  // namespace latentwalk
