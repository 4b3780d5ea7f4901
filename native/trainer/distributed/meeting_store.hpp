#pragma once

#include <torch/csrc/distributed/c10d/Store.hpp>

#include "trainer/distributed/meeting.hpp"

namespace latentwalk {

/// A Meeting as LibTorch's process groups want to see it.
class MeetingStore final : public c10d::Store {
 public:
  MeetingStore(std::shared_ptr<Meeting> meeting, std::chrono::milliseconds timeout);

  // Up to LibTorch 2.6 there is no clone; some of these are not virtual in one version or another.
  void set(const std::string& key, const std::vector<std::uint8_t>& value) override;
  std::vector<std::uint8_t> get(const std::string& key) override;
  std::int64_t add(const std::string& key, std::int64_t value) override;
  bool deleteKey(const std::string& key) override;
  bool check(const std::vector<std::string>& keys) override;
  std::int64_t getNumKeys() override;
  void wait(const std::vector<std::string>& keys) override;
  void wait(const std::vector<std::string>& keys, const std::chrono::milliseconds& timeout) override;
  c10::intrusive_ptr<c10d::Store> clone();

 private:
  std::shared_ptr<Meeting> meeting_;
};

}  // namespace latentwalk
