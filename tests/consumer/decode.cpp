// Draws one digit of a model file, from seed 7, and writes it as a PGM picture: decode MODEL FILE
#include <fstream>
#include <iostream>
#include <iterator>
#include <latentwalk/image.hpp>
#include <latentwalk/latent.hpp>
#include <latentwalk/model.hpp>
#include <vector>

int main(int argc, char** argv) try {
  if (argc != 3) throw std::runtime_error("expected a model file and a picture to write");
  std::ifstream file(argv[1], std::ios::binary);
  const std::vector<std::uint8_t> bytes(std::istreambuf_iterator<char>(file), {});
  const latentwalk::Model model = latentwalk::Model::parse(bytes, argv[1]);

  const std::vector<std::int32_t> labels(model.spec().class_count > 0 ? 1 : 0);
  const latentwalk::Tensor digits = model.decode(latentwalk::sample_latents(model.spec(), 7, 1), labels);
  const latentwalk::GreyImage picture = latentwalk::image_sheet(digits, {.columns = 1, .scale = 1, .gutter = 0});

  std::ofstream out(argv[2], std::ios::binary);
  out << "P5 " << picture.width << ' ' << picture.height << " 255\n";
  out.write(reinterpret_cast<const char*>(picture.pixels.data()), static_cast<std::streamsize>(picture.pixels.size()));
} catch (const std::exception& error) {
  std::cerr << "decode: " << error.what() << '\n';
  return 1;
}
