#pragma once

#include <imgui.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "viewer/core/render_worker.hpp"

namespace latentwalk::viewer {

/// Where pixels become textures: OpenGL's, or none in tests. A pixel is coverage, 0 nothing to 255 ink, so that the
/// same texture serves every ink and paper.
class Textures {
 public:
  virtual ~Textures() = default;
  /// A texture of these pixels; `old`, if not null, is replaced and may be the result.
  virtual ImTextureID put(ImTextureID old, int width, int height, const std::vector<std::uint8_t>& coverage) = 0;
  virtual void remove(ImTextureID texture) = 0;
};

/// A piece of a texture.
struct Picture {
  ImTextureID texture{};
  ImVec2 from{0, 0}, to{1, 1};
  float width = 0, height = 0;  // of the digit, in its own pixels

  explicit operator bool() const { return width > 0; }
};

/// Textures of answers, uploaded once each.
class Pictures {
 public:
  explicit Pictures(Textures& textures) : textures_(textures) {}
  ~Pictures();
  Pictures(const Pictures&) = delete;
  Pictures& operator=(const Pictures&) = delete;

  /// Digit `row` at its own size, for small places; the sampler smooths it.
  Picture small(const std::string& slot, const std::shared_ptr<const Answer>& answer, std::size_t row);
  Picture small(const std::string& slot, const std::shared_ptr<const Tensor>& images, std::size_t row);
  /// Digit `row` enlarged to that many screen pixels.
  Picture large(const std::string& slot, const std::shared_ptr<const Answer>& answer, std::size_t row, int width,
                int height);
  Picture large(const std::string& slot, const std::shared_ptr<const Tensor>& images, std::size_t row, int width,
                int height);
  /// Pixels as they are, made by `make` when `owner` is another one than before or the size changes.
  Picture pixels(const std::string& slot, const std::shared_ptr<const void>& owner, int width, int height,
                 const std::function<std::vector<std::uint8_t>()>& make);

 private:
  struct Entry {
    ImTextureID texture{};
    std::shared_ptr<const void> source;
    std::size_t row = 0;
    int width = 0, height = 0;
  };

  Picture sheet(const std::string& slot, const std::shared_ptr<const void>& owner, const Tensor& images,
                std::size_t row);
  Picture enlarged(const std::string& slot, const std::shared_ptr<const void>& owner, const Tensor& images,
                   std::size_t row, int width, int height);

  Textures& textures_;
  std::map<std::string, Entry> entries_;
};

}  // namespace latentwalk::viewer
