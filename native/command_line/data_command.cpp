#include "command_line/data_command.hpp"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <charconv>
#include <cmath>
#include <iostream>
#include <memory>
#include <string>

#include "command_line/numbers.hpp"
#include "data/data_fetch.hpp"
#include "data/transposed.hpp"
#include "dataset/import_data.hpp"
#include "latentwalk/error.hpp"

namespace latentwalk {

namespace {

/// "28x28" as two whole numbers.
std::pair<std::size_t, std::size_t> parse_pair(const std::string& text, const char* option) {
  std::size_t width = 0, height = 0;
  const char* end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, width);
  const bool has_sign = first.ec == std::errc() && first.ptr != end && *first.ptr == 'x';
  const auto second = has_sign ? std::from_chars(first.ptr + 1, end, height) : first;
  if (!has_sign || second.ec != std::errc() || second.ptr != end || width < 1 || height < 1 || width > 1024 ||
      height > 1024)
    fail(option, " ", text, ": expected two whole numbers from 1 to 1024, as in 28x28");
  return {width, height};
}

std::pair<double, double> parse_range(const std::string& text) {
  double black = 0, white = 0;
  const char* end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, black);
  const bool has_comma = first.ec == std::errc() && first.ptr != end && *first.ptr == ',';
  const auto second = has_comma ? std::from_chars(first.ptr + 1, end, white) : first;
  if (!has_comma || second.ec != std::errc() || second.ptr != end || !std::isfinite(white - black) || white == black)
    fail("--range ", text, ": expected the numbers of black and white, as in 0,255");
  return {black, white};
}

void add_import(CLI::App& data) {
  struct Options {
    ImportRequest request;
    std::string cells, shape, range, ink = "auto", label = "auto";
  };
  auto options = std::make_shared<Options>();
  ImportRequest& request = options->request;
  CLI::App* command = data.add_subcommand("import", "Make a data set of pictures: a new folder to train on");
  command
      ->add_option("SOURCE", request.sources,
                   "Folders with a folder of PNG or JPEG files for each class, pictures, .npy, .npz, .csv, IDX files")
      ->required()
      ->type_name("");
  command->add_option("-o,--out", request.out, "Folder to write, which must not exist or be empty")
      ->required()
      ->type_name("FOLDER");
  add_number(*command, "--size", request.size, 8, 64, "Pixels on a side")->capture_default_str();
  command->add_flag("--centre", request.centred,
                    "Scale what is ink to fit 20/28 of the side, with its centre of mass in the middle, as in MNIST");
  command->add_option("--ink", options->ink, "Dark ink on light paper, light ink on dark, or by the edges")
      ->check(CLI::IsMember({"auto", "dark", "light"}))
      ->capture_default_str();
  command->add_option("--names", request.names, "Names of the classes in order, A,B,C, or a file with one a line")
      ->type_name("NAMES");
  add_number(*command, "--test-share", request.test_share, 0.0, 0.9,
             "Part of each class for the test where the sources have no test set")
      ->capture_default_str();
  add_number(*command, "--seed", request.seed, std::uint64_t{0}, (std::uint64_t{1} << 53) - 1,
             "Seed of the order, and of which pictures are for the test")
      ->capture_default_str();
  command->add_option("--cells", options->cells, "Cut each picture into so many cells: COLUMNSxROWS")->type_name("CxR");
  add_number(*command, "--gutter", request.source.gutter, 0, 1024, "Pixels around and between the cells");
  command->add_option("--classes-by", request.source.classes_by, "What a class of the cells is: a row, a column, none")
      ->check(CLI::IsMember({"row", "column", "none"}))
      ->capture_default_str();
  command->add_option("--label", options->label, "Column of the label in a .csv")
      ->check(CLI::IsMember({"auto", "first", "last", "none"}))
      ->capture_default_str();
  command->add_option("--labels", request.source.labels, "Labels of a .npy or .npz without: another of these files")
      ->type_name("FILE");
  command->add_option("--shape", options->shape, "Size of the pictures in a .csv or a flat array, if not square")
      ->type_name("WxH");
  command->add_option("--range", options->range, "Numbers of black and white in a .csv, .npy or .npz: 0,255")
      ->type_name("BLACK,WHITE");
  command->add_flag("--transpose", request.source.transpose,
                    "Swap rows and columns of IDX files (those named emnist-… are swapped without)");
  command->callback([options] {
    ImportRequest& wanted = options->request;
    if (!options->cells.empty()) wanted.source.cells = parse_pair(options->cells, "--cells");
    if (!options->shape.empty()) wanted.source.shape = parse_pair(options->shape, "--shape");
    if (!options->range.empty()) wanted.source.range = parse_range(options->range);
    wanted.ink = options->ink == "dark" ? Ink::dark : options->ink == "light" ? Ink::light : Ink::unknown;
    wanted.source.label = options->label == "first"  ? LabelColumn::first
                          : options->label == "last" ? LabelColumn::last
                          : options->label == "none" ? LabelColumn::none
                                                     : LabelColumn::unknown;
    import_data(wanted, std::cout);
    if (!std::cout.flush()) fail("standard output cannot be written");
  });
}

}  // namespace

void add_data_command(CLI::App& app) {
  struct Options {
    std::string fetch, transpose, out;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("data", "Make a data set of pictures (import), download MNIST, or turn EMNIST");
  CLI::Option* fetch = command->add_option("--fetch", options->fetch, "Folder to write to; valid files in it are kept");
  CLI::Option* transpose =
      command->add_option("--transpose", options->transpose, "Folder with IDX files whose rows and columns to swap");
  command->add_option("--out", options->out, "With --transpose: folder to write to")->needs(transpose);
  fetch->excludes(transpose);
  command->require_subcommand(0, 1);
  add_import(*command);
  command->callback([options, command] {
    if (!command->get_subcommands().empty()) return;
    if (options->fetch.empty() && options->transpose.empty())
      fail("data: give import SOURCE… --out FOLDER, --fetch FOLDER, or --transpose FOLDER --out FOLDER");
    if (!options->transpose.empty() && options->out.empty()) fail("data --transpose: give --out FOLDER");
    if (!options->fetch.empty()) fetch_mnist(options->fetch);
    if (!options->transpose.empty())
      for (const auto& path : transpose_idx(options->transpose, options->out)) std::cout << path.string() << std::endl;
  });
}

}  // namespace latentwalk
