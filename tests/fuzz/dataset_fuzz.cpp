// Pictures, arrays, archives of arrays and tables of others: what data import reads.
#include "dataset/array.hpp"
#include "dataset/picture.hpp"
#include "dataset/table.hpp"
#include "tests/fuzz/harness.hpp"

using namespace latentwalk;

namespace {

constexpr std::size_t kLimit = std::size_t{1} << 24;

void read_numbers(const Array& array) {
  const std::size_t count = element_count(array.shape());
  std::size_t last = 0;
  for (std::size_t axis = 0; axis < array.shape().size(); ++axis)
    last += (array.shape()[axis] - 1) * array.strides()[axis];
  if (last != count - 1) fuzz::give_up("array", "strides that do not reach the last element");
  for (const std::size_t place : {std::size_t{0}, last})
    array.is_text() ? (void)array.text(place) : (void)array.number(place);
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span<const std::uint8_t> bytes(data, size);
  fuzz::run([&] {
    const Picture picture = decode_picture(bytes, fuzz::kName);
    if (picture.brightness.size() != picture.width * picture.height)
      fuzz::give_up("picture", "a wrong number of pixels");
  });
  fuzz::run([&] { read_numbers(Array::parse({data, data + size}, std::string(fuzz::kName))); });
  fuzz::run([&] {
    for (const NamedArray& one : parse_npz(bytes, fuzz::kName, kLimit)) read_numbers(one.array);
  });
  fuzz::run([&] {
    const Table table = parse_table(fuzz::text(data, size), LabelColumn::unknown, std::nullopt, fuzz::kName);
    if (table.pixels.size() != table.columns * table.lines.size()) fuzz::give_up("table", "a wrong number of pixels");
  });
  return 0;
}
