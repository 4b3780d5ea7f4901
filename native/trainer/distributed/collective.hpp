#pragma once

#include <torch/torch.h>

#include <chrono>
#include <memory>
#include <string>
#include <torch/csrc/distributed/c10d/Store.hpp>
#include <vector>

namespace latentwalk {

/// Sums and broadcasts over a group, by one of LibTorch's process groups.
class Collective {
 public:
  virtual ~Collective() = default;
  virtual void sum(torch::Tensor& values) = 0;
  /// Everywhere the values of rank 0.
  virtual void broadcast(torch::Tensor& values) = 0;
  /// Whether it takes tensors of the training device; else they go by way of the CPU.
  virtual bool takes(torch::Device device) const = 0;
};

using StorePointer = c10::intrusive_ptr<c10d::Store>;

/// `address`: this machine's, on which the others reach it.
std::unique_ptr<Collective> make_gloo(const StorePointer& store, int rank, int size, const std::string& address,
                                      std::chrono::milliseconds timeout);
/// Nothing where LibTorch was built without NCCL.
std::unique_ptr<Collective> make_nccl(const StorePointer& store, int rank, int size, std::chrono::milliseconds timeout);

/// The same calls on either of LibTorch's classes; which base they share depends on its version.
template <class Backend>
class CollectiveOf final : public Collective {
 public:
  CollectiveOf(c10::intrusive_ptr<Backend> backend, torch::DeviceType device)
      : backend_(std::move(backend)), device_(device) {}

  void sum(torch::Tensor& values) override {
    std::vector<torch::Tensor> tensors{values};
    backend_->allreduce(tensors)->wait();
  }
  void broadcast(torch::Tensor& values) override {
    std::vector<torch::Tensor> tensors{values};
    backend_->broadcast(tensors)->wait();
  }
  bool takes(torch::Device device) const override { return device.type() == device_; }

 private:
  c10::intrusive_ptr<Backend> backend_;
  torch::DeviceType device_;
};

}  // namespace latentwalk
