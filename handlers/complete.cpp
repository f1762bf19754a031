#include "handlers/complete.h"

#include <algorithm>
#include <array>

#include "bot/core/text.h"
#include "handlers/verbs.h"

namespace allybot::handlers {
namespace {

constexpr std::size_t kMost = 25;  // what the strictest platform takes

bool begins_with(std::string_view text, std::string_view beginning) { return text.substr(0, beginning.size()) == beginning; }

/// By what the reader calls them, else by their English names. `of` is the verb that parts belong to, with a dot behind it.
void add_entries(Completions& into, std::span<const Entry> entries, std::string_view before, std::string_view beginning,
                 const Speaker& speaker, std::string_view of = {}) {
  for (const Entry& entry : entries) {
    std::string name = called(speaker, entry.name, of);
    if (!begins_with(schedule::plain(name), schedule::plain(beginning))) name = entry.name;
    if (into.choices.size() >= kMost || !begins_with(schedule::plain(name), schedule::plain(beginning))) continue;
    std::string value(before);
    value += name;
    into.choices.push_back({value, value + speaker.colon() + speaker.say(entry.help_key)});
  }
}

void add_topics(Completions& into, std::string_view before, std::string_view beginning, const Speaker& speaker) {
  for (const library::Topic& topic : speaker.library.topics(speaker.language)) {
    if (into.choices.size() >= kMost) return;
    if (!begins_with(topic.id, beginning) && !begins_with(fold_case(topic.title), beginning)) continue;
    into.choices.push_back({std::string(before) + topic.id, std::string(before) + topic.id + speaker.colon() + topic.title});
  }
}

bool takes_topics(std::string_view arguments) { return arguments == "[words]" || arguments == "words"; }

}  // namespace

Completions complete(const Speaker& speaker, std::string_view typed) {
  Completions made;
  const std::string text = fold_case(to_nfc(typed));
  const auto words = split_words(text);
  const bool next_word = !text.empty() && trim(text).size() != text.size() && text.back() == ' ';
  if (words.empty() || (words.size() == 1 && !next_word)) {
    add_entries(made, command_entries(), "", words.empty() ? std::string_view() : words[0], speaker);
    return made;
  }
  const Entry* entry = entry_called(command_entries(), words[0], {&speaker.library, {speaker.language}});
  if (entry == nullptr) return made;
  const std::string_view last = next_word ? std::string_view() : words.back();
  const std::string before = text.substr(0, text.size() - last.size());
  const std::size_t position = words.size() - (next_word ? 0 : 1);  // of the word that is being typed
  if (position == 1 && !entry->parts.empty())
    add_entries(made, entry->parts, before, last, speaker, std::string(entry->name) + '.');
  if (position == 1 && entry->name == "help") add_entries(made, command_entries(), before, last, speaker);
  const auto is_about = [&](const auto& wording) {
    const schedule::Word* word = wording->find(schedule::plain(words[position - 1]));
    return word != nullptr && word->is(schedule::Sense::About);
  };
  const auto wordings = wordings_of(speaker.library, speaker.language);
  const bool after_about = position >= 2 && std::any_of(wordings.begin(), wordings.end(), is_about);
  if (after_about || (position == 1 && takes_topics(entry->arguments))) add_topics(made, before, last, speaker);
  return made;
}

}  // namespace allybot::handlers
