#include "dataset/import_data.hpp"

#include <algorithm>
#include <cmath>
#include <ostream>
#include <set>

#include "data/class_list.hpp"
#include "data/idx.hpp"
#include "dataset/prepare.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/image.hpp"
#include "latentwalk/rng.hpp"
#include "latentwalk/spec.hpp"
#include "support/files.hpp"
#include "support/png.hpp"

namespace latentwalk {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxLabels = 256;  // a label is a byte

struct Digit {
  std::vector<std::uint8_t> pixels;
  std::size_t label = 0;
  Split split = Split::unknown;
};

/// Lines of what was left out: the first of them, and how many more there are.
class LeftOut {
 public:
  void add(const std::string& line) {
    constexpr std::size_t kShown = 10;
    if (++count_ <= kShown) lines_.push_back(line);
  }
  void print(std::ostream& log) const {
    if (count_ == 0) return;
    log << "left out: " << count_ << '\n';
    for (const std::string& line : lines_) log << "  " << printable(line) << '\n';
    if (count_ > lines_.size()) log << "  … and " << count_ - lines_.size() << " more\n";
  }

 private:
  std::size_t count_ = 0;
  std::vector<std::string> lines_;
};

void check_folder(const fs::path& out) {
  std::error_code error;
  const fs::file_status status = fs::status(out, error);
  if (!fs::exists(status)) return;
  if (!fs::is_directory(status) || !fs::is_empty(out, error))
    fail(out.string(), ": exists and is not an empty folder; it is not written over; give --out another folder");
}

/// Folders without folders are classes where there are several of them.
void name_single_folders(std::vector<PictureSet>& sets) {
  std::set<std::string> names;
  bool labelled = false;
  for (const PictureSet& set : sets) {
    if (!set.one_class.empty()) names.insert(set.one_class);
    labelled = labelled || !set.labels.empty();
  }
  for (PictureSet& set : sets) {
    if (set.one_class.empty() || (names.size() < 2 && !labelled)) continue;
    set.classes = {set.one_class};
    set.labels.assign(set.count, 0);
  }
}

std::vector<std::string> merge_classes(std::vector<PictureSet>& sets) {
  std::vector<std::string> classes;
  bool ordered = false;
  for (const PictureSet& set : sets) {
    ordered = ordered || (set.is_ordered && !set.labels.empty());
    for (const std::string& name : set.classes)
      if (std::find(classes.begin(), classes.end(), name) == classes.end()) classes.push_back(name);
  }
  if (!ordered) std::stable_sort(classes.begin(), classes.end(), name_before);
  for (PictureSet& set : sets) {
    if (set.labels.empty() != classes.empty())
      fail(set.name, ": has no labels, but other sources have; import them on their own");
    std::vector<std::size_t> place;
    for (const std::string& name : set.classes)
      place.push_back(static_cast<std::size_t>(std::find(classes.begin(), classes.end(), name) - classes.begin()));
    for (std::size_t& label : set.labels) label = place[label];
  }
  return classes;
}

std::vector<std::string> given_names(const std::string& names) {
  std::error_code ignored;
  const bool is_file = fs::is_regular_file(names, ignored);
  const std::string text = is_file ? read_text(names) : names;
  std::vector<std::string> list;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(is_file ? '\n' : ',', begin), text.size());
    std::string name = text.substr(begin, end - begin);
    while (!name.empty() && (name.back() == '\r' || name.back() == ' ')) name.pop_back();
    while (!name.empty() && name.front() == ' ') name.erase(0, 1);
    if (!name.empty()) list.push_back(name);
    begin = end + 1;
  }
  return list;
}

/// Gives the classes their names: in turn where there are as many, or by the number that a class is.
void rename_classes(std::vector<std::string>& classes, const std::string& given) {
  const std::vector<std::string> names = given_names(given);
  if (names.size() == classes.size()) {
    classes = names;
    return;
  }
  for (std::string& name : classes) {
    const bool is_number = !name.empty() && name.size() < 6 &&
                           std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!is_number || std::stoul(name) >= names.size())
      fail("--names: expected a name for each of the ", classes.size(), " classes, found ", names.size(),
           " names and the class ", in_quotes(name));
    name = names[std::stoul(name)];
  }
}

/// Whether the ink of a set is light. Looks at up to 200 pictures all over the set.
bool has_light_ink(const PictureSet& set, Ink given, std::ostream& log) {
  if (given != Ink::unknown) return given == Ink::light;
  constexpr std::size_t kLookedAt = 200;
  const std::size_t step = std::max<std::size_t>(1, set.count / kLookedAt);
  std::size_t seen = 0, light = 0;
  for (std::size_t i = 0; i < set.count; i += step) try {
      light += has_light_edge(set.picture(i)) ? 1 : 0;
      ++seen;
    } catch (const Error&) {  // is reported when all are read
    }
  if (seen == 0) return false;
  const double share = static_cast<double>(light) / static_cast<double>(seen);
  log << printable(set.name) << ": " << (share >= 0.5 ? "dark ink on light paper" : "light ink on dark paper") << " ("
      << std::lround(100 * std::max(share, 1 - share)) << " % of " << seen << " edges are so)\n";
  if (share > 0.1 && share < 0.9)
    log << printable(set.name) << ": warning: the edges differ; look at preview.png, and give --ink dark or light\n";
  return share < 0.5;
}

class Importer {
 public:
  Importer(const ImportRequest& request, std::ostream& log) : request_(request), log_(log) {}

  void run() {
    check_folder(request_.out);
    open();
    read();
    drop_empty_classes();
    split();
    report();
    write();
  }

 private:
  void open() {
    for (const fs::path& source : request_.sources)
      for (PictureSet& set : open_source(source, request_.source)) sets_.push_back(std::move(set));
    name_single_folders(sets_);
    classes_ = merge_classes(sets_);
    if (!request_.names.empty()) rename_classes(classes_, request_.names);
    std::size_t count = 0;
    for (const PictureSet& set : sets_) {
      for (const std::string& note : set.notes) log_ << printable(note) << '\n';
      for (const std::string& line : set.left_out) left_out_.add(line);
      count += set.count;
    }
    const std::size_t size = request_.size * request_.size;
    if (count > kMaxUnpacked / size)
      fail(count, " pictures of ", request_.size, " x ", request_.size, " take ", count * size,
           " bytes, expected at most ", kMaxUnpacked);
  }

  void read() {
    for (const PictureSet& set : sets_) {
      const bool light_ink = has_light_ink(set, request_.ink, log_);
      for (std::size_t i = 0; i < set.count; ++i) try {
          Digit digit{prepare_picture(set.picture(i), light_ink, request_.size, request_.centred),
                      set.labels.empty() ? 0 : set.labels[i], set.split};
          if (std::all_of(digit.pixels.begin(), digit.pixels.end(), [](std::uint8_t ink) { return ink < 8; }))
            left_out_.add((set.place ? set.place(i) : set.name + ": picture " + std::to_string(i)) + ": blank");
          else
            digits_.push_back(std::move(digit));
        } catch (const Error& error) {
          left_out_.add(error.what());
        }
    }
    if (digits_.empty()) {
      left_out_.print(log_);
      fail(request_.sources[0].string(), ": no picture could be read");
    }
  }

  void drop_empty_classes() {
    if (classes_.empty()) return;
    std::vector<std::size_t> counts(classes_.size(), 0), place(classes_.size(), 0);
    for (const Digit& digit : digits_) ++counts[digit.label];
    std::vector<std::string> kept;
    for (std::size_t i = 0; i < classes_.size(); ++i) {
      place[i] = kept.size();
      if (counts[i] > 0)
        kept.push_back(classes_[i]);
      else if (!classes_[i].empty())
        log_ << "class " << printable(classes_[i]) << ": no pictures, so it is left out\n";
    }
    for (Digit& digit : digits_) digit.label = place[digit.label];
    classes_ = parse_class_names(Json(kept), "names of the classes");
    if (classes_.size() > kMaxLabels)
      fail(request_.sources[0].string(), ": ", classes_.size(), " classes, expected at most ", kMaxLabels);
  }

  /// Takes the parts that the sources have, or a share of each class for the test.
  void split() {
    std::size_t tested = 0;
    bool ordered = true;
    for (const PictureSet& set : sets_) ordered = ordered && set.is_ordered && set.split != Split::unknown;
    for (const Digit& digit : digits_) tested += digit.split == Split::test ? 1 : 0;
    is_own_split_ = tested > 0 && tested < digits_.size();
    Rng rng(request_.seed);
    if (!ordered || !is_own_split_)
      for (std::size_t i = digits_.size(); i > 1; --i) std::swap(digits_[i - 1], digits_[rng.below(i)]);
    if (is_own_split_) return;
    std::vector<std::size_t> counts(std::max<std::size_t>(classes_.size(), 1), 0), taken(counts.size(), 0);
    for (const Digit& digit : digits_) ++counts[digit.label];
    for (Digit& digit : digits_) {
      const auto all = static_cast<double>(counts[digit.label]);
      const auto share = static_cast<std::size_t>(std::lround(request_.test_share * all));
      const std::size_t wanted =
          counts[digit.label] < 2 ? 0 : std::clamp<std::size_t>(share, 1, counts[digit.label] - 1);
      digit.split = taken[digit.label] < wanted ? Split::test : Split::train;
      if (digit.split == Split::test) ++taken[digit.label];
    }
  }

  std::size_t count(Split split, std::size_t label) const {
    return static_cast<std::size_t>(std::count_if(digits_.begin(), digits_.end(), [&](const Digit& digit) {
      return digit.label == label && (digit.split == Split::test) == (split == Split::test);
    }));
  }

  void report() const {
    std::size_t widest = 5;
    for (const std::string& name : classes_) widest = std::max(widest, name.size());
    const auto line = [&](const std::string& name, const std::string& train, const std::string& test) {
      log_ << name << std::string(widest + 2 - std::min(name.size(), widest), ' ')
           << std::string(8 - std::min<std::size_t>(train.size(), 8), ' ') << train
           << std::string(8 - std::min<std::size_t>(test.size(), 8), ' ') << test << '\n';
    };
    line(classes_.empty() ? "" : "class", "train", "test");
    std::size_t train = 0, test = 0;
    for (std::size_t label = 0; label < std::max<std::size_t>(classes_.size(), 1); ++label) {
      const std::size_t here = count(Split::train, label), there = count(Split::test, label);
      if (!classes_.empty()) line(classes_[label], std::to_string(here), std::to_string(there));
      train += here;
      test += there;
    }
    line("all", std::to_string(train), std::to_string(test));
    for (std::size_t label = 0; label < classes_.size(); ++label)
      if (count(Split::train, label) + count(Split::test, label) == 1)
        log_ << "class " << classes_[label] << ": only one picture, which is trained on and not tested\n";
    if (!is_own_split_)
      log_ << "test: " << std::lround(100 * request_.test_share) << " % of each class, drawn with seed "
           << request_.seed << '\n';
    left_out_.print(log_);
    if (train == 0 || test == 0)
      fail(request_.sources[0].string(), ": ", digits_.size(),
           " pictures, expected at least two in one class: one to "
           "train on and one to test");
  }

  void write_split(const fs::path& folder, const char* name, bool is_test) const {
    std::vector<std::uint8_t> images = {0, 0, 8, 3}, labels = {0, 0, 8, 1};
    std::size_t count = 0;
    for (const Digit& digit : digits_) count += (digit.split == Split::test) == is_test ? 1 : 0;
    const auto append = [](std::vector<std::uint8_t>& bytes, std::size_t number) {
      for (const int shift : {24, 16, 8, 0}) bytes.push_back(static_cast<std::uint8_t>(number >> shift & 0xff));
    };
    for (const std::size_t number : {count, request_.size, request_.size}) append(images, number);
    append(labels, count);
    for (const Digit& digit : digits_) {
      if ((digit.split == Split::test) != is_test) continue;
      images.insert(images.end(), digit.pixels.begin(), digit.pixels.end());
      labels.push_back(static_cast<std::uint8_t>(digit.label));
    }
    write_file(folder / (std::string(name) + "-images-idx3-ubyte"), images);
    write_file(folder / (std::string(name) + "-labels-idx1-ubyte"), labels);
  }

  /// The first ten pictures of each class, a row each.
  GreyImage preview() const {
    const std::size_t rows = std::max<std::size_t>(classes_.size(), 1), size = request_.size;
    const std::size_t columns = classes_.empty() ? 20 : 10, wanted = classes_.empty() ? 10 * columns : columns;
    std::vector<std::size_t> filled(rows, 0);
    const std::size_t cells = rows * wanted;
    Tensor images = zeros({cells, size, size});
    for (const Digit& digit : digits_) {
      if (filled[digit.label] == wanted) continue;
      float* cell = images.data() + (digit.label * wanted + filled[digit.label]++) * size * size;
      for (std::size_t i = 0; i < size * size; ++i) cell[i] = static_cast<float>(digit.pixels[i]) / 255.0F;
    }
    SheetStyle style;
    style.columns = columns;
    style.scale = size < 32 ? 2 : 1;
    style.gutter = 4;
    return image_sheet(images, style);
  }

  void write() const {
    const fs::path whole = fs::absolute(request_.out);
    const fs::path out = whole.has_filename() ? whole : whole.parent_path();
    make_folder(out.parent_path());
    const TemporaryFolder workshop(out.parent_path());
    write_split(workshop.path(), "train", false);
    write_split(workshop.path(), "t10k", true);
    if (!classes_.empty()) write_text(workshop.path() / kClassList, class_list_text(classes_));
    write_png(workshop.path() / "preview.png", preview());
    fs::permissions(workshop.path(), fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec |
                                         fs::perms::others_read | fs::perms::others_exec);
    std::error_code error;
    fs::rename(workshop.path(), out, error);
    if (error) fail(request_.out.string(), ": cannot be written: ", error.message());
    log_ << printable(request_.out.string()) << ": written; look at preview.png in it\n";
  }

  const ImportRequest& request_;
  std::ostream& log_;
  std::vector<PictureSet> sets_;
  std::vector<std::string> classes_;
  std::vector<Digit> digits_;
  LeftOut left_out_;
  bool is_own_split_ = false;
};

}  // namespace

void import_data(const ImportRequest& request, std::ostream& log) { Importer(request, log).run(); }

}  // namespace latentwalk
