// What torchrun and mpirun say, and what is made of it.
#include "trainer/distributed/group_settings.hpp"

#include <doctest/doctest.h>

#include <map>
#include <string>

#include "latentwalk/error.hpp"

using namespace latentwalk;

namespace {

GroupSettings group_of(const std::map<std::string, std::string>& variables) {
  return group_from_environment([&](const char* name) {
    const auto found = variables.find(name);
    return found == variables.end() ? nullptr : found->second.c_str();
  });
}

}  // namespace

TEST_CASE("a process that nobody started in a group is alone") {
  CHECK(group_of({}).size == 1);
  CHECK(group_of({{"WORLD_SIZE", "1"}, {"RANK", "0"}}).size == 1);
}

TEST_CASE("torchrun's variables are understood, and its own port left to it") {
  std::map<std::string, std::string> variables{
      {"WORLD_SIZE", "4"}, {"RANK", "3"}, {"LOCAL_RANK", "1"}, {"MASTER_PORT", "5000"}, {"MASTER_ADDR", "10.0.0.7"}};
  const GroupSettings settings = group_of(variables);
  CHECK(settings.size == 4);
  CHECK(settings.rank == 3);
  CHECK(settings.local_rank == 1);
  CHECK(settings.address == "10.0.0.7");
  CHECK(settings.port == 5000);
  variables["TORCHELASTIC_USE_AGENT_STORE"] = "True";
  CHECK(group_of(variables).port == 5001);
}

TEST_CASE("mpirun's variables are understood; on several machines it must be said where rank 0 is") {
  std::map<std::string, std::string> variables{{"OMPI_COMM_WORLD_SIZE", "2"},
                                               {"OMPI_COMM_WORLD_RANK", "1"},
                                               {"OMPI_COMM_WORLD_LOCAL_RANK", "1"},
                                               {"OMPI_COMM_WORLD_LOCAL_SIZE", "2"}};
  CHECK(group_of(variables).size == 2);
  CHECK(group_of(variables).rank == 1);
  CHECK(group_of(variables).address == "127.0.0.1");
  variables["OMPI_COMM_WORLD_LOCAL_SIZE"] = "1";
  CHECK_THROWS_WITH_AS(group_of(variables), doctest::Contains("MASTER_ADDR"), Error);
  variables["MASTER_ADDR"] = "10.0.0.7";
  CHECK(group_of(variables).address == "10.0.0.7");
}

TEST_CASE("variables that make no sense are named") {
  CHECK_THROWS_WITH_AS(group_of({{"WORLD_SIZE", "2"}}), doctest::Contains("RANK is not set"), Error);
  CHECK_THROWS_WITH_AS(group_of({{"WORLD_SIZE", "2"}, {"RANK", "2"}}), doctest::Contains("from 0 to 1"), Error);
  CHECK_THROWS_WITH_AS(group_of({{"WORLD_SIZE", "two"}, {"RANK", "0"}}), doctest::Contains("WORLD_SIZE"), Error);
  CHECK_THROWS_WITH_AS(group_of({{"WORLD_SIZE", "2"}, {"RANK", "0"}, {"MASTER_PORT", "0x50"}}),
                       doctest::Contains("MASTER_PORT"), Error);
}
