// Where the processes of a group meet: keys and values, and who is missing.
#include "trainer/distributed/meeting.hpp"

#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "latentwalk/error.hpp"

using namespace latentwalk;

namespace {

constexpr double kTimeout = 20.0;

/// A port that was free a moment ago.
int free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  REQUIRE(::bind(socket, reinterpret_cast<sockaddr*>(&address), size) == 0);
  REQUIRE(::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  ::close(socket);
  return ntohs(address.sin_port);
}

/// A bare connection to the server.
int connected_to(int port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  REQUIRE(::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  return socket;
}

/// Asks until the answer is there: a broken connection is noticed soon, not at once.
std::vector<int> missing_soon(Meeting& meeting, double silence) {
  std::vector<int> ranks;
  for (int i = 0; i < 500 && ranks.empty(); ++i) {
    ranks = meeting.missing(silence);
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return ranks;
}

}  // namespace

TEST_CASE("what one rank sets another gets") {
  const int port = free_port();
  const MeetingServer server("127.0.0.1", port);
  Meeting first("127.0.0.1", port, 0, kTimeout), second("127.0.0.1", port, 1, kTimeout);
  CHECK_FALSE(second.get("key"));
  const Bytes value{0, 1, 255};
  first.set("key", value);
  CHECK(second.get("key") == value);
  first.set("empty", {});
  CHECK(second.get("empty") == Bytes{});
  Bytes large(300000);
  for (std::size_t i = 0; i < large.size(); ++i) large[i] = static_cast<std::uint8_t>(i * 7);
  second.set("large", large);
  CHECK(first.get("large") == large);
  CHECK(first.add("count", 2) == 2);
  CHECK(second.add("count", -5) == -3);
  CHECK(first.get("count") == Bytes{'-', '3'});
  CHECK(first.key_count() == 4);
  CHECK(second.remove("key"));
  CHECK_FALSE(second.remove("key"));
  CHECK(second.local_address() == "127.0.0.1");
}

TEST_CASE("a rank that vanishes, or falls silent, is known; one that says goodbye is not missed") {
  const int port = free_port();
  const MeetingServer server("127.0.0.1", port);
  Meeting first("127.0.0.1", port, 0, kTimeout);
  auto second = std::make_unique<Meeting>("127.0.0.1", port, 1, kTimeout);
  Meeting third("127.0.0.1", port, 2, kTimeout);
  CHECK(first.missing(10.0).empty());
  SUBCASE("it vanishes") {
    second.reset();
    CHECK(missing_soon(first, 10.0) == std::vector<int>{1});
  }
  SUBCASE("it turns to garbage") {
    // A second connection of rank 1, which greets properly and then sends what is no request.
    const int garbling = connected_to(port);
    const std::uint8_t greeting[] = {9, 0, 0, 0, 'h', 0, 0, 0, 0, 1, 0, 0, 0};
    REQUIRE(::send(garbling, greeting, sizeof greeting, 0) == static_cast<ssize_t>(sizeof greeting));
    const std::string garbage(64, '\xFF');
    REQUIRE(::send(garbling, garbage.data(), garbage.size(), 0) > 0);
    CHECK(missing_soon(first, 10.0) == std::vector<int>{1});
    ::close(garbling);
    CHECK(third.add("count", 1) == 1);  // and the rest is served
  }
  SUBCASE("it falls silent while the others beat") {
    for (int i = 0; i < 30; ++i) {
      first.beat();
      third.beat();
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    CHECK(first.missing(0.2) == std::vector<int>{1});
  }
  SUBCASE("it says goodbye") {
    second->say_goodbye();
    second.reset();
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    CHECK(first.missing(10.0).empty());
  }
}

TEST_CASE("a second process of the same rank is refused and named, and one that takes the place of a dead one is not") {
  const int port = free_port();
  const MeetingServer server("127.0.0.1", port);
  Meeting first("127.0.0.1", port, 0, kTimeout, 11);
  auto second = std::make_unique<Meeting>("127.0.0.1", port, 1, kTimeout, 12);
  const Meeting heart("127.0.0.1", port, 1, kTimeout, 12);  // another connection of the same process
  CHECK_FALSE(first.get(kTwice));
  CHECK_THROWS_WITH_AS(Meeting("127.0.0.1", port, 1, kTimeout, 13),
                       doctest::Contains("rank 1: another process was started as rank 1 too"), Error);
  CHECK(first.get(kTwice) == Bytes{'1'});
  CHECK(first.missing(10.0).empty());
  CHECK(second->add("count", 1) == 1);
}

TEST_CASE("a rank 0 that hangs is asked once, in the time that is given, and then no more") {
  const int port = free_port();
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);  // takes connections and never answers
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  REQUIRE(::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  REQUIRE(::listen(listener, 8) == 0);
  const auto start = std::chrono::steady_clock::now();
  CHECK_THROWS_WITH_AS(Meeting("127.0.0.1", port, 1, 0.3), doctest::Contains("rank 0 has died or hangs"), Error);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
  ::close(listener);
}

TEST_CASE("without rank 0 there is a clear word, at the start and later") {
  const int port = free_port();
  CHECK_THROWS_WITH_AS(Meeting("127.0.0.1", port, 1, 0.2), doctest::Contains("is it running?"), Error);
  auto server = std::make_unique<MeetingServer>("127.0.0.1", port);
  Meeting meeting("127.0.0.1", port, 1, kTimeout);
  CHECK_THROWS_WITH_AS(MeetingServer("127.0.0.1", port), doctest::Contains("RANK=0 twice"), Error);
  server.reset();
  CHECK_THROWS_WITH_AS(meeting.set("key", {}), doctest::Contains("rank 0 has died or hangs"), Error);
}

TEST_CASE("what does not speak the protocol is shown the door, and the rest served") {
  const int port = free_port();
  const MeetingServer server("127.0.0.1", port);
  const int stranger = connected_to(port);
  const std::string request = "GET / HTTP/1.0\r\n\r\n";
  REQUIRE(::send(stranger, request.data(), request.size(), 0) > 0);
  char byte = 0;
  CHECK(::recv(stranger, &byte, 1, 0) <= 0);
  ::close(stranger);
  Meeting meeting("127.0.0.1", port, 0, kTimeout);
  CHECK(meeting.add("count", 1) == 1);
}
