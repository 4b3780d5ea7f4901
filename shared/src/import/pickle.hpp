#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "latentwalk/safetensors.hpp"

/// Reads the pickles of torch.save. A pickle is a program, and Python runs what it says; this reader knows tensors,
/// their storages, numbers, texts and containers, and refuses everything else by name. It calls nothing.
namespace latentwalk {

/// A value of a pickle. Values refer to each other by their place in Pickle::values, also in circles.
struct PickleValue {
  enum class Kind {
    none,
    boolean,
    integer,
    real,
    text,
    list,
    tuple,
    dict,
    global,   ///< A name that is allowed: of a function that makes a tensor, a container, a dtype
    storage,  ///< text: its key in the archive; integer: its number of elements; dtype
    tensor,   ///< items: storage, offset, shape, strides
    other     ///< What weights do not need, such as a device
  };
  Kind kind = Kind::none;
  std::int64_t integer = 0;
  std::string text;
  std::vector<std::uint32_t> items;  ///< Of a dictionary: key, value, key, value, …
  DType dtype = DType::f32;
};

/// What a pickle holds.
struct Pickle {
  std::vector<PickleValue> values;
  std::uint32_t root = 0;  ///< The value that was saved.
  std::size_t bytes = 0;   ///< How many bytes the pickle took: what follows belongs to someone else.

  const PickleValue& at(std::uint32_t index) const { return values[index]; }
  /// The value of a dictionary under a text, or null.
  const PickleValue* find(const PickleValue& dict, std::string_view key) const;
};

/// Reads a pickle of protocol 1 to 5. Throws Error, beginning with `where`, if it is broken, takes more than a few
/// times its bytes in memory, or asks for anything but weights: the message names it and says what to do.
Pickle parse_pickle(std::span<const std::uint8_t> bytes, const std::string& where);

}  // namespace latentwalk
