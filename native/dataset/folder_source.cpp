// Folders of pictures: a class a folder, and a part of the data a folder above them.
#include <algorithm>

#include "dataset/source.hpp"
#include "latentwalk/error.hpp"
#include "support/files.hpp"

namespace latentwalk {
namespace {

namespace fs = std::filesystem;

struct Listing {
  std::vector<fs::path> pictures, folders;
};

bool is_picture_name(const fs::path& path) {
  const std::string ending = extension_of(path);
  return ending == ".png" || ending == ".jpg" || ending == ".jpeg";
}

Listing list(const fs::path& folder, PictureSet& set) {
  Listing listing;
  std::error_code error;
  fs::directory_iterator entries(folder, error);
  if (error) fail(folder.string(), ": cannot be read: ", error.message());
  for (const fs::directory_entry& entry : entries) {
    const std::string path = entry.path().string();
    std::error_code ignored;
    if (entry.path().filename().string().starts_with(".")) {
      set.left_out.push_back(path + ": hidden");
    } else if (entry.is_directory(ignored)) {
      // A link to a folder may lead back to where it is.
      if (entry.is_symlink(ignored))
        set.left_out.push_back(path + ": a link to a folder");
      else
        listing.folders.push_back(entry.path());
    } else if (!entry.is_regular_file(ignored)) {
      set.left_out.push_back(path + (entry.is_symlink(ignored) ? ": a link to nothing" : ": not a file"));
    } else if (!is_picture_name(entry.path())) {
      set.left_out.push_back(path + ": neither .png nor .jpg");
    } else {
      listing.pictures.push_back(entry.path());
    }
  }
  const auto before = [](const fs::path& a, const fs::path& b) { return name_before(a.string(), b.string()); };
  std::sort(listing.pictures.begin(), listing.pictures.end(), before);
  std::sort(listing.folders.begin(), listing.folders.end(), before);
  return listing;
}

void read_with(PictureSet& set, std::vector<fs::path> files) {
  set.count = files.size();
  set.place = [files](std::size_t index) { return files[index].string(); };
  set.picture = [files = std::move(files)](std::size_t index) {
    return decode_picture(read_file(files[index]), files[index].string());
  };
}

/// The name of a folder, also of "letters/" and ".".
std::string name_of(const fs::path& folder) {
  std::error_code ignored;
  const fs::path whole = fs::weakly_canonical(folder, ignored);
  return (whole.has_filename() ? whole : whole.parent_path()).filename().string();
}

}  // namespace

std::vector<PictureSet> open_folder(const fs::path& folder) {
  PictureSet set;
  set.name = folder.string();
  const Listing top = list(folder, set);
  const auto is_split = [](const fs::path& one) { return split_named(name_of(one)) != Split::unknown; };
  if (top.pictures.empty() && !top.folders.empty() && std::all_of(top.folders.begin(), top.folders.end(), is_split)) {
    std::vector<PictureSet> sets;
    for (const fs::path& part : top.folders)
      for (PictureSet& one : open_folder(part)) {
        one.split = split_named(name_of(part));
        one.one_class.clear();
        sets.push_back(std::move(one));
      }
    return sets;
  }
  std::vector<fs::path> files;
  for (const fs::path& one : top.folders) {
    const Listing inner = list(one, set);
    for (const fs::path& deeper : inner.folders) set.left_out.push_back(deeper.string() + ": a folder in a class");
    if (inner.pictures.empty()) {
      set.left_out.push_back(one.string() + ": a folder without pictures");
      continue;
    }
    set.labels.insert(set.labels.end(), inner.pictures.size(), set.classes.size());
    set.classes.push_back(name_of(one));
    files.insert(files.end(), inner.pictures.begin(), inner.pictures.end());
  }
  if (files.empty()) {
    // A folder without folders is one class where others are given beside it.
    files = top.pictures;
    set.one_class = name_of(folder);
  } else {
    for (const fs::path& file : top.pictures)
      set.left_out.push_back(file.string() + ": beside the folders of the classes");
  }
  if (files.empty())
    fail(folder.string(), ": expected a folder of PNG or JPEG files for each class, or IDX files, found neither");
  read_with(set, std::move(files));
  return {std::move(set)};
}

PictureSet open_picture(const fs::path& file) {
  PictureSet set;
  set.name = file.string();
  set.one_class = name_of(fs::absolute(file).parent_path());
  read_with(set, {file});
  return set;
}

}  // namespace latentwalk
