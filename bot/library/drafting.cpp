#include "bot/library/drafting.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bot/core/text.h"

namespace allybot::library {
namespace {

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

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const auto count = ::write(file, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return ::fsync(file) == 0;
}

}  // namespace

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

std::size_t most_slug_of(const Kind& kind) { return kMostIdLength - kind.name.size() - 1; }

std::string yaml_quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : printable(text)) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

std::string draft_text(const Kind& kind, const std::map<std::string_view, std::string>& values, std::string_view body) {
  std::string text = "---\n";
  for (const Field& field : kind.fields) {
    if (field.name == "checked_on" || field.name == "review" || field.name == "translates") continue;
    text += "# " + std::string(field.meaning) + "\n";
    if (!field.choices.empty()) {
      text += "# One of:";
      for (const auto choice : field.choices) text += " " + std::string(choice);
      text += "\n";
    }
    const auto given = values.find(field.name);
    const std::string value(given == values.end() ? field.sample : given->second);
    const std::string name(field.name);
    text += value.empty() ? "# " + name + ": " + std::string(example_of(field)) + "\n" : name + ": " + value + "\n";
  }
  return text + "---\n" + std::string(body);
}

Result<void> write_new(int folder, const std::string& name, std::string_view text) {
  // Written whole under a name that no reader takes up, then given its own, which fails when that is taken.
  const std::string unfinished = "." + name + ".tmp";
  ::unlinkat(folder, unfinished.c_str(), 0);  // left behind by a crash
  const int file = ::openat(folder, unfinished.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
  if (file < 0) return fail(Code::Unavailable, name + " cannot be written; check the rights of its folder");
  const bool written = write_all(file, text);
  ::close(file);
  const bool named = written && ::linkat(folder, unfinished.c_str(), folder, name.c_str(), 0) == 0;
  const bool taken = written && !named && errno == EEXIST;
  ::unlinkat(folder, unfinished.c_str(), 0);
  if (taken) return fail(Code::Conflict, name + " exists already");
  if (!named) return fail(Code::Unavailable, name + " could not be written whole; is the disk full?");
  ::fsync(folder);
  return {};
}

}  // namespace allybot::library
