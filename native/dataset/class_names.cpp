#include "dataset/class_names.hpp"

#include <algorithm>
#include <cctype>

namespace latentwalk {
namespace {

std::string small(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

std::vector<std::string> letters(std::string_view text) {
  std::vector<std::string> names;
  for (const char c : text) names.emplace_back(1, c);
  return names;
}

constexpr std::string_view kDigits = "0123456789", kCapitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                           kSmall = "abcdefghijklmnopqrstuvwxyz",
                           kDistinct = "abdefghnqrt";  // small letters that do not look like their capitals

}  // namespace

bool is_emnist(const std::filesystem::path& images) { return small(images.filename().string()).starts_with("emnist-"); }

std::vector<std::string> known_class_names(const std::filesystem::path& images) {
  const std::string file = small(images.filename().string());
  if (file.starts_with("emnist-")) {
    std::vector<std::string> names = letters(kDigits);
    const auto append = [&](std::string_view more) {
      for (const std::string& name : letters(more)) names.push_back(name);
    };
    if (file.starts_with("emnist-letters")) {
      names = {""};
      append(kCapitals);
    } else if (file.starts_with("emnist-byclass")) {
      append(kCapitals);
      append(kSmall);
    } else if (file.starts_with("emnist-balanced") || file.starts_with("emnist-bymerge")) {
      append(kCapitals);
      append(kDistinct);
    }
    return names;
  }
  std::error_code ignored;
  const std::string path = small(std::filesystem::absolute(images, ignored).string());
  if (path.find("fashion") != std::string::npos)
    return {"T-shirt", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"};
  if (path.find("kmnist") != std::string::npos || path.find("kuzushiji") != std::string::npos)
    return {"o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"};
  return {};
}

}  // namespace latentwalk
