#include "support/digits.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <string>

#include "latentwalk/error.hpp"
#include "latentwalk/latent.hpp"
#include "latentwalk/parallel.hpp"
#include "support/files.hpp"

namespace latentwalk {

int label_option(const ModelSpec& spec, const std::string& text) {
  return text.empty() ? -1 : static_cast<int>(class_label(spec, text, "--label"));
}

std::vector<std::int32_t> labels_for(const ModelSpec& spec, int label, std::size_t count) {
  if (spec.class_count == 0) return {};
  return label < 0 ? labels_in_turn(spec, count) : std::vector<std::int32_t>(count, label);
}

const char* drawn_from(Prior prior) { return prior == Prior::fitted ? "fitted prior" : "standard prior"; }

void check_extension(const std::filesystem::path& path, std::initializer_list<const char*> extensions) {
  std::string expected;
  for (const char* extension : extensions) {
    if (extension_of(path) == extension) return;
    expected += (expected.empty() ? "" : " or ") + std::string(extension);
  }
  fail("--out ", path.string(), ": expected a file name that ends in ", expected);
}

void check_size(const ModelSpec& spec, std::size_t count, const SheetStyle& style, std::size_t frames) {
  constexpr std::size_t kMaxSide = 32768, kMaxBytes = std::size_t{1} << 30;
  const auto square = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(count))));
  const std::size_t columns = std::min(count, style.columns != 0 ? style.columns : square);
  const std::size_t rows = (count + columns - 1) / columns;
  const std::size_t width = columns * (spec.image_width * style.scale + style.gutter) + style.gutter;
  const std::size_t height = rows * (spec.image_height * style.scale + style.gutter) + style.gutter;
  if (width > kMaxSide || height > kMaxSide || width * height > kMaxBytes / frames) {
    fail("the picture would have ", width, " × ", height, " pixels",
         frames > 1 ? " in " + std::to_string(frames) + " frames" : "", "; at most ", kMaxSide,
         " per side and 1 GiB in total are possible: ask for fewer digits or a smaller --scale");
  }
}

}  // namespace latentwalk
