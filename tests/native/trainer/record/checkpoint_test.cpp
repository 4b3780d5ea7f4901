// Checkpoint files: damaged ones are detected and skipped.
#include "trainer/record/checkpoint.hpp"

#include <doctest/doctest.h>

#include "latentwalk/error.hpp"
#include "support/files.hpp"

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
