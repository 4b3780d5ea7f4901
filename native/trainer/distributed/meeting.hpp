#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

/// Where the processes of a group meet: rank 0 serves a few keys and values over TCP, and knows who is still there.
/// LibTorch's own TCPStore would do but for two things: it listens on every address of the machine, and it cannot say
/// which rank has died. There is no authentication: whoever reaches the port can take part (docs/distributed.md).
namespace latentwalk {

using Bytes = std::vector<std::uint8_t>;

/// Rank 0's side: a thread that answers until this goes out of scope.
class MeetingServer {
 public:
  /// Listens on `address` alone. Throws Error where it cannot (the port is taken, the address is not this machine's).
  MeetingServer(const std::string& address, int port);
  ~MeetingServer();
  MeetingServer(const MeetingServer&) = delete;
  MeetingServer& operator=(const MeetingServer&) = delete;

 private:
  struct Client {
    Bytes received;
    int rank = -1;  // of the process, where it has said so
  };
  void serve();
  bool read_from(int socket, Client& client);
  Bytes answer(Client& client, const Bytes& request);

  int listener_ = -1, wake_[2] = {-1, -1};
  std::map<int, Client> clients_;  // by socket
  std::map<std::string, Bytes> values_;
  std::map<int, std::chrono::steady_clock::time_point> heard_;  // by rank; a rank that said goodbye is not in it
  std::map<int, bool> gone_;                                    // ranks whose connection broke without a goodbye
  std::map<int, std::uint64_t> processes_;                      // by rank: which process it is
  std::thread thread_;
};

/// Every rank's side, rank 0's included. Calls may come from several threads. Throws Error where rank 0 is gone.
class Meeting {
 public:
  /// Tries until `timeout` has passed. `process`: the same for all connections of a process. Throws Error where another
  /// process is this rank.
  Meeting(const std::string& address, int port, int rank, double timeout_seconds,
          std::uint64_t process = this_process());
  ~Meeting();
  Meeting(const Meeting&) = delete;
  Meeting& operator=(const Meeting&) = delete;

  void set(const std::string& key, const Bytes& value);
  std::optional<Bytes> get(const std::string& key);
  std::int64_t add(const std::string& key, std::int64_t amount);
  bool remove(const std::string& key);
  std::int64_t key_count();

  /// Says that this rank is alive.
  void beat();
  /// From here on this rank's silence is no fault.
  void say_goodbye();
  /// The ranks whose connection broke, and those that were not heard from for so long.
  std::vector<int> missing(double silent_seconds);

  /// How long to wait for an answer from now on.
  void limit(double seconds);
  /// Ends a call that waits in another thread, and fails all later ones.
  void abort();

  /// This machine's address on the way to rank 0.
  std::string local_address() const;

 private:
  Bytes ask(char operation, const std::string& key, const Bytes& value);

  static std::uint64_t this_process();

  int socket_ = -1;
  std::mutex mutex_;
  std::atomic<bool> silent_ = false;  // it did not answer once, so it is not asked again
};

/// The key under which the server writes a rank that two processes were started as, as text.
inline constexpr const char* kTwice = "twice";

}  // namespace latentwalk
