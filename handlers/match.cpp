#include "handlers/match.h"

#include <algorithm>
#include <array>

#include "bot/core/text.h"

namespace allybot::handlers {
namespace {

constexpr std::array<std::string_view, 8> kGreetings = {"hi", "hello", "hey", "hallo", "hola", "salut", "ciao", "moin"};

const Entry* named(std::span<const Entry> entries, std::string_view word) {
  for (const Entry& entry : entries)
    if (entry.name == word) return &entry;
  return nullptr;
}

/// "tips" and "stories" are taken as "tip" and "story".
const Entry* named_in_plural(std::span<const Entry> entries, std::string_view word) {
  if (word.size() > 3 && word.substr(word.size() - 3) == "ies") {
    const Entry* entry = named(entries, std::string(word.substr(0, word.size() - 3)) + "y");
    if (entry != nullptr) return entry;
  }
  if (word.size() > 2 && word.back() == 's') return named(entries, word.substr(0, word.size() - 1));
  return nullptr;
}

std::string rest_after(std::string_view text, std::string_view word) {
  const auto begin = static_cast<std::size_t>(word.data() - text.data()) + word.size();
  return std::string(trim(text.substr(begin)));
}

std::string_view without_punctuation(std::string_view word) {
  while (!word.empty() && std::string_view(".,;:!?").find(word.back()) != std::string_view::npos) word.remove_suffix(1);
  return word;
}

bool is_greeting(std::string_view folded) {
  const std::string_view word = without_punctuation(folded);
  return std::find(kGreetings.begin(), kGreetings.end(), word) != kGreetings.end();
}

/// The row of a second word ("schedule add"), where the verb has rows for it.
void match_part(Match& match, std::string_view typed_verb, const Tongues& tongues) {
  if (match.entry->parts.empty()) return;
  const auto words = split_words(match.arguments);
  if (words.empty()) return;
  const std::string second = fold_case(words[0]);
  const std::string before = match.verb + '.';
  if (const Entry* part = entry_called(match.entry->parts, second, tongues, before); part != nullptr) {
    const std::string rest = rest_after(match.arguments, words[0]);
    (match.verb += ' ') += part->name;
    match.entry = part;
    match.arguments = rest;
    return;
  }
  const std::string verb(typed_verb);
  const std::string typed = verb + ' ' + match.arguments;
  if (const std::string near = nearly_called(match.entry->parts, second, tongues, before); !near.empty()) {
    const std::string rest = rest_after(match.arguments, words[0]);
    match.suggestion = verb + ' ' + near + (rest.empty() ? "" : ' ' + rest);
  } else if (named(match.entry->parts, "add") != nullptr) {  // "schedule Tuesdays 10:00"
    match.suggestion = verb + ' ' + called_by(tongues, "add", before) + ' ' + match.arguments;
  } else {  // no row for it: help on the verb says which there are
    match.entry = named(command_entries(), "help");
    match.arguments = match.verb;
    match.verb = "help";
    return;
  }
  match.kind = Match::Kind::Suggestion;
  match.arguments = typed;
  match.entry = nullptr;
}

}  // namespace

Match match(std::string_view typed, const Tongues& tongues) {
  const std::string text = to_nfc(trim(typed));
  const auto words = split_words(text);
  Match match;
  if (words.empty()) return match;
  const std::string first = fold_case(words[0]);
  const std::string rest = rest_after(text, words[0]);

  const Entry* entry = named_in_plural(command_entries(), first);
  if (const Entry* plain = entry_called(command_entries(), first, tongues); plain != nullptr) entry = plain;
  if (entry != nullptr) {
    match.kind = Match::Kind::Verb;
    match.entry = entry;
    match.verb = entry->name;
    match.arguments = rest;
    match_part(match, words[0], tongues);
    return match;
  }
  match.arguments = text;
  if (words.size() <= 2 && is_greeting(first)) {
    match.kind = Match::Kind::Greeting;
    return match;
  }
  if (const std::string near = nearly_called(command_entries(), first, tongues); !near.empty()) {
    match.kind = Match::Kind::Suggestion;
    match.suggestion = near + (rest.empty() ? "" : ' ' + rest);
    return match;
  }
  match.kind = Match::Kind::Words;
  return match;
}

std::string without_quoted_lines(std::string_view text) {
  std::string kept;
  for (const std::string_view line : split(text, '\n')) {
    const std::string_view trimmed = trim(line);
    if (!trimmed.empty() && trimmed[0] == '>') continue;
    if (!kept.empty()) kept += '\n';
    kept += line;
  }
  return kept;
}

const Entry* action_entry(std::string_view name) { return named(action_entries(), name); }

}  // namespace allybot::handlers
