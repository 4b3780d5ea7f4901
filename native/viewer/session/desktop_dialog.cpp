#include "viewer/session/desktop_dialog.hpp"

#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <string_view>
#include <thread>
#include <utility>

namespace latentwalk::viewer {
namespace {

namespace fs = std::filesystem;

bool on_path(const std::string& program) {
  const char* path = std::getenv("PATH");
  std::string_view rest = path != nullptr ? path : "";
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    std::error_code ignored;
    if (end > 0 && fs::is_regular_file(fs::path(rest.substr(0, end)) / program, ignored)) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

/// One word of a shell's command line.
std::string shell_word(const std::string& text) {
  std::string word = "'";
  for (const char letter : text) word += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
  return word + "'";
}

std::string patterns(const FileKind& kind) {
  std::string text;
  for (const std::string& ending : kind.endings) text += (text.empty() ? "*" : " *") + ending;
  return text;
}

std::string zenity_command(const FileQuestion& question) {
  std::string command = "zenity --file-selection --title=" + shell_word(question.title);
  if (question.save) command += " --save --confirm-overwrite";
  if (!question.folder.empty() || question.save)
    command += " --filename=" + shell_word((question.folder / question.name).string());
  for (const FileKind& kind : question.kinds)
    command += " --file-filter=" + shell_word(kind.words + " (" + patterns(kind) + ") | " + patterns(kind));
  return command;
}

std::string kdialog_command(const FileQuestion& question) {
  std::string kinds;
  for (const FileKind& kind : question.kinds)
    kinds += (kinds.empty() ? "" : " | ") + kind.words + " (" + patterns(kind) + ")";
  const fs::path start = question.folder.empty() ? fs::path(".") : question.folder;
  return std::string("kdialog ") + (question.save ? "--getsavefilename " : "--getopenfilename ") +
         shell_word((start / question.name).string()) + " " + shell_word(kinds) + " --title " +
         shell_word(question.title);
}

}  // namespace

fs::path path_of_uri(const std::string& uri) {
  constexpr std::string_view kScheme = "file://";
  if (!uri.starts_with(kScheme)) return {};
  const std::size_t start = uri.find('/', kScheme.size());
  if (start == std::string::npos) return {};
  const auto value = [](char digit) {
    const std::string_view digits = "0123456789abcdef";
    return digits.find(static_cast<char>(std::tolower(static_cast<unsigned char>(digit))));
  };
  std::string path;
  for (std::size_t i = start; i < uri.size(); ++i) {
    const bool is_code = uri[i] == '%' && i + 2 < uri.size() && value(uri[i + 1]) < 16 && value(uri[i + 2]) < 16;
    path += is_code ? static_cast<char>(16 * value(uri[i + 1]) + value(uri[i + 2])) : uri[i];
    if (is_code) i += 2;
  }
  return path;
}

FileAnswer ask_program(const FileQuestion& question) {
  const bool zenity = on_path("zenity");
  if (!zenity && !on_path("kdialog")) return {};
  FILE* pipe = popen(((zenity ? zenity_command(question) : kdialog_command(question)) + " 2>/dev/null").c_str(), "r");
  if (pipe == nullptr) return {};
  std::string text;
  std::array<char, 4096> some{};
  for (std::size_t size = 0; (size = std::fread(some.data(), 1, some.size(), pipe)) > 0;)
    text.append(some.data(), size);
  const int status = pclose(pipe);
  if (!text.empty() && text.back() == '\n') text.pop_back();
  // Both end with 1 where the user left the dialog, and with more where they cannot show one.
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0 && !text.empty()) return {true, text};
  return {WIFEXITED(status) && WEXITSTATUS(status) <= 1, {}};
}

struct DesktopDialog::Shared {
  std::mutex mutex;
  std::optional<FileAnswer> answer;
};

void DesktopDialog::ask(const FileQuestion& question, std::function<void()> wake) {
  answer_ = std::make_shared<Shared>();
  std::thread([shared = answer_, question, wake = std::move(wake)] {
    FileAnswer answer = ask_portal(question);
    if (!answer.asked) answer = ask_program(question);
    {
      const std::lock_guard lock(shared->mutex);
      shared->answer = answer;
    }
    // Whoever asked may be gone: then nobody else holds the answer.
    if (wake && shared.use_count() > 1) wake();
  }).detach();
}

std::optional<FileAnswer> DesktopDialog::take() {
  if (answer_ == nullptr) return std::nullopt;
  std::optional<FileAnswer> answer;
  {
    const std::lock_guard lock(answer_->mutex);
    answer = answer_->answer;
  }
  if (answer) answer_.reset();
  return answer;
}

}  // namespace latentwalk::viewer
