#include "handlers/match.h"

#include <algorithm>
#include <array>

#include "bot/core/text.h"
#include "handlers/wordings.h"

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

bool tells_a_time(const schedule::Word& word) {
  using schedule::Sense;
  for (const Sense sense :
       {Sense::Weekday, Sense::Workdays, Sense::Weekend, Sense::Day, Sense::Week, Sense::Month, Sense::MonthName, Sense::Often,
        Sense::Fortnightly, Sense::Quarterly, Sense::Clock, Sense::Until, Sense::Today, Sense::Tomorrow, Sense::Next})
    if (word.is(sense)) return true;
  return false;
}

/// A time, a date or figures stand in it.
bool names_a_time(const std::string& text, const Tongues& tongues) {
  if (text.find_first_of("0123456789") != std::string::npos) return true;
  const auto named_in = [&](const schedule::Wording& wording) {
    for (const std::string_view typed : split_words(text)) {
      const schedule::Word* word = wording.find(schedule::plain(without_punctuation(typed)));
      if (word != nullptr && tells_a_time(*word)) return true;
    }
    return false;
  };
  if (named_in(schedule::english())) return true;
  for (const std::string& language : tongues.languages)
    if (tongues.library != nullptr && named_in(*wording_of(*tongues.library, language))) return true;
  return false;
}

/// Words that only begin with a verb's name: "me interrumpen en las reuniones", "help, my boss talks over women".
void take_as_words(Match& match, const std::string& text) {
  match = Match{};
  match.kind = Match::Kind::Words;
  match.arguments = text;
}

/// The same for a verb that changes something at once: it may have been meant, so that both are offered.
void ask_which(Match& match, const std::string& text, std::string_view verb) {
  match = Match{};
  match.kind = Match::Kind::Suggestion;
  match.suggestion = verb;
  match.arguments = text;
}

/// What follows cannot be meant for a verb that has no rows.
bool is_beside_the_verb(const Match& match, const Tongues& tongues) {
  if (match.arguments.empty()) return false;
  if (match.entry->name == "stop") return true;
  if (match.entry->name == "quiet") {
    const bool off = tongues.library == nullptr
                         ? match.arguments == "off"
                         : std::any_of(tongues.languages.begin(), tongues.languages.end(), [&](const auto& one) {
                             return is_listed(*tongues.library, one, "words.off", match.arguments);
                           });
    return !off && !names_a_time(match.arguments, tongues);
  }
  if (match.entry->name != "help" || split_words(match.arguments).size() < 2) return false;
  return allybot::handlers::match(match.arguments, tongues).kind == Match::Kind::Words;
}

/// The row of a second word ("schedule add"), where the verb has rows for it.
void match_part(Match& match, const std::string& text, std::string_view typed_verb, const Tongues& tongues) {
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
  } else if (match.entry->name == "schedule" && names_a_time(match.arguments, tongues)) {  // "schedule Tuesdays 10:00"
    match.suggestion = verb + ' ' + called_by(tongues, "add", before) + ' ' + match.arguments;
  } else if (words.size() > 1 || match.entry->name == "me") {  // which is a word of many sentences
    return take_as_words(match, text);
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
  const std::string_view verb = words.size() > 1 ? without_punctuation(words[0]) : words[0];  // "help, my boss ..."
  const std::string first = fold_case(verb);
  const std::string rest = rest_after(text, words[0]);

  const Entry* entry = named_in_plural(command_entries(), first);
  if (const Entry* plain = entry_called(command_entries(), first, tongues); plain != nullptr) entry = plain;
  if (entry != nullptr) {
    match.kind = Match::Kind::Verb;
    match.entry = entry;
    match.verb = entry->name;
    match.arguments = rest;
    if (!is_beside_the_verb(match, tongues))
      match_part(match, text, verb, tongues);
    else if (entry->change != nullptr)
      ask_which(match, text, verb);
    else
      take_as_words(match, text);
    return match;
  }
  match.arguments = text;
  if (words.size() <= 2 && is_greeting(first)) {
    match.kind = Match::Kind::Greeting;
    return match;
  }
  if (const std::string near = nearly_called(command_entries(), first, tongues); !near.empty()) {
    const std::string mended = near + (rest.empty() ? "" : ' ' + rest);
    // "my boss" is near "me", but nobody means that.
    if (const Match meant = allybot::handlers::match(mended, tongues); meant.kind != Match::Kind::Words) {
      match.kind = Match::Kind::Suggestion;
      match.suggestion = meant.kind == Match::Kind::Suggestion ? meant.suggestion : mended;
      return match;
    }
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
