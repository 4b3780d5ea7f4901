#include "latentwalk/error.hpp"
#include "trainer/distributed/collective.hpp"

namespace latentwalk {

std::unique_ptr<Collective> make_gloo(const StorePointer&, int, int, const std::string&, std::chrono::milliseconds) {
  fail("several processes on the CPU need Gloo, whose headers this program was built without; give --device cuda");
}

}  // namespace latentwalk
