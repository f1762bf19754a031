#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "bot/core/text.h"
#include "bot/library/check.h"
#include "bot/library/files.h"
#include "bot/library/item_file.h"
#include "bot/library/kind.h"
#include "bot/library/tables.h"

namespace allybot::library {
namespace {

/// "Say whose idea it was!" to "say-whose-idea-it-was", cut at a word so that the id keeps within its length.
std::string slug_of(std::string_view title, std::size_t most) {
  std::string slug;
  for (const char c : fold_case(title)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain)
      slug += c;
    else if (c != '\'' && !slug.empty() && slug.back() != '-')
      slug += '-';
  }
  if (slug.size() > most) {
    const bool mid_word = slug[most] != '-';
    slug.resize(most);
    const auto hyphen = slug.rfind('-');
    if (mid_word && hyphen != std::string::npos && hyphen > 0) slug.resize(hyphen);
  }
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug;
}

/// In double quotes, as YAML reads them.
std::string yaml_quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

/// A topic that the content has: a sample has to be valid at once.
std::string some_topic(const std::string& root) {
  const auto bytes = read_bytes(root + "/topics.yaml", kMostTableBytes);
  if (!bytes) return "meetings";
  const auto topics = read_topics(SourceText("topics.yaml", *bytes)).rows;
  const bool known = std::any_of(topics.begin(), topics.end(), [](const TopicRow& row) { return row.id == "meetings"; });
  return known || topics.empty() ? "meetings" : topics.front().id;
}

/// How an optional field is shown, commented out.
std::string_view example_of(const Field& field) {
  switch (field.form) {
    case FieldForm::Day: return "2028-06-01";
    case FieldForm::Flag: return "true";
    case FieldForm::Points: return "[S01]";
    case FieldForm::Regions: return "[DE, GB]";
    case FieldForm::Slugs: return "[EV-CRD-05]";
    case FieldForm::Text:
    case FieldForm::Choices:
    case FieldForm::Choice:
    case FieldForm::Number:
    case FieldForm::Mark:
    case FieldForm::Address: return "...";
  }
  return "...";
}

std::string file_text(const Kind& kind, const std::string& title, const std::string& topic) {
  std::string text = "---\n";
  for (const Field& field : kind.fields) {
    if (field.name == "checked_on" || field.name == "review" || field.name == "translates") continue;
    text += "# " + std::string(field.meaning) + "\n";
    if (!field.choices.empty()) {
      text += "# One of:";
      for (const auto choice : field.choices) text += " " + std::string(choice);
      text += "\n";
    }
    const std::string name(field.name);
    if (name == "title")
      text += "title: " + yaml_quoted(title) + "\n";
    else if (name == "topics")
      text += "topics: [" + topic + "]\n";
    else if (name == "draft")
      text += "draft: true\n";
    else if (!field.sample.empty())
      text += name + ": " + std::string(field.sample) + "\n";
    else
      text += "# " + name + ": " + std::string(example_of(field)) + "\n";
  }
  return text + "---\n" + std::string(kind.sample_body);
}

Result<void> write_new(const std::string& path, std::string_view text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);  // never over a file that exists
  if (file < 0 && errno == EEXIST)
    return fail(Code::Conflict, path + " exists already; choose another title, or edit that file",
                "There is such an item already.");
  if (file < 0) return fail(Code::Unavailable, path + " cannot be written; check the rights of its folder");
  std::size_t written = 0;
  while (written < text.size()) {
    const auto count = ::write(file, text.data() + written, text.size() - written);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    written += static_cast<std::size_t>(count);
  }
  ::close(file);
  if (written != text.size()) return fail(Code::Unavailable, path + " could not be written whole; is the disk full?");
  return {};
}

}  // namespace

Result<std::string> new_item(const std::string& root, const std::string& kind_word, const std::string& title) {
  const Kind* kind = kind_named(kind_word);
  if (kind == nullptr) {
    std::vector<std::string_view> words;
    for (const Kind& one : kinds()) words.push_back(one.singular);
    std::string all;
    for (const auto word : words) all += (all.empty() ? "" : ", ") + std::string(word);
    return fail(Code::Invalid, "\"" + printable(cut_code_points(kind_word, 40)) + "\" is no kind of content. " +
                                   did_you_mean(kind_word, words, "Kinds are " + all + "."));
  }
  const std::string clean = to_nfc(trim(title));
  if (clean.empty() || clean != printable(clean) || !is_valid_utf8(clean))
    return fail(Code::Invalid, "a new item needs a title on one line, such as \"Give credit\"");
  const auto most_title = kind->fields.front().most;
  if (count_code_points(clean) > most_title)
    return fail(Code::Invalid, "the title is longer than " + std::to_string(most_title) + " characters; shorten it");
  const std::string slug = slug_of(clean, kMostIdLength - kind->name.size() - 1);
  if (slug.empty()) return fail(Code::Invalid, "the title needs letters of a to z or digits, to make the file's name of");

  namespace fs = std::filesystem;
  std::error_code problem;
  if (!fs::is_directory(root, problem))
    return fail(Code::NotFound, "the content folder " + root + " is missing; set ALLYBOT_CONTENT");
  const fs::path folder = fs::path(root) / std::string(kFallbackLanguage) / std::string(kind->name);
  fs::create_directories(folder, problem);
  if (problem) return fail(Code::Unavailable, folder.string() + " cannot be made; check the rights of its folder");
  const std::string path = (folder / (slug + ".md")).string();
  if (auto done = write_new(path, file_text(*kind, clean, some_topic(root))); !done) return tl::unexpected(done.error());
  return path;
}

}  // namespace allybot::library
