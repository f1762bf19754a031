#include "bot/library/proposal.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <map>

#include "bot/core/text.h"
#include "bot/library/drafting.h"
#include "bot/library/files.h"
#include "bot/library/item_file.h"
#include "bot/library/plain_markdown.h"

namespace allybot::library {
namespace {

constexpr int kMostNames = 99;                  // "give-credit-99"
constexpr std::string_view kNoItem = "readme";  // a file of this name is taken for words about the folder

struct Folder {
  explicit Folder(int opened) : file(opened) {}
  ~Folder() {
    if (file >= 0) ::close(file);
  }
  Folder(Folder&& other) noexcept : file(std::exchange(other.file, -1)) {}
  Folder& operator=(Folder&& other) noexcept {
    std::swap(file, other.file);
    return *this;
  }
  int file;
};

/// The folder, made where it is missing. A link on the way is refused: it could lead anywhere.
Result<Folder> open_folder(const std::string& root, const std::string& language, const std::string& kind) {
  Folder folder(::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  for (const std::string& name : {std::string(kProposalsFolder), language, kind}) {
    if (folder.file < 0) break;
    ::mkdirat(folder.file, name.c_str(), 0755);  // mostly there already; the opening tells
    folder = Folder(::openat(folder.file, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  }
  if (folder.file < 0)
    return fail(Code::Unavailable, "the folder " + std::string(kProposalsFolder) + " cannot be made in the content folder");
  return folder;
}

/// A file that is about to be written.
struct Draft {
  const Kind& kind;
  std::string language, slug, text;
  bool is_correction = false;
};

Result<void> require_loads(const Draft& draft, const std::string& slug) {
  const ItemFile file = read_item(SourceText(slug + ".md", draft.text), draft.kind, draft.language, slug);
  for (const Finding& finding : file.findings)
    if (finding.level == Finding::Level::Error) return fail(Code::Invalid, "the item would not load: " + finding.code);
  return {};
}

/// Whether an item of any language has the name: it would be taken for its translation.
bool is_taken(const FolderScan& scan, const Kind& kind, const std::string& slug) {
  return std::any_of(scan.files.begin(), scan.files.end(), [&](const FoundFile& file) {
    return file.role == FoundFile::Role::Item && file.kind == kind.name && file.name == slug;
  });
}

/// The slug, or with a number after it.
std::string numbered(const Draft& draft, int number) {
  if (number == 1) return draft.slug;
  const std::string ending = '-' + std::to_string(number);
  std::string slug = draft.slug.substr(0, most_slug_of(draft.kind) - ending.size());
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug + ending;
}

Result<std::string> write_draft(const std::string& root, const Draft& draft) {
  if (!is_language_tag(draft.language)) return fail(Code::Invalid, "no language");
  auto folder = open_folder(root, draft.language, std::string(draft.kind.name));
  if (!folder) return tl::unexpected(folder.error());
  const FolderScan published = scan_content(root), proposed = scan_proposals(root);
  for (int number = 1; number <= kMostNames; ++number) {
    const std::string slug = numbered(draft, number);
    if (slug == kNoItem || (!draft.is_correction && is_taken(published, draft.kind, slug))) continue;
    if (auto loads = require_loads(draft, slug); !loads) return tl::unexpected(loads.error());
    std::string path =
        std::string(kProposalsFolder) + '/' + draft.language + '/' + std::string(draft.kind.name) + '/' + slug + ".md";
    // Written by an attempt whose transaction was lost: nothing is left to do.
    if (const auto there = read_bytes(root + '/' + path, kMostItemBytes); there && *there == draft.text) return path;
    if (is_taken(proposed, draft.kind, slug)) continue;
    const auto written = write_new(folder->file, slug + ".md", draft.text);
    if (written) return path;
    if (written.error().code != Code::Conflict) return tl::unexpected(written.error());
  }
  return fail(Code::TooMany, "too many proposals have this name");
}

std::string list_of(const std::vector<std::string>& words) { return '[' + join(words, ", ") + ']'; }

bool begins_with(std::string_view text, std::string_view start) { return text.substr(0, start.size()) == start; }

}  // namespace

Result<std::string> propose_item(const std::string& root, const Suggestion& suggestion) {
  const Kind* kind = find_kind(suggestion.kind);
  if (kind == nullptr) return fail(Code::Invalid, "no kind of content");
  if (!is_valid_utf8(suggestion.title) || !is_valid_utf8(suggestion.text)) return fail(Code::Invalid, "not UTF-8");
  if (!std::all_of(suggestion.topics.begin(), suggestion.topics.end(), is_slug)) return fail(Code::Invalid, "not a topic's id");
  const std::string title = one_line(suggestion.title);
  std::map<std::string_view, std::string> values = {
      {"title", yaml_quoted(title)}, {"topics", list_of(suggestion.topics)}, {"audience", "[everyone]"}, {"draft", "true"}};
  std::vector<std::string> samples;
  bool link_has_a_place = false;
  for (const Field& field : kind->fields) {
    if (values.count(field.name) > 0) continue;
    if (!field.required) {
      values[field.name] = {};
    } else if (field.form == FieldForm::Address && !suggestion.link.empty()) {
      values[field.name] = yaml_quoted(suggestion.link);
      link_has_a_place = true;
    } else {
      samples.emplace_back(field.name);
    }
  }
  std::string note = "Suggested in chat.";
  if (!samples.empty()) note += " These fields are samples, put in your own: " + join(samples, ", ") + ".";
  if (!suggestion.link.empty() && !link_has_a_place) note += " Source that was given: " + suggestion.link;
  values["note"] = yaml_quoted(note);
  std::string slug = slug_of(title, most_slug_of(*kind));
  if (slug.empty()) slug = "suggestion";
  return write_draft(root,
                     {*kind, suggestion.language, std::move(slug), draft_text(*kind, values, markdown_of(suggestion.text))});
}

Result<std::string> propose_correction(const std::string& root, const Item& item, const std::string& note) {
  const Kind* kind = find_kind(item.kind);
  if (kind == nullptr) return fail(Code::Invalid, "no kind of content");
  if (!is_valid_utf8(note)) return fail(Code::Invalid, "not UTF-8");
  const FolderScan scan = scan_content(root);
  const auto found =
      std::find_if(scan.files.begin(), scan.files.end(), [&](const FoundFile& file) { return file.path == item.path; });
  if (found == scan.files.end()) return fail(Code::NotFound, "the item's file is gone");
  const auto bytes = read_bytes(found->real, kMostItemBytes);
  if (!bytes) return tl::unexpected(bytes.error());
  const SourceText source(item.path, *bytes);
  std::string text;
  int fences = 0;
  for (const std::string_view line : split(source.text(), '\n')) {
    if (fences == 1 && (begins_with(line, "draft:") || begins_with(line, "note:"))) continue;
    text += std::string(line) + '\n';
    if (fences < 2 && trim(line) == "---" && ++fences == 1)
      text += "draft: true\nnote: " + yaml_quoted("A reader wrote: " + one_line(note)) + '\n';
  }
  if (!text.empty()) text.pop_back();
  return write_draft(root, {*kind, item.language, found->name, std::move(text), true});
}

}  // namespace allybot::library
