// latentwalk-train traverse: a picture of what the continuous codes of a model do.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <numeric>
#include <sstream>
#include <string>
#include <vector>

#include "evaluate/codes.hpp"
#include "latentwalk-train/train_commands.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/image.hpp"
#include "latentwalk/latent.hpp"
#include "latentwalk/printable.hpp"
#include "support/files.hpp"
#include "support/png.hpp"

namespace latentwalk {
namespace {

struct TraverseOptions {
  std::string model, out;
  std::uint64_t seed = 1;
  std::size_t columns = 9;
  double reach = 1.0;
};

/// The values of the categorical code. If the file says which digits they stand for (evaluate --record), they are in
/// the order of these digits.
std::vector<std::size_t> order_of_values(const Model& model, std::size_t count) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto fact = model.training().find("code10k_digits");
  if (fact == model.training().end()) return order;
  std::istringstream text(fact->second);
  std::vector<int> digits;
  for (int digit = 0; text >> digit;) digits.push_back(digit);
  if (digits.size() == count)
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return digits[a] < digits[b]; });
  return order;
}

/// Moves one coordinate of the latent from one end of its range to the other. Each value of the categorical code has a
/// row, and all rows have the same noise. A model without such a code has a row for each of ten draws.
GreyImage traverse(const Model& model, std::size_t coordinate, double low, double high,
                   const TraverseOptions& options) {
  const CodeBlock code = find_code(model.spec());
  const std::size_t rows = code.value_count > 0 ? code.value_count : 10, dim = latent_dim(model.spec());
  const Tensor draws = sample_latents(model.spec(), options.seed, code.value_count > 0 ? 1 : rows);
  const std::vector<std::size_t> order = order_of_values(model, rows);
  const double middle = 0.5 * (low + high), half = 0.5 * (high - low) * options.reach;
  Tensor latents = zeros({rows * options.columns, dim});
  std::vector<std::int32_t> labels;
  for (std::size_t row = 0; row < rows; ++row)
    for (std::size_t column = 0; column < options.columns; ++column) {
      float* z = latents.data() + (row * options.columns + column) * dim;
      std::copy_n(draws.data() + (code.value_count > 0 ? 0 : row * dim), dim, z);
      if (code.value_count > 0) {
        std::fill_n(z + code.latent_offset, code.value_count, 0.0F);
        z[code.latent_offset + order[row]] = 1.0F;
      }
      const double t = static_cast<double>(column) / static_cast<double>(options.columns - 1);
      z[coordinate] = static_cast<float>(middle + half * (2.0 * t - 1.0));
      if (model.spec().class_count > 0) labels.push_back(static_cast<std::int32_t>(row % model.spec().class_count));
    }
  SheetStyle style;
  style.columns = options.columns;
  return image_sheet(model.decode(latents, labels), style);
}

/// The images side by side. They must have the same height.
GreyImage beside(const std::vector<GreyImage>& images) {
  GreyImage whole;
  whole.height = images.front().height;
  for (const GreyImage& image : images) whole.width += image.width;
  for (std::size_t y = 0; y < whole.height; ++y)
    for (const GreyImage& image : images)
      whole.pixels.insert(whole.pixels.end(), image.pixels.begin() + static_cast<std::ptrdiff_t>(y * image.width),
                          image.pixels.begin() + static_cast<std::ptrdiff_t>((y + 1) * image.width));
  return whole;
}

void run(const TraverseOptions& options) {
  const Model model = Model::parse(read_file(options.model), options.model);
  std::vector<GreyImage> sheets;
  std::string names;
  std::size_t offset = 0;
  for (const LatentBlock& block : model.spec().latent) {
    for (std::size_t i = 0; i < block.dim && block.prior == LatentBlock::Prior::uniform; ++i) {
      sheets.push_back(traverse(model, offset + i, block.low, block.high, options));
      names += (names.empty() ? "" : ", ") + block.name + " " + std::to_string(i + 1);
    }
    offset += block.dim;
  }
  if (sheets.empty())
    fail(options.model, ": the model \"", model.spec().name,
         "\" has no continuous code (a latent block with a uniform prior)");
  write_png(options.out, beside(sheets));
  std::cout << printable(options.out) << ": " << printable(names) << ", from left to right through " << options.columns
            << " values" << std::endl;
}

}  // namespace

void add_traverse_command(CLI::App& app, int& status) {
  auto options = std::make_shared<TraverseOptions>();
  CLI::App* command = app.add_subcommand("traverse", "Draw what each continuous code of a model does");
  command->add_option("model", options->model, "Model file")->required();
  command->add_option("--out", options->out, "PNG to write")->required();
  command->add_option("--seed", options->seed, "Seed of the noise, which is the same in every row")
      ->capture_default_str();
  command->add_option("--columns", options->columns, "Values of each code")
      ->check(CLI::Range(2, 100))
      ->capture_default_str();
  command
      ->add_option("--reach", options->reach,
                   "How far to move, in half ranges; above 1 is outside the range of training")
      ->check(CLI::Range(0.0, 10.0))
      ->capture_default_str();
  command->callback([options, &status] {
    run(*options);
    status = 0;
  });
}

}  // namespace latentwalk
