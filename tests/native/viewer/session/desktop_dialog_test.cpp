// The desktop's own dialog for files: fakes of zenity, kdialog and of the portal on a bus of its own.
#include "viewer/session/desktop_dialog.hpp"

#include <dlfcn.h>
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <thread>

#include "support/files.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;

namespace {

namespace fs = std::filesystem;

/// An environment variable for as long as this lives.
class Variable {
 public:
  Variable(const char* name, const std::string& value) : name_(name) {
    const char* before = std::getenv(name);
    if (before != nullptr) before_ = before;
    setenv(name, value.c_str(), 1);
  }
  ~Variable() { before_ ? setenv(name_, before_->c_str(), 1) : unsetenv(name_); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
  std::optional<std::string> before_;
};

void write_program(const fs::path& path, const std::string& lines) {
  write_text(path, "#!/bin/sh\n" + lines);
  chmod(path.c_str(), 0755);
}

FileQuestion saving() { return {true, "Save it's", "/some/folder", "a b.png", {{"Picture", {".png"}}}}; }

/// xdg-desktop-portal's file chooser on a bus of its own, with one answer for all.
class FakePortal {
 public:
  FakePortal(std::uint32_t code, std::string uri) : code_(code), uri_(std::move(uri)) {
    FILE* pipe = popen("dbus-daemon --session --fork --print-address=1 --print-pid=1", "r");
    char line[512] = {};
    if (std::fgets(line, sizeof line, pipe) != nullptr) address_ = std::string(line, std::string(line).find('\n'));
    if (std::fgets(line, sizeof line, pipe) != nullptr) daemon_ = std::atoi(line);
    pclose(pipe);
    bus_variable_ = std::make_unique<Variable>("DBUS_SESSION_BUS_ADDRESS", address_);
    call<int(void**)>("sd_bus_open_user")(&bus_);
    call<int(void*, void**, const char*, Handler, void*)>("sd_bus_add_object")(
        bus_, nullptr, "/org/freedesktop/portal/desktop", answer, this);
    call<int(void*, const char*, std::uint64_t)>("sd_bus_request_name")(bus_, "org.freedesktop.portal.Desktop", 0);
    thread_ = std::thread([this] {
      while (!stop_) {
        if (call<int(void*, void**)>("sd_bus_process")(bus_, nullptr) == 0)
          call<int(void*, std::uint64_t)>("sd_bus_wait")(bus_, 20000);
      }
    });
  }
  ~FakePortal() {
    stop_ = true;
    thread_.join();
    call<void*(void*)>("sd_bus_flush_close_unref")(bus_);
    if (daemon_ > 0) kill(daemon_, SIGTERM);
  }
  FakePortal(const FakePortal&) = delete;
  FakePortal& operator=(const FakePortal&) = delete;

  static bool possible() {
    return std::system("command -v dbus-daemon > /dev/null") == 0 && dlopen("libsystemd.so.0", RTLD_NOW) != nullptr;
  }
  std::string asked;  // the method and the title

 private:
  using Handler = int (*)(void*, void*, void*);
  template <class Function>
  static Function* call(const char* name) {
    return reinterpret_cast<Function*>(dlsym(dlopen("libsystemd.so.0", RTLD_NOW), name));
  }

  static int answer(void* message, void* data, void* /*error*/) {
    auto& self = *static_cast<FakePortal*>(data);
    const char *parent = nullptr, *title = nullptr, *key = nullptr, *token = nullptr;
    self.asked = call<const char*(void*)>("sd_bus_message_get_member")(message);
    const auto read = call<int(void*, const char*, ...)>("sd_bus_message_read");
    const auto enter = call<int(void*, char, const char*)>("sd_bus_message_enter_container");
    if (read(message, "ss", &parent, &title) < 0) return 0;
    self.asked += std::string(" ") + title;
    enter(message, 'a', "{sv}");
    enter(message, 'e', "sv");
    read(message, "s", &key);
    enter(message, 'v', "s");
    read(message, "s", &token);
    std::string sender = call<const char*(void*)>("sd_bus_message_get_sender")(message);
    for (char& letter : sender) letter = letter == '.' ? '_' : letter;
    const std::string path = "/org/freedesktop/portal/desktop/request/" + sender.substr(1) + "/" + token;
    call<int(void*, const char*, ...)>("sd_bus_reply_method_return")(message, "o", path.c_str());
    const std::uint32_t code = self.code_;
    call<int(void*, const char*, const char*, const char*, const char*, ...)>("sd_bus_emit_signal")(
        self.bus_, path.c_str(), "org.freedesktop.portal.Request", "Response", "ua{sv}", code, 2, "choices", "s",
        "none", "uris", "as", 1, self.uri_.c_str());
    return 1;
  }

  std::uint32_t code_;
  std::string uri_, address_;
  int daemon_ = 0;
  std::unique_ptr<Variable> bus_variable_;
  void* bus_ = nullptr;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

}  // namespace

TEST_CASE("zenity on PATH is asked, and a dialog that the user leaves gives no file") {
  const TemporaryFolder folder;
  const Variable path("PATH", folder.path().string() + ":/usr/bin:/bin");
  write_program(folder.path() / "zenity", "for word; do echo \"$word\"; done > " + (folder.path() / "words").string() +
                                              "; echo '/tmp/a file.png'");
  const FileAnswer answer = ask_program(saving());
  CHECK(answer.asked);
  CHECK(answer.path == "/tmp/a file.png");
  const std::string words = read_text(folder.path() / "words");
  CHECK(words.find("--title=Save it's\n") != std::string::npos);
  CHECK(words.find("--filename=/some/folder/a b.png\n") != std::string::npos);
  CHECK(words.find("--file-filter=Picture (*.png) | *.png\n") != std::string::npos);
  write_program(folder.path() / "zenity", "exit 1");
  CHECK(ask_program(saving()).asked);
  CHECK(ask_program(saving()).path.empty());
  write_program(folder.path() / "zenity", "exit 5");  // it cannot open a window
  CHECK_FALSE(ask_program(saving()).asked);
}

TEST_CASE("where there is no zenity kdialog is asked, and where there is neither nobody is") {
  const TemporaryFolder folder;
  const Variable path("PATH", folder.path().string());
  CHECK_FALSE(ask_program(saving()).asked);
  write_program(folder.path() / "kdialog", "echo \"$1 $2\"");
  CHECK(ask_program(saving()).path == "--getsavefilename /some/folder/a b.png");
}

TEST_CASE("the portal's dialog gives the file that was chosen, or none") {
  if (!FakePortal::possible()) return;
  {
    FakePortal portal(0, "file:///tmp/a%20b%C3%A9.safetensors");
    const FileAnswer answer = ask_portal({false, "Open", "", "", {{"All files", {""}}}});
    CHECK(answer.asked);
    CHECK(answer.path == "/tmp/a b\xC3\xA9.safetensors");
    CHECK(portal.asked == "OpenFile Open");
    CHECK(ask_portal(saving()).asked);
    CHECK(portal.asked == "SaveFile Save it's");
  }
  FakePortal portal(1, "");
  const FileAnswer answer = ask_portal(saving());
  CHECK(answer.asked);
  CHECK(answer.path.empty());
}

TEST_CASE("without a portal on the bus, and without a bus, nobody is asked") {
  {
    const Variable bus("DBUS_SESSION_BUS_ADDRESS", "unix:path=/no/such/socket");
    CHECK_FALSE(ask_portal(saving()).asked);
  }
  unsetenv("DBUS_SESSION_BUS_ADDRESS");
  CHECK_FALSE(ask_portal(saving()).asked);
}

TEST_CASE("the dialog's thread answers later") {
  const TemporaryFolder folder;
  const Variable path("PATH", folder.path().string());
  const Variable bus("DBUS_SESSION_BUS_ADDRESS", "unix:path=/no/such/socket");
  write_program(folder.path() / "kdialog", "echo /tmp/x.json");
  static std::atomic<int> woken = 0;
  DesktopDialog dialog;
  CHECK_FALSE(dialog.take());
  dialog.ask(saving(), [] { ++woken; });
  CHECK(dialog.is_open());
  std::optional<FileAnswer> answer;
  for (int i = 0; i < 5000 && !(answer = dialog.take()); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(2));
  REQUIRE(answer);
  CHECK(answer->path == "/tmp/x.json");
  CHECK_FALSE(dialog.is_open());
}

TEST_CASE("only a file's URI is a path") {
  CHECK(path_of_uri("file:///a%2Fb%zz%4") == "/a/b%zz%4");
  CHECK(path_of_uri("file://host/a") == "/a");
  CHECK(path_of_uri("http://host/a").empty());
  CHECK(path_of_uri("").empty());
}
