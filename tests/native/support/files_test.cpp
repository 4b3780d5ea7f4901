#include "support/files.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>

#include "support/process.hpp"
#include "tests/support/test_files.hpp"

using namespace latentwalk;
using tests::contains;
using tests::listing;
using tests::message_of;
namespace fs = std::filesystem;

namespace {

using Bytes = std::vector<std::uint8_t>;
using Names = std::vector<std::string>;

/// The disk is full: no file may grow beyond `limit` bytes while this lives.
class FullDisk {
 public:
  explicit FullDisk(rlim_t limit) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit now{limit, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &now);
  }
  ~FullDisk() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  void (*handler_)(int);
  rlimit before_{};
};

}  // namespace

TEST_CASE("what is written is read back, over an older file too, and nothing else stays in the folder") {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "file";
  for (const Bytes& bytes : {Bytes{1, 2, 3}, Bytes{}, Bytes(1'000'000, 7)}) {
    write_file(path, bytes);
    CHECK(read_file(path) == bytes);
  }
  const std::string text("one\r\ntwo\0\xff", 10);
  write_text(path, text);
  CHECK(read_text(path) == text);
  CHECK(listing(folder.path()) == std::vector<std::string>{"file"});
}

TEST_CASE("a disk that fills up leaves the old file whole and no temporary") {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "file";
  write_file(path, Bytes{1, 2, 3});
  std::string message;
  {
    const FullDisk full(100);
    message = message_of([&] { write_file(path, Bytes(1000, 7)); });
  }
  CHECK(contains(message, path.string() + ": cannot be written: "));
  CHECK(read_file(path) == Bytes{1, 2, 3});
  CHECK(listing(folder.path()) == std::vector<std::string>{"file"});
}

TEST_CASE("a place that cannot be written is named, with the reason") {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "file";
  write_file(file, Bytes{1});
  CHECK(contains(message_of([&] { write_file(folder.path() / "none" / "x", Bytes{1}); }), "there is no folder"));
  CHECK(contains(message_of([&] { write_file(file / "x", Bytes{1}); }), "there is no folder " + file.string()));
  CHECK(contains(message_of([&] { write_file(folder.path(), Bytes{1}); }), "a folder has this name"));
  CHECK(contains(message_of([] { write_file("/proc/x", Bytes{1}); }), "/proc/x: cannot be written"));
  CHECK(listing(folder.path()) == std::vector<std::string>{"file"});
}

TEST_CASE("writing to a link changes the file behind it and leaves the link") {
  const TemporaryFolder folder;
  const fs::path target = folder.path() / "target", link = folder.path() / "link";
  write_file(target, Bytes{1});
  fs::create_symlink("target", link);
  write_file(link, Bytes{2, 3});
  CHECK(fs::is_symlink(link));
  CHECK(read_file(target) == Bytes{2, 3});
}

TEST_CASE("a pipe or device is written to, never replaced by a file") {
  // A pipe of the test's own: were this broken, /dev/null would be lost to the whole machine.
  const TemporaryFolder folder;
  const fs::path pipe = folder.path() / "pipe";
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  const int reader = open(pipe.c_str(), O_RDONLY | O_NONBLOCK);
  REQUIRE(reader >= 0);
  write_file(pipe, Bytes{4, 5, 6});
  CHECK(fs::is_fifo(pipe));
  Bytes bytes(10);
  CHECK(read(reader, bytes.data(), bytes.size()) == 3);
  CHECK(bytes[2] == 6);
  close(reader);
}

TEST_CASE("a new file gets the rights that the user's mask leaves") {
  const TemporaryFolder folder;
  const mode_t before = umask(027);
  write_file(folder.path() / "file", Bytes{1});
  umask(before);
  struct stat status {};
  REQUIRE(stat((folder.path() / "file").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0640U);
}

TEST_CASE("a file that is missing or a folder cannot be read, and the message says which") {
  CHECK(message_of([] { read_file("/no/such/file"); }) == "/no/such/file: cannot be opened: No such file or directory");
  CHECK(message_of([] { read_file("/tmp"); }) == "/tmp: expected a file, found a folder");
}

TEST_CASE("only regular files are read, and nothing waits for another") {
  const TemporaryFolder folder;
  const fs::path pipe = folder.path() / "pipe", link = folder.path() / "link";
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  CHECK(message_of([&] { read_file(pipe); }) == pipe.string() + ": expected a file, found a pipe");
  CHECK(message_of([] { read_file("/dev/zero"); }) == "/dev/zero: expected a file, found a device");
  fs::create_symlink("/dev/zero", link);
  CHECK(message_of([&] { read_text(link); }) == link.string() + ": expected a file, found a device");
}

TEST_CASE("a file beyond the limit is refused before it is read, however large") {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "file";
  write_file(path, Bytes(100, 1));
  CHECK(read_file(path, 100).size() == 100);
  CHECK(message_of([&] { read_file(path, 99); }) == path.string() + ": expected at most 99 bytes, found 100");
  fs::resize_file(path, std::uintmax_t{30} << 30);  // sparse
  CHECK(contains(message_of([&] { read_file(path); }), "found 32212254720"));
  CHECK(contains(message_of([&] { read_text(path); }), "expected at most 67108864 bytes"));
  CHECK(read_text("/proc/self/status").size() > 100);  // says that it has 0 bytes
}

TEST_CASE("a temporary file that a killed process left keeps none from its work, and the next start removes it") {
  const TemporaryFolder folder;
  const fs::path stale = folder.path() / ".x.latentwalk.tmp";
  const Names others{".x.1.tmp", ".x.tmp", "x.latentwalk.tmp", ".latentwalk.tmp"};
  for (const std::string& name : others) write_file(folder.path() / name, Bytes{1});
  SUBCASE("a file") { write_file(stale, Bytes{1}); }
  SUBCASE("a folder") { fs::create_directory(stale); }
  SUBCASE("a link") { fs::create_symlink("/no/such/file", stale); }
  write_file(folder.path() / "x", Bytes{2});
  CHECK(read_file(folder.path() / "x") == Bytes{2});
  CHECK(fs::symlink_status(stale).type() != fs::file_type::not_found);
  write_file(folder.path() / ".x.latentwalk-0123456789abcdef.tmp", Bytes{1});
  fs::create_directories(folder.path() / "in" / ".latentwalk-Ab12Cd");
  remove_stale_temporaries(folder.path());
  CHECK_FALSE(fs::is_regular_file(fs::symlink_status(stale)));
  CHECK_FALSE(fs::exists(folder.path() / ".x.latentwalk-0123456789abcdef.tmp"));
  CHECK_FALSE(fs::exists(folder.path() / "in" / ".latentwalk-Ab12Cd"));
  for (const std::string& name : others) CHECK(fs::exists(folder.path() / name));
}

TEST_CASE("an old temporary file goes with the next save of the same file") {
  const TemporaryFolder folder;
  const fs::path stale = folder.path() / ".x.latentwalk.tmp";
  write_file(stale, Bytes{1});
  fs::last_write_time(stale, fs::file_time_type::clock::now() - std::chrono::hours(2));
  write_file(folder.path() / "x", Bytes{2});
  CHECK(listing(folder.path()) == Names{"x"});
}

TEST_CASE("a name as long as the file system allows can be written") {
  const TemporaryFolder folder;
  write_file(folder.path() / std::string(255, 'n'), Bytes{1});
  CHECK(listing(folder.path()) == Names{std::string(255, 'n')});
}

TEST_CASE("a folder is made with those above it, and a file in the way is named") {
  const TemporaryFolder folder;
  make_folder(folder.path() / "a" / "b");
  make_folder(folder.path() / "a" / "b");
  CHECK(fs::is_directory(folder.path() / "a" / "b"));
  write_file(folder.path() / "file", Bytes{1});
  CHECK(contains(message_of([&] { make_folder(folder.path() / "file"); }), (folder.path() / "file").string()));
  CHECK(contains(message_of([&] { make_folder(folder.path() / "file" / "x"); }), "the folder cannot be created"));
}

TEST_CASE("a temporary folder goes with all it holds") {
  fs::path path;
  {
    const TemporaryFolder folder;
    path = folder.path();
    write_file(path / "file", Bytes{1});
    CHECK(fs::exists(path / "file"));
  }
  CHECK_FALSE(fs::exists(path));
}

TEST_CASE("a program's exit status, its absence and its death by a signal are told apart") {
  CHECK(run_program({"true"}).status == 0);
  CHECK(run_program({"sh", "-c", "exit 3"}).status == 3);
  CHECK(run_program({"no-such-program-here"}).status == 127);
  CHECK(run_program({"sh", "-c", "kill -TERM $$"}).status == 128 + SIGTERM);
}

TEST_CASE("what a program says of its failure is kept, on one short line") {
  CHECK(failure_text(
            "sh", run_program({"sh", "-c", "echo; echo ' one'; printf 'two\\033[1m' >&2; echo three >&2; exit 1"})) ==
        "sh: two [1mthree");
  CHECK(failure_text("sh", run_program({"sh", "-c", "exit 4"})) == "sh ended with status 4");
  CHECK(failure_text("nothing", run_program({"no-such-program-here"})) == "nothing is not installed");
  const std::string text = run_program({"sh", "-c", "yes 'é line' | head -n 100000 >&2; exit 1"}).message;
  CHECK(text.size() < 330);
  CHECK(contains(text, "é line; é line"));
}

TEST_CASE("a program that does not end is stopped, and so is one that fills the disk") {
  const auto start = std::chrono::steady_clock::now();
  CHECK(run_program({"sleep", "60"}, ".", {.seconds = 0.2}).message == "stopped after 0 s");
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
  const TemporaryFolder folder;
  const ProgramEnd end =
      run_program({"dd", "if=/dev/zero", "of=file", "bs=1000", "count=1000"}, folder.path(), {.file_size = 5000});
  CHECK(contains(end.message, "grew beyond 5000 bytes"));
  CHECK(fs::file_size(folder.path() / "file") == 5000);
}

TEST_CASE("a program gets its arguments as they are and runs in the folder asked for") {
  const TemporaryFolder folder;
  CHECK(run_program({"touch", "a b; $x"}, folder.path()).status == 0);
  CHECK(listing(folder.path()) == std::vector<std::string>{"a b; $x"});
}
