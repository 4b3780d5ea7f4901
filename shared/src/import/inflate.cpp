// DEFLATE, a bit at a time: weights are stored unpacked as a rule, so this is small rather than fast. It is here
// because the WebAssembly modules have no zlib.
#include "import/inflate.hpp"

#include <array>

#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

constexpr std::size_t kMaxCodeBits = 15;

class Bits {
 public:
  Bits(std::span<const std::uint8_t> bytes, std::string_view where) : bytes_(bytes), where_(where) {}

  unsigned take(unsigned count) {
    unsigned value = 0;
    for (unsigned i = 0; i < count; ++i) {
      if (position_ >= 8 * bytes_.size()) fail(where_, ": the packed data end too early");
      value |= (bytes_[position_ / 8] >> position_ % 8 & 1U) << i;
      ++position_;
    }
    return value;
  }
  void to_byte() { position_ = (position_ + 7) / 8 * 8; }

 private:
  std::span<const std::uint8_t> bytes_;
  std::string_view where_;
  std::size_t position_ = 0;  // in bits
};

/// A canonical Huffman code: how many codes of each length there are, and the symbols in order.
class Code {
 public:
  Code(std::span<const std::uint8_t> lengths, std::string_view where) {
    for (const std::uint8_t length : lengths) ++counts_[length];
    counts_[0] = 0;
    int left = 1;  // unused codes of this length
    for (std::size_t length = 1; length <= kMaxCodeBits; ++length) {
      left = 2 * left - counts_[length];
      if (left < 0) fail(where, ": the packed data have a broken code table");
    }
    std::array<std::size_t, kMaxCodeBits + 2> next{};
    for (std::size_t length = 1; length <= kMaxCodeBits; ++length) next[length + 1] = next[length] + counts_[length];
    symbols_.resize(lengths.size());
    for (std::size_t symbol = 0; symbol < lengths.size(); ++symbol)
      if (lengths[symbol] != 0) symbols_[next[lengths[symbol]]++] = static_cast<std::uint16_t>(symbol);
  }

  unsigned read(Bits& bits, std::string_view where) const {
    int code = 0, first = 0, index = 0;
    for (std::size_t length = 1; length <= kMaxCodeBits; ++length) {
      code |= static_cast<int>(bits.take(1));
      const int count = counts_[length];
      if (code - first < count) return symbols_[static_cast<std::size_t>(index + code - first)];
      index += count;
      first = 2 * (first + count);
      code *= 2;
    }
    fail(where, ": the packed data have a code that stands for nothing");
  }

 private:
  std::array<int, kMaxCodeBits + 1> counts_{};
  std::vector<std::uint16_t> symbols_;
};

/// The codes of literals with lengths, and of distances.
struct CodePair {
  Code literals, distances;
};

CodePair fixed_codes(std::string_view where) {
  std::array<std::uint8_t, 288> literals{};
  for (std::size_t i = 0; i < literals.size(); ++i)
    literals[i] = static_cast<std::uint8_t>(i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8);
  std::array<std::uint8_t, 30> distances{};
  distances.fill(5);
  return {Code(literals, where), Code(distances, where)};
}

CodePair read_codes(Bits& bits, std::string_view where) {
  constexpr std::array<std::uint8_t, 19> kOrder{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
  const std::size_t literals = 257 + bits.take(5), distances = 1 + bits.take(5), given = 4 + bits.take(4);
  std::array<std::uint8_t, 19> small{};
  for (std::size_t i = 0; i < given; ++i) small[kOrder[i]] = static_cast<std::uint8_t>(bits.take(3));
  const Code lengths_code(small, where);
  std::vector<std::uint8_t> lengths;
  while (lengths.size() < literals + distances) {
    const unsigned symbol = lengths_code.read(bits, where);
    if (symbol < 16) {
      lengths.push_back(static_cast<std::uint8_t>(symbol));
      continue;
    }
    if (symbol == 16 && lengths.empty()) fail(where, ": the packed data repeat a code length before the first");
    const std::uint8_t value = symbol == 16 ? lengths.back() : std::uint8_t{0};
    const unsigned times = symbol == 16 ? 3 + bits.take(2) : symbol == 17 ? 3 + bits.take(3) : 11 + bits.take(7);
    lengths.insert(lengths.end(), times, value);
  }
  if (lengths.size() > literals + distances) fail(where, ": the packed data have too many code lengths");
  const std::span<const std::uint8_t> all(lengths);
  return {Code(all.first(literals), where), Code(all.subspan(literals), where)};
}

void copy_block(Bits& bits, const CodePair& codes, std::size_t size, std::vector<std::uint8_t>& out,
                std::string_view where) {
  constexpr std::array<std::uint16_t, 29> kLengths{3,  4,  5,  6,  7,  8,  9,  10, 11,  13,  15,  17,  19,  23, 27,
                                                   31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};
  constexpr std::array<std::uint8_t, 29> kLengthBits{0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
                                                     2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
  constexpr std::array<std::uint16_t, 30> kDistances{1,    2,    3,    4,    5,    7,    9,    13,    17,    25,
                                                     33,   49,   65,   97,   129,  193,  257,  385,   513,   769,
                                                     1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};
  constexpr unsigned kEnd = 256;
  for (;;) {
    const unsigned symbol = codes.literals.read(bits, where);
    if (symbol == kEnd) return;
    std::size_t count = 1, distance = 0;
    if (symbol > kEnd) {
      const std::size_t at = symbol - kEnd - 1;
      if (at >= kLengths.size()) fail(where, ": the packed data have a length that does not exist");
      count = kLengths[at] + bits.take(kLengthBits[at]);
      const unsigned from = codes.distances.read(bits, where);
      if (from >= kDistances.size()) fail(where, ": the packed data have a distance that does not exist");
      distance = kDistances[from] + bits.take(from < 4 ? 0 : from / 2 - 1);
      if (distance > out.size()) fail(where, ": the packed data refer to what is before their begin");
    }
    if (count > size - out.size()) fail(where, ": the packed data give more than ", size, " bytes");
    if (symbol < kEnd) out.push_back(static_cast<std::uint8_t>(symbol));
    for (std::size_t i = 0; distance > 0 && i < count; ++i) out.push_back(out[out.size() - distance]);
  }
}

}  // namespace

std::vector<std::uint8_t> inflate(std::span<const std::uint8_t> packed, std::size_t size, std::string_view where) {
  Bits bits(packed, where);
  std::vector<std::uint8_t> out;
  for (bool last = false; !last;) {
    last = bits.take(1) != 0;
    const unsigned kind = bits.take(2);
    if (kind == 3) fail(where, ": the packed data have a block of an unknown kind");
    if (kind == 0) {
      bits.to_byte();
      const unsigned count = bits.take(16);
      if ((bits.take(16) ^ count) != 0xFFFFU) fail(where, ": the packed data have a broken block");
      if (count > size - out.size()) fail(where, ": the packed data give more than ", size, " bytes");
      for (unsigned i = 0; i < count; ++i) out.push_back(static_cast<std::uint8_t>(bits.take(8)));
    } else {
      copy_block(bits, kind == 1 ? fixed_codes(where) : read_codes(bits, where), size, out, where);
    }
  }
  if (out.size() != size) fail(where, ": the packed data give ", out.size(), " bytes, expected ", size);
  return out;
}

std::uint32_t crc32(std::span<const std::uint8_t> bytes) {
  static const auto table = [] {
    std::array<std::uint32_t, 256> entries{};
    for (std::uint32_t i = 0; i < entries.size(); ++i) {
      entries[i] = i;
      for (int bit = 0; bit < 8; ++bit) entries[i] = entries[i] >> 1U ^ ((entries[i] & 1U) != 0 ? 0xEDB88320U : 0U);
    }
    return entries;
  }();
  std::uint32_t sum = 0xFFFFFFFFU;
  for (const std::uint8_t byte : bytes) sum = sum >> 8U ^ table[(sum ^ byte) & 0xFFU];
  return ~sum;
}

}  // namespace latentwalk
