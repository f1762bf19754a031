#include "bot/library/files.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>

#include "bot/core/text.h"
#include "bot/library/kind.h"
#include "bot/library/source_text.h"

namespace allybot::library {
namespace {

constexpr std::string_view kOtherFolders[] = {"schema", "series", kProposalsFolder};
constexpr std::string_view kOtherFiles[] = {"observances.yaml", "points.yaml", "style.yaml"};

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

struct Entry {
  std::string name, real;
  Stamp stamp;
  bool folder = false;
};

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/// Files that editors and version control put beside the real ones.
bool is_left_by_tools(std::string_view name) {
  return name.empty() || name.front() == '.' || name.front() == '#' || name.back() == '~' || ends_with(name, ".swp") ||
         ends_with(name, ".tmp") || ends_with(name, ".bak") || ends_with(name, ".orig");
}

std::string real_path(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> resolved(::realpath(path.c_str(), nullptr), &std::free);
  return resolved ? std::string(resolved.get()) : std::string();
}

std::int64_t nanoseconds(const timespec& at) { return std::int64_t{at.tv_sec} * 1'000'000'000 + at.tv_nsec; }

Stamp stamp_of(const struct stat& status) {
  Stamp stamp;
  stamp.modified = nanoseconds(status.st_mtim);
  stamp.changed = nanoseconds(status.st_ctim);
  stamp.size = static_cast<std::uint64_t>(status.st_size);
  stamp.inode = static_cast<std::uint64_t>(status.st_ino);
  stamp.device = static_cast<std::uint64_t>(status.st_dev);
  return stamp;
}

class Scanner {
 public:
  explicit Scanner(const std::string& root) : root_(real_path(root)) {}

  FolderScan scan() {
    if (root_.empty()) return std::move(scan_);
    for (const Entry& entry : list(root_, "")) {
      if (entry.folder)
        scan_root_folder(entry);
      else
        scan_root_file(entry);
    }
    sort_files();
    if (items_ > kMostItemFiles) {
      note("", Finding::Level::Error, "too-many-files",
           "There are " + std::to_string(items_) + " items; only the first " + std::to_string(kMostItemFiles) + " are read.",
           "Take some of them out of the content folder.");
      std::size_t kept = 0;
      scan_.files.erase(
          std::remove_if(scan_.files.begin(), scan_.files.end(),
                         [&](const FoundFile& file) { return file.role == FoundFile::Role::Item && ++kept > kMostItemFiles; }),
          scan_.files.end());
    }
    return std::move(scan_);
  }

  FolderScan scan_proposals() {
    if (root_.empty()) return std::move(scan_);
    for (const Entry& entry : list(root_, "")) {
      if (!entry.folder || entry.name != kProposalsFolder) continue;
      for (const Entry& language : list(entry.real, entry.name))
        if (language.folder && is_language_tag(language.name)) scan_language(language, entry.name + "/" + language.name);
    }
    sort_files();
    return std::move(scan_);
  }

 private:
  void sort_files() {
    const auto by_path = [](const FoundFile& one, const FoundFile& other) { return one.path < other.path; };
    std::sort(scan_.files.begin(), scan_.files.end(), by_path);
  }

  void note(std::string path, Finding::Level level, std::string code, std::string message, std::string hint) {
    scan_.findings.push_back({std::move(path), 1, 1, level, std::move(code), std::move(message), std::move(hint)});
  }

  bool is_inside(const std::string& real) const {
    return real == root_ ||
           (real.size() > root_.size() && real.compare(0, root_.size(), root_) == 0 && real[root_.size()] == '/');
  }

  /// The entries of one folder that are ours, links resolved. Kubernetes mounts every file as a link into ..data.
  std::vector<Entry> list(const std::string& folder, const std::string& path) {
    std::vector<Entry> entries;
    const std::unique_ptr<DIR, CloseFolder> open(::opendir(folder.c_str()));
    if (!open) {
      note(path, Finding::Level::Error, "unreadable", "The folder cannot be read.", "Give the bot the right to read it.");
      return entries;
    }
    scan_.found = true;
    scan_.folders.push_back(folder);
    while (const dirent* each = ::readdir(open.get())) {
      Entry entry;
      entry.name = each->d_name;
      if (is_left_by_tools(entry.name)) continue;
      entry.real = folder + "/" + entry.name;
      struct stat status {};
      if (::fstatat(::dirfd(open.get()), each->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) continue;
      if (S_ISLNK(status.st_mode)) {
        const std::string shown = path.empty() ? entry.name : path + "/" + entry.name;
        entry.real = real_path(entry.real);
        if (entry.real.empty() || !is_inside(entry.real) || ::stat(entry.real.c_str(), &status) != 0) {
          note(shown, Finding::Level::Error, "link-out", "This link leads nowhere, or out of the content folder.",
               "Put the file itself here.");
          continue;
        }
      }
      if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) continue;
      entry.folder = S_ISDIR(status.st_mode);
      entry.stamp = stamp_of(status);
      entries.push_back(std::move(entry));
    }
    std::sort(entries.begin(), entries.end(), [](const Entry& one, const Entry& other) { return one.name < other.name; });
    return entries;
  }

  void add(FoundFile::Role role, const Entry& entry, std::string path, std::string language = {}, std::string kind = {},
           std::string name = {}) {
    scan_.files.push_back(
        {role, std::move(path), entry.real, std::move(language), std::move(kind), std::move(name), entry.stamp});
  }

  void scan_root_file(const Entry& entry) {
    if (entry.name == "topics.yaml") return add(FoundFile::Role::Topics, entry, entry.name);
    if (entry.name == "sources.yaml") return add(FoundFile::Role::Sources, entry, entry.name);
    if (entry.name == "schedules.yaml") return add(FoundFile::Role::Plans, entry, entry.name);
    if (entry.name == "holidays.yaml") return add(FoundFile::Role::Holidays, entry, entry.name);
    if (entry.name == "observances.yaml") return add(FoundFile::Role::Observances, entry, entry.name);
    if (entry.name == "public-holidays.txt") return add(FoundFile::Role::PublicHolidays, entry, entry.name);
    if (std::find(std::begin(kOtherFiles), std::end(kOtherFiles), entry.name) != std::end(kOtherFiles))
      return add(FoundFile::Role::Other, entry, entry.name);
    if (ends_with(entry.name, ".yaml") || ends_with(entry.name, ".yml"))
      note(entry.name, Finding::Level::Warning, "unknown-file", "This file is not read: its name is not known.",
           did_you_mean(entry.name,
                        {"topics.yaml", "sources.yaml", "schedules.yaml", "holidays.yaml", "observances.yaml", "points.yaml",
                         "style.yaml"},
                        "Known are topics.yaml, sources.yaml, points.yaml, observances.yaml, schedules.yaml, holidays.yaml and "
                        "style.yaml."));
  }

  void scan_root_folder(const Entry& entry) {
    if (is_language_tag(entry.name)) return scan_language(entry, entry.name);
    if (entry.name == "series") {
      for (const Entry& file : list(entry.real, entry.name))
        if (!file.folder && ends_with(file.name, ".yaml")) add(FoundFile::Role::Series, file, entry.name + "/" + file.name);
      return;
    }
    if (std::find(std::begin(kOtherFolders), std::end(kOtherFolders), entry.name) != std::end(kOtherFolders)) return;
    const auto names = kind_names();
    if (std::find(names.begin(), names.end(), entry.name) != names.end())
      note(entry.name, Finding::Level::Warning, "unknown-folder",
           "This folder is not read: items lie in the folder of a language.", "Move it to en/" + entry.name + ".");
    else
      note(entry.name, Finding::Level::Warning, "unknown-folder", "This folder is not read: its name is no language.",
           "Name folders by language, such as en or pt-BR.");
  }

  void scan_language(const Entry& language, const std::string& folder) {
    for (const Entry& entry : list(language.real, folder)) {
      const std::string path = folder + "/" + entry.name;
      if (entry.folder)
        scan_kind(language.name, entry, path);
      else if (entry.name == "help.yaml")
        add(FoundFile::Role::Help, entry, path, language.name);
      else if (entry.name == "phrases.yaml")
        add(FoundFile::Role::Phrases, entry, path, language.name);
      else if (ends_with(entry.name, ".yaml") || ends_with(entry.name, ".yml"))
        note(path, Finding::Level::Warning, "unknown-file", "This file is not read: its name is not known.",
             did_you_mean(entry.name, {"phrases.yaml", "help.yaml"}, "Known are phrases.yaml and help.yaml."));
      else if (ends_with(entry.name, ".md") && fold_case(entry.name) != "readme.md")
        note(path, Finding::Level::Warning, "unknown-file", "This file is not read: it lies in no folder of a kind.",
             "Move it into tips, myths, or another kind.");
    }
  }

  void scan_kind(const std::string& language, const Entry& folder, const std::string& path) {
    if (find_kind(folder.name) == nullptr) {
      note(path, Finding::Level::Error, "unknown-kind",
           "\"" + printable(cut_code_points(folder.name, 60)) + "\" is no kind of content, so nothing in it is read.",
           did_you_mean(folder.name, kind_names(), "Kinds are tips, myths, resources, exercises, stories, pledges, scenarios."));
      return;
    }
    for (const Entry& entry : list(folder.real, path)) {
      const std::string shown = path + "/" + entry.name;
      if (entry.folder) {
        note(shown, Finding::Level::Warning, "unknown-folder",
             "This folder is not read: items lie directly in their kind's folder.", "Move its files up.");
      } else if (ends_with(entry.name, ".md")) {
        if (fold_case(entry.name) == "readme.md") continue;
        ++items_;
        add(FoundFile::Role::Item, entry, shown, language, folder.name, entry.name.substr(0, entry.name.size() - 3));
      } else {
        note(shown, Finding::Level::Warning, "unknown-file", "This file is not read: items end in .md.",
             "Rename it, or move it away.");
      }
    }
  }

  std::string root_;
  std::size_t items_ = 0;
  FolderScan scan_;
};

}  // namespace

FolderScan scan_content(const std::string& root) { return Scanner(root).scan(); }

FolderScan scan_proposals(const std::string& root) { return Scanner(root).scan_proposals(); }

Result<std::string> read_bytes(const std::string& real, std::size_t most) {
  // O_NONBLOCK: something else may have taken the file's place since the scan, and a pipe must not stop us.
  const int file = ::open(real.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
  if (file < 0) return fail(errno == ENOENT ? Code::NotFound : Code::Unavailable, "a content file cannot be opened");
  struct Closer {
    int file;
    ~Closer() { ::close(file); }
  } const closer{file};
  struct stat status {};
  if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) return fail(Code::Unavailable, "not a regular file");
  if (static_cast<std::uint64_t>(status.st_size) > most) return fail(Code::TooLarge, "a content file is too large");
  std::string bytes;
  bytes.resize(static_cast<std::size_t>(status.st_size) + 1);  // one more, to see a file that grew
  std::size_t got = 0;
  while (true) {
    if (got == bytes.size()) {
      if (got > most) return fail(Code::TooLarge, "a content file is too large");
      bytes.resize(std::min(most + 1, bytes.size() * 2));
    }
    const auto count = ::read(file, bytes.data() + got, bytes.size() - got);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return fail(Code::Unavailable, "a content file cannot be read");
    if (count == 0) break;
    got += static_cast<std::size_t>(count);
  }
  if (got > most) return fail(Code::TooLarge, "a content file is too large");
  bytes.resize(got);
  return bytes;
}

Result<void> write_whole(const std::string& path, std::string_view text) {
  const std::string beside = path + ".tmp";  // which no reader takes up
  std::ofstream out(beside, std::ios::binary);
  out << text;
  out.close();
  std::error_code error;
  if (out) std::filesystem::rename(beside, path, error);
  if (!out || error) return fail(Code::Unavailable, path + " cannot be written; check the rights of its folder");
  return {};
}

bool is_language_tag(std::string_view text) {
  const auto parts = split(text, '-');
  for (std::size_t at = 0; at < parts.size(); ++at) {
    const auto part = parts[at];
    const bool first = at == 0;
    if (part.size() < 2 || part.size() > (first ? 3U : 8U)) return false;
    for (const char c : part) {
      const bool small = c >= 'a' && c <= 'z';
      if (!small && (first || !((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')))) return false;
    }
  }
  return !parts.empty();
}

}  // namespace allybot::library
