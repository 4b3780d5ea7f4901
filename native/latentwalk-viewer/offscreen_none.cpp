// Built where there is no EGL.

#include "viewer/gui/surface.hpp"

namespace latentwalk::viewer {

std::unique_ptr<Surface> offscreen_surface(int /*width*/, int /*height*/, std::string& reason) {
  reason = "this program was built without EGL";
  return nullptr;
}

}  // namespace latentwalk::viewer
