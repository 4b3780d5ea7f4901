#include "trainer/distributed/meeting.hpp"

#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <random>

#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

// Requests and answers are a length of 4 bytes and so many bytes. A request is an operation, a key's length of 4
// bytes, the key and a value. An answer to "get" has a byte before the value that says whether there is one.
constexpr char kSet = 's', kGet = 'g', kAdd = 'a', kRemove = 'r', kCount = 'c', kHello = 'h', kHeartbeat = 'b',
               kGoodbye = 'x', kMissing = 'm';
constexpr std::size_t kMaxMessage = std::size_t{1} << 24;

template <class Number>
void append(Bytes& out, Number number) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(&number);
  out.insert(out.end(), bytes, bytes + sizeof number);
}

template <class Number>
Number read_at(const Bytes& bytes, std::size_t at) {
  Number number{};
  if (at + sizeof number <= bytes.size()) std::memcpy(&number, bytes.data() + at, sizeof number);
  return number;
}

bool send_all(int socket, const Bytes& bytes) {
  for (std::size_t sent = 0; sent < bytes.size();) {
    const ssize_t count = ::send(socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    sent += static_cast<std::size_t>(count);
  }
  return true;
}

Bytes framed(const Bytes& message) {
  Bytes bytes;
  append(bytes, static_cast<std::uint32_t>(message.size()));
  bytes.insert(bytes.end(), message.begin(), message.end());
  return bytes;
}

struct Addresses {
  addrinfo* first = nullptr;
  Addresses(const std::string& host, int port, int flags) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = flags;
    if (const int error = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &first); error != 0)
      fail(host, ": no address of a machine: ", ::gai_strerror(error));
  }
  ~Addresses() { ::freeaddrinfo(first); }
  Addresses(const Addresses&) = delete;
  Addresses& operator=(const Addresses&) = delete;
};

}  // namespace

MeetingServer::MeetingServer(const std::string& address, int port) {
  const Addresses addresses(address, port, AI_PASSIVE);
  int error = 0;
  for (const addrinfo* one = addresses.first; one != nullptr && listener_ < 0; one = one->ai_next) {
    const int socket = ::socket(one->ai_family, one->ai_socktype | SOCK_CLOEXEC, one->ai_protocol);
    const int yes = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (socket >= 0 && ::bind(socket, one->ai_addr, one->ai_addrlen) == 0 && ::listen(socket, 128) == 0) {
      listener_ = socket;
    } else {
      error = errno;
      if (socket >= 0) ::close(socket);
    }
  }
  if (listener_ < 0)
    fail("rank 0 cannot listen on ", address, ", port ", port, ": ", std::strerror(error),
         error == EADDRINUSE ? "; is another process rank 0 too (RANK=0 twice)? If not, set MASTER_PORT to a free port"
                             : "; set MASTER_ADDR to an address of this machine and MASTER_PORT to a free port");
  if (::pipe(wake_) != 0) fail("rank 0 cannot make a pipe: ", std::strerror(errno));
  thread_ = std::thread([this] { serve(); });
}

MeetingServer::~MeetingServer() {
  [[maybe_unused]] const auto written = ::write(wake_[1], "x", 1);
  thread_.join();
  for (const auto& [socket, client] : clients_) ::close(socket);
  for (const int descriptor : {listener_, wake_[0], wake_[1]}) ::close(descriptor);
}

void MeetingServer::serve() {
  while (true) {
    std::vector<pollfd> waiting{{wake_[0], POLLIN, 0}, {listener_, POLLIN, 0}};
    for (const auto& [socket, client] : clients_) waiting.push_back({socket, POLLIN, 0});
    if (::poll(waiting.data(), waiting.size(), -1) < 0) continue;
    if (waiting[0].revents != 0) return;
    if (waiting[1].revents != 0) {
      if (const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC); socket >= 0) {
        const int yes = 1;
        ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        clients_[socket];
      }
    }
    for (std::size_t i = 2; i < waiting.size(); ++i) {
      const int socket = waiting[i].fd;
      if (waiting[i].revents == 0 || read_from(socket, clients_[socket])) continue;
      if (const int rank = clients_[socket].rank; rank >= 0 && heard_.erase(rank) > 0) {
        gone_[rank] = true;
        processes_.erase(rank);
      }
      ::close(socket);
      clients_.erase(socket);
    }
  }
}

/// False where the client is gone, or talks of something else.
bool MeetingServer::read_from(int socket, Client& client) {
  std::uint8_t buffer[4096];
  const ssize_t count = ::recv(socket, buffer, sizeof buffer, 0);
  if (count < 0 && errno == EINTR) return true;
  if (count <= 0) return false;
  client.received.insert(client.received.end(), buffer, buffer + count);
  while (client.received.size() >= 4) {
    const auto size = std::size_t{read_at<std::uint32_t>(client.received, 0)};
    if (size < 5 || size > kMaxMessage) return false;
    if (client.received.size() < 4 + size) break;
    const auto begin = client.received.begin() + 4, end = begin + static_cast<std::ptrdiff_t>(size);
    const Bytes request(begin, end);
    client.received.erase(client.received.begin(), end);
    if (!send_all(socket, framed(answer(client, request)))) return false;
  }
  return true;
}

Bytes MeetingServer::answer(Client& client, const Bytes& request) {
  const auto key_size = std::min<std::size_t>(read_at<std::uint32_t>(request, 1), request.size() - 5);
  const auto value_begin = request.begin() + 5 + static_cast<std::ptrdiff_t>(key_size);
  const std::string key(request.begin() + 5, value_begin);
  const Bytes value(value_begin, request.end());
  const auto now = std::chrono::steady_clock::now();
  Bytes reply;
  switch (static_cast<char>(request[0])) {
    case kSet:
      values_[key] = value;
      break;
    case kGet: {
      const auto found = values_.find(key);
      reply.push_back(found != values_.end() ? 1 : 0);
      if (found != values_.end()) reply.insert(reply.end(), found->second.begin(), found->second.end());
      break;
    }
    case kAdd: {
      // As text, like every store of LibTorch: its users read the number back with get.
      const auto found = values_.find(key);
      const std::string text = found == values_.end() ? "0" : std::string(found->second.begin(), found->second.end());
      const std::int64_t sum = std::strtoll(text.c_str(), nullptr, 10) + read_at<std::int64_t>(value, 0);
      const std::string sum_text = std::to_string(sum);
      values_[key] = Bytes(sum_text.begin(), sum_text.end());
      append(reply, sum);
      break;
    }
    case kRemove:
      reply.push_back(values_.erase(key) > 0 ? 1 : 0);
      break;
    case kCount:
      append(reply, static_cast<std::int64_t>(values_.size()));
      break;
    case kHello: {
      const auto rank = read_at<std::int32_t>(value, 0);
      const auto process = read_at<std::uint64_t>(value, sizeof rank);
      if (const auto found = processes_.find(rank);
          found != processes_.end() && process != 0 && found->second != 0 && found->second != process) {
        const std::string text = std::to_string(rank);
        values_[kTwice] = Bytes(text.begin(), text.end());
        reply.push_back(1);
        break;
      }
      client.rank = rank;
      processes_[rank] = process;
      heard_[rank] = now;
      break;
    }
    case kHeartbeat:
      if (heard_.contains(client.rank)) heard_[client.rank] = now;
      break;
    case kGoodbye:
      heard_.erase(client.rank);
      break;
    case kMissing: {
      const std::chrono::duration<double> silence(read_at<double>(value, 0));
      for (const auto& [rank, is_gone] : gone_) append(reply, static_cast<std::int32_t>(rank));
      for (const auto& [rank, last] : heard_)
        if (now - last > silence) append(reply, static_cast<std::int32_t>(rank));
      break;
    }
    default:
      break;
  }
  return reply;
}

std::uint64_t Meeting::this_process() {
  static const std::uint64_t number = [] {
    std::random_device device;
    return std::uint64_t{device()} << 32 | device() | 1U;
  }();
  return number;
}

Meeting::Meeting(const std::string& address, int port, int rank, double timeout_seconds, std::uint64_t process) {
  const auto start = std::chrono::steady_clock::now();
  while (socket_ < 0) {
    const Addresses addresses(address, port, 0);
    for (const addrinfo* one = addresses.first; one != nullptr && socket_ < 0; one = one->ai_next) {
      const int socket = ::socket(one->ai_family, one->ai_socktype | SOCK_CLOEXEC, one->ai_protocol);
      if (socket >= 0 && ::connect(socket, one->ai_addr, one->ai_addrlen) == 0) {
        socket_ = socket;
      } else if (socket >= 0) {
        ::close(socket);
      }
    }
    if (socket_ >= 0) break;
    if (std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() > timeout_seconds)
      fail("rank ", rank, ": rank 0 was not to be reached at ", address, ", port ", port, " within ", timeout_seconds,
           " s; is it running?");
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  const int yes = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  limit(timeout_seconds);  // a hanging rank 0 must not hang the rest
  Bytes value;
  append(value, static_cast<std::int32_t>(rank));
  append(value, process);
  if (ask(kHello, "", value).empty()) return;
  ::close(socket_);
  fail("rank ", rank, ": another process was started as rank ", rank, " too; give each process a RANK of its own");
}

Meeting::~Meeting() { ::close(socket_); }

void Meeting::limit(double seconds) {
  const auto whole = static_cast<time_t>(seconds);
  const timeval time{whole, static_cast<suseconds_t>(1e6 * (seconds - static_cast<double>(whole)))};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
}

void Meeting::abort() {
  silent_ = true;
  ::shutdown(socket_, SHUT_RDWR);
}

Bytes Meeting::ask(char operation, const std::string& key, const Bytes& value) {
  const std::lock_guard lock(mutex_);
  Bytes request;
  request.reserve(5 + key.size() + value.size());
  request.push_back(static_cast<std::uint8_t>(operation));
  append(request, static_cast<std::uint32_t>(key.size()));
  request.insert(request.end(), key.begin(), key.end());
  request.insert(request.end(), value.begin(), value.end());
  const auto receive = [&](std::uint8_t* bytes, std::size_t size) {
    while (size > 0) {
      const ssize_t count = ::recv(socket_, bytes, size, 0);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return false;
      bytes += count;
      size -= static_cast<std::size_t>(count);
    }
    return true;
  };
  std::uint32_t size = 0;
  Bytes reply;
  bool sound = !silent_ && send_all(socket_, framed(request)) &&
               receive(reinterpret_cast<std::uint8_t*>(&size), sizeof size) && size <= kMaxMessage;
  if (sound) {
    reply.resize(size);
    sound = receive(reply.data(), size);
  }
  if (!sound) silent_ = true;
  if (!sound) fail("rank 0 has died or hangs: its connection is silent");
  return reply;
}

void Meeting::set(const std::string& key, const Bytes& value) { ask(kSet, key, value); }

std::optional<Bytes> Meeting::get(const std::string& key) {
  const Bytes reply = ask(kGet, key, {});
  if (reply.empty() || reply[0] == 0) return std::nullopt;
  return Bytes(reply.begin() + 1, reply.end());
}

std::int64_t Meeting::add(const std::string& key, std::int64_t amount) {
  Bytes value;
  append(value, amount);
  return read_at<std::int64_t>(ask(kAdd, key, value), 0);
}

bool Meeting::remove(const std::string& key) { return read_at<std::uint8_t>(ask(kRemove, key, {}), 0) != 0; }

std::int64_t Meeting::key_count() { return read_at<std::int64_t>(ask(kCount, "", {}), 0); }

void Meeting::beat() { ask(kHeartbeat, "", {}); }

void Meeting::say_goodbye() { ask(kGoodbye, "", {}); }

std::vector<int> Meeting::missing(double silent_seconds) {
  Bytes value;
  append(value, silent_seconds);
  const Bytes reply = ask(kMissing, "", value);
  std::vector<int> ranks;
  for (std::size_t at = 0; at + 4 <= reply.size(); at += 4) ranks.push_back(read_at<std::int32_t>(reply, at));
  return ranks;
}

std::string Meeting::local_address() const {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  char host[NI_MAXHOST] = "127.0.0.1";
  if (::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0)
    ::getnameinfo(reinterpret_cast<const sockaddr*>(&address), size, host, sizeof host, nullptr, 0, NI_NUMERICHOST);
  return host;
}

}  // namespace latentwalk
