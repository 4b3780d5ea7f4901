// A Trainer as a member of a group of processes.
#include <csignal>

#include "latentwalk/error.hpp"
#include "trainer/distributed/group.hpp"
#include "trainer/libtorch/number_type.hpp"
#include "trainer/loop/trainer.hpp"

namespace latentwalk {

void Trainer::join(Group& group) {
  if (config_.training.batch_size % group.size() != 0)
    fail("training.batch_size is ", config_.training.batch_size, ", which ", group.size(),
         " processes cannot share evenly; take a multiple of ", group.size());
  group_ = &group;
}

int Trainer::processes() const { return group_ != nullptr ? group_->size() : 1; }

/// Sends one message: a flat bucket of all gradients of the phase, its terms, and which reasons to stop this process
/// has.
void Trainer::average_gradients(const Phase& phase, std::vector<Term>& terms) {
  const torch::NoGradGuard no_grad;
  std::vector<torch::Tensor> gradients, parts;
  for (const std::string& name : phase.updates)
    for (const auto& [parameter_name, value] : networks_.at(name).parameters())
      if (value.grad().defined()) gradients.push_back(value.grad());
  for (const torch::Tensor& gradient : gradients) parts.push_back(gradient.reshape({-1}));
  for (const Term& term : terms) parts.push_back(term.value.reshape({1}).to(number_type()));
  const float ask[] = {asked_to_stop_ == SIGINT ? 1.0F : 0.0F, asked_to_stop_ == SIGTERM ? 1.0F : 0.0F,
                       asked_to_stop_ == kTimeIsUp ? 1.0F : 0.0F};
  parts.push_back(torch::tensor({ask[0], ask[1], ask[2]}).to(device_, number_type()));
  torch::Tensor bucket = torch::cat(parts);
  group_->average(bucket);
  std::int64_t at = 0;
  for (torch::Tensor& gradient : gradients) {
    gradient.copy_(bucket.narrow(0, at, gradient.numel()).reshape(gradient.sizes()));
    at += gradient.numel();
  }
  for (Term& term : terms) term.value = bucket[at++].clone();
  // Reading the wishes waits for the device, so CUDA devices read them every 50 steps only.
  if (!device_.is_cpu() && step_ % 50 != 0) return;
  const torch::Tensor wishes = bucket.narrow(0, at, 3).to(torch::kCPU);
  const int reasons[] = {SIGINT, SIGTERM, kTimeIsUp};
  for (int i = 0; i < 3; ++i)
    if (wishes[i].item<float>() > 0.0F) agreed_to_stop_ = reasons[i];
}

void Trainer::synchronise() {
  if (!group_) return;
  const torch::NoGradGuard no_grad;
  NamedTensors buffers;
  for (const auto& [name, network] : networks_)
    buffers.insert(buffers.end(), network.buffers().begin(), network.buffers().end());
  if (average_) buffers.insert(buffers.end(), average_->buffers().begin(), average_->buffers().end());
  if (buffers.empty()) return;
  std::vector<torch::Tensor> parts;
  for (const auto& [name, value] : buffers) parts.push_back(value.reshape({-1}));
  torch::Tensor bucket = torch::cat(parts);
  group_->average(bucket);
  std::int64_t at = 0;
  for (auto& [name, value] : buffers) {
    value.copy_(bucket.narrow(0, at, value.numel()).reshape(value.sizes()));
    at += value.numel();
  }
}

}  // namespace latentwalk
