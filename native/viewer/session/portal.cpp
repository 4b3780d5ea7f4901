// The file dialog of xdg-desktop-portal, over D-Bus with sd-bus, which is looked for when it is needed: most desktops
// have systemd's library, and the viewer runs where it is missing.

#include <dlfcn.h>

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include "viewer/session/desktop_dialog.hpp"

namespace latentwalk::viewer {
namespace {

struct Bus;
struct Message;
struct Slot;
using Handler = int (*)(Message*, void*, void*);

/// What is taken from libsystemd (sd-bus.h).
struct Library {
  void* handle = dlopen("libsystemd.so.0", RTLD_NOW | RTLD_LOCAL);
  bool is_whole = handle != nullptr;

  template <class Function>
  Function* find(const char* name) {
    auto* found = handle != nullptr ? reinterpret_cast<Function*>(dlsym(handle, name)) : nullptr;
    is_whole = is_whole && found != nullptr;
    return found;
  }

  int (*open_user)(Bus**) = find<int(Bus**)>("sd_bus_open_user");
  Bus* (*close)(Bus*) = find<Bus*(Bus*)>("sd_bus_flush_close_unref");
  int (*unique_name)(Bus*, const char**) = find<int(Bus*, const char**)>("sd_bus_get_unique_name");
  int (*match)(Bus*, Slot**, const char*, const char*, const char*, const char*, Handler, void*) =
      find<int(Bus*, Slot**, const char*, const char*, const char*, const char*, Handler, void*)>(
          "sd_bus_match_signal");
  int (*new_call)(Bus*, Message**, const char*, const char*, const char*, const char*) =
      find<int(Bus*, Message**, const char*, const char*, const char*, const char*)>("sd_bus_message_new_method_call");
  int (*append)(Message*, const char*, ...) = find<int(Message*, const char*, ...)>("sd_bus_message_append");
  int (*append_array)(Message*, char, const void*,
                      std::size_t) = find<int(Message*, char, const void*, std::size_t)>("sd_bus_message_append_array");
  int (*open)(Message*, char, const char*) = find<int(Message*, char, const char*)>("sd_bus_message_open_container");
  int (*shut)(Message*) = find<int(Message*)>("sd_bus_message_close_container");
  int (*call)(Bus*, Message*, std::uint64_t, void*,
              Message**) = find<int(Bus*, Message*, std::uint64_t, void*, Message**)>("sd_bus_call");
  int (*process)(Bus*, Message**) = find<int(Bus*, Message**)>("sd_bus_process");
  int (*wait)(Bus*, std::uint64_t) = find<int(Bus*, std::uint64_t)>("sd_bus_wait");
  int (*read)(Message*, const char*, ...) = find<int(Message*, const char*, ...)>("sd_bus_message_read");
  int (*enter)(Message*, char, const char*) = find<int(Message*, char, const char*)>("sd_bus_message_enter_container");
  int (*leave)(Message*) = find<int(Message*)>("sd_bus_message_exit_container");
  int (*skip)(Message*, const char*) = find<int(Message*, const char*)>("sd_bus_message_skip");
  Message* (*unref)(Message*) = find<Message*(Message*)>("sd_bus_message_unref");
};

const Library& library() {
  static const Library library;
  return library;
}

struct Response {
  bool is_there = false;
  std::string uri;
};

int on_response(Message* message, void* data, void* /*error*/) {
  const Library& bus = library();
  auto& response = *static_cast<Response*>(data);
  response.is_there = true;
  std::uint32_t code = 2;  // 0: chosen, 1: left by the user
  if (bus.read(message, "u", &code) < 0 || code != 0) return 0;
  if (bus.enter(message, 'a', "{sv}") < 0) return 0;
  while (bus.enter(message, 'e', "sv") > 0) {
    const char *key = nullptr, *uri = nullptr;
    bus.read(message, "s", &key);
    if (key != nullptr && std::string(key) == "uris") {
      if (bus.enter(message, 'v', "as") > 0) {
        if (bus.enter(message, 'a', "s") > 0) {
          if (bus.read(message, "s", &uri) > 0 && uri != nullptr) response.uri = uri;
          while (bus.read(message, "s", &uri) > 0) {
          }
          bus.leave(message);
        }
        bus.leave(message);
      }
    } else {
      bus.skip(message, "v");
    }
    bus.leave(message);
  }
  return 0;
}

void append_kinds(const Library& bus, Message* message, const FileQuestion& question) {
  bus.open(message, 'e', "sv");
  bus.append(message, "s", "filters");
  bus.open(message, 'v', "a(sa(us))");
  bus.open(message, 'a', "(sa(us))");
  for (const FileKind& kind : question.kinds) {
    bus.open(message, 'r', "sa(us)");
    bus.append(message, "s", kind.words.c_str());
    bus.open(message, 'a', "(us)");
    for (const std::string& ending : kind.endings)
      bus.append(message, "(us)", std::uint32_t{0}, ("*" + ending).c_str());
    bus.shut(message);
    bus.shut(message);
  }
  bus.shut(message);
  bus.shut(message);
  bus.shut(message);
}

void append_options(const Library& bus, Message* message, const FileQuestion& question, const std::string& token) {
  bus.open(message, 'a', "{sv}");
  bus.append(message, "{sv}", "handle_token", "s", token.c_str());
  if (question.save) bus.append(message, "{sv}", "current_name", "s", question.name.c_str());
  if (!question.folder.empty()) {
    const std::string folder = question.folder.string();
    bus.open(message, 'e', "sv");
    bus.append(message, "s", "current_folder");
    bus.open(message, 'v', "ay");
    bus.append_array(message, 'y', folder.c_str(), folder.size() + 1);  // with its end
    bus.shut(message);
    bus.shut(message);
  }
  append_kinds(bus, message, question);
  bus.shut(message);
}

}  // namespace

FileAnswer ask_portal(const FileQuestion& question) {
  const Library& bus = library();
  // Without an address sd-bus would look for a bus of its own accord; a session without one has no portal.
  if (!bus.is_whole || std::getenv("DBUS_SESSION_BUS_ADDRESS") == nullptr) return {};
  Bus* opened = nullptr;
  if (bus.open_user(&opened) < 0) return {};
  const std::unique_ptr<Bus, Bus* (*)(Bus*)> connection(opened, bus.close);
  const char* unique = nullptr;
  if (bus.unique_name(opened, &unique) < 0) return {};
  static int count = 0;
  const std::string token = "latentwalk" + std::to_string(++count);
  std::string sender(unique + 1);  // ":1.42" is written "1_42" in the request's path
  for (char& letter : sender) letter = letter == '.' ? '_' : letter;
  Response response;
  const std::string path = "/org/freedesktop/portal/desktop/request/" + sender + "/" + token;
  // Before the call, so that no answer is missed.
  if (bus.match(opened, nullptr, "org.freedesktop.portal.Desktop", path.c_str(), "org.freedesktop.portal.Request",
                "Response", on_response, &response) < 0)
    return {};
  Message* message = nullptr;
  if (bus.new_call(opened, &message, "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop",
                   "org.freedesktop.portal.FileChooser", question.save ? "SaveFile" : "OpenFile") < 0)
    return {};
  const std::unique_ptr<Message, Message* (*)(Message*)> call(message, bus.unref);
  bus.append(message, "ss", "", question.title.c_str());
  append_options(bus, message, question, token);
  Message* reply = nullptr;
  constexpr std::uint64_t kPatience = 5000000;  // microseconds
  if (bus.call(opened, message, kPatience, nullptr, &reply) < 0) return {};
  bus.unref(reply);
  while (!response.is_there) {
    const int more = bus.process(opened, nullptr);
    if (more < 0) return {true, {}};  // the bus is gone, and the dialog with it
    if (more == 0 && bus.wait(opened, UINT64_MAX) < 0) return {true, {}};
  }
  return {true, path_of_uri(response.uri)};
}

}  // namespace latentwalk::viewer
