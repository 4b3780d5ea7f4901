// Checkpoint files: damaged ones are detected and skipped.
#include "trainer/record/checkpoint.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "latentwalk/error.hpp"
#include "support/files.hpp"
#include "trainer/record/run_lock.hpp"

using namespace latentwalk;
namespace fs = std::filesystem;

namespace {

Safetensors numbered(int number) {
  Safetensors file;
  file.tensors["weight"] =
      StoredTensor{DType::f32, {4}, std::vector<std::uint8_t>(16, static_cast<std::uint8_t>(number))};
  file.metadata["step"] = std::to_string(number);
  return file;
}

void flip_byte(const fs::path& path, std::size_t from_end) {
  auto bytes = read_file(path);
  bytes[bytes.size() - from_end] ^= 0x10;
  write_file(path, bytes);
}

}  // namespace

TEST_CASE("the two newest checkpoints are kept, and the newest is found") {
  const TemporaryFolder folder;
  const CheckpointFolder checkpoints(folder.path());
  const auto no_warning = [](const std::string& text) { FAIL(text); };
  CHECK_FALSE(checkpoints.newest(no_warning));
  for (const int step : {9, 10, 100}) checkpoints.save(step, numbered(step));
  CHECK(checkpoints.list().size() == 2);
  const auto found = checkpoints.newest(no_warning);
  REQUIRE(found);
  CHECK(found->second.metadata.at("step") == "100");
  CHECK(found->second.tensors.at("weight").bytes == numbered(100).tensors.at("weight").bytes);
}

TEST_CASE("a run that goes on from an older checkpoint keeps what it saves, and the newer ones too, set aside") {
  const TemporaryFolder folder;
  const CheckpointFolder checkpoints(folder.path());
  const auto no_warning = [](const std::string& text) { FAIL(text); };
  for (const int step : {100, 200}) checkpoints.save(step, numbered(step));
  CHECK_FALSE(checkpoints.set_aside_after(200));
  // Even where nobody sets them aside, saving loses nothing.
  for (const int step : {110, 120}) checkpoints.save(step, numbered(step));
  CHECK(checkpoints.list().size() == 3);
  CHECK(checkpoints.list().front().filename() == "step-000000000110.safetensors");

  for (const char* name : {"set-aside-1", "set-aside-2"}) {
    const auto aside = checkpoints.set_aside_after(115);
    REQUIRE(aside);
    CHECK(aside->filename() == name);
    CHECK(load_checkpoint(*aside / "step-000000000120.safetensors").metadata.at("step") == "120");
    CHECK(checkpoints.newest(no_warning)->second.metadata.at("step") == "110");
    checkpoints.save(120, numbered(120));
  }
  CHECK(fs::exists(folder.path() / "set-aside-1" / "step-000000000200.safetensors"));
}

TEST_CASE("only files with the name of a checkpoint are taken for one") {
  const TemporaryFolder folder;
  const CheckpointFolder checkpoints(folder.path());
  checkpoints.save(5, numbered(5));
  for (const char* name : {"step-6.safetensors", "step-.safetensors", "step-00000000000x.safetensors",
                           "step--00000000001.safetensors", "step-000000000007.safetensors.bak"})
    write_file(folder.path() / name, std::vector<std::uint8_t>(3, 1));
  CHECK(checkpoints.list().size() == 1);
  // Nothing waits for a pipe of that name.
  REQUIRE(mkfifo((folder.path() / "step-000000000008.safetensors").c_str(), 0600) == 0);
  std::vector<std::string> warnings;
  const auto found = checkpoints.newest([&](const std::string& text) { warnings.push_back(text); });
  REQUIRE(found);
  CHECK(found->second.metadata.at("step") == "5");
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0].ends_with("expected a file, found a pipe"));
}

TEST_CASE("a large file that is no checkpoint is refused before it is read") {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "large";
  write_file(path, std::vector<std::uint8_t>(100, 'x'));
  fs::resize_file(path, std::uintmax_t{30} << 30);  // sparse
  CHECK_THROWS_WITH_AS(load_checkpoint(path), doctest::Contains("not a safetensors file"), Error);
  write_file(path, std::vector<std::uint8_t>{2, 0, 0, 0, 0, 0, 0, 0, '{', '}'});
  fs::resize_file(path, std::uintmax_t{30} << 30);
  CHECK_THROWS_WITH_AS(load_checkpoint(path), doctest::Contains("expected at most 1073741824 bytes"), Error);
}

TEST_CASE("a folder is locked against a second run, whatever becomes of the files in it") {
  const TemporaryFolder folder;
  {
    const RunLock lock(folder.path());
    std::error_code ignored;
    fs::remove(folder.path() / ".lock", ignored);
    CHECK_THROWS_WITH_AS(RunLock(folder.path()), doctest::Contains("another latentwalk-train is training"), Error);
    for (const auto& entry : fs::directory_iterator(folder.path())) fs::remove_all(entry);
    CHECK_THROWS_AS(RunLock(folder.path()), Error);
  }
  const RunLock again(folder.path());
}

TEST_CASE("a damaged checkpoint is named, and the one before is used") {
  const TemporaryFolder folder;
  const CheckpointFolder checkpoints(folder.path());
  checkpoints.save(1, numbered(1));
  checkpoints.save(2, numbered(2));
  const fs::path newest = checkpoints.list().back();

  SUBCASE("one bit of a weight is flipped") { flip_byte(newest, 3); }
  SUBCASE("the file is cut short") { fs::resize_file(newest, fs::file_size(newest) - 5); }
  SUBCASE("the file is empty") { fs::resize_file(newest, 0); }
  SUBCASE("the file is something else") { write_file(newest, std::vector<std::uint8_t>(100, 'x')); }

  std::vector<std::string> warnings;
  const auto found = checkpoints.newest([&](const std::string& text) { warnings.push_back(text); });
  REQUIRE(found);
  CHECK(found->second.metadata.at("step") == "1");
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0].find(newest.string()) != std::string::npos);

  flip_byte(checkpoints.list().front(), 3);
  CHECK_THROWS_AS(checkpoints.newest([](const std::string&) {}), Error);
}

TEST_CASE("a model file is not taken for a checkpoint") {
  CHECK_THROWS_WITH_AS(load_checkpoint(std::string(LATENTWALK_FIXTURES) + "/tiny-gan.safetensors"),
                       doctest::Contains("not a checkpoint"), Error);
}
