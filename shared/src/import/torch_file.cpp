#include "import/torch_file.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

#include "import/pickle.hpp"
#include "import/zip.hpp"
#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

using Kind = PickleValue::Kind;

constexpr std::size_t kMaxLevels = 8;  // of dictionaries in a checkpoint
constexpr std::size_t kMaxName = 1024;
constexpr std::string_view kPickle = "data.pkl";

/// A dictionary with tensors among its values.
struct Found {
  std::string key;
  const PickleValue* dict;
};

/// Finds the dictionaries that hold tensors. `seen` ends circles.
void find_dicts(const Pickle& pickle, const PickleValue& value, const std::string& key, std::size_t level,
                std::set<const PickleValue*>& seen, std::vector<Found>& found) {
  if (value.kind != Kind::dict || level > kMaxLevels || !seen.insert(&value).second) return;
  // An optimiser's state dict: its moments are tensors too, but no weights.
  if (pickle.find(value, "param_groups") != nullptr && pickle.find(value, "state") != nullptr) return;
  const bool has_tensors = [&] {
    for (std::size_t i = 0; i + 1 < value.items.size(); i += 2)
      if (pickle.at(value.items[i]).kind == Kind::text && pickle.at(value.items[i + 1]).kind == Kind::tensor)
        return true;
    return false;
  }();
  const std::size_t before = found.size();
  for (std::size_t i = 0; i + 1 < value.items.size(); i += 2) {
    const PickleValue& name = pickle.at(value.items[i]);
    if (name.kind == Kind::text)
      find_dicts(pickle, pickle.at(value.items[i + 1]), key.empty() ? name.text : key + "." + name.text, level + 1,
                 seen, found);
  }
  // A checkpoint can hold a lone tensor beside the state dicts, such as the latents of its sample pictures.
  if (has_tensors && found.size() == before) found.push_back({key, &value});
}

bool is_other_network(std::string key) {
  std::transform(key.begin(), key.end(), key.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  key = key.substr(key.rfind('.') + 1);
  for (const char* sign : {"optim", "disc", "netd", "critic", "sched", "classif"})
    if (key.find(sign) != std::string::npos) return true;
  return key == "d" || key.starts_with("d_") || key.ends_with("_d");
}

const PickleValue& choose(const Pickle& pickle, const std::string& name, const std::string& wanted, std::string& key) {
  const PickleValue& root = pickle.at(pickle.root);
  if (root.kind == Kind::tensor) fail(name, ": holds one tensor without a name, not a state dict");
  if (root.kind != Kind::dict)
    fail(name, ": holds no state dict: save it in Python with torch.save(model.state_dict(), \"weights.pt\")");
  std::vector<Found> found;
  std::set<const PickleValue*> seen;
  find_dicts(pickle, root, "", 0, seen, found);
  std::string all;
  for (const Found& one : found) all += (all.empty() ? "" : ", ") + (one.key.empty() ? "the file itself" : one.key);
  if (found.empty()) fail(name, ": holds no tensors: save model.state_dict()");
  if (!wanted.empty()) {
    const auto chosen = std::find_if(found.begin(), found.end(), [&](const Found& one) { return one.key == wanted; });
    if (chosen == found.end()) fail(name, ": has no state dict ", in_quotes(wanted), "; it has: ", all);
    key = chosen->key;
    return *chosen->dict;
  }
  if (found.size() > 1) std::erase_if(found, [](const Found& one) { return is_other_network(one.key); });
  if (found.size() != 1) fail(name, ": holds several state dicts: ", all, "; choose one with --key");
  key = found.front().key;
  return *found.front().dict;
}

/// Copies tensors out of their storages.
class TensorReader {
 public:
  TensorReader(ZipArchive& archive, std::string prefix, std::string name, std::uint64_t file_bytes)
      : archive_(archive),
        prefix_(std::move(prefix)),
        name_(std::move(name)),
        allowed_((std::uint64_t{64} << 20U) + 4 * file_bytes) {
    if (archive_.contains(prefix_ + "byteorder")) {
      const auto order = archive_.read(prefix_ + "byteorder");
      is_swapped_ = std::string(order.begin(), order.end()) == "big";
    }
  }

  StoredTensor read(const Pickle& pickle, const PickleValue& tensor, const std::string& where) {
    const auto sizes = [&](const PickleValue& tuple) {
      std::vector<std::uint64_t> values;
      for (const std::uint32_t item : tuple.items) {
        const PickleValue& size = pickle.at(item);
        if (size.kind != Kind::integer || size.integer < 0) fail(where, ": a size or stride is no whole number from 0");
        values.push_back(static_cast<std::uint64_t>(size.integer));
      }
      return values;
    };
    const PickleValue& storage = pickle.at(tensor.items[0]);
    const std::int64_t offset = pickle.at(tensor.items[1]).integer;
    const std::vector<std::uint64_t> shape = sizes(pickle.at(tensor.items[2])),
                                     strides = sizes(pickle.at(tensor.items[3]));
    if (shape.size() != strides.size() || shape.size() > 8 || offset < 0)
      fail(where, ": ", shape.size(), " sizes and ", strides.size(), " strides do not make a tensor");
    const std::vector<std::uint8_t>& data = storage_bytes(storage);
    StoredTensor stored{tensor.dtype, {}, {}};
    const std::size_t element = dtype_size(stored.dtype);
    std::uint64_t count = 1, last = static_cast<std::uint64_t>(offset);
    const std::uint64_t available = data.size() / element;
    for (std::size_t axis = 0; axis < shape.size(); ++axis) {
      if (shape[axis] > 0 && count > allowed_ / element / shape[axis])
        fail(where, ": larger than the file can be: ", count, " x ", shape[axis], " elements");
      count *= shape[axis];
      stored.shape.push_back(static_cast<std::size_t>(shape[axis]));
      if (shape[axis] > 1) {
        if (strides[axis] > available / (shape[axis] - 1)) fail(where, ": reaches beyond its storage");
        last += (shape[axis] - 1) * strides[axis];
      }
    }
    if (count > 0 && last >= available)
      fail(where, ": reaches element ", last, " of a storage of ", available, " (is the file cut short?)");
    allowed_ -= count * element;
    stored.bytes.resize(static_cast<std::size_t>(count) * element);
    std::vector<std::uint64_t> place(shape.size(), 0);
    std::uint64_t from = static_cast<std::uint64_t>(offset);
    for (std::uint64_t i = 0; i < count; ++i) {
      std::uint8_t* to = stored.bytes.data() + static_cast<std::size_t>(i) * element;
      std::copy_n(data.data() + static_cast<std::size_t>(from) * element, element, to);
      if (is_swapped_) std::reverse(to, to + element);
      for (std::size_t axis = shape.size(); axis-- > 0;) {
        from += strides[axis];
        if (++place[axis] < shape[axis]) break;
        from -= strides[axis] * shape[axis];
        place[axis] = 0;
      }
    }
    return stored;
  }

 private:
  const std::vector<std::uint8_t>& storage_bytes(const PickleValue& storage) {
    const auto found = storages_.find(storage.text);
    if (found != storages_.end()) return found->second;
    return storages_[storage.text] = archive_.read(prefix_ + "data/" + storage.text);
  }

  ZipArchive& archive_;
  std::string prefix_, name_;
  std::uint64_t allowed_;  // bytes that tensors may still take: many can show the same storage
  bool is_swapped_ = false;
  std::map<std::string, std::vector<std::uint8_t>> storages_;
};

[[noreturn]] void refuse_bare(std::span<const std::uint8_t> bytes, const std::string& name) {
  constexpr std::string_view kMagic = "\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19";  // the number of the old format
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), std::min<std::size_t>(bytes.size(), 64));
  if (text.find(kMagic) != std::string_view::npos)
    fail(name,
         ": a PyTorch file of the format before 1.6: in Python, torch.save(torch.load(\"old.pt\"), \"new.pt\") "
         "writes today's");
  const Pickle pickle = parse_pickle(bytes, name);  // names what it asks for, if that is anything
  fail(name, ": a Python pickle of ", pickle.bytes,
       " bytes that torch.save did not write: save the state dict with "
       "torch.save(model.state_dict(), \"weights.pt\")");
}

}  // namespace

bool is_torch_file(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < 4) return false;
  // The length of a safetensors header can begin with the same two bytes, but then it has zeros behind them.
  if (bytes[0] == 0x80 && bytes[1] >= 1 && bytes[1] <= 5) return bytes[2] != 0;
  return bytes[0] == 'P' && bytes[1] == 'K' && bytes[2] == 3 && bytes[3] == 4;
}

StateDict parse_torch(std::span<const std::uint8_t> bytes, const std::string& name, const std::string& key,
                      std::span<const std::string> skipped) {
  if (bytes.empty() || bytes[0] != 'P') refuse_bare(bytes, name);
  ZipArchive archive(bytes, name);
  std::string prefix;
  bool has_pickle = false, is_script = false, is_arrays = false, is_keras = false;
  for (const std::string& member : archive.names()) {
    const std::string_view last = std::string_view(member).substr(member.rfind('/') + 1);
    if (last == kPickle && (!has_pickle || member.size() < prefix.size() + kPickle.size())) {
      prefix = member.substr(0, member.size() - kPickle.size());
      has_pickle = true;
    }
    is_script = is_script || last == "constants.pkl";
    is_arrays = is_arrays || last.ends_with(".npy");
    is_keras = is_keras || last == "model.weights.h5";
  }
  if (!has_pickle)
    fail(name, ": ",
         is_arrays  ? "a NumPy archive (.npz)"
         : is_keras ? "a Keras file"
                    : "a zip archive",
         ", not a PyTorch file: it has no ", kPickle,
         is_arrays || is_keras
             ? "; save its weights with safetensors.numpy.save_file, with the names and axes of PyTorch"
             : "");
  if (is_script)
    fail(name,
         ": a TorchScript program: in Python, torch.save(torch.jit.load(\"program.pt\").state_dict(), "
         "\"weights.pt\") saves its weights");
  const std::vector<std::uint8_t> program = archive.read(prefix + std::string(kPickle));
  const Pickle pickle = parse_pickle(program, name + ": " + std::string(kPickle));
  StateDict dict;
  const PickleValue& chosen = choose(pickle, name, key, dict.key);
  TensorReader reader(archive, prefix, name, bytes.size());
  for (std::size_t i = 0; i + 1 < chosen.items.size(); i += 2) {
    const PickleValue &tensor_name = pickle.at(chosen.items[i]), &tensor = pickle.at(chosen.items[i + 1]);
    if (tensor_name.kind != Kind::text || tensor.kind != Kind::tensor) continue;
    const std::string& text = tensor_name.text;
    if (text.size() > kMaxName)
      fail(name, ": a tensor's name of ", text.size(), " bytes, at most ", kMaxName, " expected");
    if (std::any_of(skipped.begin(), skipped.end(), [&](const std::string& one) { return is_below(text, one); })) {
      dict.file.skipped.push_back(text);
      continue;
    }
    if (!dict.file.tensors.emplace(text, reader.read(pickle, tensor, name + ": tensor " + in_quotes(text))).second)
      fail(name, ": two tensors are called ", in_quotes(text));
    dict.order.push_back(text);
  }
  return dict;
}

}  // namespace latentwalk
