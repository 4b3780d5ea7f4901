#include "trainer/distributed/meeting_store.hpp"

#include "latentwalk/error.hpp"

namespace latentwalk {

MeetingStore::MeetingStore(std::shared_ptr<Meeting> meeting, std::chrono::milliseconds timeout)
    : Store(timeout), meeting_(std::move(meeting)) {}

void MeetingStore::set(const std::string& key, const std::vector<std::uint8_t>& value) { meeting_->set(key, value); }

std::vector<std::uint8_t> MeetingStore::get(const std::string& key) {
  wait({key});
  return meeting_->get(key).value_or(std::vector<std::uint8_t>{});
}

std::int64_t MeetingStore::add(const std::string& key, std::int64_t value) { return meeting_->add(key, value); }

bool MeetingStore::deleteKey(const std::string& key) { return meeting_->remove(key); }

bool MeetingStore::check(const std::vector<std::string>& keys) {
  for (const std::string& key : keys)
    if (!meeting_->get(key)) return false;
  return true;
}

std::int64_t MeetingStore::getNumKeys() { return meeting_->key_count(); }

void MeetingStore::wait(const std::vector<std::string>& keys) { wait(keys, timeout_); }

void MeetingStore::wait(const std::vector<std::string>& keys, const std::chrono::milliseconds& timeout) {
  // LibTorch waits with a limit of its own in places; the shorter one holds.
  const auto end = std::chrono::steady_clock::now() + std::min(timeout, timeout_);
  while (!check(keys)) {
    if (std::chrono::steady_clock::now() > end) fail("waited in vain for \"", keys.front(), "\"");
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

c10::intrusive_ptr<c10d::Store> MeetingStore::clone() { return c10::make_intrusive<MeetingStore>(meeting_, timeout_); }

}  // namespace latentwalk
