#pragma once

#include <functional>
#include <string>

namespace latentwalk {

/// Which of the processes that train one model together this one is, and where they meet.
struct GroupSettings {
  int rank = 0, size = 1;
  int local_rank = 0;                 // among those on this machine: the CUDA device to use
  std::string address = "127.0.0.1";  // of rank 0
  int port = 29500;
  std::string bind;              // this machine's address for the others; empty: the one that rank 0 is reached from
  double timeout_seconds = 300;  // after which a rank that says nothing is given up
};

/// What torchrun (RANK, WORLD_SIZE, LOCAL_RANK, MASTER_ADDR, MASTER_PORT) or mpirun of Open MPI (OMPI_COMM_WORLD_*)
/// told this process; a group of one where neither did. `variable` gives an environment variable, or null. Throws
/// Error where what they say makes no sense.
GroupSettings group_from_environment(const std::function<const char*(const char*)>& variable);

}  // namespace latentwalk
