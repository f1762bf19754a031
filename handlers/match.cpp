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

/// The one entry whose name is one edit away; nothing when there is none, or more than one.
const Entry* nearly_named(std::span<const Entry> entries, std::string_view word) {
  const Entry* near = nullptr;
  for (const Entry& entry : entries) {
    if (edit_distance(word, entry.name, 1) > 1) continue;
    if (near != nullptr) return nullptr;
    near = &entry;
  }
  return near;
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
void match_part(Match& match) {
  if (match.entry->parts.empty()) return;
  const auto words = split_words(match.arguments);
  if (words.empty()) return;
  const std::string second = fold_case(words[0]);
  if (const Entry* part = named(match.entry->parts, second); part != nullptr) {
    const std::string rest = rest_after(match.arguments, words[0]);
    match.verb += ' ' + second;
    match.entry = part;
    match.arguments = rest;
    return;
  }
  const std::string typed = match.verb + ' ' + match.arguments;
  if (const Entry* near = nearly_named(match.entry->parts, second); near != nullptr) {
    const std::string rest = rest_after(match.arguments, words[0]);
    match.suggestion = match.verb + ' ' + std::string(near->name) + (rest.empty() ? "" : ' ' + rest);
  } else if (named(match.entry->parts, "add") != nullptr) {  // "schedule Tuesdays 10:00"
    match.suggestion = match.verb + " add " + match.arguments;
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

Match match(std::string_view typed) {
  const std::string text = to_nfc(trim(typed));
  const auto words = split_words(text);
  Match match;
  if (words.empty()) return match;
  const std::string first = fold_case(words[0]);
  const std::string rest = rest_after(text, words[0]);

  const Entry* entry = named(command_entries(), first);
  if (entry == nullptr) entry = named_in_plural(command_entries(), first);
  if (entry != nullptr) {
    match.kind = Match::Kind::Verb;
    match.entry = entry;
    match.verb = entry->name;
    match.arguments = rest;
    match_part(match);
    return match;
  }
  match.arguments = text;
  if (words.size() <= 2 && is_greeting(first)) {
    match.kind = Match::Kind::Greeting;
    return match;
  }
  if (const Entry* near = nearly_named(command_entries(), first); near != nullptr) {
    match.kind = Match::Kind::Suggestion;
    match.suggestion = std::string(near->name) + (rest.empty() ? "" : ' ' + rest);
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
