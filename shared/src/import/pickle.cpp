#include "import/pickle.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

using Kind = PickleValue::Kind;
using Index = std::uint32_t;

constexpr std::size_t kMaxValues = std::size_t{1} << 21U;
constexpr Index kMark = 0xFFFFFFFF;

struct NamedType {
  std::string_view name;
  DType dtype;
};
constexpr NamedType kStorages[] = {
    {"FloatStorage", DType::f32},     {"DoubleStorage", DType::f64},       {"HalfStorage", DType::f16},
    {"BFloat16Storage", DType::bf16}, {"LongStorage", DType::i64},         {"IntStorage", DType::i32},
    {"ShortStorage", DType::i16},     {"CharStorage", DType::i8},          {"ByteStorage", DType::u8},
    {"BoolStorage", DType::boolean},  {"ComplexFloatStorage", DType::c64}, {"UntypedStorage", DType::u8},
};
constexpr NamedType kTypes[] = {
    {"float32", DType::f32},
    {"float64", DType::f64},
    {"float16", DType::f16},
    {"bfloat16", DType::bf16},
    {"float8_e4m3fn", DType::f8_e4m3},
    {"float8_e5m2", DType::f8_e5m2},
    {"uint16", DType::u16},
    {"uint32", DType::u32},
    {"uint64", DType::u64},
};

std::optional<DType> storage_type(std::string_view name) {
  for (const char* module : {"torch.cuda.", "torch.storage.", "torch."}) {
    if (!name.starts_with(module)) continue;
    for (const NamedType& one : kStorages)
      if (name.substr(std::string_view(module).size()) == one.name) return one.dtype;
  }
  return std::nullopt;
}

std::optional<DType> element_type(std::string_view name) {
  for (const NamedType& one : kTypes)
    if (name == std::string("torch.").append(one.name)) return one.dtype;
  return std::nullopt;
}

constexpr std::string_view kContainers[] = {"collections.OrderedDict",
                                            "torch.Size",
                                            "torch.device",
                                            "torch._utils._rebuild_tensor",
                                            "torch._utils._rebuild_tensor_v2",
                                            "torch._utils._rebuild_tensor_v3",
                                            "torch._utils._rebuild_parameter"};

/// Modules of Python itself: nothing in them is a weight, and a call of them is an attack.
constexpr std::string_view kSystem[] = {"os.",     "posix.",      "nt.",     "builtins.", "__builtin__.", "subprocess.",
                                        "sys.",    "runpy.",      "shutil.", "socket.",   "importlib.",   "pty.",
                                        "ctypes.", "webbrowser.", "pickle.", "operator.", "functools.",   "timeit."};

[[noreturn]] void refuse(const std::string& where, const std::string& name) {
  if (std::any_of(std::begin(kSystem), std::end(kSystem), [&](std::string_view one) { return name.starts_with(one); }))
    fail(where, ": the pickle calls ", in_quotes(name),
         ", which no file of weights needs; nothing was executed: do not load this file in Python either");
  const bool is_layer = name.starts_with("torch.nn.");
  if (is_layer || name.starts_with("__main__."))
    fail(where, ": a whole module, pickled by torch.save(model): its class ", in_quotes(name),
         " would have to run; load it in Python where the class is defined and save model.state_dict() instead");
  fail(where, ": the pickle asks for ", in_quotes(name),
       ", which is no tensor, number or container; nothing was executed: save only the weights in Python, with "
       "torch.save(model.state_dict(), \"weights.pt\")");
}

class Unpickler {
 public:
  Unpickler(std::span<const std::uint8_t> bytes, const std::string& where) : bytes_(bytes), where_(where) {}

  Pickle run() {
    while (step(static_cast<char>(byte()))) {
    }
    pickle_.root = pop();
    pickle_.bytes = position_;
    return std::move(pickle_);
  }

 private:
  // ---- Bytes
  std::uint8_t byte() {
    if (position_ >= bytes_.size()) fail(where_, ": the pickle is cut short after ", bytes_.size(), " bytes");
    return bytes_[position_++];
  }
  std::uint64_t number(int bytes) {
    std::uint64_t value = 0;
    for (int i = 0; i < bytes; ++i) value |= std::uint64_t{byte()} << (8 * i);
    return value;
  }
  std::string text(std::uint64_t size) {
    if (size > bytes_.size() - position_) fail(where_, ": the pickle is cut short within a text of ", size, " bytes");
    std::string text(bytes_.begin() + static_cast<std::ptrdiff_t>(position_),
                     bytes_.begin() + static_cast<std::ptrdiff_t>(position_ + size));
    position_ += static_cast<std::size_t>(size);
    return text;
  }
  std::string line() {
    std::string text;
    for (char c = static_cast<char>(byte()); c != '\n'; c = static_cast<char>(byte())) text += c;
    return text;
  }

  // ---- The stack
  Index add(PickleValue value) {
    if (pickle_.values.size() >= kMaxValues) fail(where_, ": the pickle holds more than ", kMaxValues, " values");
    pickle_.values.push_back(std::move(value));
    return static_cast<Index>(pickle_.values.size() - 1);
  }
  void push(Index index) { stack_.push_back(index); }
  void push(PickleValue value) { push(add(std::move(value))); }
  void push(Kind kind, std::int64_t integer = 0, std::string text = {}) {
    PickleValue value;
    value.kind = kind;
    value.integer = integer;
    value.text = std::move(text);
    push(std::move(value));
  }
  Index pop() {
    if (stack_.empty() || stack_.back() == kMark) broken("takes a value where there is none");
    const Index top = stack_.back();
    stack_.pop_back();
    return top;
  }
  Index top() {
    const Index index = pop();
    push(index);
    return index;
  }
  std::vector<Index> pop_to_mark() {
    const auto mark = std::find(stack_.rbegin(), stack_.rend(), kMark);
    if (mark == stack_.rend()) broken("has a list without a begin");
    std::vector<Index> items(mark.base(), stack_.end());
    stack_.erase(mark.base() - 1, stack_.end());
    return items;
  }
  PickleValue& value(Index index) { return pickle_.values[index]; }
  [[noreturn]] void broken(const char* what) const { fail(where_, ": the pickle ", what, " before byte ", position_); }

  void push_tuple(std::size_t count) {
    PickleValue tuple;
    tuple.kind = Kind::tuple;
    tuple.items.resize(count);
    for (std::size_t i = count; i-- > 0;) tuple.items[i] = pop();
    push(std::move(tuple));
  }
  void put(std::uint64_t key) { memo_[key] = top(); }
  void get(std::uint64_t key) {
    const auto found = memo_.find(key);
    if (found == memo_.end()) broken("refers to a value that it has not kept");
    push(found->second);
  }
  /// Appends to the list or dictionary on top of the stack. Each item is a value's place: a container that is appended
  /// to itself is a circle, not a copy.
  void extend(Kind kind, const std::vector<Index>& items) {
    PickleValue& container = value(top());
    if (container.kind == Kind::other) return;
    if (container.kind != kind || (kind == Kind::dict && items.size() % 2 != 0)) broken("fills what is no container");
    kept_ += items.size();
    if (kept_ > kMaxValues) fail(where_, ": the pickle holds more than ", kMaxValues, " values");
    container.items.insert(container.items.end(), items.begin(), items.end());
  }

  // ---- Globals and what they make
  void push_global(const std::string& name) {
    PickleValue global;
    global.kind = Kind::global;
    global.text = name;
    const bool known = std::find(std::begin(kContainers), std::end(kContainers), name) != std::end(kContainers);
    if (!known && !storage_type(name) && !element_type(name)) refuse(where_, name);
    push(std::move(global));
  }

  void reduce() {
    const Index arguments = pop(), function = pop();
    const std::vector<Index> items = value(arguments).items;
    if (value(arguments).kind != Kind::tuple || value(function).kind != Kind::global) broken("calls no function");
    const std::string name = value(function).text;
    if (name == "collections.OrderedDict") {
      push(Kind::dict);
      if (items.empty()) return;
      if (value(items[0]).kind != Kind::list) broken("makes a dictionary of no list");
      std::vector<Index> pairs;
      for (const Index pair : value(items[0]).items) {
        if (value(pair).items.size() != 2) broken("makes a dictionary of no pairs");
        pairs.insert(pairs.end(), value(pair).items.begin(), value(pair).items.end());
      }
      extend(Kind::dict, pairs);
    } else if (name == "torch.Size") {
      if (items.empty()) broken("makes a shape of nothing");
      push(items[0]);
    } else if (name == "torch._utils._rebuild_parameter") {
      if (items.empty()) broken("makes a parameter of nothing");
      push(items[0]);
    } else if (name.starts_with("torch._utils._rebuild_tensor")) {
      push_tensor(items, name.ends_with("v3"));
    } else {
      push(Kind::other);  // torch.device("cpu")
    }
  }

  void push_tensor(const std::vector<Index>& items, bool typed) {
    if (items.size() < 4 || value(items[0]).kind != Kind::storage || value(items[1]).kind != Kind::integer)
      broken("makes a tensor of no storage");
    PickleValue tensor;
    tensor.kind = Kind::tensor;
    tensor.items = {items.begin(), items.begin() + 4};
    tensor.dtype = value(items[0]).dtype;
    if (typed) {
      const std::optional<DType> type = items.size() > 6 ? element_type(value(items[6]).text) : std::nullopt;
      if (!type) broken("makes a tensor of an unknown dtype");
      tensor.dtype = *type;
    }
    push(std::move(tensor));
  }

  /// ("storage", type, key, device, number of elements)
  void push_storage() {
    const std::vector<Index> items = value(pop()).items;
    if (items.size() < 5 || value(items[0]).text != "storage" || value(items[1]).kind != Kind::global ||
        value(items[2]).kind != Kind::text || value(items[4]).kind != Kind::integer)
      broken("refers to something that is no storage of PyTorch");
    const std::optional<DType> type = storage_type(value(items[1]).text);
    if (!type) broken("refers to a storage of an unknown type");
    PickleValue storage;
    storage.kind = Kind::storage;
    storage.text = value(items[2]).text;
    storage.integer = value(items[4]).integer;
    storage.dtype = *type;
    push(std::move(storage));
  }

  void push_long(std::uint64_t size) {
    const std::string digits = text(size);
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < 8; ++i) {
      const bool negative = !digits.empty() && (static_cast<std::uint8_t>(digits.back()) & 128U) != 0;
      const std::uint8_t digit =
          i < digits.size() ? static_cast<std::uint8_t>(digits[i]) : static_cast<std::uint8_t>(negative ? 255 : 0);
      number |= std::uint64_t{digit} << (8 * i);
    }
    push(Kind::integer, static_cast<std::int64_t>(number), size > 8 ? "long" : "");
  }

  bool step(char code) { return step_container(code) || step_value(code); }

  /// Runs an instruction that builds containers or moves values. False if it is none of these.
  bool step_container(char code) {
    switch (code) {
      case '(':
        push(kMark);
        break;
      case '0':  // POP, of a mark too
        if (stack_.empty()) broken("takes a value where there is none");
        stack_.pop_back();
        break;
      case '1':
        pop_to_mark();
        break;
      case '2':
        push(top());
        break;
      case ')':
        push_tuple(0);
        break;
      case '\x85':
        push_tuple(1);
        break;
      case '\x86':
        push_tuple(2);
        break;
      case '\x87':
        push_tuple(3);
        break;
      case 't':
      case 'l':
      case 'd':
      case '\x90': {
        const Kind kind = code == 't' ? Kind::tuple : code == 'l' ? Kind::list : Kind::dict;
        const std::vector<Index> items = pop_to_mark();
        if (code == '\x90') {  // items of a set
          value(top()).kind = Kind::other;
          break;
        }
        push(kind);
        extend(kind, items);
        break;
      }
      case ']':
        push(Kind::list);
        break;
      case '}':
        push(Kind::dict);
        break;
      case '\x8f':
        push(Kind::other);
        break;  // an empty set
      case 'a': {
        const Index item = pop();
        extend(Kind::list, {item});
        break;
      }
      case 's': {
        const Index item = pop(), key = pop();
        extend(Kind::dict, {key, item});
        break;
      }
      case 'e':
        extend_from_mark(Kind::list);
        break;
      case 'u':
        extend_from_mark(Kind::dict);
        break;
      case 'q':
        put(number(1));
        break;
      case 'r':
        put(number(4));
        break;
      case '\x94':
        put(memo_.size());
        break;
      case 'h':
        get(number(1));
        break;
      case 'j':
        get(number(4));
        break;
      case 'R':
        reduce();
        break;
      case 'Q':
        push_storage();
        break;
      case 'b':
        pop();
        break;  // the attributes of an OrderedDict: the versions of its modules
      default:
        return false;
    }
    return true;
  }
  void extend_from_mark(Kind kind) {
    const std::vector<Index> items = pop_to_mark();
    extend(kind, items);
  }

  /// Runs an instruction that pushes a value. False at the pickle's end.
  bool step_value(char code) {
    switch (code) {
      case '.':
        return false;
      case '\x80':
        if (const std::uint8_t version = byte(); version > 5)
          fail(where_, ": a pickle of protocol ", version, ", at most 5 is known");
        break;
      case '\x95':
        number(8);
        break;  // FRAME: the size of what follows
      case 'N':
        push(Kind::none);
        break;
      case '\x88':
        push(Kind::boolean, 1);
        break;
      case '\x89':
        push(Kind::boolean, 0);
        break;
      case 'J':
        push(Kind::integer, static_cast<std::int32_t>(number(4)));
        break;
      case 'K':
        push(Kind::integer, static_cast<std::int64_t>(number(1)));
        break;
      case 'M':
        push(Kind::integer, static_cast<std::int64_t>(number(2)));
        break;
      case '\x8a':
        push_long(number(1));
        break;
      case '\x8b':
        push_long(number(4));
        break;
      case 'G':
        number(8);
        push(Kind::real);
        break;
      case 'X':
      case 'T':
      case 'B':
        push(Kind::text, 0, text(number(4)));
        break;
      case '\x8c':
      case 'U':
      case 'C':
        push(Kind::text, 0, text(number(1)));
        break;
      case '\x8d':
      case '\x8e':
        push(Kind::text, 0, text(number(8)));
        break;
      case 'c': {
        const std::string module = line(), name = line();
        push_global(module + "." + name);
        break;
      }
      case '\x93': {
        const std::string name = value(pop()).text, module = value(pop()).text;
        push_global(module + "." + name);
        break;
      }
      case '\x81':
      case '\x92':
      case 'i':
      case 'o':
        fail(where_, ": the pickle makes an object of a class before byte ", position_,
             "; nothing was executed: save only the weights in Python, with torch.save(model.state_dict(), "
             "\"weights.pt\")");
      case '\x82':
      case '\x83':
      case '\x84':
        fail(where_, ": the pickle asks for a class by a number of Python's registry; nothing was executed");
      case 'P':
        fail(where_, ": the pickle refers to storages by name, as no version of PyTorch does");
      default:
        fail(where_, ": the pickle has the unknown instruction ",
             static_cast<unsigned>(static_cast<std::uint8_t>(code)), " at byte ", position_ - 1);
    }
    return true;
  }

  std::span<const std::uint8_t> bytes_;
  const std::string& where_;
  std::size_t position_ = 0, kept_ = 0;
  std::vector<Index> stack_;
  std::map<std::uint64_t, Index> memo_;
  Pickle pickle_;
};

}  // namespace

const PickleValue* Pickle::find(const PickleValue& dict, std::string_view key) const {
  for (std::size_t i = 0; dict.kind == Kind::dict && i + 1 < dict.items.size(); i += 2)
    if (at(dict.items[i]).kind == Kind::text && at(dict.items[i]).text == key) return &at(dict.items[i + 1]);
  return nullptr;
}

Pickle parse_pickle(std::span<const std::uint8_t> bytes, const std::string& where) {
  return Unpickler(bytes, where).run();
}

}  // namespace latentwalk
